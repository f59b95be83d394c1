import { ActionError } from '../../errors.js';
import type { ArtifactStore } from '../../ports/packages.js';
import type { S3Bucket } from './connection.js';
import { saidBy, statusOf } from './failure.js';

/** The bucket of packages. A single put each: at most 250 MiB, and only that can be conditional and hashed as a whole. */
export function artifactStore({ bucket, common, open }: S3Bucket): ArtifactStore {
  const place = (key: string) => ({ ...common, Key: key });

  return {
    async find(key) {
      const { sdk, client } = await open();
      try {
        const head = await client.send(new sdk.HeadObjectCommand({ ...place(key), ChecksumMode: 'ENABLED' }));
        const sha256 = head.ChecksumSHA256;
        return { bytes: head.ContentLength ?? 0, sha256 };
      } catch (thrown) {
        if (statusOf(thrown) !== 404) throw failed(bucket, `look for ${key} in`, thrown);
      }
      // The answer to HEAD has no body: a bucket that is missing looks like a package that is.
      try {
        await client.send(new sdk.HeadBucketCommand(common));
        return undefined;
      } catch (thrown) {
        throw failed(bucket, `look for ${key} in`, thrown);
      }
    },

    async read(key) {
      const { sdk, client } = await open();
      try {
        const { Body } = await client.send(new sdk.GetObjectCommand({ ...place(key), ChecksumMode: 'ENABLED' }));
        if (Body === undefined) throw new Error('the reply has no body');
        return await Body.transformToByteArray();
      } catch (thrown) {
        throw failed(bucket, `read ${key} from`, thrown);
      }
    },

    async store(key, archive, sha256) {
      const { sdk, client } = await open();
      const request = {
        ...place(key),
        Body: archive,
        ChecksumSHA256: sha256,
        IfNoneMatch: '*',
        ContentType: 'application/zip',
      };
      try {
        await client.send(new sdk.PutObjectCommand(request));
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

function failed(bucket: string, doing: string, thrown: unknown): ActionError {
  const wayOut: Readonly<Record<number, string>> = {
    301: 'The bucket is in another region: set "aws-region" to it',
    403: 'Look at the role: docs/iam.md names what it needs on the artifact bucket',
    404: 'Look at the input "artifact-bucket": there is no such bucket',
  };
  return new ActionError({
    what: `Could not ${doing} the artifact bucket ${bucket}`,
    found: saidBy(thrown),
    wayOut: wayOut[statusOf(thrown) ?? 0] ?? 'Run the job again; nothing was applied',
    cause: thrown,
  });
}
