resource "aws_apigatewayv2_api" "this" {
  name          = var.name
  description   = "Reached through the distribution, under /api/"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_integration" "this" {
  api_id                 = aws_apigatewayv2_api.this.id
  integration_type       = "AWS_PROXY"
  integration_method     = "POST"
  integration_uri        = aws_lambda_alias.this.invoke_arn
  payload_format_version = "2.0"
  timeout_milliseconds   = 30000
}

resource "aws_apigatewayv2_route" "this" {
  for_each = var.routes

  api_id    = aws_apigatewayv2_api.this.id
  route_key = each.key
  target    = "integrations/${aws_apigatewayv2_integration.this.id}"
}

# A deployment is a frozen copy of routes and integration: the stage changes when, and only when, those do.
resource "aws_apigatewayv2_deployment" "this" {
  depends_on = [aws_apigatewayv2_route.this]

  api_id      = aws_apigatewayv2_api.this.id
  description = "Routes and integration of ${var.stage}"

  triggers = {
    configuration = sha256(jsonencode({
      routes      = var.routes
      integration = aws_apigatewayv2_integration.this.id
      uri         = aws_apigatewayv2_integration.this.integration_uri
      payload     = aws_apigatewayv2_integration.this.payload_format_version
      timeout     = aws_apigatewayv2_integration.this.timeout_milliseconds
    }))
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_apigatewayv2_stage" "this" {
  api_id        = aws_apigatewayv2_api.this.id
  deployment_id = aws_apigatewayv2_deployment.this.id
  name          = var.stage

  default_route_settings {
    throttling_rate_limit  = var.throttling.rate
    throttling_burst_limit = var.throttling.burst
  }
}
