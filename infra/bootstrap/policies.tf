# Every role with its trust and its policies. All of it is names and values: `npm run test:iam` evaluates these documents
# without a provider.
locals {
  # What every role that has to do with a stage reads of it. Policies of their own, so that the plan role can have all.
  stage_reads = { for stage in var.stages : stage => jsonencode({
    Version   = "2012-10-17"
    Statement = local.reads[stage]
  }) }

  roles = merge(
    { plan = {
      description = "Plans every stage; reads only"
      trust       = local.trust_plan
      reads       = var.stages
      policy      = jsonencode({ Version = "2012-10-17", Statement = local.lose_nothing })
    } },
    { for stage in var.stages : "deploy-${stage}" => {
      description = "Deploys the stage ${stage}"
      trust       = local.trust_environment[stage]
      reads       = toset([stage])
      policy      = jsonencode({ Version = "2012-10-17", Statement = local.writes[stage] })
    } },
    { for stage in var.stages : "destroy-${stage}" => {
      description = "Destroys the stage ${stage}"
      trust       = local.trust_environment["${stage}-destroy"]
      reads       = toset([stage])
      policy = jsonencode({
        Version   = "2012-10-17"
        Statement = concat(local.state_writes[stage], local.deletes[stage])
      })
    } if var.stack },
  )

  # Bounds every role that a deploy makes: whoever can merge can write a role, and must not get more by it than this.
  boundary = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "OwnLogs"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = flatten([for arn in values(local.arns) : [for group in arn.log_groups : group if endswith(group, ":*")]])
    }]
  })
}
