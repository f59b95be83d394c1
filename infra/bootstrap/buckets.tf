# A named bucket that does not exist, or is another account's, fails here and not at the first deploy.
data "aws_s3_bucket" "existing" {
  for_each = toset(concat(values(local.existing_buckets), values(var.existing_sites)[*].bucket))

  bucket = each.value
}

resource "aws_s3_bucket" "this" {
  for_each = local.new_buckets

  bucket        = each.value
  force_destroy = var.delete_contents
}

resource "aws_s3_bucket_public_access_block" "this" {
  for_each = local.new_buckets

  bucket                  = aws_s3_bucket.this[each.key].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "this" {
  for_each = local.new_buckets

  bucket = aws_s3_bucket.this[each.key].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  for_each = local.new_buckets

  bucket = aws_s3_bucket.this[each.key].id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

# Of a state every version can be had back; of a package there is one, since it is written once.
resource "aws_s3_bucket_versioning" "this" {
  for_each = local.new_buckets

  bucket = aws_s3_bucket.this[each.key].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  for_each = local.new_buckets

  # A rule on old versions is accepted only once there are versions.
  depends_on = [aws_s3_bucket_versioning.this]
  bucket     = aws_s3_bucket.this[each.key].id

  rule {
    id     = "expire-what-is-replaced"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days = each.key == "state" ? 365 : 30
    }

    expiration {
      expired_object_delete_marker = true
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_s3_bucket_policy" "this" {
  for_each = local.new_buckets

  # S3 refuses two changes of a bucket's access at once.
  depends_on = [aws_s3_bucket_public_access_block.this]
  bucket     = aws_s3_bucket.this[each.key].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [local.bucket_arns[each.key], "${local.bucket_arns[each.key]}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}
