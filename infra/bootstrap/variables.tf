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

  validation {
    condition     = length(var.stages) <= 10
    error_message = "The plan role has a policy for each stage, and IAM attaches 10 to a role. Divide the stages between two projects, each with a bootstrap of its own."
  }

  validation {
    condition     = !contains(var.stages, "bootstrap")
    error_message = "No stage is called bootstrap: its state would lie under bootstrap/ in the state bucket, where the state of this configuration lies."
  }
}

variable "functions" {
  description = "The names of the stack's Lambda functions, without project and stage. Their roles and log groups have the same names."
  type        = set(string)
  default     = ["api"]

  validation {
    condition     = alltrue([for name in var.functions : can(regex("^[a-z][a-z0-9]{0,15}$", name))])
    error_message = "A function's name has at most 16 lower-case letters and digits, a letter first. A hyphen could make it a name of another stage."
  }
}

variable "stack" {
  description = "Whether the roles deploy and destroy the stack in infra/. With false they deploy only the sites in `existing_sites`, and there are no destroy roles."
  type        = bool
  default     = true

  validation {
    condition     = var.stack || length(var.existing_sites) > 0
    error_message = "With stack = false there is nothing to deploy but existing_sites: name one."
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
  description = "How `sub` begins in this repository's tokens, in every form it may have. ./subjects.sh OWNER/REPO prints them."
  type        = list(string)

  validation {
    condition     = length(var.repository_subjects) > 0 && alltrue([for subject in var.repository_subjects : can(regex("^[a-z_]+:[A-Za-z0-9_.@/-]+(:[a-z_]+:[A-Za-z0-9_.@/-]+)*$", subject))])
    error_message = "A subject begins with repo:OWNER/REPO or repo:OWNER@OWNER_ID/REPO@REPO_ID, without wildcards and without what follows the repository. ./subjects.sh OWNER/REPO prints it, for an organisation's own template too."
  }

  validation {
    condition     = alltrue([for subject in var.repository_subjects : !can(regex("(^|:)(environment|ref|pull_request|context)(:|$)", subject))])
    error_message = "A subject ends before the environment, the ref or pull_request: the roles add that. ./subjects.sh OWNER/REPO prints it."
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

variable "existing_state_bucket" {
  description = "A bucket of this account that holds Terraform's states already; null to make one. A stage's state is at PREFIXSTAGE/..., and `kms_key_arn` is the key that the bucket encrypts with."
  type = object({
    name        = string
    prefix      = optional(string, "")
    kms_key_arn = optional(string)
  })
  default = null

  validation {
    condition     = var.existing_state_bucket == null || can(regex("^([^*?]+/)?$", var.existing_state_bucket.prefix))
    error_message = "The prefix of the states ends with a slash and has no * or ?: \"shop/\"."
  }

  validation {
    condition     = var.existing_state_bucket == null || can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.existing_state_bucket.name))
    error_message = "Give the name of one bucket, without wildcards: aws s3 ls"
  }

  validation {
    condition     = try(var.existing_state_bucket.kms_key_arn, null) == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[a-zA-Z0-9-]+$", var.existing_state_bucket.kms_key_arn))
    error_message = "Give the ARN of the key itself, not of an alias: aws kms describe-key --key-id alias/NAME --query KeyMetadata.Arn"
  }
}

variable "existing_artifact_bucket" {
  description = "A bucket of this account for Lambda packages; null to make one. `kms_key_arn` is the key that the bucket encrypts with."
  type = object({
    name        = string
    kms_key_arn = optional(string)
  })
  default = null

  validation {
    condition     = var.existing_artifact_bucket == null || can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.existing_artifact_bucket.name))
    error_message = "Give the name of one bucket, without wildcards: aws s3 ls"
  }

  validation {
    condition     = try(var.existing_artifact_bucket.kms_key_arn, null) == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[a-zA-Z0-9-]+$", var.existing_artifact_bucket.kms_key_arn))
    error_message = "Give the ARN of the key itself, not of an alias: aws kms describe-key --key-id alias/NAME --query KeyMetadata.Arn"
  }
}

variable "existing_sites" {
  description = "By stage: a bucket of this account whose site this project deploys though its stack did not make it, the ids of the distributions in front of it, and the key that the bucket encrypts with."
  type = map(object({
    bucket        = string
    distributions = optional(set(string), [])
    kms_key_arn   = optional(string)
  }))
  default = {}

  validation {
    condition     = length(setsubtract(keys(var.existing_sites), var.stages)) == 0
    error_message = "The keys of existing_sites are stages: name each in stages too."
  }

  validation {
    condition     = alltrue([for site in values(var.existing_sites) : can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", site.bucket))])
    error_message = "Give the name of one bucket, without wildcards: aws s3 ls"
  }

  validation {
    condition     = alltrue([for site in values(var.existing_sites) : site.kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[a-zA-Z0-9-]+$", site.kms_key_arn))])
    error_message = "Give the ARN of the key itself, not of an alias: aws kms describe-key --key-id alias/NAME --query KeyMetadata.Arn"
  }

  validation {
    condition     = alltrue(flatten([for site in values(var.existing_sites) : [for id in site.distributions : can(regex("^[A-Z0-9]+$", id))]]))
    error_message = "A distribution is named by its id, such as E2QWRUHAPOMQZL: aws cloudfront list-distributions"
  }
}

variable "promotes" {
  description = "By stage: the stage whose releases it takes (the input `promote-from`). Its deploy role may read the site of that one."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for to, from in var.promotes : contains(var.stages, to) && contains(var.stages, from) && to != from])
    error_message = "Both are stages of this project, and two of them: name each in stages too. The site of another account lets a role in by its bucket policy: `promoted_by` of the module static_site."
  }
}

variable "delete_contents" {
  description = "Lets `terraform destroy` delete the two buckets with every state and every package in them. Apply it first, then destroy."
  type        = bool
  default     = false
}
