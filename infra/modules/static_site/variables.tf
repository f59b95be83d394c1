variable "name" {
  description = "Names the distribution's parts; the bucket adds the account's id, since bucket names are unique in the world."
  type        = string
}

variable "domain" {
  description = "The site's own domain and its certificate, which is in us-east-1; null for CloudFront's name."
  type = object({
    name            = string
    certificate_arn = string
  })
  default = null
}

variable "api_origin" {
  description = "Host and path of an HTTP API to serve under /api/; null for none."
  type = object({
    domain = string
    path   = string
  })
  default = null
}

variable "content_security_policy" {
  description = "What the pages may load. The default allows the site's own files and its own API."
  type        = string
  default     = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
  nullable    = false
}

variable "routing" {
  description = "What answers a path without a file name: `single-page`, the site's entry page; `folders`, the `index.html` of the folder."
  type        = string
  default     = "single-page"
  nullable    = false

  validation {
    condition     = contains(["single-page", "folders"], var.routing)
    error_message = "A site's routing is \"single-page\" (an app that routes in the browser) or \"folders\" (about/index.html for /about)."
  }
}

variable "noncurrent_days" {
  description = "Days until an overwritten or deleted file is gone for good."
  type        = number
  default     = 30

  validation {
    condition     = var.noncurrent_days >= 1
    error_message = "S3 keeps an old version for at least one day."
  }
}

variable "price_class" {
  description = "Which of CloudFront's edges serve the site. PriceClass_100 is North America and Europe, the cheapest."
  type        = string
  default     = "PriceClass_100"
}

variable "promoted_by" {
  description = "ARNs of deploy roles, of other accounts too, that may copy this site's releases to their own stage (the input `promote-from`)."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.promoted_by : can(regex("^arn:[a-z-]+:iam::[0-9]{12}:role/.+$", arn))])
    error_message = "Name roles by their ARN, without wildcards: arn:aws:iam::ACCOUNT:role/NAME."
  }
}
