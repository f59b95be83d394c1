locals {
  state_writes = { for stage in var.stages : stage => [
    {
      Sid      = "WriteState"
      Effect   = "Allow"
      Action   = ["s3:PutObject"]
      Resource = ["${local.bucket_arns["state"]}/${stage}/*"]
    },
    {
      Sid      = "ReleaseLock"
      Effect   = "Allow"
      Action   = ["s3:DeleteObject"]
      Resource = ["${local.bucket_arns["state"]}/${stage}/*.tflock"]
    },
  ] }

  stack_writes = { for stage in var.stages : stage => concat([
    {
      # Only as `If-None-Match: *`: what a stage runs today cannot be overwritten by another stage's role.
      Sid       = "StorePackages"
      Effect    = "Allow"
      Action    = ["s3:PutObject"]
      Resource  = ["${local.bucket_arns["artifacts"]}/*"]
      Condition = { Null = { "s3:if-none-match" = "false" } }
    },
    {
      # No DeleteBucket and no DeleteObjectVersion: a deploy can lose nothing that the site ever had.
      Sid    = "MakeBucket"
      Effect = "Allow"
      Action = [
        "s3:CreateBucket", "s3:DeleteBucketPolicy", "s3:PutBucketOwnershipControls", "s3:PutBucketPolicy",
        "s3:PutBucketPublicAccessBlock", "s3:PutBucketTagging", "s3:PutBucketVersioning",
        "s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration",
      ]
      Resource = [local.arns[stage].site_bucket]
    },
    {
      Sid      = "UploadSite"
      Effect   = "Allow"
      Action   = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject"]
      Resource = ["${local.arns[stage].site_bucket}/*"]
    },
    {
      # What is being made has no ARN yet, and AWS supports none for these four (Service Authorization Reference, CloudFront).
      # They change nothing that is there: a name that is taken is an error.
      Sid    = "MakeCdn"
      Effect = "Allow"
      Action = [
        "cloudfront:CreateDistribution", "cloudfront:CreateFunction", "cloudfront:CreateOriginAccessControl",
        "cloudfront:CreateResponseHeadersPolicy",
      ]
      Resource = ["*"]
    },
    {
      Sid    = "ChangeDistribution"
      Effect = "Allow"
      Action = [
        "cloudfront:CreateInvalidation", "cloudfront:DeleteDistribution", "cloudfront:GetInvalidation",
        "cloudfront:ListInvalidations", "cloudfront:UpdateDistribution",
      ]
      Resource  = [local.distributions]
      Condition = { StringEquals = { "aws:ResourceTag/stage" = stage, "aws:ResourceTag/project" = var.project } }
    },
    {
      # A new distribution has no tag yet; one of another stage has, and cannot be claimed by tagging it again.
      Sid      = "TagDistribution"
      Effect   = "Allow"
      Action   = ["cloudfront:TagResource"]
      Resource = [local.distributions]
      Condition = {
        StringEquals         = { "aws:RequestTag/stage" = stage, "aws:RequestTag/project" = var.project }
        StringEqualsIfExists = { "aws:ResourceTag/stage" = stage, "aws:ResourceTag/project" = var.project }
      }
    },
    {
      Sid    = "ChangeCdnParts"
      Effect = "Allow"
      Action = [
        "cloudfront:DeleteFunction", "cloudfront:DeleteOriginAccessControl", "cloudfront:DeleteResponseHeadersPolicy",
        "cloudfront:PublishFunction", "cloudfront:UpdateFunction", "cloudfront:UpdateOriginAccessControl",
        "cloudfront:UpdateResponseHeadersPolicy",
      ]
      Resource = [local.arns[stage].cloudfront_function, local.access_controls, local.headers_policies]
    },
    {
      Sid    = "MakeFunction"
      Effect = "Allow"
      Action = [
        "lambda:AddPermission", "lambda:CreateAlias", "lambda:CreateFunction", "lambda:DeleteAlias",
        "lambda:DeleteFunction", "lambda:PublishVersion", "lambda:RemovePermission", "lambda:TagResource",
        "lambda:UntagResource", "lambda:UpdateAlias", "lambda:UpdateFunctionCode",
        "lambda:UpdateFunctionConfiguration",
      ]
      Resource = [local.arns[stage].function]
    },
    {
      Sid       = "MakeBoundedRole"
      Effect    = "Allow"
      Action    = ["iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"]
      Resource  = [local.arns[stage].role]
      Condition = { StringEquals = { "iam:PermissionsBoundary" = aws_iam_policy.boundary.arn } }
    },
    {
      Sid    = "ChangeRole"
      Effect = "Allow"
      Action = [
        "iam:DeleteRole", "iam:DeleteRolePolicy", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole", "iam:UpdateRoleDescription",
      ]
      Resource = [local.arns[stage].role]
    },
    {
      Sid       = "GiveRoleToLambda"
      Effect    = "Allow"
      Action    = ["iam:PassRole"]
      Resource  = [local.arns[stage].role]
      Condition = { StringEquals = { "iam:PassedToService" = "lambda.amazonaws.com" } }
    },
    {
      Sid    = "MakeLogGroup"
      Effect = "Allow"
      Action = [
        "logs:CreateLogGroup", "logs:DeleteLogGroup", "logs:DeleteRetentionPolicy", "logs:PutRetentionPolicy",
        "logs:TagResource", "logs:UntagResource",
      ]
      Resource = [local.arns[stage].log_group]
    },
    {
      Sid      = "MakeApi"
      Effect   = "Allow"
      Action   = ["apigateway:DELETE", "apigateway:PATCH", "apigateway:POST", "apigateway:PUT"]
      Resource = local.apis
    },
  ]) }

  stack_deletes = { for stage in var.stages : stage => [
    {
      Sid      = "EmptyBucket"
      Effect   = "Allow"
      Action   = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:DeleteObjectVersion"]
      Resource = ["${local.arns[stage].site_bucket}/*"]
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
      Resource = [local.arns[stage].site_bucket]
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
      Resource = [local.arns[stage].function]
    },
    {
      Sid      = "DeleteRole"
      Effect   = "Allow"
      Action   = ["iam:DeleteRole", "iam:DeleteRolePolicy"]
      Resource = [local.arns[stage].role]
    },
    {
      Sid      = "DeleteLogGroup"
      Effect   = "Allow"
      Action   = ["logs:DeleteLogGroup"]
      Resource = [local.arns[stage].log_group]
    },
    {
      Sid      = "DeleteApi"
      Effect   = "Allow"
      Action   = ["apigateway:DELETE"]
      Resource = local.apis
    },
  ] }
}
