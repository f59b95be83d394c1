import { readFileSync } from 'node:fs';
import type { RecordedRequest } from '../../local/moto/recorded-request.js';
import { arn, BOUNDARY, call, inBucket, ownedBy, tagging } from './calls.js';
import type { Call } from './policy-evaluator.js';
import { s3Calls } from './s3-calls.js';

/** What `test:cloud` saw the provider, the backend and the action ask for: one request a line. */
export const RECORDING = '__tests__/fixtures/iam/recorded-requests.jsonl';

/** The rights that the recorded runs of this kind of role needed, for a stage. */
export function recordedCalls(role: string, stage: string): Call[] {
  const lines = readFileSync(RECORDING, 'utf8').trim().split('\n');
  const requests = lines.map((line) => JSON.parse(line.replaceAll('STAGE', stage)) as RecordedRequest);
  return requests.filter((request) => request.role === role).flatMap((request) => rights(request, stage));
}

/**
 * The rights that one request asks for, by the Service Authorization Reference; besides them those that AWS asks for
 * without a request of their own: to tag what is made with tags, to hand a role over, to read a function's code.
 */
export function rights(request: RecordedRequest, stage: string): Call[] {
  switch (request.service) {
    case 's3':
      return s3Calls(request);
    case 'iam':
      return iamCalls(request);
    case 'lambda':
      return lambdaCalls(request);
    case 'logs':
      return logsCalls(request);
    case 'apigateway':
      return apiCalls(request);
    case 'cloudfront':
      return cloudFrontCalls(request, stage);
    default:
      throw new Error(`What right does a request to ${request.service} ask for?`);
  }
}

function tagsOf({ facts }: RecordedRequest): Call['context'] | undefined {
  if (facts.tags === undefined) return undefined;
  return tagging(Object.fromEntries(facts.tags.split(',').map((tag) => tag.split('=') as [string, string])));
}

function iamCalls(request: RecordedRequest): Call[] {
  const { Action = '', RoleName = '', PermissionsBoundary } = request.facts;
  const resource = arn.role(RoleName);
  const tags = tagsOf(request);
  // For a role that is there, IAM knows its boundary; this project makes none without.
  const bounded = Action === 'CreateRole' ? PermissionsBoundary : Action.startsWith('Put') ? BOUNDARY : undefined;
  return [
    call(`iam:${Action}`, resource, bounded === undefined ? {} : { 'iam:PermissionsBoundary': bounded }),
    ...(tags === undefined ? [] : [call('iam:TagRole', resource, tags)]),
  ];
}

const LAMBDA: readonly (readonly [RegExp, string])[] = [
  [/^GET functions\/[^/]+$/, 'GetFunction'],
  [/^GET functions\/[^/]+\/configuration$/, 'GetFunctionConfiguration'],
  [/^GET functions\/[^/]+\/aliases\/[^/]+$/, 'GetAlias'],
  [/^GET functions\/[^/]+\/policy$/, 'GetPolicy'],
  [/^GET functions\/[^/]+\/versions$/, 'ListVersionsByFunction'],
  [/^GET functions\/[^/]+\/code-signing-config$/, 'GetFunctionCodeSigningConfig'],
  [/^POST functions$/, 'CreateFunction'],
  [/^POST functions\/[^/]+\/aliases$/, 'CreateAlias'],
  [/^POST functions\/[^/]+\/policy$/, 'AddPermission'],
  [/^POST functions\/[^/]+\/versions$/, 'PublishVersion'],
  [/^PUT functions\/[^/]+\/aliases\/[^/]+$/, 'UpdateAlias'],
  [/^PUT functions\/[^/]+\/code$/, 'UpdateFunctionCode'],
  [/^PUT functions\/[^/]+\/configuration$/, 'UpdateFunctionConfiguration'],
  [/^DELETE functions\/[^/]+$/, 'DeleteFunction'],
  [/^DELETE functions\/[^/]+\/aliases\/[^/]+$/, 'DeleteAlias'],
  [/^DELETE functions\/[^/]+\/policy\/[^/]+$/, 'RemovePermission'],
];

function lambdaCalls(request: RecordedRequest): Call[] {
  const path = request.path.split('/').slice(2).join('/');
  const action = LAMBDA.find(([pattern]) => pattern.test(`${request.method} ${path}`))?.[1];
  if (action === undefined) throw new Error(`What right does ${request.method} ${request.path} ask for?`);
  const { FunctionName, Role, S3Bucket = '', S3Key } = request.facts;
  const [, name = '', , qualifier = ''] = path.split('/');
  const whole = name.startsWith('arn:') ? name : arn.lambda(FunctionName ?? name, aliasIn(request, qualifier));
  const tags = tagsOf(request);
  return [
    call(`lambda:${action}`, whole),
    // The reply has the tags only for those who may list them.
    ...(action === 'GetFunction' ? [call('lambda:ListTags', whole)] : []),
    ...(tags === undefined ? [] : [call('lambda:TagResource', whole, tags)]),
    ...(Role === undefined ? [] : [call('iam:PassRole', Role, { 'iam:PassedToService': 'lambda.amazonaws.com' })]),
    // Lambda fetches the code with the rights of the caller.
    ...(S3Key === undefined ? [] : [inBucket('GetObject', arn.object(S3Bucket, S3Key))]),
  ];
}

/** An alias is a resource of its own for its policy, and is none for what manages aliases. */
function aliasIn({ path, query }: RecordedRequest, qualifier: string): string {
  return query.includes('Qualifier') && path.includes('/policy') ? qualifier || 'alias' : '';
}

function logsCalls(request: RecordedRequest): Call[] {
  const action = request.facts['x-amz-target']?.split('.')[1] ?? '';
  if (action === 'DescribeLogGroups') return [call(`logs:${action}`, '*')];
  const resource = request.facts.resourceArn ?? arn.logGroup(request.facts.logGroupName ?? '');
  const tags = tagsOf(request);
  return [call(`logs:${action}`, resource), ...(tags === undefined ? [] : [call('logs:TagResource', resource, tags)])];
}

function apiCalls(request: RecordedRequest): Call[] {
  const resource = arn.api(request.path.replace('/v2', ''));
  const tags = tagsOf(request);
  return [
    call(`apigateway:${request.method}`, resource),
    // In no reference; the refusals that people report name it.
    ...(tags === undefined ? [] : [call('apigateway:TagResource', resource, tags)]),
  ];
}

const CLOUDFRONT: readonly (readonly [RegExp, string])[] = [
  [/^GET distribution\/[^/]+$/, 'GetDistribution'],
  [/^GET distribution\/[^/]+\/config$/, 'GetDistributionConfig'],
  [/^GET distribution\/[^/]+\/invalidation\/[^/]+$/, 'GetInvalidation'],
  [/^POST distribution\/[^/]+\/invalidation$/, 'CreateInvalidation'],
  [/^POST distribution$/, 'CreateDistribution'],
  [/^PUT distribution\/[^/]+\/config$/, 'UpdateDistribution'],
  [/^DELETE distribution\/[^/]+$/, 'DeleteDistribution'],
  [/^GET function\/[^/]+$/, 'GetFunction'],
  [/^GET function\/[^/]+\/describe$/, 'DescribeFunction'],
  [/^POST function$/, 'CreateFunction'],
  [/^POST function\/[^/]+\/publish$/, 'PublishFunction'],
  [/^PUT function\/[^/]+$/, 'UpdateFunction'],
  [/^DELETE function\/[^/]+$/, 'DeleteFunction'],
  [/^GET origin-access-control\/[^/]+$/, 'GetOriginAccessControl'],
  [/^POST origin-access-control$/, 'CreateOriginAccessControl'],
  [/^DELETE origin-access-control\/[^/]+$/, 'DeleteOriginAccessControl'],
  [/^GET response-headers-policy\/[^/]+$/, 'GetResponseHeadersPolicy'],
  [/^POST response-headers-policy$/, 'CreateResponseHeadersPolicy'],
  [/^DELETE response-headers-policy\/[^/]+$/, 'DeleteResponseHeadersPolicy'],
  [/^GET cache-policy\/[^/]+$/, 'GetCachePolicy'],
  [/^GET tagging$/, 'ListTagsForResource'],
];

function cloudFrontCalls(request: RecordedRequest, stage: string): Call[] {
  const path = request.path.split('/').slice(2).join('/');
  const action = CLOUDFRONT.find(([pattern]) => pattern.test(`${request.method} ${path}`))?.[1];
  if (action === undefined) throw new Error(`What right does ${request.method} ${request.path} ask for?`);
  const [kind = '', id = ''] = path.split('/');
  const tags = tagsOf(request);
  const asksTags = tags === undefined ? [] : [call('cloudfront:TagResource', arn.cloudFront(kind, 'NEW'), tags)];
  if (action.startsWith('Create') && id === '') return [call(`cloudfront:${action}`, '*'), ...asksTags];
  const resource = kind === 'tagging' ? taggedResource(request) : arn.cloudFront(kind, id);
  return [call(`cloudfront:${action}`, resource, resource.includes(':distribution/') ? ownedBy(stage) : {})];
}

/** The emulator's ARNs of distributions lack the empty region. */
function taggedResource({ facts }: RecordedRequest): string {
  const [, kind = '', id = ''] = /:([a-z-]+)\/([^/]+)$/.exec(facts.Resource ?? '') ?? [];
  return arn.cloudFront(kind, id);
}
