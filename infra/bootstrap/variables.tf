variable "project" {
  description = "Begins the name of everything. The same value as in the stack, whose resources the roles find by it."
  type        = string
  default     = "well-managed"

  validation {
    condition     = can(regex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", var.project)) && length(var.project) <= 24
    error_message = "A project's name has at most 24 lower-case letters, digits and single hyphens, and begins with a letter: it becomes part of bucket names."
  }
}

variable "stages" {
  description = "The stages, each with a role to deploy and a role to destroy it, and with the GitHub environments STAGE and STAGE-destroy."
  type        = set(string)

  validation {
    condition     = length(var.stages) > 0 && alltrue([for stage in var.stages : can(regex("^[a-z][a-z0-9]{0,15}$", stage))])
    error_message = "A stage is called dev, test, prod, v1, v2 or the like: at most 16 lower-case letters and digits, a letter first."
  }
}

variable "repository_id" {
  description = "The repository's number, which outlives its name: gh api repos/OWNER/REPO --jq .id"
  type        = string

  validation {
    condition     = can(regex("^[0-9]+$", var.repository_id))
    error_message = "The repository's id is a number: gh api repos/OWNER/REPO --jq .id"
  }
}

variable "repository_subjects" {
  description = "How `sub` begins in this repository's tokens: \"repo:OWNER/REPO\", and \"repo:OWNER@OWNER_ID/REPO@REPO_ID\" where GitHub issues the immutable form (new and renamed repositories since July 2026). Give both while you do not know."
  type        = list(string)

  validation {
    condition     = length(var.repository_subjects) > 0 && alltrue([for subject in var.repository_subjects : can(regex("^repo:[A-Za-z0-9_.-]+(@[0-9]+)?/[A-Za-z0-9_.-]+(@[0-9]+)?$", subject))])
    error_message = "A subject begins with repo:OWNER/REPO or repo:OWNER@OWNER_ID/REPO@REPO_ID, without wildcards and without what follows the repository."
  }
}

variable "default_branch" {
  description = "The branch whose commits are deployed."
  type        = string
  default     = "main"

  validation {
    condition     = can(regex("^[A-Za-z0-9._/-]+$", var.default_branch))
    error_message = "The default branch is one branch, by its name and without wildcards: main."
  }
}

variable "release_tags" {
  description = "Tags that may be deployed besides the default branch, such as \"v*\". The environments have to allow them too."
  type        = list(string)
  default     = []
}

variable "existing_oidc_provider" {
  description = "ARN of the account's provider for token.actions.githubusercontent.com, where there is one already (an account can have one only); null to make it."
  type        = string
  default     = null

  validation {
    condition     = var.existing_oidc_provider == null || can(regex("^arn:[a-z-]+:iam::[0-9]{12}:oidc-provider/token[.]actions[.]githubusercontent[.]com$", var.existing_oidc_provider))
    error_message = "Give the ARN as this prints it: aws iam list-open-id-connect-providers"
  }
}

variable "delete_contents" {
  description = "Lets `terraform destroy` delete the two buckets with every state and every package in them. Apply it first, then destroy."
  type        = bool
  default     = false
}
