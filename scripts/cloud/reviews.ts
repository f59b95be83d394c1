import { strict as assert } from 'node:assert';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { xmlReply } from '../../local/moto/exchange.js';
import { type MotoCloud, startMotoCloud } from '../../local/moto/moto-cloud.js';
import { findMotoServer } from '../../local/moto/moto-server.js';
import { Checks, writeReport } from './checks.js';
import { REVIEWS, type ReviewCase } from './review-cases.js';
import { ReviewedProject, succeeded } from './reviewed-project.js';
import { Store } from './store.js';
import { cliConfiguration, findProviderMirror } from './tools.js';

// What was reviewed against what is applied, by the bundle, on the real AWS provider: each case in an account of its own.
// `--sample` is what CI runs: the first two, one that passes and one that does not. Other words run
// the cases whose name holds them.

const STATES = 'shop-state';
const SKIPPED = ['skip_credentials_validation', 'skip_requesting_account_id', 'skip_metadata_api_check'];
const BACKEND = [
  `bucket=${STATES}`,
  'key=dev.tfstate',
  'region=eu-central-1',
  'use_path_style=true',
  ...SKIPPED.map((name) => `${name}=true`),
].join('\n');
const STACK = {
  'infra/main.tf': `terraform {
  backend "s3" {
    use_lockfile = true
  }
}
provider "aws" {
  region                      = "eu-central-1"
  s3_use_path_style           = true
  skip_credentials_validation = true
  skip_metadata_api_check     = true
}
resource "aws_sqs_queue" "orders" { name = "orders" }
`,
};

const mirror = await findProviderMirror();
const [asked] = process.argv.slice(2);
const wanted = REVIEWS.filter(({ name }) => asked === undefined || name.includes(asked));
const cases = asked === '--sample' ? REVIEWS.slice(0, 2) : wanted;
const checks = new Checks(cases.map(({ name }) => name));
if (mirror === undefined || (await findMotoServer()) === undefined) {
  console.log(
    '\n!!! NOT RUN: npm run test:cloud:reviews needs moto_server, and the AWS provider in TF_PLUGIN_MIRROR\n',
  );
  writeReport({ passed: 0, failed: 0, skipped: cases.length, checks: [] });
} else {
  // Each stands alone: one that fails does not keep the others from being shown.
  for (const one of cases) await checks.check(one.name, () => tried(one, mirror)).catch(console.error);
  const report = checks.report();
  writeReport(report);
  process.exitCode = report.failed === 0 ? 0 : 1;
}

async function tried(one: ReviewCase, providers: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'reviews-'));
  const moto = await startMotoCloud();
  let project: ReviewedProject | undefined;
  try {
    await new Store(moto.url).make(STATES);
    const configuration = join(folder, 'cli.tfrc');
    await writeFile(configuration, cliConfiguration(providers));
    const services = ['_STS', '_CLOUDFRONT', '_DYNAMODB', '_SSM', '_SQS'].map((name) => `AWS_ENDPOINT_URL${name}`);
    const environment = {
      ...moto.environment,
      ...Object.fromEntries(services.map((name) => [name, moto.url])),
      TF_CLI_CONFIG_FILE: configuration,
    };
    project = await ReviewedProject.start({
      inputs: { 'backend-config': BACKEND },
      environment,
      files: { ...STACK, ...one.stands },
    });
    await told(one, project, moto);
  } finally {
    await project?.stop();
    await moto.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function told(one: ReviewCase, project: ReviewedProject, moto: MotoCloud): Promise<void> {
  const pull = await project.reviewed(one.reviewed);
  await project.merged(await project.reviewed(one.between));
  // Of the others there is nothing to deploy: what they change is part of what was reviewed alone.
  if (one.refused === undefined) succeeded(await project.deployed());
  await project.merged(pull);
  if (one.fails !== undefined) {
    const reply = xmlReply(403, '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>');
    moto.interrupt({ ...one.fails, reply });
    const stopped = await project.deployed();
    assert.equal(stopped.exitCode, 1, stopped.log);
    assert.match(stopped.log, /AccessDenied/);
  }
  const from = moto.requests().length;
  const result = await project.deployed();
  if (one.refused === undefined) {
    succeeded(result);
    for (const path of one.made) assert.equal(await answer(moto, path), 200, path);
    return;
  }
  assert.equal(result.exitCode, 1, result.log);
  for (const words of one.refused) assert.ok(result.log.includes(words), `"${words}" is not in:\n${result.log}`);
  for (const path of one.made) assert.equal(await answer(moto, path), 404, path);
  // Only the state's lock is written, and taken away again.
  const written = moto
    .requests()
    .slice(from)
    .filter((request) => /^(?:PUT|DELETE) /.test(request) && !request.includes('.tflock'));
  assert.deepEqual(written, []);
}

async function answer(moto: MotoCloud, path: string): Promise<number> {
  const credential = 'local/20260101/eu-central-1/s3/aws4_request';
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, Signature=0`;
  return (await fetch(`${moto.url}${path}`, { headers: { authorization } })).status;
}
