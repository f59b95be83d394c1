locals {
  state_writes = { for stage in var.stages : stage => concat([
    {
      Sid       = "WriteState"
      Effect    = "Allow"
      Action    = ["s3:PutObject"]
      Resource  = [local.arns[stage].state]
      Condition = local.own_buckets
    },
    {
      Sid       = "ReleaseLock"
      Effect    = "Allow"
      Action    = ["s3:DeleteObject"]
      Resource  = [local.arns[stage].lock]
      Condition = local.own_buckets
    },
    ], length(local.arns[stage].keys) == 0 ? [] : [{
      Sid       = "WriteEncrypted"
      Effect    = "Allow"
      Action    = ["kms:GenerateDataKey"]
      Resource  = local.arns[stage].keys
      Condition = { StringLike = { "kms:ViaService" = "s3.*" } }
  }]) }

  package_writes = [{
    # Only as `If-None-Match: *`: what a stage runs today cannot be overwritten by another stage's role.
    Sid       = "StorePackages"
    Effect    = "Allow"
    Action    = ["s3:PutObject"]
    Resource  = ["${local.bucket_arns["artifacts"]}/*"]
    Condition = merge(local.own_buckets, { Null = { "s3:if-none-match" = "false" } })
  }]

  # A policy of a bucket may give more than these roles have, and a deploy may write one: this stands against it.
  lose_nothing = [{
    Sid      = "LoseNothing"
    Effect   = "Deny"
    Action   = ["s3:DeleteBucket", "s3:DeleteObjectVersion"]
    Resource = ["*"]
  }]

  stack_writes = { for stage in var.stages : stage => [
    {
      # What is being made has no owner yet. Provider 6 makes a bucket with its tags.
      Sid      = "CreateBucket"
      Effect   = "Allow"
      Action   = ["s3:CreateBucket", "s3:TagResource"]
      Resource = [local.arns[stage].site_bucket]
    },
    {
      Sid    = "ChangeBucket"
      Effect = "Allow"
      Action = [
        "s3:DeleteBucketPolicy", "s3:PutBucketOwnershipControls", "s3:PutBucketPolicy", "s3:PutBucketPublicAccessBlock",
        "s3:PutBucketTagging", "s3:PutBucketVersioning", "s3:PutEncryptionConfiguration",
        "s3:PutLifecycleConfiguration", "s3:UntagResource",
      ]
      Resource  = [local.arns[stage].site_bucket]
      Condition = local.own_buckets
    },
    {
      Sid       = "UploadSite"
      Effect    = "Allow"
      Action    = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObjectVersion", "s3:PutObject"]
      Resource  = ["${local.arns[stage].site_bucket}/*"]
      Condition = local.own_buckets
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
        "cloudfront:UpdateDistribution",
      ]
      Resource  = [local.distributions]
      Condition = { StringEquals = { "aws:ResourceTag/stage" = stage, "aws:ResourceTag/project" = var.project } }
    },
    {
      # A new distribution has no tag yet; one of another stage has, and cannot be claimed by tagging it again.
      Sid      = "ClaimDistribution"
      Effect   = "Allow"
      Action   = ["cloudfront:TagResource"]
      Resource = [local.distributions]
      Condition = {
        StringEquals         = { "aws:RequestTag/stage" = stage, "aws:RequestTag/project" = var.project }
        StringEqualsIfExists = { "aws:ResourceTag/stage" = stage, "aws:ResourceTag/project" = var.project }
      }
    },
    {
      # Terraform sends only the tags that changed. The two that say whose it is keep their values.
      Sid      = "TagDistribution"
      Effect   = "Allow"
      Action   = ["cloudfront:TagResource"]
      Resource = [local.distributions]
      Condition = {
        StringEquals         = { "aws:ResourceTag/stage" = stage, "aws:ResourceTag/project" = var.project }
        StringEqualsIfExists = { "aws:RequestTag/stage" = stage, "aws:RequestTag/project" = var.project }
      }
    },
    {
      Sid      = "UntagDistribution"
      Effect   = "Allow"
      Action   = ["cloudfront:UntagResource"]
      Resource = [local.distributions]
      Condition = {
        StringEquals                             = { "aws:ResourceTag/stage" = stage, "aws:ResourceTag/project" = var.project }
        "ForAllValues:StringNotEqualsIgnoreCase" = { "aws:TagKeys" = ["stage", "project"] }
      }
    },
    {
      # Provider 6 tags the function, whose name says whose it is.
      Sid      = "TagRoutes"
      Effect   = "Allow"
      Action   = ["cloudfront:TagResource", "cloudfront:UntagResource"]
      Resource = [local.arns[stage].cloudfront_function]
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
      Resource = local.arns[stage].functions
    },
    {
      Sid       = "MakeBoundedRole"
      Effect    = "Allow"
      Action    = ["iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"]
      Resource  = local.arns[stage].roles
      Condition = { StringEquals = { "iam:PermissionsBoundary" = local.boundary_arn } }
    },
    {
      Sid    = "ChangeRole"
      Effect = "Allow"
      Action = [
        "iam:DeleteRole", "iam:DeleteRolePolicy", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole", "iam:UpdateRoleDescription",
      ]
      Resource = local.arns[stage].roles
    },
    {
      Sid       = "GiveRoleToLambda"
      Effect    = "Allow"
      Action    = ["iam:PassRole"]
      Resource  = local.arns[stage].roles
      Condition = { StringEquals = { "iam:PassedToService" = "lambda.amazonaws.com" } }
    },
    {
      Sid    = "MakeLogGroup"
      Effect = "Allow"
      Action = [
        "logs:CreateLogGroup", "logs:DeleteLogGroup", "logs:DeleteRetentionPolicy", "logs:PutRetentionPolicy",
        "logs:TagResource", "logs:UntagResource",
      ]
      Resource = local.arns[stage].log_groups
    },
    {
      # The last two are in no reference, and are asked for when an API or a stage is made with tags.
      Sid    = "MakeApi"
      Effect = "Allow"
      Action = [
        "apigateway:DELETE", "apigateway:PATCH", "apigateway:POST", "apigateway:PUT",
        "apigateway:TagResource", "apigateway:UntagResource",
      ]
      Resource = local.apis
    },
  ] }

  existing_site_writes = { for stage in var.stages : stage => concat(
    length(local.arns[stage].existing_sites) == 0 ? [] : [{
      # An object that is there keeps its ACL and its tags when its headers change.
      Sid    = "UploadExistingSite"
      Effect = "Allow"
      Action = [
        "s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObjectVersion", "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionTagging", "s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectTagging",
      ]
      Resource  = [for bucket in local.arns[stage].existing_sites : "${bucket}/*"]
      Condition = local.own_buckets
    }],
    length(local.arns[stage].existing_distributions) == 0 ? [] : [{
      Sid      = "InvalidateExistingDistribution"
      Effect   = "Allow"
      Action   = ["cloudfront:CreateInvalidation", "cloudfront:GetInvalidation"]
      Resource = local.arns[stage].existing_distributions
    }],
  ) }

  # Reads alone, and none of the destroy role: a promotion copies what another stage serves, by its versions.
  promotion_reads = { for stage in var.stages : stage => !contains(keys(var.promotes), stage) ? [] : [
    {
      Sid       = "FindPromotedReleases"
      Effect    = "Allow"
      Action    = ["s3:ListBucket"]
      Resource  = local.site_buckets[var.promotes[stage]]
      Condition = local.own_buckets
    },
    {
      Sid       = "ReadPromotedSite"
      Effect    = "Allow"
      Action    = concat(["s3:GetObject", "s3:GetObjectVersion"], length(local.arns[var.promotes[stage]].existing_sites) == 0 ? [] : ["s3:GetObjectVersionTagging"])
      Resource  = [for bucket in local.site_buckets[var.promotes[stage]] : "${bucket}/*"]
      Condition = local.own_buckets
    },
  ] }

  site_buckets = { for stage, arn in local.arns : stage => concat(var.stack ? [arn.site_bucket] : [], arn.existing_sites) }

  writes = { for stage in var.stages : stage => concat(
    local.state_writes[stage],
    local.promotion_reads[stage],
    local.package_writes,
    [for statement in local.stack_writes[stage] : statement if var.stack],
    local.existing_site_writes[stage],
    local.lose_nothing,
  ) }
}
