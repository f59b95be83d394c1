import { arn, BOUNDARY, call, calls, inBucket, OWN_BUCKET, ownedBy, tagging } from './calls.js';
import { ACCOUNT, PROJECT } from './policy-documents.js';
import type { Call } from './policy-evaluator.js';

// Calls that no recorded run makes: AWS asks for what an emulator does not, provider 6 works otherwise than the one that
// is recorded, and a change of what stands needs other calls than making it.

const TEAM = tagging({ team: 'web' });

/** What deploying a stage may need besides what was recorded. */
export function unrecordedDeployCalls(stage: string): Call[] {
  const name = `${PROJECT}-${stage}-api`;
  const bucket = arn.bucket(`${PROJECT}-${stage}-site-${ACCOUNT}`);
  const tags = tagging({ project: PROJECT, stage });
  const routes = arn.cloudFront('function', `${PROJECT}-${stage}-site-routes`);
  const distribution = arn.cloudFront('distribution', 'ID');
  const own = ownedBy(stage);
  return [
    ...planCalls(stage),
    // Provider 6 makes a bucket with its tags, and changes them through S3 Control.
    call('s3:TagResource', bucket, tags),
    call('s3:UntagResource', bucket, { ...OWN_BUCKET, 'aws:TagKeys': ['team'] }),
    inBucket('DeleteBucketPolicy', bucket),
    inBucket('AbortMultipartUpload', `${bucket}/FILE`),
    inBucket('DeleteObject', `${bucket}/FILE`),
    // A change of the distribution's tags: only what changed is sent.
    call('cloudfront:TagResource', distribution, { ...own, ...TEAM }),
    call('cloudfront:TagResource', distribution, { ...own, ...tags }),
    call('cloudfront:UntagResource', distribution, { ...own, 'aws:TagKeys': ['team'] }),
    ...calls('cloudfront:UpdateDistribution cloudfront:DeleteDistribution', distribution, own),
    // Provider 6 tags the routes function.
    call('cloudfront:TagResource', routes, tags),
    call('cloudfront:UntagResource', routes, { 'aws:TagKeys': ['team'] }),
    ...calls('cloudfront:UpdateFunction cloudfront:DeleteFunction', routes),
    ...calls(
      'cloudfront:UpdateOriginAccessControl cloudfront:DeleteOriginAccessControl',
      arn.cloudFront('origin-access-control', 'ID'),
    ),
    ...calls(
      'cloudfront:UpdateResponseHeadersPolicy cloudfront:DeleteResponseHeadersPolicy',
      arn.cloudFront('response-headers-policy', 'ID'),
    ),
    ...calls('lambda:UpdateFunctionConfiguration lambda:DeleteFunction lambda:DeleteAlias', arn.lambda(name)),
    call('lambda:RemovePermission', arn.lambda(name, 'alias')),
    call('lambda:TagResource', arn.lambda(name), TEAM),
    call('lambda:UntagResource', arn.lambda(name), { 'aws:TagKeys': ['team'] }),
    ...calls('iam:DeleteRole iam:DeleteRolePolicy iam:UpdateAssumeRolePolicy', arn.role(name)),
    ...calls('iam:UpdateRole iam:UpdateRoleDescription', arn.role(name)),
    call('iam:UntagRole', arn.role(name), { 'aws:TagKeys': ['team'] }),
    call('iam:PutRolePermissionsBoundary', arn.role(name), { 'iam:PermissionsBoundary': BOUNDARY }),
    ...calls('logs:DeleteLogGroup logs:DeleteRetentionPolicy', `${arn.logGroup(`/aws/lambda/${name}`)}:*`),
    call('logs:UntagResource', arn.logGroup(`/aws/lambda/${name}`), { 'aws:TagKeys': ['team'] }),
    ...['/apis/ID', '/apis/ID/stages/STAGE', '/apis/ID/routes/ID', '/apis/ID/integrations/ID'].flatMap((path) =>
      calls('apigateway:PATCH apigateway:DELETE', arn.api(path)),
    ),
    // An API that is written as an OpenAPI document.
    ...calls('apigateway:PUT', arn.api('/apis/ID')),
    ...calls('apigateway:POST apigateway:PUT apigateway:TagResource', arn.apiTags('/apis/ID'), TEAM),
    ...calls('apigateway:DELETE apigateway:UntagResource', arn.apiTags('/apis/ID/stages/STAGE'), {
      'aws:TagKeys': ['team'],
    }),
  ];
}

/** What planning may need besides: before it deletes a role, Terraform looks for instance profiles. */
export function planCalls(stage: string): Call[] {
  const bucket = arn.bucket(`${PROJECT}-${stage}-site-${ACCOUNT}`);
  return [
    inBucket('ListTagsForResource', bucket),
    call('cloudfront:ListTagsForResource', arn.cloudFront('function', `${PROJECT}-${stage}-site-routes`)),
    call('cloudfront:GetCachePolicy', arn.cloudFront('cache-policy', 'ID')),
    call('iam:ListInstanceProfilesForRole', arn.role(`${PROJECT}-${stage}-api`)),
    call('apigateway:GET', arn.apiTags('/apis/ID')),
  ];
}

/** What destroying may need besides: uploads that a dead run left. */
export function unrecordedDestroyCalls(stage: string): Call[] {
  return [
    ...planCalls(stage),
    inBucket('AbortMultipartUpload', arn.object(`${PROJECT}-${stage}-site-${ACCOUNT}`, 'FILE')),
  ];
}

/** A site in a bucket of its own making, encrypted with a key: what adopting and deploying it needs. */
export function existingSiteCalls(kind: 'plan' | 'deploy', bucket: string, distribution: string, key: string): Call[] {
  const whole = arn.bucket(bucket);
  const object = arn.object(bucket, 'FILE');
  const viaS3 = { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' };
  const reads = [
    ...['ListBucket', 'GetBucketOwnershipControls', 'GetBucketPublicAccessBlock'].map((action) =>
      inBucket(action, whole),
    ),
    ...['GetObject', 'GetObjectAcl', 'GetObjectTagging'].map((action) => inBucket(action, object)),
    call('cloudfront:GetDistributionConfig', arn.cloudFront('distribution', distribution)),
    call('cloudfront:GetCachePolicy', arn.cloudFront('cache-policy', 'ID')),
    call('kms:Decrypt', key, viaS3),
  ];
  if (kind === 'plan') return reads;
  return [
    ...reads,
    ...['PutObject', 'PutObjectAcl', 'PutObjectTagging', 'DeleteObject', 'AbortMultipartUpload'].map((action) =>
      inBucket(action, object),
    ),
    ...['GetObjectVersion', 'GetObjectVersionAcl', 'GetObjectVersionTagging'].map((action) => inBucket(action, object)),
    inBucket('PutObject', arn.object(bucket, '.well-managed/lock.json'), { 's3:if-none-match': '*' }),
    ...calls('cloudfront:CreateInvalidation cloudfront:GetInvalidation', arn.cloudFront('distribution', distribution)),
    call('kms:GenerateDataKey', key, viaS3),
  ];
}
