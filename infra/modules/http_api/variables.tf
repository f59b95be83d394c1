variable "name" {
  description = "Names the function, its role and the API."
  type        = string
}

variable "stage" {
  description = "The API's stage and the function's alias."
  type        = string
}

variable "package" {
  description = "Where the function's code lies: a zip or a jar, and the base64 SHA-256 of its bytes."
  type = object({
    s3_bucket        = string
    s3_key           = string
    source_code_hash = string
  })
}

variable "runtime" {
  description = "Lambda's name of the runtime, such as nodejs22.x, python3.13 or java21."
  type        = string
}

variable "handler" {
  description = "The handler, as the runtime writes it: index.handler, example.Handler::handleRequest."
  type        = string
}

variable "architecture" {
  description = "arm64 is a fifth cheaper; x86_64 for packages with native code built for it."
  type        = string
  default     = "arm64"

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "Lambda runs arm64 or x86_64."
  }
}

variable "routes" {
  description = "Route keys, such as \"GET /api/health\". Everything else is answered by API Gateway with 404."
  type        = set(string)

  validation {
    condition     = length(var.routes) > 0 && alltrue([for route in var.routes : can(regex("^(ANY|GET|HEAD|OPTIONS|PUT|POST|PATCH|DELETE) /api/", route))])
    error_message = "A route is a method and a path under /api/, which is what the distribution sends here: \"GET /api/health\"."
  }
}

variable "environment" {
  description = "Environment variables of the function, besides STAGE. No secrets: they are readable in the console and in the state."
  type        = map(string)
  default     = {}
}

variable "memory_size" {
  description = "MiB. Lambda gives processor time in proportion."
  type        = number
  default     = 256
}

variable "timeout" {
  description = "Seconds. API Gateway gives up after 30."
  type        = number
  default     = 10

  validation {
    condition     = var.timeout >= 1 && var.timeout <= 30
    error_message = "An HTTP API waits 30 seconds at most, so the function has between 1 and 30."
  }
}

variable "throttling" {
  description = "Requests a second, and how many may come at once: what a runaway client can cost is bounded by it."
  type = object({
    rate  = optional(number, 50)
    burst = optional(number, 100)
  })
  default = {}
}

variable "log_retention_days" {
  description = "Days until a log line is deleted."
  type        = number
  default     = 14
}

variable "keep_versions" {
  description = "How many versions of the function stay: each deploy publishes one, and all of an account share 75 GB."
  type        = number
  default     = 10

  validation {
    condition     = var.keep_versions >= 1 && var.keep_versions <= 9999 && floor(var.keep_versions) == var.keep_versions
    error_message = "A whole number from 1 to 9999. The version that the alias names always stays."
  }
}

variable "permissions_boundary" {
  description = "ARN of the policy that bounds the function's role; null for none."
  type        = string
  default     = null
}
