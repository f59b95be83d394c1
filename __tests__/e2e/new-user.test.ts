import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PullRequest } from '../../local/github/pull-requests.js';
import { DISTRIBUTION, type RunRequest, SITE_BUCKET, STATE_BUCKET } from '../../local/rehearsal.js';
import { ARTIFACT_BUCKET } from '../workflows/tried-examples.js';
import { NewUser, page } from './new-user-stage.js';

// What somebody does who has read the README alone: follow its link, fill in the variables, put a folder's name in.
const README = readFileSync('README.md', 'utf8');
const firstScreen = /```yaml\n([\s\S]*?)```/.exec(README)?.[1] ?? '';

let user: NewUser;

/** The example that the README links to after these words. */
function linked(words: string): string {
  const path = new RegExp(`${words}[^(]*\\]\\((examples/[\\w-]+\\.yml)\\)`).exec(README)?.[1];
  if (path === undefined) throw new Error(`The README links to no example after "${words}"`);
  return readFileSync(path, 'utf8');
}

describe('a repository with a folder dist/, and a bucket', () => {
  const workflow = linked('a site in S3');

  beforeAll(async () => {
    user = await NewUser.with({ 'dist/index.html': page('My site') });
  });
  afterAll(async () => await user?.shop.stop());

  test('gets its first deploy', async () => {
    const { outputs } = await user.on(workflow, 'push', {}, (request) => user.shop.deployed(request));
    expect(outputs).toMatchObject({ operation: 'deploy', outcome: 'succeeded', 'files-uploaded': '2' });
    expect(await user.served()).toContain('My site');
    expect(await (await fetch(`${user.shop.edge}/release.json`)).json()).toMatchObject({ stage: 'prod' });
  });

  test('gets the next one with neither a distribution nor an address in its variables', async () => {
    user.vars = { ...user.vars, DISTRIBUTION_ID: '', SITE_URL: '' };
    await user.shop.change('next', 'Next', { 'dist/index.html': page('My next site') });
    await user.shop.merge(user.shop.open('next', 'Next'));
    const { outputs } = await user.on(workflow, 'push', {}, (request) => user.shop.deployed(request));
    expect(outputs).toMatchObject({ outcome: 'succeeded', 'invalidation-id': '' });
    expect(user.shop.cloud.s3.store.bucket(SITE_BUCKET).keys()).toContain('index.html');
  });
});

/** The infra/ of this repository as a newcomer copies it. What needs the AWS provider, which `test:cloud` has, stands in. */
function copiedStack(size: number): Record<string, string> {
  const copied = ['backend.tf', 'variables.tf'].map((name) => [`infra/${name}`, readFileSync(`infra/${name}`, 'utf8')]);
  const outputs = `
output "site_bucket" { value = "${SITE_BUCKET}" }
output "distribution_id" { value = "${DISTRIBUTION}" }
output "site_url" { value = "${user.shop.edge}" }
`;
  const resources = `
resource "terraform_data" "site" { input = { name = "\${var.project}-\${var.stage}-site", size = ${size} } }
resource "terraform_data" "function" {
  for_each = var.lambda_packages
  input    = { key = each.value.s3_key, boundary = var.permissions_boundary }
}
`;
  return { ...Object.fromEntries(copied), 'infra/main.tf': outputs + resources };
}

describe.each([
  { title: "the README's own lines", workflow: firstScreen, key: 'dev/terraform.tfstate' },
  {
    title: 'the example for what exists already',
    workflow: readFileSync('examples/existing-stack.yml', 'utf8'),
    key: 'shop/dev/terraform.tfstate',
  },
  {
    title: 'the reusable workflow with an API',
    // The lines for an API stand in the example, to be uncommented.
    workflow: linked('These lines plan and deploy').replace(
      /^( +)# ((?:api-command|lambda-packages|artifact-bucket|variables): )/gm,
      '$1$2',
    ),
    key: 'dev/terraform.tfstate',
  },
])('a copy of infra/ with $title', ({ title, workflow, key }) => {
  const hasApi = workflow.includes('\n      lambda-packages: ');
  const made = hasApi ? '2' : '1';
  let pull: PullRequest;
  const files = (words: string, size: number) => ({
    ...copiedStack(size),
    'dist/index.html': page(words),
    'build/api/index.mjs': `export const handler = () => '${words}';\n`,
  });

  beforeAll(async () => {
    user = await NewUser.with({});
    await user.shop.change('mine', 'Everything', files('My shop', 1));
  });
  afterAll(async () => await user?.shop.stop());

  test('gets a plan on its pull request', async () => {
    pull = user.shop.open('mine', 'Everything');
    const { outputs } = await user.on(workflow, 'pull_request', {}, (request) =>
      user.shop.planned(pull, 'opened', request),
    );
    expect(outputs).toMatchObject({ operation: 'plan', 'plan-class': 'change', add: made });
    expect(pull.comments.length).toBe(1);
    expect(pull.comments[0]?.body).toMatch(/\*\*A merge will\*\* .*apply this plan, upload/);
  });

  test('gets what was planned deployed by its merge', async () => {
    await user.shop.merge(pull);
    const { outputs } = await user.on(workflow, 'push', {}, (request) => user.shop.deployed(request));
    expect(outputs).toMatchObject({ operation: 'deploy', outcome: 'succeeded', add: made });
    expect(await user.served()).toContain('My shop');
    expect(user.shop.cloud.s3.store.bucket(STATE_BUCKET).keys()).toContain(key);
    const packages = user.shop.cloud.s3.store.bucket(ARTIFACT_BUCKET).keys();
    expect(packages).toEqual(hasApi ? [expect.stringMatching(/^api\//)] : []);
  });

  if (workflow.includes('confirm-destroy')) {
    test(`${title} is destroyed by hand, when the name is typed`, async () => {
      const typed = { operation: 'destroy', 'confirm-destroy': `${user.shop.github.fullName}:dev` };
      const start = (request: RunRequest) => user.shop.dispatched(request.inputs ?? {}, request);
      const { outputs } = await user.on(workflow, 'workflow_dispatch', typed, start);
      expect(outputs).toMatchObject({ operation: 'destroy', outcome: 'succeeded', destroy: made });
    });
  }
});
