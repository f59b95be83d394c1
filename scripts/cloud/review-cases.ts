/** What is reviewed, what somebody else merges before it, and how the deploy of it ends. On the real AWS provider. */
export interface ReviewCase {
  readonly name: string;
  /** The files of the stack as deployed, beside its provider. */
  readonly stands: Readonly<Record<string, string>>;
  readonly reviewed: Readonly<Record<string, string>>;
  /** Merged after the approval, before what was reviewed. */
  readonly between: Readonly<Record<string, string>>;
  /** What a refusal says; `undefined`: the deploy passes. */
  readonly refused?: readonly string[];
  /** A request that fails once in the deploy of what was reviewed: the deploy is run again, without another approval. */
  readonly fails?: { readonly method: string; readonly path: RegExp; readonly query: string };
  /** Paths in the emulator that answer after a deploy that passes, and none of which does after a refusal. */
  readonly made: readonly string[];
}

const locals = (who: string) => `locals {\n  who = "arn:aws:iam::123456789012:${who}"\n}\n`;
const other = { 'infra/other.tf': 'resource "aws_sqs_queue" "jobs" { name = "jobs" }\n' };

/** The ARN of the bucket is unknown until it exists, and so is the whole text of the policy. */
const bucketWithPolicy = (name: string) => `
resource "aws_s3_bucket" "assets" {
  bucket = "${name}"
}
resource "aws_s3_bucket_policy" "assets" {
  bucket = aws_s3_bucket.assets.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = local.who }
      Action    = "s3:GetObject"
      Resource  = "\${aws_s3_bucket.assets.arn}/*"
    }]
  })
}
`;

const distribution = `
resource "aws_cloudfront_origin_access_control" "assets" {
  name                              = "assets"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}
resource "aws_cloudfront_distribution" "assets" {
  enabled             = true
  wait_for_deployment = false
  origin {
    domain_name              = aws_s3_bucket.assets.bucket_regional_domain_name
    origin_id                = "assets"
    origin_access_control_id = aws_cloudfront_origin_access_control.assets.id
  }
  default_cache_behavior {
    target_origin_id       = "assets"
    viewer_protocol_policy = "redirect-to-https"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    forwarded_values {
      query_string = false
      cookies { forward = "none" }
    }
  }
  restrictions {
    geo_restriction { restriction_type = "none" }
  }
  viewer_certificate { cloudfront_default_certificate = true }
}
resource "aws_s3_bucket" "assets" {
  bucket = "behind"
}
resource "aws_s3_bucket_policy" "assets" {
  bucket = aws_s3_bucket.assets.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Action    = "s3:GetObject"
      Resource  = "\${aws_s3_bucket.assets.arn}/*"
      Condition = { StringEquals = { "AWS:SourceArn" = aws_cloudfront_distribution.assets.arn } }
    }]
  })
}
`;

const elsewhere = (region: string) => `provider "aws" {
  alias                       = "elsewhere"
  region                      = "${region}"
  s3_use_path_style           = true
  skip_credentials_validation = true
  skip_metadata_api_check     = true
}
`;

const token = (value: string) => `locals {\n  token = "${value}"\n}\n`;

export const REVIEWS: readonly ReviewCase[] = [
  {
    name: 'a policy of a bucket that does not exist yet is merged after something unrelated: applied',
    stands: { 'infra/settings.tf': locals('role/reader') },
    reviewed: { 'infra/assets.tf': bucketWithPolicy('assets') },
    between: other,
    made: ['/assets?policy'],
  },
  {
    name: 'a local of that policy is changed by another merge: refused',
    stands: { 'infra/settings.tf': locals('role/reader') },
    reviewed: { 'infra/assets.tf': bucketWithPolicy('assets') },
    between: { 'infra/settings.tf': locals('root') },
    refused: [
      'aws_s3_bucket_policy.assets (create',
      '.who: changed (infra/settings.tf:2)',
      '#1 was planned before #2 was merged',
    ],
    made: ['/assets?policy', '/assets'],
  },
  {
    name: 'the provider alias of a bucket is changed by another merge: refused',
    stands: { 'infra/elsewhere.tf': elsewhere('eu-west-1') },
    reviewed: {
      'infra/assets.tf': 'resource "aws_s3_bucket" "assets" {\n  provider = aws.elsewhere\n  bucket   = "assets"\n}\n',
    },
    between: { 'infra/elsewhere.tf': elsewhere('us-west-2') },
    refused: ['aws_s3_bucket.assets (create', '#1 was planned before #2 was merged'],
    made: ['/assets'],
  },
  {
    name: 'a write-only value is changed by another merge: refused',
    stands: { 'infra/settings.tf': token('reviewed-value') },
    reviewed: {
      'infra/parameter.tf':
        'resource "aws_ssm_parameter" "token" {\n  name             = "token"\n  type             = "SecureString"\n' +
        '  value_wo         = local.token\n  value_wo_version = 1\n}\n',
    },
    between: { 'infra/settings.tf': token('another-value') },
    refused: ['aws_ssm_parameter.token (create', '#1 was planned before #2 was merged'],
    made: [],
  },
  {
    name: 'a deploy that stops behind a distribution is finished by a second run',
    stands: {},
    reviewed: { 'infra/assets.tf': distribution },
    between: other,
    fails: { method: 'PUT', path: /^\/behind\/?$/, query: 'policy' },
    made: ['/behind?policy'],
  },
];
