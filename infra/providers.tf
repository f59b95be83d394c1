provider "aws" {
  # The roles of bootstrap/ recognise what belongs to a stage by these tags where AWS gives out the names.
  default_tags {
    tags = {
      project = var.project
      stage   = var.stage
    }
  }
}
