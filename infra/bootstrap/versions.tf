terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }

  # No backend here: this makes the bucket that the others' states lie in. docs/aws-setup.md moves its own there too.
}

provider "aws" {
  default_tags {
    tags = {
      project = var.project
      part    = "bootstrap"
    }
  }
}
