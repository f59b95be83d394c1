output "origin" {
  description = "Host and path for a distribution's origin: the API, and the stage as its path."
  value = {
    domain = trimprefix(aws_apigatewayv2_api.this.api_endpoint, "https://")
    path   = "/${aws_apigatewayv2_stage.this.name}"
  }
}

output "function_name" {
  description = "The function behind the routes."
  value       = aws_lambda_function.this.function_name
}
