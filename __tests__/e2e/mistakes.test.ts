import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { PullRequest } from '../../local/github/pull-requests.js';
import { Rehearsal, type RunRequest, STATE_BUCKET } from '../../local/rehearsal.js';
import type { ActionResult } from '../../local/runner.js';
import { slug } from '../../src/report/kit/help-address.js';

// What a newcomer gets wrong, and what the action then says to do.
const PLAN_ROLE = 'arn:aws:iam::123456789012:role/plan';
const HELP = 'https://github.com/octo/well-managed-deployments/blob/v1/docs/troubleshooting.md';
const NO_KEYS = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };
const BACKEND = ['region=us-east-1', 'use_path_style=true', 'skip_credentials_validation=true'].concat(
  'skip_requesting_account_id=true',
  'skip_metadata_api_check=true',
);

let shop: Rehearsal;
let pull: PullRequest;

beforeAll(async () => {
  const project = process.env.ACTION_ROOT ?? '.';
  if (!existsSync(join(project, 'dist', 'index.js'))) throw new Error('There is no dist/index.js: npm run build');
  shop = await Rehearsal.start({ project });
  await shop.change('feature', 'A page', { 'site/dist/page.html': '<p>Page</p>', 'empty/.keep': '' });
  pull = shop.open('feature', 'A page');
  shop.cloud.sts.store.addRole(PLAN_ROLE, { subjects: ['repo:octo/shop:pull_request'] });
});
afterAll(async () => await shop?.stop());

async function planned(request: RunRequest = {}): Promise<ActionResult> {
  return await shop.planned(pull, 'opened', request);
}

/** The error of the step, on one line. */
function error({ log, exitCode }: ActionResult): string {
  expect(exitCode).toBe(1);
  const lines = log.split('\n').filter((line) => line.startsWith('::error::'));
  return (lines.at(-1) ?? '').replaceAll('%0A', '\n');
}

async function expectHelp(result: ActionResult): Promise<void> {
  const address = new RegExp(`${HELP.replaceAll('.', '\\.')}#([^\\s)]+)`);
  const [, anchor = ''] = address.exec(error(result)) ?? [];
  const page = await readFile('docs/troubleshooting.md', 'utf8');
  const anchors = [...page.matchAll(/^### (.+)$/gm)].map(([, heading = '']) => slug(heading));
  expect(anchors).toContain(anchor);
  expect(result.summary).toContain(`[Troubleshooting](${HELP}#${anchor})`);
}

test('a role variable that is not set', async () => {
  const result = await planned({ inputs: { 'role-to-assume': '' }, environment: NO_KEYS });
  expect(error(result)).toContain('Give "role-to-assume" (or "plan-role" and "deploy-role") the ARN of a role.');
  expect(error(result)).toContain('`gh variable list`');
  expect(result.log).not.toContain('configure-aws-credentials');
  expect(result.log).toContain('Not signed in: no role is given, and no credentials are in the environment');
  await expectHelp(result);
});

test('a role variable that is swapped, and what the token has that the role refuses', async () => {
  shop.cloud.sts.idTokens.claims = {
    sub: 'repo:octo/shop:environment:dev',
    ref: 'refs/heads/main',
    repository_id: '77',
  };
  const result = await shop.deployed({
    inputs: { 'role-to-assume': PLAN_ROLE, 'aws-region': 'us-east-1' },
    environment: { ...NO_KEYS, ...shop.cloud.sts.runnerEnvironment() },
  });
  expect(error(result)).toContain('sub "repo:octo/shop:environment:dev"');
  expect(error(result)).toContain('ref "refs/heads/main", repository_id "77"');
  expect(error(result)).toContain('a job with the environment "dev" takes DEPLOY_ROLE_DEV');
  await expectHelp(result);
});

test('a state bucket that does not exist', async () => {
  const backend = ['bucket=nobody-has-this', 'key=dev.tfstate', ...BACKEND].join('\n');
  const result = await planned({ inputs: { 'backend-config': backend } });
  expect(error(result)).toContain('Correct `bucket=` in the input "backend-config"');
  await expectHelp(result);
});

test('no state bucket at all', async () => {
  const result = await planned({ inputs: { 'backend-config': '' } });
  expect(error(result)).toContain('the lines `bucket=NAME` and `key=STAGE/terraform.tfstate`');
  await expectHelp(result);
});

test('a site bucket that does not exist', async () => {
  const result = await planned({ inputs: { 'infra-directory': '', 'site-bucket': 'nobody-has-this' } });
  expect(error(result)).toContain('Look at the input "site-bucket": there is no such bucket');
  await expectHelp(result);
});

test('the wrong folder: one without Terraform, and one without a page', async () => {
  const infra = await planned({ inputs: { 'infra-directory': 'empty', 'site-directory': '' } });
  expect(error(infra)).toContain('name the folder that has them in "infra-directory"');
  await expectHelp(infra);
  const site = await planned({
    inputs: { 'infra-directory': '', 'site-bucket': 'shop-site', 'site-directory': 'empty' },
  });
  expect(error(site)).toContain('The folder of the site has no page');
  await expectHelp(site);
});

test('a fault in an input and a missing folder are one report, in the log and in the job summary', async () => {
  const result = await planned({
    inputs: { 'verify-timeout': 'soon', 'site-directory': 'dist', 'infra-directory': 'tf' },
  });
  for (const text of [error(result), result.summary]) {
    expect(text).toContain('3 inputs are not valid');
    expect(text).toContain('expected a whole number from 0 to 3600');
    expect(text).toMatch(/"tf", which does not exist in the workspace/);
    expect(text).toMatch(/Build the front end before this step/);
  }
  await expectHelp(result);
});

test('a region that does not exist', async () => {
  const result = await planned({ inputs: { 'aws-region': 'eu-centrall-1' } });
  expect(error(result)).toContain('aws-region: found "eu-centrall-1"; expected a region such as eu-central-1');
  await expectHelp(result);
});

test('no permission to comment: the warning names it, and the plan stands', async () => {
  const granted = { contents: 'read', checks: 'write', deployments: 'read' } as const;
  const result = await planned({ token: shop.cloud.github.token('github-actions', granted) });
  expect(result.exitCode).toBe(0);
  const warning = result.log.split('\n').find((line) => line.startsWith('::warning::The comment could not be posted'));
  expect(warning).toContain('`pull-requests: write`');
});

test('no permission to read deployments: the warning names that one', async () => {
  const granted = { contents: 'read', checks: 'write', 'pull-requests': 'write' } as const;
  const result = await planned({ token: shop.cloud.github.token('github-actions', granted) });
  expect(result.log).toContain('`deployments: read`');
});

test('a first plan, whose state is not there yet, says nothing of a missing state', async () => {
  const backend = [`bucket=${STATE_BUCKET}`, 'key=first/terraform.tfstate', ...BACKEND].join('\n');
  const result = await planned({ inputs: { 'backend-config': backend } });
  expect(result.exitCode).toBe(0);
  expect(result.log).not.toContain('No state file was found');
});

// The provider is a file that cannot be started: `init` is over by then.
test('a provider without a lock file: the warning has the command', async () => {
  const platform = `linux_${process.arch === 'arm64' ? 'arm64' : 'amd64'}`;
  const provider = join(shop.folder, 'mirror', 'example.com/some/thing/1.2.3', platform);
  await mkdir(provider, { recursive: true });
  await writeFile(join(provider, 'terraform-provider-thing_v1.2.3'), '#!/bin/sh\n', { mode: 0o755 });
  const rc = join(shop.folder, 'mirror.tfrc');
  await writeFile(
    rc,
    `provider_installation {\n  filesystem_mirror {\n    path = "${join(shop.folder, 'mirror')}"\n  }\n}\n`,
  );
  await shop.change('unlocked', 'A provider', {
    'infra/thing.tf':
      'terraform {\n  required_providers {\n    thing = { source = "example.com/some/thing" }\n  }\n}\n',
  });
  const unlocked = shop.open('unlocked', 'A provider');
  const result = await shop.planned(unlocked, 'opened', { environment: { TF_CLI_CONFIG_FILE: rc } });
  // What `init` has made is of this branch.
  await rm(join(shop.git.path, 'infra', '.terraform.lock.hcl'));
  await rm(join(shop.git.path, 'infra', '.terraform'), { recursive: true });
  const warning = result.log.split('\n').find((line) => line.startsWith('::warning::infra has no .terraform.lock.hcl'));
  expect(warning).toMatch(
    /Commit the file that this makes: \S+ -chdir=infra get && \S+ -chdir=infra providers lock -platform=linux_amd64$/,
  );
});

test('an old run that is started again to go back says how to go back', async () => {
  const old = await shop.merge(pull);
  expect((await shop.deployed()).log).toContain('Deployed dev');
  await shop.change('newer', 'Newer', { 'site/dist/page.html': '<p>Newer</p>' });
  await shop.merge(shop.open('newer', 'Newer'));
  await shop.deployed({ inputs: { 'apply-policy': 'always' } });
  const result = await shop.deployed({ sha: old });
  expect(result.outputs.outcome).toBe('skipped');
  const warning = result.log.split('\n').find((line) => line.startsWith('::warning::'));
  expect(warning).toMatch(/already has the newer commit .* revert the newer one in a pull request and merge it/);
  await rm(join(shop.git.path, 'infra', '.terraform'), { recursive: true, force: true });
});
