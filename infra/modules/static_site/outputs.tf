output "bucket" {
  description = "Name of the bucket."
  value       = aws_s3_bucket.this.bucket
}

output "distribution_id" {
  description = "The distribution's id."
  value       = aws_cloudfront_distribution.this.id
}

output "distribution_domain" {
  description = "CloudFront's name of the distribution: what the DNS record of an own domain points to."
  value       = aws_cloudfront_distribution.this.domain_name
}

output "url" {
  description = "The site's address, without a slash at its end."
  value       = "https://${var.domain == null ? aws_cloudfront_distribution.this.domain_name : var.domain.name}"
}

output "serves" {
  description = "How the site's files are served: what answers a path without a file name, and the header of its pages."
  value       = { routing = var.routing, content_security_policy = var.content_security_policy }
}
