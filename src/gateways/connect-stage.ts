import { ActionError } from '../errors.js';
import type { DeployedSite, StageSource } from '../ports/promotion.js';
import { actionsSecrets } from './runner/secret-register.js';
import { artifactStore } from './s3/artifact-store.js';
import type { S3Connection } from './s3/connection.js';
import { statusOf } from './s3/failure.js';
import { s3Objects } from './s3/objects.js';
import { s3Records } from './s3/records.js';
import { s3Versions } from './s3/restore.js';
import { releaseProbe } from './web/release-probe.js';

export interface StageConnection {
  readonly s3: S3Connection;
  /** Whom its bucket policy would have to let in: the ARN of this run's role, where it is known. */
  readonly reader: string | undefined;
  readonly signal: AbortSignal;
}

/** Another stage, which is read alone. */
export function connectStage(
  { bucket, prefix, account }: DeployedSite,
  { s3, reader, signal }: StageConnection,
): StageSource {
  const place = s3.elsewhere(bucket, account);
  const records = s3Records(place);
  const objects = s3Objects(place);
  const allowed = async <T>(asked: Promise<T>, where = bucket): Promise<T> =>
    await asked.catch((thrown: unknown) => {
      throw mayNotRead(thrown, where, reader);
    });
  return {
    records: { read: async (key) => await allowed(records.read(key)) },
    objects: { list: async (under, likely) => await allowed(objects.list(under, likely)) },
    probe: releaseProbe(signal, actionsSecrets.redact),
    versionsFor(target) {
      const keyOf = (key: string) => prefix + key.slice(target.prefix.length);
      const versions = s3Versions(s3.bucket(target.bucket), { place, keyOf });
      return { ...versions, lookAtVersion: async (...asked) => await allowed(versions.lookAtVersion(...asked)) };
    },
    packages(name) {
      const store = artifactStore(s3.elsewhere(name, account));
      return { read: async (key) => await allowed(store.read(key), name) };
    },
  };
}

/** The role and the bucket may be of two accounts: then both have to say it. */
function mayNotRead(thrown: unknown, bucket: string, reader: string | undefined): unknown {
  const cause = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown;
  if (statusOf(cause) !== 403) return thrown;
  const statement = (Action: readonly string[], Resource: string) =>
    JSON.stringify({ Effect: 'Allow', Principal: { AWS: reader ?? 'ARN OF THIS ROLE' }, Action, Resource });
  return new ActionError({
    what: `This role may not read the bucket ${bucket} of the stage that is promoted`,
    found: '403',
    wayOut:
      'Nothing was changed. Allow it in the policy of the role (infra/bootstrap: "promotes") and, where the bucket is ' +
      `another account's, in that of the bucket: ${statement(['s3:ListBucket'], `arn:aws:s3:::${bucket}`)}, ` +
      `${statement(['s3:GetObject', 's3:GetObjectVersion'], `arn:aws:s3:::${bucket}/*`)}. Where it is encrypted with a ` +
      'key of its own, allow `kms:Decrypt` on the key, too',
    cause: thrown,
  });
}
