# The promises of modules/static_site.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name = "demo-dev-site"
}

run "private" {
  module {
    source = "./modules/static_site"
  }

  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.this.block_public_acls,
      aws_s3_bucket_public_access_block.this.block_public_policy,
      aws_s3_bucket_public_access_block.this.ignore_public_acls,
      aws_s3_bucket_public_access_block.this.restrict_public_buckets,
    ])
    error_message = "Nothing may make the bucket public."
  }

  assert {
    condition     = aws_s3_bucket_ownership_controls.this.rule[0].object_ownership == "BucketOwnerEnforced"
    error_message = "Access goes by policy alone, not by ACL."
  }

  assert {
    condition = alltrue([for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement :
      try(statement.Condition.StringEquals["AWS:SourceArn"], "") == aws_cloudfront_distribution.this.arn
      if statement.Effect == "Allow"
    ])
    error_message = "Only this distribution reads the bucket."
  }

  assert {
    condition = length([for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement : statement
    if statement.Effect == "Allow" && statement.Principal == "*"]) == 0
    error_message = "Nobody else is allowed anything."
  }

  assert {
    condition     = aws_cloudfront_origin_access_control.this.signing_behavior == "always"
    error_message = "Every request to the bucket is signed."
  }
}

run "own_records_are_not_readable" {
  module {
    source = "./modules/static_site"
  }

  assert {
    condition = one([for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement : statement.Resource
      if statement.Effect == "Deny" && statement.Action == "s3:GetObject"]) == [
      "arn:aws:s3:::demo-dev-site-123456789012/.well-managed/*",
      "arn:aws:s3:::demo-dev-site-123456789012/*/.well-managed/*",
    ]
    error_message = "The manifest and the lock are not served, under a prefix neither."
  }
}

run "tls_only" {
  module {
    source = "./modules/static_site"
  }

  assert {
    condition = one([for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement : statement
      if statement.Sid == "TlsOnly"]) == {
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::demo-dev-site-123456789012", "arn:aws:s3:::demo-dev-site-123456789012/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }
    error_message = "S3 is spoken to over TLS or not at all."
  }

  assert {
    condition     = aws_cloudfront_distribution.this.default_cache_behavior[0].viewer_protocol_policy == "redirect-to-https"
    error_message = "Visitors are sent to HTTPS."
  }

  assert {
    condition     = aws_cloudfront_response_headers_policy.this.security_headers_config[0].strict_transport_security[0].access_control_max_age_sec >= 31536000
    error_message = "Browsers remember HTTPS for a year at least."
  }
}

run "versions_expire" {
  module {
    source = "./modules/static_site"
  }

  assert {
    condition     = aws_s3_bucket_versioning.this.versioning_configuration[0].status == "Enabled"
    error_message = "What a deploy overwrites can be had back."
  }

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.this.rule[0].noncurrent_version_expiration[0].noncurrent_days == 30
    error_message = "It does not stay, and cost, for ever."
  }
}

run "no_api_no_route_to_it" {
  module {
    source = "./modules/static_site"
  }

  assert {
    condition     = length(aws_cloudfront_distribution.this.ordered_cache_behavior) == 0 && length(aws_cloudfront_distribution.this.origin) == 1
    error_message = "Without an API the distribution has one origin."
  }
}

run "api_errors_stay_errors" {
  module {
    source = "./modules/static_site"
  }

  variables {
    api_origin = { domain = "abcdef1234.execute-api.eu-central-1.amazonaws.com", path = "/dev" }
  }

  assert {
    condition     = length(aws_cloudfront_distribution.this.custom_error_response) == 0
    error_message = "A custom error response would answer the API's 404 with a page."
  }

  assert {
    condition     = length(aws_cloudfront_distribution.this.ordered_cache_behavior[0].function_association) == 0
    error_message = "The routes of the site are not routes of the API."
  }

  assert {
    condition     = aws_cloudfront_distribution.this.ordered_cache_behavior[0].cache_policy_id == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    error_message = "The API's answers are not cached."
  }

  assert {
    condition     = aws_cloudfront_distribution.this.ordered_cache_behavior[0].origin_request_policy_id == "b689b0a8-53d0-40ab-baf2-68738e2966ac"
    error_message = "API Gateway must see its own host name, and everything else of the visitor's request."
  }

  assert {
    condition     = one([for origin in aws_cloudfront_distribution.this.origin : origin.origin_path if origin.origin_id == "api"]) == "/dev"
    error_message = "The stage is the origin's path."
  }
}

run "own_domain" {
  module {
    source = "./modules/static_site"
  }

  variables {
    domain = { name = "www.example.com", certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/1" }
  }

  assert {
    condition     = output.url == "https://www.example.com"
    error_message = "The site's address is its own."
  }

  assert {
    condition     = aws_cloudfront_distribution.this.viewer_certificate[0].minimum_protocol_version == "TLSv1.2_2021"
    error_message = "No TLS before 1.2 under an own certificate."
  }
}

run "pages_load_what_they_are_allowed_to" {
  module {
    source = "./modules/static_site"
  }

  variables {
    content_security_policy = "default-src 'self'; font-src https://fonts.gstatic.com"
  }

  assert {
    condition     = one(one(aws_cloudfront_response_headers_policy.this.security_headers_config).content_security_policy).content_security_policy == "default-src 'self'; font-src https://fonts.gstatic.com"
    error_message = "The policy that was given is sent."
  }
}

run "an_absent_policy_is_the_strict_one" {
  module {
    source = "./modules/static_site"
  }

  variables {
    content_security_policy = null
  }

  assert {
    condition     = startswith(one(one(aws_cloudfront_response_headers_policy.this.security_headers_config).content_security_policy).content_security_policy, "default-src 'self'; ")
    error_message = "Without a policy of its own a page loads the site's own files."
  }
}

run "routes_are_those_of_a_single_page_site" {
  module {
    source = "./modules/static_site"
  }

  assert {
    condition     = aws_cloudfront_function.routes.code == file("./modules/static_site/functions/single-page-routes.js")
    error_message = "The entry page answers a path without a file name."
  }
}

run "folders_answer_with_their_page" {
  module {
    source = "./modules/static_site"
  }

  variables {
    routing = "folders"
  }

  assert {
    condition     = aws_cloudfront_function.routes.code == file("./modules/static_site/functions/folder-routes.js")
    error_message = "The index.html of a folder answers for it."
  }
}

run "another_routing_is_refused" {
  command = plan

  module {
    source = "./modules/static_site"
  }

  variables {
    routing = "hash"
  }

  expect_failures = [var.routing]
}
