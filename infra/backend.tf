# Partial: bucket and key come from `backend-config`, one key per stage, the region from AWS_REGION.
terraform {
  backend "s3" {
    encrypt      = true
    use_lockfile = true
  }
}
