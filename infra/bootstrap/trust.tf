locals {
  issuer       = "token.actions.githubusercontent.com"
  provider_arn = var.existing_oidc_provider == null ? aws_iam_openid_connect_provider.github[0].arn : var.existing_oidc_provider

  deploy_refs = concat(["refs/heads/${var.default_branch}"], [for tag in var.release_tags : "refs/tags/${tag}"])

  # A job with an environment has `environment:NAME` for the rest of its `sub`, so none of these can match it.
  plan_subjects = flatten([for subject in var.repository_subjects : [
    "${subject}:pull_request",
    "${subject}:ref:refs/heads/${var.default_branch}",
    "${subject}:ref:refs/heads/gh-readonly-queue/${var.default_branch}/*",
  ]])

  environment_subjects = { for name in concat(tolist(var.stages), [for stage in var.stages : "${stage}-destroy"]) :
    name => [for subject in var.repository_subjects : "${subject}:environment:${name}"]
  }
}

resource "aws_iam_openid_connect_provider" "github" {
  count = var.existing_oidc_provider == null ? 1 : 0

  url            = "https://${local.issuer}"
  client_id_list = ["sts.amazonaws.com"]
}

locals {
  trust_plan = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "PlanJobs"
      Effect    = "Allow"
      Principal = { Federated = local.provider_arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "${local.issuer}:aud"           = "sts.amazonaws.com"
          "${local.issuer}:repository_id" = var.repository_id
        }
        StringLike = { "${local.issuer}:sub" = local.plan_subjects }
      }
    }]
  })

  # Any branch can name an environment in its workflow: the ref is asked for too.
  trust_environment = { for name, subjects in local.environment_subjects : name => jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "EnvironmentJobs"
      Effect    = "Allow"
      Principal = { Federated = local.provider_arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "${local.issuer}:aud"           = "sts.amazonaws.com"
          "${local.issuer}:repository_id" = var.repository_id
          "${local.issuer}:sub"           = subjects
        }
        StringLike = { "${local.issuer}:ref" = endswith(name, "-destroy") ? [local.deploy_refs[0]] : local.deploy_refs }
      }
    }]
  }) }
}
