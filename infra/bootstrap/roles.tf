locals {
  # A path keeps these roles out of reach of the patterns below: role/PROJECT-STAGE-* never matches role/PROJECT/...
  role_path = "/${var.project}/"
}

resource "aws_iam_role" "plan" {
  name               = "${var.project}-plan"
  path               = local.role_path
  description        = "Plans every stage; reads only"
  assume_role_policy = local.trust_plan
}

resource "aws_iam_role_policy" "plan" {
  name = "plan"
  role = aws_iam_role.plan.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.state_reads["every"], local.stack_reads["every"])
  })
}

resource "aws_iam_role" "deploy" {
  for_each = var.stages

  name                 = "${var.project}-deploy-${each.key}"
  path                 = local.role_path
  description          = "Deploys the stage ${each.key}"
  assume_role_policy   = local.trust_environment[each.key]
  max_session_duration = 3600
}

resource "aws_iam_role_policy" "deploy_reads" {
  for_each = var.stages

  name = "reads"
  role = aws_iam_role.deploy[each.key].id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.state_reads[each.key], local.stack_reads[each.key])
  })
}

resource "aws_iam_role_policy" "deploy_writes" {
  for_each = var.stages

  name = "writes"
  role = aws_iam_role.deploy[each.key].id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.state_writes[each.key], local.stack_writes[each.key])
  })
}

resource "aws_iam_role" "destroy" {
  for_each = var.stages

  name                 = "${var.project}-destroy-${each.key}"
  path                 = local.role_path
  description          = "Destroys the stage ${each.key}"
  assume_role_policy   = local.trust_environment["${each.key}-destroy"]
  max_session_duration = 3600
}

resource "aws_iam_role_policy" "destroy_reads" {
  for_each = var.stages

  name = "reads"
  role = aws_iam_role.destroy[each.key].id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.state_reads[each.key], local.stack_reads[each.key])
  })
}

resource "aws_iam_role_policy" "destroy_deletes" {
  for_each = var.stages

  name = "deletes"
  role = aws_iam_role.destroy[each.key].id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.state_writes[each.key], local.stack_deletes[each.key])
  })
}

# Bounds every role that a deploy makes: whoever can merge can write a role, and must not get more by it than this.
resource "aws_iam_policy" "boundary" {
  name        = "${var.project}-boundary"
  path        = local.role_path
  description = "The most that a function of this project may do"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "OwnLogs"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:/aws/lambda/${var.project}-*"
    }]
  })
}
