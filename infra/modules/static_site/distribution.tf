locals {
  # CloudFront's managed policies have these ids in every account:
  # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
  caching_optimized        = "658327ea-f89d-4fab-a63d-7e88639e58f6"
  caching_disabled         = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
  all_viewer_except_host   = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
  managed_security_headers = "67f7725c-6f97-4210-82d7-5512b31e9d03"
  hsts_max_age             = 63072000 # seconds: two years
  api_origins              = var.api_origin == null ? [] : [var.api_origin]
  has_domain               = var.domain != null
}

resource "aws_cloudfront_origin_access_control" "this" {
  name                              = var.name
  description                       = "Signs what the distribution asks of the site's bucket"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

resource "aws_cloudfront_function" "routes" {
  name    = "${var.name}-routes"
  comment = "Answers paths without a file name with a page"
  runtime = "cloudfront-js-2.0"
  publish = true
  code    = var.routing == "folders" ? file("${path.module}/functions/folder-routes.js") : file("${path.module}/functions/single-page-routes.js")
}

resource "aws_cloudfront_response_headers_policy" "this" {
  name    = var.name
  comment = "Security headers of the site's files"

  security_headers_config {
    content_security_policy {
      content_security_policy = var.content_security_policy
      override                = true
    }

    strict_transport_security {
      access_control_max_age_sec = local.hsts_max_age
      include_subdomains         = false
      preload                    = false
      override                   = true
    }

    content_type_options {
      override = true
    }

    frame_options {
      frame_option = "DENY"
      override     = true
    }

    referrer_policy {
      referrer_policy = "strict-origin-when-cross-origin"
      override        = true
    }
  }
}

resource "aws_cloudfront_distribution" "this" {
  comment             = var.name
  enabled             = true
  is_ipv6_enabled     = true
  http_version        = "http2and3"
  price_class         = var.price_class
  default_root_object = "index.html"
  aliases             = local.has_domain ? [var.domain.name] : []

  origin {
    origin_id                = "site"
    domain_name              = aws_s3_bucket.this.bucket_regional_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.this.id
  }

  default_cache_behavior {
    target_origin_id           = "site"
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    viewer_protocol_policy     = "redirect-to-https"
    compress                   = true
    cache_policy_id            = local.caching_optimized
    response_headers_policy_id = aws_cloudfront_response_headers_policy.this.id

    # Here, not in custom_error_response, which would answer the API's errors with a page too.
    function_association {
      event_type   = "viewer-request"
      function_arn = aws_cloudfront_function.routes.arn
    }
  }

  dynamic "origin" {
    for_each = local.api_origins

    content {
      origin_id   = "api"
      domain_name = origin.value.domain
      origin_path = origin.value.path

      custom_origin_config {
        http_port              = 80
        https_port             = 443
        origin_protocol_policy = "https-only"
        origin_ssl_protocols   = ["TLSv1.2"]
      }
    }
  }

  # Under the site's own address, so that the pages need no CORS.
  dynamic "ordered_cache_behavior" {
    for_each = local.api_origins

    content {
      path_pattern               = "/api/*"
      target_origin_id           = "api"
      allowed_methods            = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
      cached_methods             = ["GET", "HEAD"]
      viewer_protocol_policy     = "https-only"
      compress                   = true
      cache_policy_id            = local.caching_disabled
      origin_request_policy_id   = local.all_viewer_except_host
      response_headers_policy_id = local.managed_security_headers
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = !local.has_domain
    acm_certificate_arn            = local.has_domain ? var.domain.certificate_arn : null
    ssl_support_method             = local.has_domain ? "sni-only" : null
    # Under its own name CloudFront takes no other minimum than TLSv1 here, whatever it negotiates.
    minimum_protocol_version = local.has_domain ? "TLSv1.2_2021" : "TLSv1"
  }
}
