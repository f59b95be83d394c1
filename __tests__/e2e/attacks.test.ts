import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { openPullRequest, type PullRequest } from '../../local/github/pull-requests.js';
import type { ActionResult } from '../../local/runner.js';
import { ReviewStage, succeeded } from './review-stage.js';

// What somebody tries who wants another change applied than the one that was approved, by the bundle that is shipped.

const MINUTE = 90_000;
let stage: ReviewStage;
const folders: string[] = [];
afterEach(async () => {
  await stage.stop();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** Refused, with nothing applied. */
function expectRefused(result: ActionResult, ...words: readonly string[]): void {
  for (const one of words) expect(result.log).toContain(one);
  const made = stage.state().resources.map(({ name }) => name);
  expect([result.exitCode, made.sort()]).toEqual([1, ['database', 'queue']]);
  expect(stage.rehearsal.cloud.journal.unknown()).toEqual([]);
}

const BUCKET = 'resource "terraform_data" "bucket" { input = "assets" }\n';
const GUARD = 'resource "terraform_data" "guard" { input = "block" }\n';
const POLICY =
  'resource "terraform_data" "policy" {\n  input = jsonencode({ Principal = local.who, Resource = terraform_data.bucket.id })\n}\n';
const who = (name: string) => `locals {\n  who = "${name}"\n}\n`;

/** Eve has no rights: her pull request is a fork's, and plans no change by itself. */
async function mergedFork(files: Record<string, string>): Promise<PullRequest> {
  const { rehearsal } = stage;
  await rehearsal.change('from-a-fork', 'Tidy up', stage.files({ resources: files }));
  const fork = rehearsal.cloud.github.repository('eve/shop');
  await fork.history.readGit(rehearsal.git.path);
  const author = rehearsal.cloud.github.user('eve');
  return openPullRequest(rehearsal.github, { author, title: 'Tidy up', head: 'from-a-fork', from: fork });
}

describe('a fork without any right', () => {
  const settings = (guards: number, name: string) => `variable "guards" {\n  default = ${guards}\n}\n${who(name)}`;
  const resources = {
    bucket: `${BUCKET}${POLICY}resource "terraform_data" "guard" {\n  count = var.guards\n  input = "block"\n}\n`,
  };

  test.each(['squash', 'rebase', 'merge'] as const)(
    'does not change what an approved pull request applies, merged by %s (base-moves-fork)',
    async (method) => {
      stage = await ReviewStage.start({ resources: { settings: settings(1, 'shop') } });
      const approved = await stage.open({ resources: { settings: settings(1, 'shop'), ...resources } });
      stage.approve(approved);
      await stage.merge(await mergedFork({ settings: settings(0, '*') }), method);
      succeeded(await stage.deploy());
      await stage.merge(approved, method);
      expectRefused(
        await stage.deploy(),
        // The rehearsal's key is "local", so that this word is masked.
        '.who: changed (infra/settings.tf:',
        'terraform_data.guard[0] (create; reviewed on #1 and no longer planned)',
        'infra/settings.tf changed after #1 was planned',
      );
    },
    MINUTE,
  );

  test(
    'does not by the merge queue either',
    async () => {
      stage = await ReviewStage.start({ resources: { settings: settings(1, 'shop') } });
      const approved = await stage.open({ resources: { settings: settings(1, 'shop'), ...resources } });
      stage.approve(approved);
      await stage.merge(await mergedFork({ settings: settings(0, '*') }));
      const { base, commits } = await stage.queue([approved]);
      expectRefused(await stage.planGroup(base, commits[0] ?? '', approved), 'Merged in this order, the plan is not');
    },
    MINUTE,
  );
});

/** Which records count does not hang on the way of a merge, so one way is tried; all of them by `EVERY_WAY=true`. */
const WAYS =
  process.env.EVERY_WAY === undefined ? (['squash'] as const) : (['squash', 'rebase', 'merge', 'queue'] as const);

describe('a push after the approval', () => {
  const program = (command: string) =>
    `resource "terraform_data" "x" {\n  input = "x"\n  provisioner "local-exec" { command = "${command}" }\n}\n`;

  describe.each([
    ['drops the guard (subset)', { a: BUCKET, b: GUARD }, { b: null }, 'terraform_data.guard (create; reviewed on #1'],
    [
      'writes out what was unknown (unknown)',
      { a: BUCKET, b: POLICY, l: who('shop') },
      { b: 'resource "terraform_data" "policy" { input = "*" }\n' },
      'terraform_data.policy (create; terraform_data.policy.input: changed (infra/b.tf:1)',
    ],
    [
      'adds a program (provisioner)',
      { a: 'resource "terraform_data" "x" { input = "x" }\n' },
      { a: program('id') },
      'terraform_data.x provisioner',
    ],
    [
      'gives a value with the same 64 bits (collision)',
      { a: 'resource "terraform_data" "x" { input = "10.0.0.0/8 #1b4dbb6e81ea8718" }\n' },
      { a: 'resource "terraform_data" "x" { input = "0.0.0.0/0  #05b828bb6830f419" }\n' },
      'terraform_data.x (create; input: another value)',
    ],
    [
      'rounds to the same number (number-output)',
      { a: 'output "account" { value = 9007199254740992 }\n' },
      { a: 'output "account" { value = 9007199254740993 }\n' },
      'output account (set; its value: another value)',
    ],
  ] as [string, Record<string, string>, Record<string, string | null>, string][])(
    '%s',
    (_what, reviewed, pushed, words) => {
      test.each(WAYS)(
        'is refused, merged by %s',
        async (way) => {
          stage = await ReviewStage.start();
          const pull = await stage.open({ resources: reviewed });
          stage.approve(pull);
          await stage.push(pull, { resources: { ...reviewed, ...pushed } });
          succeeded(await stage.plan(pull));
          if (way === 'queue') {
            const { base, commits } = await stage.queue([pull]);
            return expectRefused(await stage.planGroup(base, commits[0] ?? '', pull), words);
          }
          await stage.merge(pull, way);
          expectRefused(await stage.deploy(), words);
        },
        MINUTE,
      );
    },
  );
});

describe('with the same files', () => {
  test(
    'another answer of a data source is another plan (same-files-other-data)',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'answer-'));
      folders.push(folder);
      const path = join(folder, 'other.tfstate');
      const answer = (name: string) =>
        writeFileSync(
          path,
          JSON.stringify({
            version: 4,
            terraform_version: '1.11.4',
            serial: 1,
            lineage: 'x',
            outputs: { who: { value: name, type: 'string' } },
            resources: [],
          }),
        );
      answer('shop');
      stage = await ReviewStage.start();
      const data = `data "terraform_remote_state" "o" {\n  backend = "local"\n  config  = { path = "${path}" }\n}\n`;
      const policy = POLICY.replace('local.who', 'data.terraform_remote_state.o.outputs.who');
      const pull = await stage.open({ resources: { a: data + BUCKET + policy } });
      stage.approve(pull);
      answer('*');
      await stage.merge(pull);
      expectRefused(await stage.deploy(), 'data.terraform_remote_state.o.outputs.who: changed');
    },
    MINUTE,
  );

  test(
    'no key of a sensitive map is shown, recorded or named in a refusal (mapkeys)',
    async () => {
      stage = await ReviewStage.start();
      const variable = 'variable "keys" {\n  type      = map(string)\n  sensitive = true\n}\n';
      const resources = { a: `${variable}resource "terraform_data" "s" { input = var.keys }\n` };
      const pull = await stage.open({ resources }, { planned: false });
      const given = (value: string) => ({ environment: { TF_VAR_keys: `{"sk_live_51H":"${value}"}` } });
      succeeded(await stage.plan(pull, given('billing')));
      stage.approve(pull);
      await stage.merge(pull);
      const result = await stage.deploy(given('other'));
      expectRefused(result, 'terraform_data.s (create; input: another value)');
      const log = result.log.replace(/^::add-mask::.*$/gm, '');
      const places = [log, result.summary, ...pull.comments.map(({ body }) => body)];
      expect(places.join('\n')).not.toContain('sk_live_51H');
    },
    MINUTE,
  );

  test(
    'another region is another place',
    async () => {
      stage = await ReviewStage.start();
      const pull = await stage.open({ resources: { a: BUCKET } });
      stage.approve(pull);
      await stage.merge(pull);
      expectRefused(
        await stage.deploy({ inputs: { 'aws-region': 'eu-central-1' } }),
        'The plan was reviewed for another AWS region',
      );
    },
    MINUTE,
  );
});

describe('another state', () => {
  const settings = (key: string) =>
    ['bucket=shop-state', `key=${key}`, 'region=us-east-1', 'use_path_style=true', ...SKIPPED].join('\n');
  const SKIPPED = [
    'skip_credentials_validation=true',
    'skip_requesting_account_id=true',
    'skip_metadata_api_check=true',
  ];
  const left = (key: string): number =>
    JSON.parse(stage.rehearsal.cloud.s3.store.bucket('shop-state').current(key)?.body.toString() ?? '').resources
      .length;

  test(
    'is no first deployment where the stage is deployed to one (backend)',
    async () => {
      stage = await ReviewStage.start({ deployed: false });
      succeeded(await stage.deploy());
      const evil = { evil: 'resource "terraform_data" "evil" { input = "admin" }\n' };
      await stage.merge(await stage.open({ resources: evil }, { planned: false }));
      const fresh = { inputs: { 'backend-config': settings('fresh.tfstate') } };
      expectRefused(await stage.deploy(fresh), 'terraform_data.evil (create, not in the reviewed plan)');
    },
    MINUTE,
  );

  test(
    'of another stage is not destroyed by the confirmation for this one, nor deployed to (destroystack)',
    async () => {
      stage = await ReviewStage.start();
      succeeded(await stage.deploy({ inputs: { stage: 'prod', 'backend-config': settings('prod.tfstate') } }));
      const before = left('prod.tfstate');
      const inputs = { stage: 'dev', 'backend-config': settings('prod.tfstate') };
      const words = 'The state belongs to another stage';
      const confirmed = { ...inputs, operation: 'destroy', 'confirm-destroy': 'octo/shop:dev' };
      expectRefused(await stage.dispatch(confirmed), words, 'a state that prod was deployed to');
      expectRefused(await stage.deploy({ inputs }), words);
      expect(left('prod.tfstate')).toBe(before);
    },
    MINUTE,
  );
});

describe('an honest repository', () => {
  test(
    'merges its approved pull request after another one, and reverts it before it was deployed',
    async () => {
      stage = await ReviewStage.start();
      const policy = await stage.open({ resources: { l: who('shop'), a: BUCKET + POLICY } });
      stage.approve(policy);
      const other = await stage.open({ resources: { q: GUARD } });
      stage.approve(other);
      await stage.merge(other);
      succeeded(await stage.deploy());
      await stage.merge(policy);
      succeeded(await stage.deploy());
      const added = await stage.open({ resources: { z: 'resource "terraform_data" "z" { input = "z" }\n' } });
      await stage.merge(added);
      const revert = await stage.open({ resources: { z: null } });
      const told = revert.comments.at(-1)?.body.replace(/<[^>]*>|\\/g, '') ?? '';
      expect(told).toContain('takes out of them');
      await stage.merge(revert);
      expect(succeeded(await stage.deploy()).log).toContain('Nothing to review: no changes');
    },
    MINUTE,
  );
});
