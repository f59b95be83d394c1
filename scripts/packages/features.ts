import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { LaneWorld } from './lane-world.js';
import { started } from './started.js';

// What Lambda can do beside a plain function, each deployed by the bundle with the real provider against the emulator, planned
// again (nothing to do), and started. What the emulator lacks is said to be so.
//   npm run test:packages:features

const BASE = `
variable "lambda_packages" { type = map(object({ s3_bucket = string, s3_key = string, source_code_hash = string })) }
provider "aws" { s3_use_path_style = true }
resource "aws_iam_role" "this" {
  name               = "api"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}
`;

interface Feature {
  readonly name: string;
  /** Of the function. */
  readonly settings?: string;
  /** Beside it. */
  readonly resources?: string;
  /** The request that the emulator does not know: the deploy fails by it and by nothing else. */
  readonly lacking?: RegExp;
  /** The emulator takes the setting and does not give it back, so that each plan sees a difference. */
  readonly forgotten?: true;
  readonly packages?: string;
  readonly handler?: string;
  /** Without it the archive is not started. */
  readonly answers?: string;
}

const LAYER = `
resource "aws_lambda_layer_version" "shared" {
  layer_name       = "shared"
  s3_bucket        = var.lambda_packages["shared"].s3_bucket
  s3_key           = var.lambda_packages["shared"].s3_key
  source_code_hash = var.lambda_packages["shared"].source_code_hash
}`;
const NETWORK = `
resource "aws_vpc" "this" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "this" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_security_group" "this" { vpc_id = aws_vpc.this.id }`;

const FEATURES: readonly Feature[] = [
  { name: 'a plain function', answers: '"hi"' },
  {
    name: 'a layer that is a package of its own',
    packages: 'api=built/api\nshared=built/shared',
    resources: LAYER,
    settings: 'layers = [aws_lambda_layer_version.shared.arn]',
    answers: '"hi"',
  },
  {
    name: 'a handler that only a layer has',
    packages: 'api=built/api\nshared=built/shared',
    resources: LAYER,
    settings: 'layers = [aws_lambda_layer_version.shared.arn]',
    handler: '/opt/nodejs/index.handler',
  },
  {
    name: 'a VPC',
    resources: NETWORK,
    settings:
      'vpc_config {\n subnet_ids = [aws_subnet.this.id]\n security_group_ids = [aws_security_group.this.id]\n }',
    answers: '"hi"',
  },
  {
    name: 'a key of KMS for the environment',
    resources: 'resource "aws_kms_key" "this" {}',
    settings: 'kms_key_arn = aws_kms_key.this.arn\n environment {\n variables = { A = "b" }\n }',
    forgotten: true,
    answers: '"hi"',
  },
  {
    name: 'a key of KMS for the artifact bucket',
    resources: `resource "aws_kms_key" "this" {}
resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = "artifacts"
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.this.arn
    }
  }
}`,
    answers: '"hi"',
  },
  {
    name: 'SnapStart',
    settings: 'snap_start {\n apply_on = "PublishedVersions"\n }',
    forgotten: true,
    answers: '"hi"',
  },
  { name: 'reserved concurrency', settings: 'reserved_concurrent_executions = 5', answers: '"hi"' },
  {
    name: 'provisioned concurrency',
    resources: `resource "aws_lambda_provisioned_concurrency_config" "this" {
  function_name                     = aws_lambda_function.this.function_name
  qualifier                         = aws_lambda_alias.live.name
  provisioned_concurrent_executions = 1
}`,
    lacking: /::error.*PutProvisionedConcurrencyConfig/,
  },
  {
    name: 'code signing',
    resources: `resource "aws_lambda_code_signing_config" "this" {
  allowed_publishers { signing_profile_version_arns = ["arn:aws:signer:us-east-1:123456789012:/signing-profiles/p/v"] }
  policies { untrusted_artifact_on_deployment = "Enforce" }
}`,
    settings: 'code_signing_config_arn = aws_lambda_code_signing_config.this.arn',
    lacking: /::error.*CreateCodeSigningConfig/,
  },
  {
    name: 'a container image beside a package',
    resources: `resource "aws_ecr_repository" "this" { name = "worker" }
resource "aws_lambda_function" "image" {
  function_name = "worker"
  role          = aws_iam_role.this.arn
  package_type  = "Image"
  image_uri     = "\${aws_ecr_repository.this.repository_url}@sha256:${'0'.repeat(64)}"
}`,
    forgotten: true,
  },
];

const outcome = { passed: 0, failed: 0, skipped: 0 };
const rows: string[] = [];
const only = process.argv[2] ?? '';
const world = await LaneWorld.start(BASE);
try {
  const content = 'export const handler = async () => "hi";';
  await world.rehearsal.git.write({ 'built/api/index.mjs': content, 'built/shared/nodejs/index.mjs': content });
  for (const feature of FEATURES.filter(({ name }) => only === '' || new RegExp(only).test(name))) await shown(feature);
} finally {
  await world.stop();
}
console.log(`\n| | |\n|---|---|\n${rows.join('\n')}\n`);
console.log(`${outcome.passed} passed, ${outcome.failed} failed, ${outcome.skipped} not in the emulator`);
if (process.env.REPORT_FILE) writeFileSync(process.env.REPORT_FILE, JSON.stringify(outcome));
process.exitCode = outcome.failed === 0 ? 0 : 1;

async function shown(feature: Feature): Promise<void> {
  try {
    const found = await deployed(feature);
    outcome[found === 'works' ? 'passed' : 'skipped']++;
    rows.push(
      `| ${feature.name} | ${found}${feature.forgotten === true ? ', and is forgotten by the emulator' : ''} |`,
    );
    console.log(`${found.padEnd(8)}${feature.name}`);
  } catch (thrown) {
    outcome.failed++;
    rows.push(`| ${feature.name} | FAILED |`);
    console.log(`FAILED  ${feature.name}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}

async function deployed(feature: Feature): Promise<string> {
  const { name, settings, resources, lacking, forgotten, packages, handler, answers } = feature;
  const functionName = `f-${FEATURES.findIndex((one) => one.name === name)}`;
  await world.rehearsal.change('main', name, {
    'infra/function.tf': `
resource "aws_lambda_function" "this" {
  function_name    = "${functionName}"
  role             = aws_iam_role.this.arn
  s3_bucket        = var.lambda_packages["api"].s3_bucket
  s3_key           = var.lambda_packages["api"].s3_key
  source_code_hash = var.lambda_packages["api"].source_code_hash
  runtime          = "nodejs22.x"
  handler          = "${handler ?? 'index.handler'}"
  publish          = true
  ${settings ?? ''}
}
resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version
}
${resources ?? ''}
`,
  });
  const request = world.request(packages ?? 'api=built/api');
  const first = await world.rehearsal.deployed(request);
  if (lacking !== undefined && first.exitCode !== 0 && lacking.test(first.log)) return 'not in the emulator';
  assert.equal(first.exitCode, 0, first.log.slice(-3000));
  assert.match(first.log, /1 function runs the code that was packed/);
  const second = await world.rehearsal.deployed(request);
  assert.equal(second.exitCode, 0, second.log.slice(-3000));
  assert.equal(second.outputs['plan-class'], forgotten === true ? 'change' : 'none', second.log.slice(-3000));
  if (answers === undefined) return 'works';
  const archive = await world.deployedArchive(functionName, 'live');
  const answer = started(archive, { runtime: 'node', handler: 'index.handler' }, world.scratch);
  assert.equal(answer, answers);
  return 'works';
}
