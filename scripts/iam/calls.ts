import { ACCOUNT, PROJECT, REGION } from './policy-documents.js';
import type { Call } from './policy-evaluator.js';

/** What a call acts on, by its ARN; `name` is the whole name, with project and stage. */
export const arn = {
  bucket: (name: string) => `arn:aws:s3:::${name}`,
  object: (bucket: string, key: string) => `arn:aws:s3:::${bucket}/${key}`,
  lambda: (name: string, qualifier = '') =>
    `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}${qualifier === '' ? '' : `:${qualifier}`}`,
  logGroup: (name: string) => `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${name}`,
  role: (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`,
  cloudFront: (kind: string, id: string) => `arn:aws:cloudfront::${ACCOUNT}:${kind}/${id}`,
  /** @param path as in API Gateway's URLs, without `/v2` */
  api: (path: string) => `arn:aws:apigateway:${REGION}::${path}`,
  apiTags: (path: string) =>
    `arn:aws:apigateway:${REGION}::/tags/${encodeURIComponent(`arn:aws:apigateway:${REGION}::${path}`)}`,
  key: (id: string) => `arn:aws:kms:${REGION}:${ACCOUNT}:key/${id}`,
} as const;

/** The account's own buckets, as S3 tells IAM of each request to one. */
export const OWN_BUCKET = { 'aws:ResourceAccount': ACCOUNT } as const;

export const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/${PROJECT}/${PROJECT}-boundary`;

/** The tags that say whose a distribution is, as tags of what is acted on. */
export function ownedBy(stage: string, project: string = PROJECT): Call['context'] {
  return { 'aws:ResourceTag/stage': stage, 'aws:ResourceTag/project': project };
}

/** Tags that a request sets. */
export function tagging(tags: Readonly<Record<string, string>>): Call['context'] {
  const values = Object.entries(tags).map(([name, value]) => [`aws:RequestTag/${name}`, value]);
  return { ...Object.fromEntries(values), 'aws:TagKeys': Object.keys(tags) };
}

export function call(action: string, resource: string, context: Call['context'] = {}): Call {
  return { action, resource, context };
}

/** The same call for each action. */
export function calls(actions: string, resource: string, context: Call['context'] = {}): Call[] {
  return actions
    .trim()
    .split(/\s+/)
    .map((action) => call(action, resource, context));
}

export function inBucket(action: string, resource: string, context: Call['context'] = {}): Call {
  return call(`s3:${action}`, resource, { ...OWN_BUCKET, ...context });
}
