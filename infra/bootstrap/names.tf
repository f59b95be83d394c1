locals {
  # A path keeps these roles out of reach of the stages' own: role/PROJECT-STAGE-api never matches role/PROJECT/...
  role_path = "/${var.project}/"

  boundary_name = "${var.project}-boundary"
  boundary_arn  = "arn:${local.partition}:iam::${local.account}:policy${local.role_path}${local.boundary_name}"

  new_buckets = merge(
    var.existing_state_bucket == null ? { state = "${var.project}-state-${local.account}" } : {},
    var.existing_artifact_bucket == null ? { artifacts = "${var.project}-artifacts-${local.account}" } : {},
  )
  existing_buckets = merge(
    var.existing_state_bucket == null ? {} : { state = var.existing_state_bucket.name },
    var.existing_artifact_bucket == null ? {} : { artifacts = var.existing_artifact_bucket.name },
  )
  buckets     = merge(local.new_buckets, local.existing_buckets)
  bucket_arns = { for key, name in local.buckets : key => "arn:${local.partition}:s3:::${name}" }
  state_keys  = "${local.bucket_arns["state"]}/${var.existing_state_bucket == null ? "" : var.existing_state_bucket.prefix}"

  # The whole names of what the stack makes. Stages and functions have no hyphens, so a name says which project and stage
  # it belongs to, and a name of `shop` in the stage `admin` is none of the project `shop-admin`.
  arns = { for stage in var.stages : stage => {
    state       = "${local.state_keys}${stage}/*"
    lock        = "${local.state_keys}${stage}/*.tflock"
    site_bucket = "arn:${local.partition}:s3:::${var.project}-${stage}-site-${local.account}"

    # A function is also asked for with a version or an alias after a colon, a log group with its streams.
    functions = flatten([for name in var.functions : [
      "arn:${local.partition}:lambda:${local.region}:${local.account}:function:${var.project}-${stage}-${name}",
      "arn:${local.partition}:lambda:${local.region}:${local.account}:function:${var.project}-${stage}-${name}:*",
    ]])
    log_groups = flatten([for name in var.functions : [
      "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:/aws/lambda/${var.project}-${stage}-${name}",
      "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:/aws/lambda/${var.project}-${stage}-${name}:*",
    ]])
    roles               = [for name in var.functions : "arn:${local.partition}:iam::${local.account}:role/${var.project}-${stage}-${name}"]
    cloudfront_function = "arn:${local.partition}:cloudfront::${local.account}:function/${var.project}-${stage}-site-routes"

    existing_sites = [for key, site in var.existing_sites : "arn:${local.partition}:s3:::${site.bucket}" if key == stage]
    existing_distributions = flatten([for key, site in var.existing_sites : [for id in site.distributions :
      "arn:${local.partition}:cloudfront::${local.account}:distribution/${id}"
    ] if key == stage])
    keys = distinct(compact([
      try(var.existing_state_bucket.kms_key_arn, null), try(var.existing_artifact_bucket.kms_key_arn, null),
      try(var.existing_sites[stage].kms_key_arn, null),
    ]))
  } }

  # AWS gives these their names; a distribution is told from others by its tags.
  distributions    = "arn:${local.partition}:cloudfront::${local.account}:distribution/*"
  access_controls  = "arn:${local.partition}:cloudfront::${local.account}:origin-access-control/*"
  headers_policies = "arn:${local.partition}:cloudfront::${local.account}:response-headers-policy/*"
  cache_policies   = "arn:${local.partition}:cloudfront::${local.account}:cache-policy/*"
  api_arn          = "arn:${local.partition}:apigateway:${local.region}::/apis"
  apis = [
    local.api_arn,
    "${local.api_arn}/*",
    # Tags lie under the ARN of what is tagged, percent-encoded.
    "arn:${local.partition}:apigateway:${local.region}::/tags/${urlencode(local.api_arn)}*",
  ]

  # A bucket's name says nothing of whose it is: one that somebody else made under it is not written to.
  own_buckets = { StringEquals = { "aws:ResourceAccount" = local.account } }
}
