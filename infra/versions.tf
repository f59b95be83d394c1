terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }

  # Partial: bucket and key come from `backend-config`, one key per stage, the region from AWS_REGION.
  backend "s3" {
    encrypt      = true
    use_lockfile = true
  }
}

provider "aws" {
  # The roles of bootstrap/ recognise what belongs to a stage by these tags where AWS gives out the names.
  default_tags {
    tags = {
      project = var.project
      stage   = var.stage
    }
  }
}
