locals {
  # What a role may touch: the plan role every stage, the others their own. Stages have no hyphens, so the prefix of
  # `dev` matches nothing of another stage.
  scopes       = merge({ for stage in var.stages : stage => stage }, { every = "*" })
  stage_prefix = { for scope, stage in local.scopes : scope => "${var.project}-${stage}-" }

  arns = { for scope, prefix in local.stage_prefix : scope => {
    site_bucket         = "arn:${local.partition}:s3:::${prefix}site-${local.account}"
    function            = "arn:${local.partition}:lambda:${local.region}:${local.account}:function:${prefix}*"
    log_group           = "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:/aws/lambda/${prefix}*"
    role                = "arn:${local.partition}:iam::${local.account}:role/${prefix}*"
    cloudfront_function = "arn:${local.partition}:cloudfront::${local.account}:function/${prefix}*"
  } }

  # AWS gives these their names; a stage is told by its tag where there can be one.
  distributions    = "arn:${local.partition}:cloudfront::${local.account}:distribution/*"
  access_controls  = "arn:${local.partition}:cloudfront::${local.account}:origin-access-control/*"
  headers_policies = "arn:${local.partition}:cloudfront::${local.account}:response-headers-policy/*"
  apis = [
    "arn:${local.partition}:apigateway:${local.region}::/apis",
    "arn:${local.partition}:apigateway:${local.region}::/apis/*",
    "arn:${local.partition}:apigateway:${local.region}::/tags/*",
  ]

  state_reads = { for scope, stage in local.scopes : scope => [
    {
      # Without a condition on the prefix: a read of one key has none, and a state that is not there yet would be a 403.
      Sid      = "FindState"
      Effect   = "Allow"
      Action   = ["s3:ListBucket"]
      Resource = [local.bucket_arns["state"]]
    },
    {
      Sid      = "ReadState"
      Effect   = "Allow"
      Action   = ["s3:GetObject"]
      Resource = ["${local.bucket_arns["state"]}/${stage}/*"]
    },
    {
      Sid      = "FindPackages"
      Effect   = "Allow"
      Action   = ["s3:ListBucket"]
      Resource = [local.bucket_arns["artifacts"]]
    },
    {
      Sid      = "ReadPackages"
      Effect   = "Allow"
      Action   = ["s3:GetObject"]
      Resource = ["${local.bucket_arns["artifacts"]}/*"]
    },
  ] }

  stack_reads = { for scope, arn in local.arns : scope => [
    {
      Sid    = "RefreshBucket"
      Effect = "Allow"
      Action = [
        "s3:GetAccelerateConfiguration", "s3:GetBucketAcl", "s3:GetBucketCORS", "s3:GetBucketLocation",
        "s3:GetBucketLogging", "s3:GetBucketObjectLockConfiguration", "s3:GetBucketOwnershipControls",
        "s3:GetBucketPolicy", "s3:GetBucketPublicAccessBlock", "s3:GetBucketRequestPayment", "s3:GetBucketTagging",
        "s3:GetBucketVersioning", "s3:GetBucketWebsite", "s3:GetEncryptionConfiguration",
        "s3:GetLifecycleConfiguration", "s3:GetReplicationConfiguration", "s3:ListBucket",
      ]
      Resource = [arn.site_bucket]
    },
    {
      Sid      = "CompareSite"
      Effect   = "Allow"
      Action   = ["s3:GetObject"]
      Resource = ["${arn.site_bucket}/*"]
    },
    {
      Sid    = "RefreshCdn"
      Effect = "Allow"
      Action = [
        "cloudfront:DescribeFunction", "cloudfront:GetDistribution", "cloudfront:GetDistributionConfig",
        "cloudfront:GetFunction", "cloudfront:GetOriginAccessControl", "cloudfront:GetResponseHeadersPolicy",
        "cloudfront:ListTagsForResource",
      ]
      Resource = [arn.cloudfront_function, local.distributions, local.access_controls, local.headers_policies]
    },
    {
      Sid    = "RefreshFunction"
      Effect = "Allow"
      Action = [
        "lambda:GetAlias", "lambda:GetFunction", "lambda:GetFunctionCodeSigningConfig",
        "lambda:GetFunctionConfiguration", "lambda:GetPolicy", "lambda:ListTags", "lambda:ListVersionsByFunction",
      ]
      Resource = [arn.function]
    },
    {
      Sid    = "RefreshFunctionRole"
      Effect = "Allow"
      Action = [
        "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListInstanceProfilesForRole",
        "iam:ListRolePolicies",
      ]
      Resource = [arn.role]
    },
    {
      # A listing, for which AWS supports no resource (Service Authorization Reference, CloudWatch Logs).
      Sid      = "FindLogGroups"
      Effect   = "Allow"
      Action   = ["logs:DescribeLogGroups"]
      Resource = ["*"]
    },
    {
      Sid      = "RefreshLogGroup"
      Effect   = "Allow"
      Action   = ["logs:ListTagsForResource"]
      Resource = [arn.log_group]
    },
    {
      Sid      = "RefreshApi"
      Effect   = "Allow"
      Action   = ["apigateway:GET"]
      Resource = local.apis
    },
  ] }
}
