import type { CloudFrontClient, CloudFrontClientConfig, DistributionConfig } from '@aws-sdk/client-cloudfront';
import { ActionError, asError } from '../../errors.js';
import type { Clock, Distributions } from '../../ports/site.js';
import { sdkHandler } from '../web/sdk-handler.js';
import { edgeTraits } from './traits.js';

export interface CloudFrontConnection {
  /** The site's bucket, to tell its behaviours from those of an API. */
  readonly bucket: string;
  readonly client: CloudFrontClientConfig;
  /** Lets the client renew its session. */
  readonly prepare?: ((client: CloudFrontClient) => CloudFrontClient) | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const ATTEMPTS = 10;
/** 3,000 single paths or 15 wildcards may be in progress (CloudFront quotas); the SDK does not wait for that. */
const BUSY_PAUSES_MS = [2000, 5000, 10_000, 20_000, 30_000, 30_000, 60_000, 60_000];

/** CloudFront's API: invalidations, and as much of a distribution's configuration as decides what to invalidate. */
export function cloudFront(connection: CloudFrontConnection): Distributions {
  const { bucket, client: config, clock, signal, prepare = (made) => made } = connection;
  let connected: Promise<CloudFrontClient> | undefined;
  const client = () => {
    connected ??= import('@aws-sdk/client-cloudfront').then(async ({ CloudFrontClient }) =>
      prepare(new CloudFrontClient({ maxAttempts: ATTEMPTS, ...config, ...(await sdkHandler(process.env)) })),
    );
    return connected;
  };
  const options = { abortSignal: signal };

  return {
    async traits(id) {
      const { GetDistributionConfigCommand, GetCachePolicyCommand } = await import('@aws-sdk/client-cloudfront');
      const cloud = await client();
      let distribution: DistributionConfig | undefined;
      try {
        distribution = (await cloud.send(new GetDistributionConfigCommand({ Id: id }), options)).DistributionConfig;
      } catch (thrown) {
        if (isDenied(thrown)) return undefined;
        throw failed(id, 'read the configuration of', thrown);
      }
      if (distribution === undefined) return undefined;
      return await edgeTraits(distribution, bucket, async (policy) => {
        try {
          const reply = await cloud.send(new GetCachePolicyCommand({ Id: policy }), options);
          const key = reply.CachePolicy?.CachePolicyConfig?.ParametersInCacheKeyAndForwardedToOrigin;
          return key?.QueryStringsConfig?.QueryStringBehavior;
        } catch (thrown) {
          if (isDenied(thrown)) return undefined;
          throw failed(id, 'read a cache policy of', thrown);
        }
      });
    },

    async invalidate(id, callerReference, paths) {
      const { CreateInvalidationCommand } = await import('@aws-sdk/client-cloudfront');
      const command = new CreateInvalidationCommand({
        DistributionId: id,
        InvalidationBatch: { CallerReference: callerReference, Paths: { Quantity: paths.length, Items: [...paths] } },
      });
      for (let busy = 0; ; busy++) {
        try {
          const { Invalidation } = await (await client()).send(command, options);
          if (Invalidation?.Id === undefined) throw new Error('the reply names no invalidation');
          return Invalidation.Id;
        } catch (thrown) {
          const wait = BUSY_PAUSES_MS[busy];
          if (asError(thrown).name !== 'TooManyInvalidationsInProgress' || wait === undefined) {
            throw failed(id, 'invalidate', thrown);
          }
          await clock.pause(wait);
        }
      }
    },

    async isCompleted(id, invalidation) {
      const { GetInvalidationCommand } = await import('@aws-sdk/client-cloudfront');
      try {
        const command = new GetInvalidationCommand({ DistributionId: id, Id: invalidation });
        const { Invalidation } = await (await client()).send(command, options);
        // One emulator writes it in capitals.
        return Invalidation?.Status?.toLowerCase() === 'completed';
      } catch (thrown) {
        throw failed(id, `wait for the invalidation ${invalidation} of`, thrown);
      }
    },
  };
}

function isDenied(thrown: unknown): boolean {
  const { name, $metadata } = thrown as { name?: string; $metadata?: { httpStatusCode?: number } };
  return name === 'AccessDenied' || name === 'AccessDeniedException' || $metadata?.httpStatusCode === 403;
}

function failed(id: string, doing: string, thrown: unknown): ActionError {
  const error = asError(thrown);
  const wayOut: Readonly<Record<string, string>> = {
    NoSuchDistribution: 'Look at the input "distribution-id": there is no such distribution in this account',
    AccessDenied: 'Look at the role: docs/iam.md names what it needs on the distribution',
    InvalidArgument: 'CloudFront does not take one of the paths: please report it, with the names of the files',
  };
  return new ActionError({
    what: `Could not ${doing} the distribution ${id}`,
    found: `${error.name} ${error.message}`,
    expected: 'CloudFront to do it',
    wayOut: `${wayOut[error.name] ?? 'Run the deploy again'}. What is owed to the edge is recorded, and the next deploy completes it`,
    cause: thrown,
  });
}
