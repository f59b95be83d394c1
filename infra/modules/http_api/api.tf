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

# Each change of the API is deployed by API Gateway itself. A deployment as a resource of its own would be a frozen copy, made
# while removed routes still stand and only when a list of triggers names what changed: a closed route could stay open.
resource "aws_apigatewayv2_stage" "this" {
  # The first deployment has every route, and each later route meets code that knows it.
  depends_on = [aws_apigatewayv2_route.this]

  api_id      = aws_apigatewayv2_api.this.id
  name        = var.stage
  auto_deploy = true

  default_route_settings {
    throttling_rate_limit  = var.throttling.rate
    throttling_burst_limit = var.throttling.burst
  }
}

# Of a stack whose stage was given its deployments one by one. API Gateway refuses to delete the one that is live.
removed {
  from = aws_apigatewayv2_deployment.this

  lifecycle {
    destroy = false
  }
}
