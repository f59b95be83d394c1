import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import { ActionError, asError } from '../../errors.js';
import type { ArtifactStore } from '../../ports/packages.js';
import { sdkHandler } from '../web/sdk-handler.js';

export interface ArtifactBucket {
  readonly bucket: string;
  /** Twelve digits; S3 refuses every call when the bucket is somebody else's. */
  readonly owner?: string | undefined;
  readonly client: S3ClientConfig;
  /** Lets the client renew its session. */
  readonly prepare?: ((client: S3Client) => S3Client) | undefined;
}

/** S3 answers its own rush with 503 for a while. */
const ATTEMPTS = 8;

/** The bucket of packages. A single put each: at most 250 MiB, and only that can be conditional and hashed as a whole. */
export function artifactStore({
  bucket,
  owner,
  client: config,
  prepare = (made) => made,
}: ArtifactBucket): ArtifactStore {
  // Loaded when it is first used: most runs have no back end, and the SDK takes longer to load than they do to start.
  let connected: Promise<S3Client> | undefined;
  const client = () => {
    connected ??= import('@aws-sdk/client-s3').then(async ({ S3Client }) =>
      prepare(new S3Client({ maxAttempts: ATTEMPTS, ...config, ...(await sdkHandler(process.env)) })),
    );
    return connected;
  };
  const common = { Bucket: bucket, ExpectedBucketOwner: owner };
  const place = (key: string) => ({ ...common, Key: key });

  return {
    async find(key) {
      const { HeadBucketCommand, HeadObjectCommand } = await import('@aws-sdk/client-s3');
      try {
        const head = await (await client()).send(new HeadObjectCommand({ ...place(key), ChecksumMode: 'ENABLED' }));
        const sha256 = head.ChecksumSHA256;
        return { bytes: head.ContentLength ?? 0, sha256 };
      } catch (thrown) {
        if (statusOf(thrown) !== 404) throw failed(bucket, `look for ${key} in`, thrown);
      }
      // The answer to HEAD has no body: a bucket that is missing looks like a package that is.
      try {
        await (await client()).send(new HeadBucketCommand(common));
        return undefined;
      } catch (thrown) {
        throw failed(bucket, `look for ${key} in`, thrown);
      }
    },

    async read(key) {
      const { GetObjectCommand } = await import('@aws-sdk/client-s3');
      try {
        const { Body } = await (await client()).send(new GetObjectCommand(place(key)));
        if (Body === undefined) throw new Error('the reply has no body');
        return await Body.transformToByteArray();
      } catch (thrown) {
        throw failed(bucket, `read ${key} from`, thrown);
      }
    },

    async store(key, archive, sha256) {
      const { PutObjectCommand } = await import('@aws-sdk/client-s3');
      const request = {
        ...place(key),
        Body: archive,
        ChecksumSHA256: sha256,
        IfNoneMatch: '*',
        ContentType: 'application/zip',
      };
      try {
        await (await client()).send(new PutObjectCommand(request));
        return 'stored';
      } catch (thrown) {
        const status = statusOf(thrown);
        if (status === 412) return 'exists';
        if (status === 409) return 'conflict';
        throw failed(bucket, `store ${key} in`, thrown);
      }
    },
  };
}

function statusOf(thrown: unknown): number | undefined {
  return (thrown as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

/** HEAD has no body, so S3's own words may be missing: the status says more than `UnknownError`. */
function failed(bucket: string, doing: string, thrown: unknown): ActionError {
  const error = asError(thrown);
  const status = statusOf(thrown);
  const found = [error.name, status, error.message].filter((part) => part !== undefined && part !== '').join(' ');
  const wayOut: Readonly<Record<number, string>> = {
    301: 'The bucket is in another region: set "aws-region" to it',
    403: 'Look at the role: docs/iam.md names what it needs on the artifact bucket',
    404: 'Look at the input "artifact-bucket": there is no such bucket',
  };
  return new ActionError({
    what: `Could not ${doing} the artifact bucket ${bucket}`,
    found,
    wayOut: wayOut[status ?? 0] ?? 'Run the job again; nothing was applied',
    cause: thrown,
  });
}
