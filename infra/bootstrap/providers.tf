provider "aws" {
  default_tags {
    tags = {
      project = var.project
      part    = "bootstrap"
    }
  }
}
