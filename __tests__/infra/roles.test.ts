import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

// The calls that provider 5.100 and the S3 backend made of `infra/` (recorded at the emulator's door in `test:cloud`), and
// those of the action itself, by the IAM action that each needs.
const REFRESH = `
  apigateway:GET
  cloudfront:DescribeFunction cloudfront:GetDistribution cloudfront:GetFunction cloudfront:GetOriginAccessControl
  cloudfront:GetResponseHeadersPolicy cloudfront:ListTagsForResource
  iam:GetRole iam:GetRolePolicy iam:ListAttachedRolePolicies iam:ListRolePolicies
  lambda:GetAlias lambda:GetFunction lambda:GetFunctionCodeSigningConfig lambda:GetFunctionConfiguration
  lambda:GetPolicy lambda:ListTags lambda:ListVersionsByFunction
  logs:DescribeLogGroups logs:ListTagsForResource
  s3:GetAccelerateConfiguration s3:GetBucketAcl s3:GetBucketCORS s3:GetBucketLogging
  s3:GetBucketObjectLockConfiguration s3:GetBucketOwnershipControls s3:GetBucketPolicy
  s3:GetBucketPublicAccessBlock s3:GetBucketRequestPayment s3:GetBucketTagging s3:GetBucketVersioning
  s3:GetBucketWebsite s3:GetEncryptionConfiguration s3:GetLifecycleConfiguration s3:GetReplicationConfiguration
  s3:GetObject s3:ListBucket cloudfront:GetDistributionConfig`;

const DEPLOY = `
  apigateway:DELETE apigateway:PATCH apigateway:POST
  cloudfront:CreateDistribution cloudfront:CreateFunction cloudfront:CreateInvalidation
  cloudfront:CreateOriginAccessControl cloudfront:CreateResponseHeadersPolicy cloudfront:GetInvalidation
  cloudfront:PublishFunction cloudfront:TagResource cloudfront:UpdateDistribution cloudfront:UpdateFunction
  iam:CreateRole iam:PassRole iam:PutRolePolicy iam:TagRole
  lambda:AddPermission lambda:CreateAlias lambda:CreateFunction lambda:PublishVersion lambda:TagResource
  lambda:UpdateAlias lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration
  logs:CreateLogGroup logs:PutRetentionPolicy logs:TagResource
  s3:AbortMultipartUpload s3:CreateBucket s3:DeleteObject s3:PutBucketOwnershipControls s3:PutBucketPolicy
  s3:PutBucketPublicAccessBlock s3:PutBucketTagging s3:PutBucketVersioning s3:PutEncryptionConfiguration
  s3:PutLifecycleConfiguration s3:PutObject`;

const DESTROY = `
  apigateway:DELETE
  cloudfront:DeleteDistribution cloudfront:DeleteFunction cloudfront:DeleteOriginAccessControl
  cloudfront:DeleteResponseHeadersPolicy cloudfront:UpdateDistribution
  iam:DeleteRole iam:DeleteRolePolicy iam:ListInstanceProfilesForRole
  lambda:DeleteAlias lambda:DeleteFunction lambda:RemovePermission
  logs:DeleteLogGroup
  s3:AbortMultipartUpload s3:DeleteBucket s3:DeleteBucketPolicy s3:DeleteObject s3:DeleteObjectVersion
  s3:ListBucketMultipartUploads s3:ListBucketVersions s3:PutBucketOwnershipControls s3:PutBucketPublicAccessBlock
  s3:PutBucketVersioning s3:PutEncryptionConfiguration s3:PutLifecycleConfiguration s3:PutObject`;

const reads = readFileSync('infra/bootstrap/reads.tf', 'utf8');
const writes = readFileSync('infra/bootstrap/writes.tf', 'utf8');

/** What the statements of one `locals` value allow. */
function allowed(content: string, ...names: readonly string[]): Set<string> {
  const values = names.map((name) => {
    const from = content.indexOf(`  ${name} = {`);
    const to = content.indexOf('\n  ] ', from);
    const end = content.indexOf('\n  ]) }', from);
    return content.slice(from, Math.min(...[to, end].filter((at) => at > 0)));
  });
  const actions = values.flatMap((value) =>
    [...value.matchAll(/"([a-z0-9]+:[A-Za-z]+)"/g)].map(([, action]) => action),
  );
  return new Set(actions.filter((action): action is string => action !== undefined && !action.startsWith('aws:')));
}

const needed = (list: string) => list.trim().split(/\s+/);
const readable = allowed(reads, 'state_reads', 'stack_reads');

describe('each role may do what its runs were seen to do', () => {
  test.each([
    ['plan', needed(REFRESH), readable],
    ['deploy', needed(DEPLOY), allowed(writes, 'state_writes', 'stack_writes')],
    ['destroy', needed(DESTROY), new Set([...allowed(writes, 'state_writes', 'stack_deletes'), ...readable])],
  ])('%s', (_, calls, may) => {
    expect(calls.filter((call) => !may.has(call))).toEqual([]);
  });

  test('a state that is not there yet is a 404: the listing has no condition', () => {
    const statement = /Sid += "FindState"[\s\S]*?\n {4}\}/.exec(reads)?.[0] ?? 'none';
    expect(statement).toContain('s3:ListBucket');
    expect(statement).not.toContain('Condition');
  });
});
