locals {
  deletes = { for stage in var.stages : stage => [
    {
      Sid       = "EmptyBucket"
      Effect    = "Allow"
      Action    = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:DeleteObjectVersion"]
      Resource  = ["${local.arns[stage].site_bucket}/*"]
      Condition = local.own_buckets
    },
    {
      # Undoing a bucket's settings counts as putting them.
      Sid    = "DeleteBucket"
      Effect = "Allow"
      Action = [
        "s3:DeleteBucket", "s3:DeleteBucketPolicy", "s3:ListBucketMultipartUploads", "s3:ListBucketVersions",
        "s3:PutBucketOwnershipControls", "s3:PutBucketPublicAccessBlock", "s3:PutBucketVersioning",
        "s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration",
      ]
      Resource  = [local.arns[stage].site_bucket]
      Condition = local.own_buckets
    },
    {
      # CloudFront deletes only what was disabled before, by an update.
      Sid       = "DeleteDistribution"
      Effect    = "Allow"
      Action    = ["cloudfront:DeleteDistribution", "cloudfront:UpdateDistribution"]
      Resource  = [local.distributions]
      Condition = { StringEquals = { "aws:ResourceTag/stage" = stage, "aws:ResourceTag/project" = var.project } }
    },
    {
      Sid    = "DeleteCdnParts"
      Effect = "Allow"
      Action = [
        "cloudfront:DeleteFunction", "cloudfront:DeleteOriginAccessControl", "cloudfront:DeleteResponseHeadersPolicy",
      ]
      Resource = [local.arns[stage].cloudfront_function, local.access_controls, local.headers_policies]
    },
    {
      Sid      = "DeleteFunction"
      Effect   = "Allow"
      Action   = ["lambda:DeleteAlias", "lambda:DeleteFunction", "lambda:RemovePermission"]
      Resource = local.arns[stage].functions
    },
    {
      Sid      = "DeleteRole"
      Effect   = "Allow"
      Action   = ["iam:DeleteRole", "iam:DeleteRolePolicy"]
      Resource = local.arns[stage].roles
    },
    {
      Sid      = "DeleteLogGroup"
      Effect   = "Allow"
      Action   = ["logs:DeleteLogGroup"]
      Resource = local.arns[stage].log_groups
    },
    {
      Sid      = "DeleteApi"
      Effect   = "Allow"
      Action   = ["apigateway:DELETE"]
      Resource = local.apis
    },
  ] }
}
