# The promises of modules/http_api.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name    = "demo-dev-api"
  stage   = "dev"
  runtime = "nodejs22.x"
  handler = "index.handler"
  package = { s3_bucket = "artifacts", s3_key = "api/0123.zip", source_code_hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }
  routes  = ["GET /api/health"]
}

run "the_stage_calls_its_alias" {
  module {
    source = "./modules/http_api"
  }

  assert {
    condition     = aws_lambda_alias.this.name == "dev" && aws_lambda_function.this.publish
    error_message = "Code is published as a version, and the alias of the stage points to it."
  }

  assert {
    condition     = aws_apigatewayv2_integration.this.integration_uri == aws_lambda_alias.this.invoke_arn
    error_message = "The API calls the alias, not whatever was uploaded last."
  }

  assert {
    condition     = aws_lambda_permission.api.qualifier == "dev" && endswith(aws_lambda_permission.api.source_arn, "/dev/*")
    error_message = "Only this API's stage may call it, and only the alias."
  }

  assert {
    condition     = aws_apigatewayv2_stage.this.auto_deploy
    error_message = "The stage serves the routes as they are configured, removed and closed ones too."
  }

  assert {
    condition     = output.origin == { domain = "abcdef1234.execute-api.eu-central-1.amazonaws.com", path = "/dev" }
    error_message = "The distribution gets host and path."
  }
}

run "logs_are_bounded" {
  module {
    source = "./modules/http_api"
  }

  assert {
    condition     = aws_cloudwatch_log_group.this.name == "/aws/lambda/demo-dev-api" && aws_cloudwatch_log_group.this.retention_in_days == 14
    error_message = "The function's log is the stack's own and is deleted in time."
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.logs.policy).Statement == [{
      Sid      = "OwnLog"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = "${aws_cloudwatch_log_group.this.arn}:*"
    }]
    error_message = "The function writes its own log and does nothing else."
  }
}

run "cost_is_bounded" {
  module {
    source = "./modules/http_api"
  }

  assert {
    condition     = aws_apigatewayv2_stage.this.default_route_settings[0].throttling_rate_limit == 50 && aws_apigatewayv2_stage.this.default_route_settings[0].throttling_burst_limit == 100
    error_message = "Requests are throttled."
  }
}

run "another_runtime" {
  module {
    source = "./modules/http_api"
  }

  variables {
    runtime      = "java21"
    handler      = "example.Handler::handleRequest"
    architecture = "x86_64"
    package      = { s3_bucket = "artifacts", s3_key = "api/0123.jar", source_code_hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }
  }

  assert {
    condition     = aws_lambda_function.this.runtime == "java21" && aws_lambda_function.this.architectures == tolist(["x86_64"]) && aws_lambda_function.this.s3_key == "api/0123.jar"
    error_message = "A jar takes the same way."
  }
}

run "a_route_outside_the_api_is_refused" {
  command = plan

  module {
    source = "./modules/http_api"
  }

  variables {
    routes = ["GET /health"]
  }

  expect_failures = [var.routes]
}

run "an_unknown_architecture_is_refused" {
  command = plan

  module {
    source = "./modules/http_api"
  }

  variables {
    architecture = "riscv"
  }

  expect_failures = [var.architecture]
}
