locals {
  state_reads = { for stage, arn in local.arns : stage => [
    {
      # Without a condition on the prefix: a read of one key has none, and a state that is not there yet would be a 403.
      Sid       = "FindObjects"
      Effect    = "Allow"
      Action    = ["s3:ListBucket"]
      Resource  = [local.bucket_arns["state"], local.bucket_arns["artifacts"]]
      Condition = local.own_buckets
    },
    {
      Sid       = "ReadState"
      Effect    = "Allow"
      Action    = ["s3:GetObject"]
      Resource  = [arn.state]
      Condition = local.own_buckets
    },
    {
      Sid       = "ReadPackages"
      Effect    = "Allow"
      Action    = ["s3:GetObject"]
      Resource  = ["${local.bucket_arns["artifacts"]}/*"]
      Condition = local.own_buckets
    },
  ] }

  stack_reads = { for stage, arn in local.arns : stage => [
    {
      Sid    = "RefreshBucket"
      Effect = "Allow"
      Action = [
        "s3:GetAccelerateConfiguration", "s3:GetBucketAcl", "s3:GetBucketCORS", "s3:GetBucketLogging",
        "s3:GetBucketObjectLockConfiguration", "s3:GetBucketOwnershipControls", "s3:GetBucketPolicy",
        "s3:GetBucketPublicAccessBlock", "s3:GetBucketRequestPayment", "s3:GetBucketTagging", "s3:GetBucketVersioning",
        "s3:GetBucketWebsite", "s3:GetEncryptionConfiguration", "s3:GetLifecycleConfiguration",
        "s3:GetReplicationConfiguration", "s3:ListBucket", "s3:ListTagsForResource",
      ]
      Resource  = [arn.site_bucket]
      Condition = local.own_buckets
    },
    {
      Sid       = "CompareSite"
      Effect    = "Allow"
      Action    = ["s3:GetObject"]
      Resource  = ["${arn.site_bucket}/*"]
      Condition = local.own_buckets
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
      Resource = arn.functions
    },
    {
      Sid    = "RefreshFunctionRole"
      Effect = "Allow"
      Action = [
        "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListInstanceProfilesForRole",
        "iam:ListRolePolicies",
      ]
      Resource = arn.roles
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
      Resource = arn.log_groups
    },
    {
      Sid      = "RefreshApi"
      Effect   = "Allow"
      Action   = ["apigateway:GET"]
      Resource = local.apis
    },
  ] }

  # A site that is there already, in a bucket of any name. What decides whether its objects have ACLs is read too.
  existing_site_reads = { for stage, arn in local.arns : stage => [for statement in [
    {
      Sid       = "FindExistingSite"
      Effect    = "Allow"
      Action    = ["s3:GetBucketOwnershipControls", "s3:GetBucketPublicAccessBlock", "s3:ListBucket"]
      Resource  = arn.existing_sites
      Condition = local.own_buckets
    },
    {
      Sid       = "CompareExistingSite"
      Effect    = "Allow"
      Action    = ["s3:GetObject", "s3:GetObjectAcl", "s3:GetObjectTagging"]
      Resource  = [for bucket in arn.existing_sites : "${bucket}/*"]
      Condition = local.own_buckets
    },
  ] : statement if length(arn.existing_sites) > 0] }

  existing_cdn_reads = { for stage, arn in local.arns : stage => [for statement in [
    {
      Sid      = "ReadExistingDistribution"
      Effect   = "Allow"
      Action   = ["cloudfront:GetDistributionConfig"]
      Resource = arn.existing_distributions
    },
  ] : statement if length(arn.existing_distributions) > 0] }

  common_reads = { for stage, arn in local.arns : stage => concat(
    [{
      # Whether query strings are part of the cache key, before an invalidation. A cache policy holds no secret.
      Sid      = "ReadCacheKey"
      Effect   = "Allow"
      Action   = ["cloudfront:GetCachePolicy"]
      Resource = [local.cache_policies]
    }],
    length(arn.keys) == 0 ? [] : [{
      Sid       = "ReadEncrypted"
      Effect    = "Allow"
      Action    = ["kms:Decrypt"]
      Resource  = arn.keys
      Condition = { StringLike = { "kms:ViaService" = "s3.*" } }
    }],
  ) }

  reads = { for stage in var.stages : stage => concat(
    local.state_reads[stage],
    [for statement in local.stack_reads[stage] : statement if var.stack],
    local.existing_site_reads[stage],
    local.existing_cdn_reads[stage],
    local.common_reads[stage],
  ) }
}
