locals {
  issuer       = "token.actions.githubusercontent.com"
  provider_arn = var.existing_oidc_provider == null ? "arn:${local.partition}:iam::${local.account}:oidc-provider/${local.issuer}" : var.existing_oidc_provider

  deploy_refs = concat(["refs/heads/${var.default_branch}"], [for tag in var.release_tags : "refs/tags/${tag}"])

  # Every branch: whoever may push one may also open a pull request, and the plan role runs its code then. A job with an
  # environment has `environment:NAME` for the rest of its `sub`, so neither can match it.
  plan_subjects = flatten([for subject in var.repository_subjects : ["${subject}:pull_request", "${subject}:ref:refs/heads/*"]])

  environment_subjects = { for name in concat(tolist(var.stages), [for stage in var.stages : "${stage}-destroy"]) :
    name => [for subject in var.repository_subjects : "${subject}:environment:${name}"]
  }

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
