import { afterEach, expect, test } from '@jest/globals';
import { Rehearsal, SITE_BUCKET, STATE_BUCKET } from '../../local/rehearsal.js';
import { shopInfrastructure, shopSite } from '../../local/sample-shop.js';

const ARTIFACTS = 'shop-artifacts';
let rehearsal: Rehearsal;
afterEach(() => rehearsal.stop());

/** Terraform is told of the packages. Lambda's functions are the real provider's: `npm run test:cloud`. */
const PACKAGES = `
variable "queue" {
  description = "What another run may set."
  type        = string
  default     = "one"
}
resource "terraform_data" "further_queue" {
  input = var.queue
}
variable "lambda_packages" {
  description = "Packages by name."
  type        = map(object({ s3_bucket = string, s3_key = string, source_code_hash = string }))
}
`;
const inputs = { 'lambda-packages': 'api=api/dist', 'artifact-bucket': ARTIFACTS };

const headline = async () => /Spring|Summer|Autumn|Winter/.exec(await (await fetch(rehearsal.edge)).text())?.[0];
const objects = (bucket: string, operation: string) =>
  rehearsal.cloud.journal
    .entries({ service: 's3', operation })
    .filter(({ path }) => path.startsWith(`/${bucket}/`))
    .map(({ path }) => path);

async function threeReleases(): Promise<readonly string[]> {
  rehearsal = await Rehearsal.start({ project: process.cwd(), shop: { terraform: PACKAGES } });
  rehearsal.cloud.s3.store.createBucket(ARTIFACTS);
  rehearsal.cloud.s3.store.bucket(SITE_BUCKET).versioning = 'Enabled';
  const releases: string[] = [];
  for (const season of ['Spring', 'Summer', 'Autumn']) {
    const code = { 'api/dist/index.mjs': `export const handler = () => '${season}';\n` };
    await rehearsal.change('main', season, { ...shopSite({ headline: season }), ...code });
    const deployed = await rehearsal.deployed({ inputs });
    expect(deployed.exitCode).toBe(0);
    releases.push(deployed.outputs.release ?? '');
  }
  return releases;
}

function recordOf(release: string) {
  const bucket = rehearsal.cloud.s3.store.bucket(SITE_BUCKET);
  const path = bucket.keys().find((key) => key.includes('/releases/') && key.includes(release)) ?? '';
  return JSON.parse(bucket.current(path)?.body.toString() ?? '{}');
}

test('site and packages of a release come back with the configuration that was applied last, and nothing is built', async () => {
  const releases = await threeReleases();
  expect(recordOf(releases[1] ?? '')).toMatchObject({
    backEnd: {
      packages: [['api', expect.stringMatching(/^api\/[0-9a-f]{64}\.zip$/), expect.any(String)]],
      functions: [],
    },
    outputs: expect.arrayContaining([['site_bucket', SITE_BUCKET]]),
  });
  const applied = rehearsal.github.deployments.at(-1)?.sha;
  // Merged and never applied: the branch's head has what the state does not know, and no build.
  const infrastructure = { 'infra/more.tf': 'resource "terraform_data" "more" {}\n' };
  await rehearsal.change('main', 'Not deployed', { ...infrastructure, 'api/dist': null, 'site/dist': null });
  rehearsal.cloud.journal.clear();

  const back = await rehearsal.dispatched({ operation: 'rollback' }, { inputs });
  expect(back.exitCode).toBe(0);
  expect(back.outputs).toMatchObject({
    operation: 'rollback',
    release: releases[1],
    'plan-class': 'none',
    'files-uploaded': '0',
  });
  expect(back.log).toContain(`the configuration of ${applied}, which was applied last`);
  expect(back.summary).toContain('### Rolled back `dev`');
  expect(await headline()).toBe('Summer');
  expect(objects(ARTIFACTS, 'PutObject')).toEqual([]);
  expect(objects(SITE_BUCKET, 'PutObject').filter((path) => !path.includes('/.well-managed/'))).toEqual([]);
  expect(rehearsal.github.deployments.at(-1)).toMatchObject({
    sha: applied,
    payload: { hold: { release: releases[1] } },
  });

  await rehearsal.change('main', 'Winter', { ...shopSite({ headline: 'Winter' }), 'api/dist/index.mjs': '' });
  const held = await rehearsal.deployed({ inputs });
  expect(held.outputs).toMatchObject({ outcome: 'skipped' });

  // Once more: the one before that, since this one has ended.
  const further = await rehearsal.dispatched({ operation: 'rollback' }, { inputs });
  expect(further.outputs).toMatchObject({ outcome: 'succeeded', release: releases[0] });
  expect(await headline()).toBe('Spring');
  expect(rehearsal.cloud.journal.unknown()).toEqual([]);
}, 240_000);

test('a package that is gone, and a plan that does more than code, refuse the rollback before anything changes', async () => {
  const releases = await threeReleases();
  const kept = JSON.stringify(recordOf(releases[1] ?? ''));
  const store = rehearsal.cloud.s3.store.bucket(ARTIFACTS);
  const [, key = ''] = JSON.parse(kept).backEnd.packages[0];
  const was = store.current(key)?.body ?? Buffer.alloc(0);
  const unchanged = () => {
    const written = rehearsal.cloud.journal.writes().filter(({ service }) => service === 's3');
    expect(written.filter(({ path }) => !/lock\.json|\.tflock/.test(path))).toEqual([]);
    expect(rehearsal.github.deployments.at(-1)?.payload).not.toHaveProperty('hold');
  };

  rehearsal.cloud.journal.clear();
  store.put(key, 'somebody else');
  const other = await rehearsal.dispatched({ operation: 'rollback' }, { inputs });
  expect(other.log).toMatch(
    /::error::The functions of the release \S+ cannot be restored\. Found: SHA-256 \S+ instead of /,
  );
  unchanged();
  const [issue] = rehearsal.github.issues.values();
  expect(issue).toMatchObject({ state: 'open', assignees: ['alice'] });
  expect(issue?.title).toMatch(/^Rolling back dev failed: The functions of the release \S+ cannot be restored/);
  expect(issue?.body).toContain('To go forward instead: start a deploy manually with `hold: false`.');
  store.put(key, was);

  const variables = 'queue=two';
  const more = await rehearsal.dispatched({ operation: 'rollback' }, { inputs: { ...inputs, variables } });
  expect(more.log).toMatch(
    /::error::The rollback is refused: its plan changes more than the code of functions\. Found: 1 changed: terraform_data\.further_queue\. Nothing was changed\..*operation=rollback-site -f release=/,
  );
  expect(more.summary).toContain('### Rolling back `dev` failed');
  expect(more.summary).toContain('terraform_data.further_queue');
  expect(await headline()).toBe('Autumn');
  unchanged();
  expect(issue?.comments.map(({ body }) => body)).toEqual([
    expect.stringContaining('A newer run failed differently: '),
  ]);
  const back = await rehearsal.dispatched({ operation: 'rollback' }, { inputs });
  expect(back.outputs).toMatchObject({ release: releases[1], 'issue-url': more.outputs['issue-url'] });
  expect(issue?.state).toBe('closed');
  expect(issue?.comments.at(-1)?.body).toContain('An earlier release is live again.');
  expect(rehearsal.github.issues.size).toBe(1);
}, 240_000);

test('a merge that moves the state and was never deployed refuses a rollback, until it is reverted', async () => {
  rehearsal = await Rehearsal.start({ project: process.cwd(), shop: { terraform: PACKAGES } });
  rehearsal.cloud.s3.store.createBucket(ARTIFACTS);
  rehearsal.cloud.s3.store.bucket(SITE_BUCKET).versioning = 'Enabled';
  const local = [
    'use_path_style',
    'skip_credentials_validation',
    'skip_requesting_account_id',
    'skip_metadata_api_check',
  ];
  // Where in the bucket the state lies is in the configuration here, and not in the workflow.
  const lines = [`bucket=${STATE_BUCKET}`, 'region=us-east-1', ...local.map((name) => `${name}=true`)];
  const given = { inputs: { ...inputs, 'backend-config': lines.join('\n') } };
  const { 'infra/main.tf': main = '' } = shopInfrastructure(rehearsal.shop);
  const stateAt = (key: string) => main.replace('backend "s3" {', `backend "s3" {\n    key = "${key}"`);
  const code = { 'api/dist/index.mjs': 'export const handler = () => 1;\n', '.gitignore': '.terraform/\n' };
  for (const season of ['Spring', 'Summer']) {
    await rehearsal.change('main', season, {
      ...shopSite({ headline: season }),
      ...code,
      'infra/main.tf': stateAt('one'),
    });
    expect((await rehearsal.deployed(given)).exitCode).toBe(0);
  }
  await rehearsal.change('main', 'Moves the state', { 'infra/main.tf': stateAt('two') });
  rehearsal.cloud.journal.clear();
  const refused = await rehearsal.dispatched({ operation: 'rollback' }, given);
  expect(refused.log).toMatch(
    /::error::There is nothing to roll back in this state: dev was deployed to another one\..*revert its pull/,
  );
  expect(rehearsal.cloud.journal.writes().filter(({ service }) => service === 's3')).toEqual([]);
  expect(await headline()).toBe('Summer');

  await rehearsal.change('main', 'Reverted', { 'infra/main.tf': stateAt('one') });
  const back = await rehearsal.dispatched({ operation: 'rollback' }, given);
  expect(back.log).toContain('Rolled back dev');
  expect(await headline()).toBe('Spring');
}, 240_000);
