import { arn, BOUNDARY, call, calls, inBucket, OWN_BUCKET, ownedBy, tagging } from './calls.js';
import { ACCOUNT, PROJECT, REGION } from './policy-documents.js';
import type { Call, PolicyDocument } from './policy-evaluator.js';

/** Calls that a role must not be allowed, and what it would mean if it were. */
export interface Refusal {
  readonly why: string;
  readonly calls: readonly Call[];
}

const FOREIGN = { 'aws:ResourceAccount': '999999999999' };
const STATE = `${PROJECT}-state-${ACCOUNT}`;
const ARTIFACTS = `${PROJECT}-artifacts-${ACCOUNT}`;
const IAM_WRITES = `iam:AttachRolePolicy iam:CreateRole iam:DeleteRole iam:PassRole iam:PutRolePolicy
  iam:PutRolePermissionsBoundary iam:UpdateAssumeRolePolicy iam:DeleteRolePermissionsBoundary iam:TagRole`;

/** What no role may. */
export function refusedToAll(): Refusal[] {
  return [
    {
      why: "reads the bootstrap's own state",
      calls: [inBucket('GetObject', arn.object(STATE, 'bootstrap/terraform.tfstate'))],
    },
    {
      why: "writes the bootstrap's own state",
      calls: ['PutObject', 'DeleteObject'].map((action) =>
        inBucket(action, arn.object(STATE, 'bootstrap/terraform.tfstate')),
      ),
    },
    {
      why: 'changes a role of the bootstrap, or its policies',
      calls: [
        ...['plan', 'deploy-dev', 'destroy-prod'].flatMap((name) =>
          calls(IAM_WRITES, arn.role(`${PROJECT}/${PROJECT}-${name}`), {
            'iam:PermissionsBoundary': BOUNDARY,
            'iam:PassedToService': 'lambda.amazonaws.com',
          }),
        ),
        ...calls('iam:CreatePolicyVersion iam:DeletePolicy iam:SetDefaultPolicyVersion', BOUNDARY),
        call('iam:CreatePolicy', BOUNDARY),
        call(
          'iam:UpdateOpenIDConnectProviderThumbprint',
          `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`,
        ),
      ],
    },
    {
      why: 'takes a role or makes a user',
      calls: [
        call('sts:AssumeRole', arn.role('Admin')),
        call('iam:CreateUser', `arn:aws:iam::${ACCOUNT}:user/x`),
        call('iam:CreateAccessKey', `arn:aws:iam::${ACCOUNT}:user/x`),
      ],
    },
    {
      why: 'loses versions of a state or of a package',
      calls: [STATE, ARTIFACTS].flatMap((bucket) => [
        inBucket('DeleteObjectVersion', arn.object(bucket, 'dev/terraform.tfstate')),
        ...['DeleteBucket', 'PutBucketVersioning', 'PutLifecycleConfiguration', 'PutBucketPolicy'].map((action) =>
          inBucket(action, arn.bucket(bucket)),
        ),
      ]),
    },
    {
      why: "reads or writes a bucket of another account that has this project's name",
      calls: [
        ...[STATE, ARTIFACTS, `${PROJECT}-dev-site-${ACCOUNT}`].flatMap((bucket) => [
          ...['GetObject', 'PutObject', 'DeleteObject', 'AbortMultipartUpload', 'DeleteObjectVersion'].map((action) =>
            call(`s3:${action}`, arn.object(bucket, 'dev/FILE.tflock'), { ...FOREIGN, 's3:if-none-match': '*' }),
          ),
          ...['ListBucket', 'PutBucketPolicy', 'GetBucketPolicy', 'UntagResource', 'DeleteBucket'].map((action) =>
            call(`s3:${action}`, arn.bucket(bucket), FOREIGN),
          ),
        ]),
      ],
    },
    {
      why: 'does something to other kinds of API, or in another region',
      calls: [
        ...calls('apigateway:GET apigateway:POST', arn.api('/restapis/ID')),
        ...calls('apigateway:GET apigateway:DELETE apigateway:TagResource', arn.apiTags('/restapis/ID')),
        ...calls('apigateway:GET apigateway:PATCH', arn.api('/domainnames/ID')),
        ...calls('apigateway:GET apigateway:DELETE', arn.api('/apis/ID').replace(REGION, 'us-east-1')),
        call('lambda:GetFunction', arn.lambda(`${PROJECT}-dev-api`).replace(REGION, 'us-east-1')),
      ],
    },
    {
      why: 'invokes the function, or reads its log',
      calls: [
        call('lambda:InvokeFunction', arn.lambda(`${PROJECT}-dev-api`)),
        call('logs:GetLogEvents', `${arn.logGroup(`/aws/lambda/${PROJECT}-dev-api`)}:*`),
      ],
    },
  ];
}

/** What the deploy role of `dev` may not, besides what it may not do to other stages. */
export function refusedToDeploy(): Refusal[] {
  const bucket = `${PROJECT}-dev-site-${ACCOUNT}`;
  const role = arn.role(`${PROJECT}-dev-api`);
  const distribution = arn.cloudFront('distribution', 'ID');
  const own = ownedBy('dev');
  const prod = ownedBy('prod');
  return [
    {
      why: 'loses what the site had',
      calls: [
        inBucket('DeleteObjectVersion', arn.object(bucket, 'FILE')),
        inBucket('DeleteBucket', arn.bucket(bucket)),
      ],
    },
    {
      why: 'overwrites a package',
      calls: [
        inBucket('PutObject', arn.object(ARTIFACTS, 'api/DIGEST.zip')),
        inBucket('DeleteObject', arn.object(ARTIFACTS, 'api/DIGEST.zip')),
      ],
    },
    { why: 'deletes its state', calls: [inBucket('DeleteObject', arn.object(STATE, 'dev/terraform.tfstate'))] },
    {
      why: 'makes a role without the boundary, or within another one',
      calls: [
        ...calls('iam:CreateRole iam:PutRolePolicy', role),
        ...calls('iam:CreateRole iam:PutRolePolicy iam:PutRolePermissionsBoundary', role, {
          'iam:PermissionsBoundary': `arn:aws:iam::${ACCOUNT}:policy/Everything`,
        }),
        call('iam:DeleteRolePermissionsBoundary', role, { 'iam:PermissionsBoundary': BOUNDARY }),
        call('iam:AttachRolePolicy', role, { 'iam:PermissionsBoundary': BOUNDARY }),
      ],
    },
    {
      why: 'hands a role to another service, or another role to Lambda',
      calls: [
        call('iam:PassRole', role, { 'iam:PassedToService': 'ec2.amazonaws.com' }),
        call('iam:PassRole', arn.role('Admin'), { 'iam:PassedToService': 'lambda.amazonaws.com' }),
      ],
    },
    {
      why: "takes another stage's or project's distribution",
      calls: [
        call('cloudfront:TagResource', distribution, { ...prod, ...tagging({ stage: 'dev', project: PROJECT }) }),
        call('cloudfront:TagResource', distribution, { ...prod, ...tagging({ team: 'web' }) }),
        call('cloudfront:TagResource', distribution, {
          ...ownedBy('dev', 'other'),
          ...tagging({ stage: 'dev', project: PROJECT }),
        }),
        call('cloudfront:UntagResource', distribution, { ...prod, 'aws:TagKeys': ['team'] }),
        ...calls(
          'cloudfront:UpdateDistribution cloudfront:DeleteDistribution cloudfront:CreateInvalidation cloudfront:GetInvalidation',
          distribution,
          prod,
        ),
        call('cloudfront:UpdateDistribution', distribution, ownedBy('dev', 'other')),
        call('cloudfront:UpdateDistribution', distribution),
      ],
    },
    {
      why: 'gives its distribution away, or leaves it to nobody',
      calls: [
        call('cloudfront:TagResource', distribution, { ...own, ...tagging({ stage: 'prod' }) }),
        call('cloudfront:TagResource', distribution, { ...own, ...tagging({ project: 'other', team: 'web' }) }),
        call('cloudfront:TagResource', distribution, tagging({ stage: 'prod', project: PROJECT })),
        call('cloudfront:TagResource', distribution, tagging({ team: 'web' })),
        call('cloudfront:UntagResource', distribution, { ...own, 'aws:TagKeys': ['stage'] }),
        call('cloudfront:UntagResource', distribution, { ...own, 'aws:TagKeys': ['team', 'Project'] }),
        call('cloudfront:UntagResource', distribution, { 'aws:TagKeys': ['team'] }),
      ],
    },
    {
      why: 'claims a bucket or a function of another name',
      calls: [
        call('s3:CreateBucket', arn.bucket(`${PROJECT}-dev-other-${ACCOUNT}`)),
        call('s3:TagResource', arn.bucket(STATE), OWN_BUCKET),
        call('lambda:CreateFunction', arn.lambda(`${PROJECT}-dev-worker`)),
        call('cloudfront:UpdateFunction', arn.cloudFront('function', `${PROJECT}-dev-other`)),
      ],
    },
  ];
}

/** A policy that a deploy could write to its own bucket, to give itself what it was not given. */
export function selfServingBucketPolicy(): PolicyDocument {
  const bucket = arn.bucket(`${PROJECT}-dev-site-${ACCOUNT}`);
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Everything',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: 's3:*',
        Resource: [bucket, `${bucket}/*`],
      },
    ],
  };
}

/**
 * Whether a right is one that Limits in docs/iam.md names: its ARN says neither project nor stage, or what is shared is
 * meant. A role of one stage has it over the other.
 */
export function isWide({ action, resource }: Call): boolean {
  return (
    resource === '*' ||
    action.startsWith('apigateway:') ||
    /:(origin-access-control|response-headers-policy|cache-policy)\//.test(resource) ||
    (/:distribution\//.test(resource) &&
      /^cloudfront:(Get(Distribution|DistributionConfig)|ListTagsForResource)$/.test(action)) ||
    resource.startsWith(arn.bucket(ARTIFACTS)) ||
    (action === 's3:ListBucket' && resource === arn.bucket(STATE))
  );
}
