output "state_bucket" {
  description = "For the input `backend-config`: bucket=..."
  value       = try(aws_s3_bucket.this["state"].id, local.buckets["state"])
}

output "artifact_bucket" {
  description = "For the input `artifact-bucket`."
  value       = try(aws_s3_bucket.this["artifacts"].id, local.buckets["artifacts"])
}

output "plan_role" {
  description = "For the input `role-to-assume` of jobs that plan or look for drift."
  value       = aws_iam_role.this["plan"].arn
}

output "deploy_roles" {
  description = "By stage, for the input `role-to-assume` of the jobs with that environment."
  value       = { for stage in var.stages : stage => aws_iam_role.this["deploy-${stage}"].arn }
}

output "destroy_roles" {
  description = "By stage, for the input `role-to-assume` of the jobs with the environment STAGE-destroy."
  value       = { for stage in var.stages : stage => aws_iam_role.this["destroy-${stage}"].arn if var.stack }
}

output "permissions_boundary" {
  description = "For the variable `permissions_boundary` of the stack."
  value       = aws_iam_policy.boundary.arn
}
