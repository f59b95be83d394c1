output "site_bucket" {
  description = "The bucket that the action uploads the site to."
  value       = module.static_site.bucket
}

output "distribution_id" {
  description = "The distribution that the action invalidates."
  value       = module.static_site.distribution_id
}

output "site_url" {
  description = "Where the site is served."
  value       = module.static_site.url
}

output "distribution_domain" {
  description = "CloudFront's name of the distribution: what the DNS record of an own domain points to."
  value       = module.static_site.distribution_domain
}

output "artifact_bucket" {
  description = "The bucket that the API's package was taken from; null without an API."
  value       = one(values(var.lambda_packages)[*].s3_bucket)
}

output "api_url" {
  description = "Where the API is served, under the site's own address; null without an API."
  value       = length(module.http_api) == 0 ? null : "${module.static_site.url}/api"
}

output "api_health_url" {
  description = "An address of the API that answers a plain GET: the action asks it after an apply, past the distribution's caches. Null without an API."
  value       = length(module.http_api) == 0 ? null : "https://${one(module.http_api[*].origin).domain}${one(module.http_api[*].origin).path}/api/health"
}
