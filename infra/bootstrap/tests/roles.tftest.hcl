# Who may do what: trust and permissions of the three kinds of roles.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  stages              = ["dev", "prod"]
  repository_id       = "456789"
  repository_subjects = ["repo:octocat/my-repo", "repo:octocat@123456/my-repo@456789"]
}

run "roles" {
  assert {
    condition     = keys(aws_iam_role.this) == ["deploy-dev", "deploy-prod", "destroy-dev", "destroy-prod", "plan"]
    error_message = "One role plans; each stage has one that deploys and one that destroys."
  }

  assert {
    condition     = alltrue([for name, role in aws_iam_role.this : role.assume_role_policy == local.roles[name].trust && role.path == "/well-managed/"])
    error_message = "Each has its own trust. Under their path the roles themselves match no pattern of a stage's."
  }

  # What these documents allow is asked by `npm run test:iam`; here, that the roles have them and no others.
  assert {
    condition = alltrue(concat(
      [for name, policy in aws_iam_role_policy.this : policy.policy == local.roles[name].policy],
      [for stage, policy in aws_iam_policy.reads : policy.policy == local.stage_reads[stage]],
    )) && aws_iam_policy.boundary.policy == local.boundary
    error_message = "The policies are the documents that are evaluated."
  }

  assert {
    condition     = keys(aws_iam_role_policy_attachment.reads) == ["deploy-dev/dev", "deploy-prod/prod", "destroy-dev/dev", "destroy-prod/prod", "plan/dev", "plan/prod"]
    error_message = "The plan role reads every stage, the others their own."
  }

  assert {
    condition = output.deploy_roles == { dev = aws_iam_role.this["deploy-dev"].arn, prod = aws_iam_role.this["deploy-prod"].arn } && (
      output.destroy_roles == { dev = aws_iam_role.this["destroy-dev"].arn, prod = aws_iam_role.this["destroy-prod"].arn }
    )
    error_message = "The outputs name them by stage."
  }
}

run "trust" {
  assert {
    condition = alltrue([for role in values(aws_iam_role.this) : alltrue([for statement in jsondecode(role.assume_role_policy).Statement :
      statement.Condition.StringEquals["token.actions.githubusercontent.com:aud"] == "sts.amazonaws.com" &&
      statement.Condition.StringEquals["token.actions.githubusercontent.com:repository_id"] == "456789"
    ])])
    error_message = "Every trust asks for the audience and for the repository by its id."
  }
}

run "on_everything" {
  assert {
    condition = alltrue(flatten([for policy in concat(values(aws_iam_role_policy.this)[*].policy, values(aws_iam_policy.reads)[*].policy, [aws_iam_policy.boundary.policy]) :
      [for statement in jsondecode(policy).Statement : [for action in flatten([statement.Action]) :
        contains(flatten([statement.Resource]), "*") == contains([
          "cloudfront:CreateDistribution", "cloudfront:CreateFunction", "cloudfront:CreateOriginAccessControl",
          "cloudfront:CreateResponseHeadersPolicy", "logs:DescribeLogGroups",
        ], action) && !strcontains(action, "*")
    ] if statement.Effect == "Allow"]]))
    error_message = "Granted on everything are exactly the actions for which AWS supports no resource; no action is a pattern."
  }
}

run "an_existing_provider_is_used" {
  variables {
    existing_oidc_provider = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 0 && jsondecode(aws_iam_role.this["plan"].assume_role_policy).Statement[0].Principal.Federated == var.existing_oidc_provider
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

run "immutable_ids_in_an_organisations_order_are_taken" {
  command = plan

  variables {
    repository_subjects = ["repository_owner_id:123456:repository_id:456789"]
  }

  assert {
    condition = jsondecode(local.roles["deploy-dev"].trust).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"] == [
      "repository_owner_id:123456:repository_id:456789:environment:dev",
    ]
    error_message = "The environment follows whatever the organisation's template puts before it."
  }
}

run "a_subject_with_its_environment_is_refused" {
  command = plan

  variables {
    repository_subjects = ["repo:octocat/my-repo:environment:dev"]
  }

  expect_failures = [var.repository_subjects]
}

run "a_stage_whose_state_would_lie_beside_the_bootstraps_is_refused" {
  command = plan

  variables {
    stages = ["dev", "bootstrap"]
  }

  expect_failures = [var.stages]
}

run "a_stage_called_every_or_plan_is_one_stage" {
  command = plan

  variables {
    stages = ["every", "plan"]
  }

  assert {
    condition = alltrue(flatten([for name in ["deploy-every", "deploy-plan"] : [for statement in jsondecode(local.roles[name].policy).Statement :
      [for resource in statement.Resource : strcontains(resource, "-${trimprefix(name, "deploy-")}-") || strcontains(resource, "/${trimprefix(name, "deploy-")}/")
    if strcontains(resource, "arn:aws:lambda:") || strcontains(resource, "well-managed-state-")]]]))
    error_message = "No name of a stage means more than itself."
  }
}

run "more_stages_than_a_role_takes_policies_are_refused" {
  command = plan

  variables {
    stages = ["s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11"]
  }

  expect_failures = [var.stages]
}

run "policies_that_iam_would_not_take_are_refused" {
  command = plan

  variables {
    stages    = ["dev"]
    functions = [for number in range(40) : "function${number}"]
  }

  expect_failures = [aws_iam_policy.reads, aws_iam_role_policy.this]
}

run "a_function_with_a_hyphen_is_refused" {
  command = plan

  variables {
    functions = ["image-resizer"]
  }

  expect_failures = [var.functions]
}

run "existing_buckets_are_used" {
  variables {
    existing_state_bucket    = { name = "old-states", prefix = "shop/" }
    existing_artifact_bucket = { name = "old-artifacts" }
    existing_sites           = { dev = { bucket = "old-site", distributions = ["E2QWRUHAPOMQZL"] } }
  }

  assert {
    condition     = length(aws_s3_bucket.this) == 0 && output.state_bucket == "old-states" && output.artifact_bucket == "old-artifacts"
    error_message = "None is made beside one that is there."
  }

  assert {
    condition     = keys(data.aws_s3_bucket.existing) == ["old-artifacts", "old-site", "old-states"]
    error_message = "Each is looked up, so that a name that is wrong fails before a role is made for it."
  }
}

run "a_site_alone" {
  variables {
    stages         = ["dev"]
    stack          = false
    existing_sites = { dev = { bucket = "old-site" } }
  }

  assert {
    condition     = keys(aws_iam_role.this) == ["deploy-dev", "plan"] && !strcontains(aws_iam_role_policy.this["deploy-dev"].policy, "CreateBucket")
    error_message = "Without a stack there is nothing to make and nothing to destroy."
  }
}

run "roles_for_nothing_are_refused" {
  command = plan

  variables {
    stack = false
  }

  expect_failures = [var.stack]
}

run "a_site_of_a_stage_that_is_not_there_is_refused" {
  command = plan

  variables {
    existing_sites = { staging = { bucket = "old-site" } }
  }

  expect_failures = [var.existing_sites]
}

run "a_distribution_by_its_address_is_refused" {
  command = plan

  variables {
    existing_sites = { dev = { bucket = "old-site", distributions = ["*"] } }
  }

  expect_failures = [var.existing_sites]
}

run "a_prefix_without_its_slash_is_refused" {
  command = plan

  variables {
    existing_state_bucket = { name = "old-states", prefix = "shop" }
  }

  expect_failures = [var.existing_state_bucket]
}

run "a_pattern_for_a_bucket_is_refused" {
  command = plan

  variables {
    existing_state_bucket    = { name = "*" }
    existing_artifact_bucket = { name = "old-*" }
    existing_sites           = { dev = { bucket = "*" } }
  }

  expect_failures = [var.existing_state_bucket, var.existing_artifact_bucket, var.existing_sites]
}

run "an_alias_for_a_key_is_refused" {
  command = plan

  variables {
    existing_state_bucket    = { name = "states", kms_key_arn = "alias/states" }
    existing_artifact_bucket = { name = "artifacts", kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:alias/x" }
    existing_sites           = { dev = { bucket = "site", kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/*" } }
  }

  expect_failures = [var.existing_state_bucket, var.existing_artifact_bucket, var.existing_sites]
}
