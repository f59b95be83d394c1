module "http_api" {
  source = "./modules/http_api"
  count  = contains(keys(var.lambda_packages), "api") ? 1 : 0

  name                 = "${var.project}-${var.stage}-api"
  stage                = var.stage
  package              = var.lambda_packages["api"]
  runtime              = var.api.runtime
  handler              = var.api.handler
  architecture         = var.api.architecture
  permissions_boundary = var.permissions_boundary
  routes               = ["GET /api/health", "GET /api/release"]
}

module "static_site" {
  source = "./modules/static_site"

  name                    = "${var.project}-${var.stage}-site"
  domain                  = var.domain
  routing                 = var.routing
  content_security_policy = var.content_security_policy
  promoted_by             = var.promoted_by
  api_origin              = one(module.http_api[*].origin)
}
