# What a stage may be called, and what a stack consists of with and without an API.

mock_provider "aws" {
  source = "./tests/mocks"
}

run "a_stage_and_its_site" {
  variables {
    stage = "dev"
  }

  assert {
    condition     = output.site_bucket == "well-managed-dev-site-123456789012"
    error_message = "The bucket's name says project, stage and account."
  }

  assert {
    condition     = output.distribution_domain == module.static_site.distribution_domain && output.distribution_domain != null
    error_message = "A DNS record of an own domain needs CloudFront's name."
  }

  assert {
    condition     = output.api_url == null && output.api_health_url == null && output.artifact_bucket == null && length(module.http_api) == 0
    error_message = "Without a package there is no API."
  }
}

run "two_stages_share_no_name" {
  variables {
    stage = "v1"
  }

  assert {
    condition     = output.site_bucket == "well-managed-v1-site-123456789012"
    error_message = "Every stage has its own bucket."
  }
}

run "a_package_makes_the_api" {
  variables {
    stage = "v2"
    lambda_packages = {
      api = { s3_bucket = "artifacts", s3_key = "api/0123.zip", source_code_hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }
    }
  }

  assert {
    condition     = output.api_url == "${output.site_url}/api" && endswith(output.api_health_url, "/api/health") && output.artifact_bucket == "artifacts"
    error_message = "The API is served under the site's own address."
  }
}

run "a_capital_is_refused" {
  command = plan

  variables {
    stage = "Prod"
  }

  expect_failures = [var.stage]
}

run "a_hyphen_is_refused" {
  command = plan

  variables {
    stage = "dev-eu"
  }

  expect_failures = [var.stage]
}

run "a_number_is_refused" {
  command = plan

  variables {
    stage = "1"
  }

  expect_failures = [var.stage]
}

run "a_path_is_refused" {
  command = plan

  variables {
    stage = "../prod"
  }

  expect_failures = [var.stage]
}

run "a_package_that_nothing_uses_is_refused" {
  command = plan

  variables {
    stage = "dev"
    lambda_packages = {
      worker = { s3_bucket = "artifacts", s3_key = "worker/0123.zip", source_code_hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }
    }
  }

  expect_failures = [var.lambda_packages]
}

run "a_certificate_of_another_region_is_refused" {
  command = plan

  variables {
    stage  = "prod"
    domain = { name = "example.com", certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/1" }
  }

  expect_failures = [var.domain]
}

run "what_the_site_serves_is_handed_on" {
  command = plan

  variables {
    stage                   = "dev"
    routing                 = "folders"
    content_security_policy = "default-src 'none'"
  }

  assert {
    condition     = module.static_site.serves == { routing = "folders", content_security_policy = "default-src 'none'" }
    error_message = "The stack hands both to the site."
  }
}
