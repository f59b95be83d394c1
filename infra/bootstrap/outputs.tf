output "state_bucket" {
  description = "For the input `backend-config`: bucket=..."
  value       = aws_s3_bucket.this["state"].id
}

output "artifact_bucket" {
  description = "For the input `artifact-bucket`."
  value       = aws_s3_bucket.this["artifacts"].id
}

output "plan_role" {
  description = "For the input `role-to-assume` of jobs that plan or look for drift."
  value       = aws_iam_role.plan.arn
}

output "deploy_roles" {
  description = "By stage, for the input `role-to-assume` of the jobs with that environment."
  value       = { for stage, role in aws_iam_role.deploy : stage => role.arn }
}

output "destroy_roles" {
  description = "By stage, for the input `role-to-assume` of the jobs with the environment STAGE-destroy."
  value       = { for stage, role in aws_iam_role.destroy : stage => role.arn }
}

output "permissions_boundary" {
  description = "For the variable `permissions_boundary` of the stack."
  value       = aws_iam_policy.boundary.arn
}
