# Who may do what: trust and permissions of the three kinds of roles.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  stages              = ["dev", "prod"]
  repository_id       = "456789"
  repository_subjects = ["repo:octocat/my-repo", "repo:octocat@123456/my-repo@456789"]
}

run "trust" {
  assert {
    condition = alltrue([for trust in concat(
      [aws_iam_role.plan.assume_role_policy],
      values(aws_iam_role.deploy)[*].assume_role_policy,
      values(aws_iam_role.destroy)[*].assume_role_policy,
      ) : alltrue([for statement in jsondecode(trust).Statement :
        statement.Condition.StringEquals["token.actions.githubusercontent.com:aud"] == "sts.amazonaws.com" &&
        statement.Condition.StringEquals["token.actions.githubusercontent.com:repository_id"] == "456789"
    ])])
    error_message = "Every trust asks for the audience and for the repository by its id."
  }

  assert {
    condition = jsondecode(aws_iam_role.plan.assume_role_policy).Statement[0].Condition.StringLike["token.actions.githubusercontent.com:sub"] == [
      "repo:octocat/my-repo:pull_request",
      "repo:octocat/my-repo:ref:refs/heads/main",
      "repo:octocat/my-repo:ref:refs/heads/gh-readonly-queue/main/*",
      "repo:octocat@123456/my-repo@456789:pull_request",
      "repo:octocat@123456/my-repo@456789:ref:refs/heads/main",
      "repo:octocat@123456/my-repo@456789:ref:refs/heads/gh-readonly-queue/main/*",
    ]
    error_message = "Plans come from pull requests, the default branch and the merge queue, never from an environment."
  }

  assert {
    condition = alltrue([for stage, role in aws_iam_role.deploy :
      jsondecode(role.assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"] == [
        "repo:octocat/my-repo:environment:${stage}", "repo:octocat@123456/my-repo@456789:environment:${stage}",
      ] && jsondecode(role.assume_role_policy).Statement[0].Condition.StringLike["token.actions.githubusercontent.com:ref"] == ["refs/heads/main"]
    ])
    error_message = "A stage is deployed by its environment, from the default branch."
  }

  assert {
    condition = alltrue([for stage, role in aws_iam_role.destroy :
      jsondecode(role.assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"] == [
        "repo:octocat/my-repo:environment:${stage}-destroy", "repo:octocat@123456/my-repo@456789:environment:${stage}-destroy",
      ] && jsondecode(role.assume_role_policy).Statement[0].Condition.StringLike["token.actions.githubusercontent.com:ref"] == ["refs/heads/main"]
    ])
    error_message = "A stage is destroyed by an environment of its own, from the default branch."
  }
}

run "no_wildcard" {
  assert {
    condition = length(flatten([for policy in concat(
      [aws_iam_role_policy.plan.policy, aws_iam_policy.boundary.policy],
      values(aws_iam_role_policy.deploy_reads)[*].policy, values(aws_iam_role_policy.deploy_writes)[*].policy,
      values(aws_iam_role_policy.destroy_reads)[*].policy, values(aws_iam_role_policy.destroy_deletes)[*].policy,
      ) : [for statement in jsondecode(policy).Statement : [for action in flatten([statement.Action]) : action if strcontains(action, "*")]]
    ])) == 0
    error_message = "Every action is named."
  }

  assert {
    condition = alltrue(flatten([for policy in concat(
      [aws_iam_role_policy.plan.policy, aws_iam_policy.boundary.policy],
      values(aws_iam_role_policy.deploy_reads)[*].policy, values(aws_iam_role_policy.deploy_writes)[*].policy,
      values(aws_iam_role_policy.destroy_reads)[*].policy, values(aws_iam_role_policy.destroy_deletes)[*].policy,
      ) : [for statement in jsondecode(policy).Statement : [for action in flatten([statement.Action]) :
        contains(flatten([statement.Resource]), "*") == contains([
          "cloudfront:CreateDistribution", "cloudfront:CreateFunction", "cloudfront:CreateOriginAccessControl",
          "cloudfront:CreateResponseHeadersPolicy", "logs:DescribeLogGroups",
        ], action)
    ]]]))
    error_message = "On everything are exactly the actions for which AWS supports no resource: on an ARN they are never granted."
  }

  assert {
    condition = alltrue([for name, policies in {
      plan    = [aws_iam_role_policy.plan.policy]
      deploy  = [aws_iam_role_policy.deploy_reads["prod"].policy, aws_iam_role_policy.deploy_writes["prod"].policy]
      destroy = [aws_iam_role_policy.destroy_reads["prod"].policy, aws_iam_role_policy.destroy_deletes["prod"].policy]
    } : sum([for policy in policies : length(policy)]) < 10240])
    error_message = "IAM takes 10,240 characters of inline policies for a role."
  }
}

run "plan_reads_only" {
  assert {
    condition = length(flatten([for statement in jsondecode(aws_iam_role_policy.plan.policy).Statement :
      [for action in statement.Action : action if !can(regex("^[a-z0-9]+:(Get|List|Describe|GET)", action))]
    ])) == 0
    error_message = "The plan role runs a pull request's code: it changes nothing."
  }
}

run "stages_do_not_reach_each_other" {
  assert {
    condition = length(flatten([for policy in [
      aws_iam_role_policy.deploy_reads["dev"].policy, aws_iam_role_policy.deploy_writes["dev"].policy,
      aws_iam_role_policy.destroy_reads["dev"].policy, aws_iam_role_policy.destroy_deletes["dev"].policy,
      ] : [for statement in jsondecode(policy).Statement : [for resource in statement.Resource : resource
        if strcontains(resource, "prod") || strcontains(resource, "well-managed-*-")
    ]]])) == 0
    error_message = "The roles of dev name nothing of prod."
  }

  assert {
    condition = alltrue(flatten([for policy in [aws_iam_role_policy.deploy_writes["dev"].policy, aws_iam_role_policy.destroy_deletes["dev"].policy] :
      [for statement in jsondecode(policy).Statement : try(statement.Condition.StringEquals["aws:ResourceTag/stage"], "") == "dev"
    if contains(statement.Action, "cloudfront:DeleteDistribution")]]))
    error_message = "A distribution is changed or deleted by the roles of its own stage."
  }
}

run "a_deploy_cannot_raise_itself" {
  assert {
    condition = alltrue([for statement in jsondecode(aws_iam_role_policy.deploy_writes["dev"].policy).Statement :
      try(statement.Condition.StringEquals["iam:PermissionsBoundary"], "") == aws_iam_policy.boundary.arn
      if length(setintersection(statement.Action, ["iam:CreateRole", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary"])) > 0
    ])
    error_message = "Roles are made, and given rights, within the boundary only."
  }

  assert {
    condition = length(setintersection(
      flatten(jsondecode(aws_iam_role_policy.deploy_writes["dev"].policy).Statement[*].Action),
      ["iam:DeleteRolePermissionsBoundary", "iam:AttachRolePolicy", "iam:CreatePolicyVersion", "s3:DeleteObjectVersion", "s3:DeleteBucket"],
    )) == 0
    error_message = "A deploy takes no boundary away, attaches no other policy, and loses no version of a file."
  }

  assert {
    condition     = aws_iam_role.deploy["dev"].path == "/well-managed/" && aws_iam_role.plan.path == "/well-managed/"
    error_message = "Under their path the roles themselves do not match role/PROJECT-STAGE-*."
  }
}

run "packages_are_written_once" {
  assert {
    condition = alltrue([for statement in jsondecode(aws_iam_role_policy.deploy_writes["dev"].policy).Statement :
      try(statement.Condition.Null["s3:if-none-match"], "") == "false" if statement.Sid == "StorePackages"
    ])
    error_message = "A package that another stage runs cannot be overwritten."
  }
}

run "an_existing_provider_is_used" {
  variables {
    existing_oidc_provider = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 0 && jsondecode(aws_iam_role.plan.assume_role_policy).Statement[0].Principal.Federated == var.existing_oidc_provider
    error_message = "An account has one provider for GitHub: the one that is there is trusted."
  }
}

run "private_buckets" {
  assert {
    condition = alltrue([for block in values(aws_s3_bucket_public_access_block.this) :
      block.block_public_acls && block.block_public_policy && block.ignore_public_acls && block.restrict_public_buckets
    ])
    error_message = "States hold secrets: nothing may make the buckets public."
  }

  assert {
    condition     = alltrue([for versioning in values(aws_s3_bucket_versioning.this) : versioning.versioning_configuration[0].status == "Enabled"])
    error_message = "Every version of a state can be had back."
  }

  assert {
    condition     = alltrue([for policy in values(aws_s3_bucket_policy.this) : jsondecode(policy.policy).Statement[0].Condition.Bool["aws:SecureTransport"] == "false"])
    error_message = "TLS only."
  }

  assert {
    condition     = alltrue([for bucket in values(aws_s3_bucket.this) : !bucket.force_destroy])
    error_message = "Nothing deletes a state unless it was asked to in so many words."
  }
}

run "a_wildcard_in_the_subject_is_refused" {
  command = plan

  variables {
    repository_subjects = ["repo:octocat/*"]
  }

  expect_failures = [var.repository_subjects]
}

run "a_pattern_for_the_branch_is_refused" {
  command = plan

  variables {
    default_branch = "*"
  }

  expect_failures = [var.default_branch]
}

run "a_name_for_the_repository_id_is_refused" {
  command = plan

  variables {
    repository_id = "octocat/my-repo"
  }

  expect_failures = [var.repository_id]
}
