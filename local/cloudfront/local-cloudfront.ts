import { type RunningService, type ServiceOptions, startService } from '../http-service.js';
import type { S3Store } from '../s3/store.js';
import { CACHING_PATIENT, type CachePolicy } from './cache-policy.js';
import { cloudFrontService } from './cloudfront-service.js';
import { CloudFrontStore } from './cloudfront-store.js';
import { Distribution } from './distribution.js';
import { edgeService } from './edge-service.js';
import { bucketOrigin, httpOrigin } from './origin.js';

/** What of a bucket no viewer may read, as the policy of this project's site bucket has it. */
const HIDDEN = [/(^|\/)\.well-managed\//];

export interface DistributionRequest {
  readonly id: string;
  readonly bucket: string;
  /** `''` or a path that begins with `/` and does not end in one. */
  readonly originPath?: string;
  /** Default: a policy that keeps even `no-cache` pages, so that a forgotten invalidation shows. */
  readonly cachePolicy?: CachePolicy;
  readonly functionRewrites?: 'none' | 'spa';
  /** Where `/api/*` goes. */
  readonly apiOrigin?: string;
  /** What its response headers policy adds. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of the local S3: the URL of the bucket in an emulator's. */
  readonly origin?: string;
  readonly hidden?: readonly RegExp[];
  /** Whether a missing key is a 404 (the default) or, without `s3:ListBucket`, a 403. */
  readonly mayList?: boolean;
  /** Milliseconds until an invalidation is completed. */
  readonly invalidationMs?: number;
}

export interface RunningDistribution {
  readonly id: string;
  /** Of its edge, without a slash at the end. */
  readonly url: string;
  readonly distribution: Distribution;
}

export interface LocalCloudFront {
  readonly url: string;
  readonly store: CloudFrontStore;
  /** Makes a distribution and starts its edge. */
  addDistribution(request: DistributionRequest): Promise<RunningDistribution>;
  stop(): Promise<void>;
}

export interface CloudFrontOptions {
  readonly accountId: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

export async function startCloudFront(
  buckets: S3Store,
  { accountId, now = Date.now }: CloudFrontOptions,
  services: ServiceOptions,
): Promise<LocalCloudFront> {
  const store = new CloudFrontStore();
  const api = await startService(cloudFrontService(store), services);
  const running: RunningService[] = [api];
  return {
    url: api.url,
    store,
    async addDistribution(request) {
      const { id, bucket, originPath = '' } = request;
      const origin =
        request.origin === undefined
          ? bucketOrigin(buckets, {
              bucket,
              originPath,
              hidden: request.hidden ?? HIDDEN,
              mayList: request.mayList ?? true,
            })
          : httpOrigin(request.origin + originPath);
      const distribution = new Distribution(
        {
          id,
          accountId,
          originDomain: `${bucket}.s3.${buckets.region}.amazonaws.com`,
          originPath,
          cachePolicy: request.cachePolicy ?? CACHING_PATIENT,
          defaultRootObject: 'index.html',
          functionRewrites: request.functionRewrites ?? 'none',
          invalidationMs: request.invalidationMs ?? 20,
          now,
        },
        origin,
      );
      store.add(distribution);
      const { apiOrigin, headers = {} } = request;
      const edge = await startService(
        edgeService(distribution, apiOrigin === undefined ? { headers } : { apiOrigin, headers }),
        services,
      );
      running.push(edge);
      return { id, url: edge.url, distribution };
    },
    stop: async () => {
      await Promise.all(running.map((service) => service.stop()));
    },
  };
}
