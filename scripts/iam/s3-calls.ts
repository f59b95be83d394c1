import type { RecordedRequest } from '../../local/moto/recorded-request.js';
import { arn, call, inBucket } from './calls.js';
import type { Call } from './policy-evaluator.js';

/** By the parameter that names a setting of a bucket, what of an action's name follows Get or Put. */
const SETTINGS: Readonly<Record<string, string>> = {
  accelerate: 'AccelerateConfiguration',
  acl: 'BucketAcl',
  cors: 'BucketCORS',
  encryption: 'EncryptionConfiguration',
  lifecycle: 'LifecycleConfiguration',
  logging: 'BucketLogging',
  'object-lock': 'BucketObjectLockConfiguration',
  ownershipControls: 'BucketOwnershipControls',
  policy: 'BucketPolicy',
  publicAccessBlock: 'BucketPublicAccessBlock',
  replication: 'ReplicationConfiguration',
  requestPayment: 'BucketRequestPayment',
  tagging: 'BucketTagging',
  versioning: 'BucketVersioning',
  website: 'BucketWebsite',
};

/**
 * The rights that a request to S3 asks for
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html).
 */
export function s3Calls({ method, path, query, facts }: RecordedRequest): Call[] {
  const [, bucket = '', ...segments] = path.split('/');
  const key = segments.join('/');
  if (key !== '') return objectCalls({ method, query, facts }, arn.object(bucket, key));
  const resource = arn.bucket(bucket);
  const setting = query.map((name) => SETTINGS[name]).find((name) => name !== undefined);
  if (setting !== undefined) return [inBucket(settingAction(method, setting), resource)];
  if (query.includes('delete')) {
    const actions = facts.versions === 'yes' ? ['DeleteObject', 'DeleteObjectVersion'] : ['DeleteObject'];
    return actions.map((action) => inBucket(action, `${resource}/FILE`));
  }
  if (query.includes('versions')) return [inBucket('ListBucketVersions', resource)];
  if (query.includes('uploads')) return [inBucket('ListBucketMultipartUploads', resource)];
  if (method === 'GET' || method === 'HEAD') return [inBucket('ListBucket', resource)];
  if (method === 'DELETE') return [inBucket('DeleteBucket', resource)];
  // A bucket that is being made belongs to nobody yet: whether IAM is told an account is not documented.
  if (method === 'PUT') return [call('s3:CreateBucket', resource)];
  throw new Error(`What right does ${method} ${path}?${query.join('&')} ask for?`);
}

/** Undoing a setting is putting it, but for the policy and its kin. */
function settingAction(method: string, setting: string): string {
  if (method === 'GET') return `Get${setting}`;
  return method === 'DELETE' && setting === 'BucketPolicy' ? 'DeleteBucketPolicy' : `Put${setting}`;
}

function objectCalls(
  { method, query, facts }: Pick<RecordedRequest, 'method' | 'query' | 'facts'>,
  resource: string,
): Call[] {
  const [version, source] = [query.includes('versionId') ? 'Version' : '', facts['x-amz-copy-source']];
  if (method === 'GET' || method === 'HEAD') return [inBucket(`GetObject${version}`, resource)];
  if (method === 'DELETE') return [inBucket(`DeleteObject${version}`, resource)];
  const condition = facts['if-none-match'];
  const put = inBucket('PutObject', resource, condition === undefined ? {} : { 's3:if-none-match': condition });
  return source === undefined ? [put] : [put, sourceCall(source)];
}

/** What is copied is read by whoever has it copied. */
function sourceCall(source: string): Call {
  const [, bucket = '', key = '', version] = /^\/?([^/]+)\/(.*?)(\?versionId=.*)?$/.exec(source) ?? [];
  return inBucket(version === undefined ? 'GetObject' : 'GetObjectVersion', arn.object(bucket, key));
}
