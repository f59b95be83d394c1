import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PullRequest } from '../../local/github/pull-requests.js';
import { DISTRIBUTION, Rehearsal, type RunRequest, SITE_BUCKET, STATE_BUCKET } from '../../local/rehearsal.js';
import type { ActionResult } from '../../local/runner.js';
import { readActionDefinition } from '../../scripts/generate/action-definition.js';
import { bootstrapTrust } from '../workflows/bootstrap-trust.js';
import type { Contexts } from '../workflows/expression.js';
import { type ActionCall, simulate } from '../workflows/simulate.js';
import { ARTIFACT_BUCKET, ROLES } from '../workflows/tried-examples.js';

// What somebody does who has read the README alone: follow its link, fill in the variables, put a folder's name in.
const README = readFileSync('README.md', 'utf8');
const firstScreen = /```yaml\n([\s\S]*?)```/.exec(README)?.[1] ?? '';
const DEFAULTS = Object.fromEntries(
  Object.entries(readActionDefinition().inputs)
    .filter(([name]) => name !== 'github-token')
    .map(([name, input]) => [name, input.default]),
);
const page = (words: string) => `<!doctype html><html lang="en"><title>${words}</title><h1>${words}</h1></html>`;

let shop: Rehearsal;
let vars: Record<string, string>;

/** The example that the README links to after these words. */
function linked(words: string): string {
  const path = new RegExp(`${words}[^(]*\\]\\((examples/[\\w-]+\\.yml)\\)`).exec(README)?.[1];
  if (path === undefined) throw new Error(`The README links to no example after "${words}"`);
  return readFileSync(path, 'utf8');
}

/** A repository that holds these files and nothing else, on a cloud with the buckets and the roles of the set-up. */
async function repository(files: Record<string, string | Buffer>): Promise<void> {
  shop = await Rehearsal.start({ project: process.env.ACTION_ROOT ?? '.' });
  shop.cloud.s3.store.createBucket(ARTIFACT_BUCKET);
  for (const [arn, subjects] of bootstrapTrust(`repo:${shop.github.fullName}`))
    shop.cloud.sts.store.addRole(arn, { subjects });
  vars = { ...ROLES, STATE_BUCKET, ARTIFACT_BUCKET, SITE_BUCKET, DISTRIBUTION_ID: DISTRIBUTION, SITE_URL: shop.edge };
  await shop.change('start', 'My repository', { infra: null, site: null, '.gitignore': '.terraform/\n', ...files });
  await shop.merge(shop.open('start', 'My repository'));
}

async function on(
  workflow: string,
  event: string,
  typed: Record<string, string>,
  start: (request: RunRequest) => Promise<ActionResult>,
): Promise<ActionResult> {
  const change = { number: 1, head: { repo: { id: shop.github.id } }, user: { login: 'alice' } };
  const repository = { id: shop.github.id, name: 'shop', default_branch: 'main' };
  const payload = { repository, ...(event === 'pull_request' ? { pull_request: change } : {}) };
  const github = { event_name: event, ref: 'refs/heads/main', ref_name: 'main', actor: 'alice', workflow: 'Mine' };
  const known: Contexts = {
    github: { ...github, repository: shop.github.fullName, run_id: '1', event: payload },
    inputs: typed,
    vars,
  };
  const results: ActionResult[] = [];
  await simulate(workflow, known, async ({ inputs, permissions, environment }: ActionCall) => {
    const where = environment !== '' ? `environment:${environment}` : '';
    const subject = where || (event === 'pull_request' ? 'pull_request' : 'ref:refs/heads/main');
    shop.cloud.sts.idTokens.claims = { sub: `repo:${shop.github.fullName}:${subject}` };
    const result = await start({
      inputs: {
        ...DEFAULTS,
        ...inputs,
        ...(inputs['backend-config'] ? { 'backend-config': [inputs['backend-config'], ...EMULATOR].join('\n') } : {}),
      },
      token: shop.cloud.github.token('github-actions', permissions),
      environment: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', ...shop.cloud.sts.runnerEnvironment() },
    });
    if (result.exitCode !== 0) throw new Error(result.log);
    results.push(result);
    return result.outputs;
  });
  expect(results.length).toBe(1);
  return results[0] as ActionResult;
}

const served = async () => await (await fetch(`${shop.edge}/index.html`)).text();

describe('a repository with a folder dist/, and a bucket', () => {
  const workflow = linked('a bucket with a site, and no Terraform');

  beforeAll(async () => await repository({ 'dist/index.html': page('My site') }), 60_000);
  afterAll(async () => await shop?.stop());

  test('gets its first deploy', async () => {
    const { outputs } = await on(workflow, 'push', {}, (request) => shop.deployed(request));
    expect(outputs).toMatchObject({ operation: 'deploy', outcome: 'succeeded', 'files-uploaded': '2' });
    expect(await served()).toContain('My site');
  }, 60_000);

  test('gets the next one with neither a distribution nor an address in its variables', async () => {
    vars = { ...vars, DISTRIBUTION_ID: '', SITE_URL: '' };
    await shop.change('next', 'Next', { 'dist/index.html': page('My next site') });
    await shop.merge(shop.open('next', 'Next'));
    const { outputs } = await on(workflow, 'push', {}, (request) => shop.deployed(request));
    expect(outputs).toMatchObject({ outcome: 'succeeded', 'invalidation-id': '' });
    expect(shop.cloud.s3.store.bucket(SITE_BUCKET).keys()).toContain('index.html');
  }, 60_000);
});

/** The infra/ of this repository as a newcomer copies it. What needs the AWS provider, which `test:cloud` has, stands in. */
function copiedStack(size: number): Record<string, string> {
  const copied = ['backend.tf', 'variables.tf'].map((name) => [`infra/${name}`, readFileSync(`infra/${name}`, 'utf8')]);
  const outputs = `
output "site_bucket" { value = "${SITE_BUCKET}" }
output "distribution_id" { value = "${DISTRIBUTION}" }
output "site_url" { value = "${shop.edge}" }
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

/** Added to the lines of a workflow: that the emulator has an address, and no host name for each bucket. */
const EMULATOR = ['use_path_style=true', 'skip_credentials_validation=true', 'skip_requesting_account_id=true'];

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
    workflow: linked('More:').replace(/^( +)# ((?:api-command|lambda-packages|artifact-bucket|variables): )/gm, '$1$2'),
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
    await repository({});
    await shop.change('mine', 'Everything', files('My shop', 1));
  }, 60_000);
  afterAll(async () => await shop?.stop());

  test('gets a plan on its pull request', async () => {
    pull = shop.open('mine', 'Everything');
    const { outputs } = await on(workflow, 'pull_request', {}, (request) => shop.planned(pull, 'opened', request));
    expect(outputs).toMatchObject({ operation: 'plan', 'plan-class': 'change', add: made });
    expect(pull.comments.length).toBe(1);
    expect(pull.comments[0]?.body).toMatch(/\*\*A merge will\*\* .*apply this plan, upload/);
  }, 60_000);

  test('gets what was planned deployed by its merge', async () => {
    await shop.merge(pull);
    const { outputs } = await on(workflow, 'push', {}, (request) => shop.deployed(request));
    expect(outputs).toMatchObject({ operation: 'deploy', outcome: 'succeeded', add: made });
    expect(await served()).toContain('My shop');
    expect(shop.cloud.s3.store.bucket(STATE_BUCKET).keys()).toContain(key);
    const packages = shop.cloud.s3.store.bucket(ARTIFACT_BUCKET).keys();
    expect(packages).toEqual(hasApi ? [expect.stringMatching(/^api\//)] : []);
  }, 60_000);

  if (workflow.includes('confirm-destroy')) {
    test(`${title} is destroyed by hand, when the name is typed`, async () => {
      const typed = { operation: 'destroy', 'confirm-destroy': `${shop.github.fullName}:dev` };
      const start = (request: RunRequest) => shop.dispatched(request.inputs ?? {}, request);
      const { outputs } = await on(workflow, 'workflow_dispatch', typed, start);
      expect(outputs).toMatchObject({ operation: 'destroy', outcome: 'succeeded', destroy: made });
    }, 60_000);
  }
});
