import { existsSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { DISTRIBUTION, Rehearsal, SITE_BUCKET } from '../../local/rehearsal.js';

const WORKFLOW = `on: pull_request
permissions:
  contents: read
  pull-requests: write
  checks: write
  deployments: write
  issues: write
  actions: read
  id-token: write
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: octo/well-managed-deployments@v1
        with:
          site-directory: site/dist
          site-bucket: \${{ vars.SITE_BUCKET }}
`;
const PULL_REQUEST = { type: 'pull_request' };
const PLAN_CHECK = {
  type: 'required_status_checks',
  parameters: { required_status_checks: [{ context: 'pipeline / Plan' }] },
};

let shop: Rehearsal;
beforeEach(async () => {
  const project = process.env.ACTION_ROOT ?? '.';
  if (!existsSync(`${project}/dist/index.js`)) throw new Error('There is no dist/index.js: npm run build');
  shop = await Rehearsal.start({ project });
});
afterEach(async () => await shop?.stop());

async function ready(): Promise<void> {
  await shop.change('main', 'A workflow', {
    '.github/workflows/deploy.yml': WORKFLOW,
    'infra/.terraform.lock.hcl': '# No provider is needed.\n',
  });
  for (const name of ['dev', 'dev-destroy']) shop.github.environments.set(name, { branches: true, reviewers: true });
  shop.github.rules.push(PULL_REQUEST, PLAN_CHECK);
}

test('a set-up that is ready: one table, and nothing is written anywhere', async () => {
  await ready();
  shop.cloud.s3.store.bucket(SITE_BUCKET).versioning = 'Enabled';
  expect((await shop.deployed()).exitCode).toBe(0);
  shop.cloud.journal.clear();
  const result = await shop.dispatched({ operation: 'check' });
  expect([result.exitCode, result.outputs.operation, result.outputs.outcome]).toEqual([0, 'check', 'succeeded']);
  expect(result.summary).toContain('### The set-up of `dev` is ready');
  expect(result.summary).toContain('| right | the environment dev, with required reviewers |');
  expect(result.summary).toContain('| right | the branch main requires pipeline / Plan |');
  expect(result.summary).toContain(`| right | the site's bucket ${SITE_BUCKET} |`);
  expect(result.summary).toMatch(
    /\| right \| 1 release in its records, newest first: \w+-\w{8} of \d{4}-\d\d-\d\dT[\d:]{8}Z \|/,
  );
  expect(result.summary).toContain(`| right | the distribution ${DISTRIBUTION} |`);
  expect(result.summary).toContain('| cannot be seen | the variables of the repository: SITE_BUCKET |');
  expect(result.summary).not.toContain('**wrong**');
  const writes = shop.cloud.journal.entries().filter(({ method }) => method !== 'GET' && method !== 'HEAD');
  expect(writes.map(({ service, operation }) => `${service} ${operation}`)).toEqual([]);
});

test('everything that is wrong is in one run, each with what to do', async () => {
  await shop.change('main', 'A workflow', {
    '.github/workflows/deploy.yml': WORKFLOW.replace('site-directory', 'site-directry'),
  });
  shop.github.environments.set('dev', { branches: false, reviewers: false });
  const inputs = { 'site-bucket': 'nobodys-bucket', 'distribution-id': '' };
  const result = await shop.dispatched({ operation: 'check' }, { inputs });
  expect(result.exitCode).toBe(1);
  expect(result.log).toMatch(/::error::The set-up of dev is not ready to deploy\. Found: 7 things that are wrong/);
  const wrong = result.summary.split('\n').filter((line) => line.startsWith('| **wrong** |'));
  expect(wrong).toEqual([
    expect.stringContaining('deploy: there is no input "site-directry"'),
    expect.stringContaining('deploy: there is no infra/.terraform.lock.hcl'),
    expect.stringContaining('the environment dev may be used by any branch'),
    expect.stringContaining('there is no environment dev-destroy'),
    expect.stringContaining('the branch main may be pushed to without a pull request'),
    expect.stringContaining('the branch main requires no status check'),
    expect.stringContaining('nobodys-bucket'),
  ]);
  for (const line of wrong) expect(line).not.toMatch(/\|\s*\|$/);
});
