import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PullRequest } from '../../local/github/pull-requests.js';
import type { LaneCase } from './lane-case.js';
import { LANE_CASES } from './lane-cases.js';
import { LaneWorld } from './lane-world.js';
import { started } from './started.js';

// Each input as the bundle takes it: planned on a pull request with the real AWS provider, refused there or deployed against
// the emulator; and what was deployed is taken from the bucket and started. Prints a table of all.
//   npm run test:packages:lane [PART OF A NAME]

const FUNCTION = `
variable "lambda_packages" { type = map(object({ s3_bucket = string, s3_key = string, source_code_hash = string })) }
variable "keep_versions" { default = "100" }
locals { package = one(values(var.lambda_packages)) }
variable "runtime" { default = "nodejs22.x" }
variable "handler" { default = "index.handler" }
variable "architecture" { default = "${process.arch === 'x64' ? 'x86_64' : 'arm64'}" }
provider "aws" { s3_use_path_style = true }
resource "aws_iam_role" "this" {
  name               = "api"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}
resource "aws_lambda_function" "this" {
  function_name    = "api"
  role             = aws_iam_role.this.arn
  s3_bucket        = local.package.s3_bucket
  s3_key           = local.package.s3_key
  source_code_hash = local.package.source_code_hash
  runtime          = var.runtime
  handler          = var.handler
  architectures    = [var.architecture]
  publish          = true
  tags             = { keep-versions = var.keep_versions }
}
resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version
}
`;

const only = process.argv[2] ?? '';
const rows: string[] = [];
const outcome = { passed: 0, failed: 0, skipped: 0 };
const world = await LaneWorld.start(FUNCTION);
try {
  await world.rehearsal.change('feature', 'A change', { 'README.md': 'The shop\n' });
  const pull = world.rehearsal.open('feature', 'A change');
  for (const one of LANE_CASES.filter(({ name }) => name.includes(only))) {
    const needs = one.runtime?.startsWith('java') === true ? 'javac' : 'python3';
    if (spawnSync('which', [needs]).status !== 0) {
      outcome.skipped++;
      console.log(`!!! NOT RUN: ${one.name} needs ${needs}`);
    } else await shown(one, pull);
  }
} finally {
  await world.stop();
}
console.log(`\n| input | packed | refused | warned | started |\n|---|---|---|---|---|\n${rows.join('\n')}\n`);
console.log(`${outcome.passed} passed, ${outcome.failed} failed, ${outcome.skipped} skipped`);
if (process.env.REPORT_FILE) writeFileSync(process.env.REPORT_FILE, JSON.stringify(outcome));
process.exitCode = outcome.failed === 0 && outcome.passed > 0 ? 0 : 1;

async function shown(one: LaneCase, pull: PullRequest): Promise<void> {
  const began = performance.now();
  try {
    const row = one.refused === undefined ? await deployed(one, pull) : await refused(one, pull, one.refused);
    outcome.passed++;
    rows.push(`| ${one.name} | ${row} |`);
    console.log(`passed  ${one.name} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  } catch (thrown) {
    outcome.failed++;
    rows.push(`| ${one.name} | FAILED | | | |`);
    console.log(`FAILED  ${one.name}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}

async function refused(one: LaneCase, pull: PullRequest, words: string): Promise<string> {
  const from = world.moto.requests().length;
  const planned = await world.rehearsal.planned(pull, 'synchronize', request(one));
  assert.equal(planned.exitCode, 1, planned.log.slice(-3000));
  assert.ok(planned.log.includes(words), `It does not say ${words}:\n${planned.log.slice(-3000)}`);
  const changed = world.moto.requests().slice(from);
  assert.deepEqual(
    changed.filter((asked) => /^(?:PUT|POST|PATCH) \/(?:artifacts|2015-03-31|v2)\b/.test(asked)),
    [],
  );
  return `no | ${words} | | no`;
}

async function deployed(one: LaneCase, pull: PullRequest): Promise<string> {
  const given = request(one);
  const planned = await world.rehearsal.planned(pull, 'synchronize', given);
  assert.equal(planned.exitCode, 0, planned.log.slice(-3000));
  const warnings = planned.log.split('\n').filter((line) => /aws_lambda_function\.this: The package may /.test(line));
  assert.deepEqual(
    warnings.map((line) => line.includes(one.warned ?? '\n')).filter((is) => !is),
    [],
  );
  assert.equal(warnings.length > 0, one.warned !== undefined);
  const applied = await world.rehearsal.deployed(given);
  assert.equal(applied.exitCode, 0, applied.log.slice(-4000));
  assert.match(applied.log, /1 function runs the code that was packed/);
  if (one.keep !== undefined) {
    const listed = JSON.parse((await world.aws('GET', '/2015-03-31/functions/api/versions', 'lambda')).toString());
    assert.equal(listed.Versions.length, one.keep + 1, 'the versions that are kept, and $LATEST');
  }
  const archive = await world.deployedArchive('api', 'live');
  if (one.start !== undefined) assert.equal(started(archive, one.start, world.scratch), one.start.answers);
  return `${archive.length} bytes | | ${one.warned ?? ''} | ${one.start === undefined ? 'no' : 'yes'}`;
}

function request(one: LaneCase) {
  const { runtime, handler, architecture } = one;
  const path = join('built', one.make(world.emptyFolder('built')));
  const keep = one.keep === undefined ? {} : { keep_versions: String(one.keep) };
  return world.request(`${one.package ?? 'api'}=${path}`, { runtime, handler, architecture, ...keep });
}
