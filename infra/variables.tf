variable "project" {
  description = "Begins the name of everything in the stack. The same value as in bootstrap/, whose roles go by it."
  type        = string
  default     = "well-managed"

  validation {
    condition     = can(regex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", var.project)) && length(var.project) <= 24
    error_message = "A project's name has at most 24 lower-case letters, digits and single hyphens, and begins with a letter: it becomes part of bucket names."
  }
}

variable "stage" {
  description = "The stage of this stack: dev, test, prod, v1, v2 ... It names the resources, the function's alias and the API's stage."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{0,15}$", var.stage))
    error_message = "A stage is called dev, test, prod, v1, v2 or the like: at most 16 lower-case letters and digits, a letter first. No hyphens: the role of a stage \"dev\" would match the resources of a stage \"dev-2\"."
  }
}

variable "lambda_packages" {
  description = "What the action uploaded, by package name. The API is made from the package \"api\"; without it the stage has a site and no API."
  type = map(object({
    s3_bucket        = string
    s3_key           = string
    source_code_hash = string
  }))
  default = {}

  validation {
    condition     = length(setsubtract(keys(var.lambda_packages), ["api"])) == 0
    error_message = "This configuration deploys the package \"api\" alone. Call the http_api module once more for another package, or take its line out of the input \"lambda-packages\"."
  }
}

variable "api" {
  description = "How the API's function runs. The defaults fit the sample handler; a jar takes { runtime = \"java21\", handler = \"example.Handler::handleRequest\" }."
  type = object({
    runtime      = optional(string, "nodejs22.x")
    handler      = optional(string, "index.handler")
    architecture = optional(string, "arm64")
  })
  default = {}
}

variable "permissions_boundary" {
  description = "ARN of the policy that bounds the function's role (an output of bootstrap/). The deploy role may create no role without it."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary == null || can(regex("^arn:[a-z-]+:iam::[0-9]{12}:policy/.+$", var.permissions_boundary))
    error_message = "The permissions boundary is the ARN of an IAM policy: take the output \"permissions_boundary\" of bootstrap/."
  }
}

variable "domain" {
  description = "The site's own domain and its certificate (ACM, us-east-1). Without it the site is served under CloudFront's name."
  type = object({
    name            = string
    certificate_arn = string
  })
  default = null

  validation {
    condition     = var.domain == null || can(regex("^arn:[a-z-]+:acm:us-east-1:", var.domain.certificate_arn))
    error_message = "CloudFront takes certificates from us-east-1 only: request the certificate there."
  }
}

variable "content_security_policy" {
  description = "What the site's pages may load, as the header says it. Without it the pages load the site's own files and its own API."
  type        = string
  default     = null
}

variable "routing" {
  description = "What answers a path without a file name: `single-page`, the site's entry page; `folders`, the `index.html` of the folder."
  type        = string
  default     = "single-page"
}

variable "promoted_by" {
  description = "ARNs of deploy roles of other accounts that may copy this stage's releases to a stage of theirs (the input `promote-from`)."
  type        = list(string)
  default     = []
}
