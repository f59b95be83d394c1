resource "aws_iam_openid_connect_provider" "github" {
  count = var.existing_oidc_provider == null ? 1 : 0

  url            = "https://${local.issuer}"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_role" "this" {
  for_each = local.roles

  depends_on           = [aws_iam_openid_connect_provider.github]
  name                 = "${var.project}-${each.key}"
  path                 = local.role_path
  description          = each.value.description
  assume_role_policy   = each.value.trust
  max_session_duration = 3600
}

resource "aws_iam_role_policy" "this" {
  for_each = local.roles

  name   = "own"
  role   = aws_iam_role.this[each.key].id
  policy = each.value.policy

  lifecycle {
    precondition {
      condition     = length(each.value.policy) <= 10240
      error_message = "The policy of the role ${each.key} has ${length(each.value.policy)} characters, and IAM takes 10,240. Name fewer functions."
    }
  }
}

resource "aws_iam_policy" "reads" {
  for_each = local.stage_reads

  name        = "${var.project}-${each.key}-reads"
  path        = local.role_path
  description = "What planning, deploying and destroying read of the stage ${each.key}"
  policy      = each.value

  lifecycle {
    precondition {
      condition     = length(each.value) <= 6144
      error_message = "What the stage ${each.key} reads takes ${length(each.value)} characters of a policy, and IAM takes 6,144. Name fewer functions or distributions."
    }
  }
}

resource "aws_iam_role_policy_attachment" "reads" {
  for_each = merge([for role, parts in local.roles : { for stage in parts.reads : "${role}/${stage}" => { role = role, stage = stage } }]...)

  role       = aws_iam_role.this[each.value.role].name
  policy_arn = aws_iam_policy.reads[each.value.stage].arn
}

resource "aws_iam_policy" "boundary" {
  name        = local.boundary_name
  path        = local.role_path
  description = "The most that a function of this project may do"
  policy      = local.boundary

  lifecycle {
    precondition {
      condition     = length(local.boundary) <= 6144
      error_message = "The boundary has ${length(local.boundary)} characters, and IAM takes 6,144. Name fewer functions or stages."
    }
  }
}
