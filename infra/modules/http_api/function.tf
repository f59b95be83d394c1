# Made here and not by Lambda, so that it has a retention and goes with the stack.
resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
}

resource "aws_iam_role" "this" {
  name                 = var.name
  description          = "What the function ${var.name} may do"
  permissions_boundary = var.permissions_boundary

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Lambda"
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "logs" {
  name = "logs"
  role = aws_iam_role.this.id

  # No CreateLogGroup: a function that outlived its log group would make one without retention.
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "OwnLog"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = "${aws_cloudwatch_log_group.this.arn}:*"
    }]
  })
}

resource "aws_lambda_function" "this" {
  # A first call must find its log and its right to write there.
  depends_on = [aws_cloudwatch_log_group.this, aws_iam_role_policy.logs]

  function_name    = var.name
  role             = aws_iam_role.this.arn
  s3_bucket        = var.package.s3_bucket
  s3_key           = var.package.s3_key
  source_code_hash = var.package.source_code_hash
  runtime          = var.runtime
  handler          = var.handler
  architectures    = [var.architecture]
  memory_size      = var.memory_size
  timeout          = var.timeout
  publish          = true

  # Read by the action after a deploy: versions beyond these are deleted, but for what an alias names.
  tags = { keep-versions = tostring(var.keep_versions) }

  environment {
    variables = merge(var.environment, { STAGE = var.stage })
  }
}

resource "aws_lambda_alias" "this" {
  name             = var.stage
  description      = "What the API's stage ${var.stage} calls"
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version

  lifecycle {
    # A function that is replaced under its own name takes its alias along; Terraform would update one that is gone.
    replace_triggered_by = [aws_lambda_function.this.arn]
  }
}

resource "aws_lambda_permission" "api" {
  statement_id  = "api-${var.stage}"
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  function_name = aws_lambda_function.this.function_name
  qualifier     = aws_lambda_alias.this.name
  source_arn    = "${aws_apigatewayv2_api.this.execution_arn}/${var.stage}/*"

  lifecycle {
    # The permission goes with the function too, and nothing of it would change: the API would answer 500 until the next run.
    replace_triggered_by = [aws_lambda_function.this.arn]
  }
}
