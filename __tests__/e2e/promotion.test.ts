import { afterEach, expect, test } from '@jest/globals';
import { Rehearsal, SITE_BUCKET, STATE_BUCKET } from '../../local/rehearsal.js';
import { shopInfrastructure, shopSite } from '../../local/sample-shop.js';

const [DEV_PACKAGES, PROD_PACKAGES, PROD_SITE] = ['dev-artifacts', 'prod-artifacts', 'prod-site'];
let rehearsal: Rehearsal;
afterEach(() => rehearsal.stop());

/** One configuration for both stages. */
function stack(edge: string): Record<string, string> {
  const { 'infra/main.tf': main = '' } = shopInfrastructure({ bucket: 'BUCKET', distribution: 'ID', url: 'URL' });
  const of = (dev: string, prod: string) => `var.stage == "dev" ? "${dev}" : "${prod}"`;
  const outputs = main
    .replace('"BUCKET"', of(SITE_BUCKET, PROD_SITE))
    .replace('"ID"', of('E2SHOP', 'E3SHOP'))
    .replace('"URL"', of(rehearsal.edge, edge));
  return {
    'infra/main.tf': `${outputs}
output "api_url" {
  value = "https://\${var.stage}.test"
}
variable "lambda_packages" {
  type = map(object({ s3_bucket = string, s3_key = string, source_code_hash = string }))
}
`,
  };
}

const common = { 'lambda-packages': 'api=api/dist', 'site-config': 'api=api_url', 'apply-policy': 'always' };
const dev = { ...common, 'artifact-bucket': DEV_PACKAGES };
function prod(more: Readonly<Record<string, string>> = {}) {
  const settings = ['region=us-east-1', 'use_path_style=true', 'skip_credentials_validation=true'];
  const skip = ['skip_requesting_account_id=true', 'skip_metadata_api_check=true'];
  const backend = [`bucket=${STATE_BUCKET}`, 'key=v1.tfstate', ...settings, ...skip].join('\n');
  const own = { stage: 'v1', 'backend-config': backend, 'artifact-bucket': PROD_PACKAGES, 'promote-from': 'dev' };
  return { ...common, ...own, ...more };
}

/** Every file that a stage serves, but those that are its own. */
function bytes(name: string): ReadonlyMap<string, string> {
  const bucket = rehearsal.cloud.s3.store.bucket(name);
  const keys = bucket
    .keys()
    .filter((key) => bucket.current(key) && !/^\.well-managed|release\.json|config\.json/.test(key));
  return new Map(
    keys.sort().map((key) => {
      const { body, headers } = bucket.current(key) ?? {};
      return [key, `${body?.toString('base64')} ${JSON.stringify(headers)}`];
    }),
  );
}

async function release(headline: string) {
  const code = { 'api/dist/index.mjs': `export const handler = () => '${headline}';\n` };
  const sha = await rehearsal.change('main', headline, { ...shopSite({ headline }), ...code });
  const deployed = await rehearsal.deployed({ inputs: dev });
  expect(deployed.exitCode).toBe(0);
  return { sha, release: deployed.outputs.release ?? '' };
}

test('dev is promoted to v1: the same bytes, packages and Terraform, and nothing is built; what may not be promoted is refused', async () => {
  rehearsal = await Rehearsal.start({ project: process.cwd() });
  const { cloud, github } = rehearsal;
  const { store } = cloud.s3;
  for (const name of [DEV_PACKAGES, PROD_PACKAGES, PROD_SITE]) store.createBucket(name);
  for (const name of [SITE_BUCKET, PROD_SITE]) store.bucket(name).versioning = 'Enabled';
  const { url: edge } = await cloud.cloudfront.addDistribution({ id: 'E3SHOP', bucket: PROD_SITE });
  await rehearsal.change('main', 'Two stages', { ...stack(edge), '.gitignore': '.terraform*\n' });
  const manual = async (more = {}) => await rehearsal.dispatched({ operation: 'deploy' }, { inputs: prod(more) });
  const refused = async (found: RegExp) => {
    cloud.journal.clear();
    const { exitCode, log } = await manual();
    expect(log).toMatch(/::error::The promotion of dev to v1 is refused\. Found: /);
    expect(log).toMatch(found);
    expect(exitCode).toBe(1);
    expect(cloud.journal.writes().filter(({ service }) => service === 's3')).toEqual([]);
  };

  await refused(/nothing is deployed to dev/);
  const spring = await release('Spring');

  const planned = await rehearsal.dispatched({ operation: 'plan' }, { inputs: prod() });
  expect(planned.summary).toMatch(
    new RegExp(
      `its files come from dev. A promotion takes ${spring.release} of ${spring.sha}, live in dev since .*; 1 release waits`,
    ),
  );

  // A merge that is not deployed, without a build: its Terraform is not what v1 gets.
  await rehearsal.change('main', 'Not deployed', { 'infra/more.tf': 'output "more" {\n  value = 1\n}\n' });
  const unbuilt = { 'site/dist': null, 'api/dist': null };
  await rehearsal.change('main', 'Not built', unbuilt);
  const push = await rehearsal.deployed({ inputs: prod() });
  expect(push.log).toMatch(/is refused\. Found: \w{40} is checked out, and dev serves \S+ of \w{40}/);

  cloud.journal.clear();
  const promoted = await manual();
  expect(promoted.exitCode).toBe(0);
  expect(promoted.outputs).toMatchObject({ operation: 'deploy', outcome: 'succeeded', release: spring.release });
  expect(promoted.summary).toContain('files copied from the promoted stage');
  expect(bytes(PROD_SITE)).toEqual(bytes(SITE_BUCKET));
  expect(bytes(PROD_SITE).size).toBeGreaterThan(4);
  const served = async (path: string) => await (await fetch(`${edge}/${path}`)).json();
  expect(await served('release.json')).toEqual({ release: spring.release, commit: spring.sha, stage: 'v1' });
  expect(await served('config.json')).toEqual({ api: 'https://v1.test' });
  const packages = (name: string) =>
    store
      .bucket(name)
      .keys()
      .map((key) => [key, store.bucket(name).current(key)?.body.toString('base64')]);
  expect(packages(PROD_PACKAGES)).toEqual(packages(DEV_PACKAGES));
  const puts = cloud.journal.entries({ service: 's3', operation: 'PutObject' }).map(({ path }) => path);
  expect(puts.filter((path) => path.startsWith(`/${PROD_SITE}/`) && !path.includes('/.well-managed/')).sort()).toEqual([
    `/${PROD_SITE}/config.json`,
    `/${PROD_SITE}/release.json`,
  ]);
  expect(puts.filter((path) => new RegExp(`^/(${SITE_BUCKET}|${DEV_PACKAGES})/`).test(path))).toEqual([]);
  expect(JSON.parse(promoted.outputs['terraform-outputs'] ?? '{}')).not.toHaveProperty('more');
  expect(github.deployments.at(-1)).toMatchObject({ sha: spring.sha, environment: 'v1' });

  // Once more: there is nothing to do.
  cloud.journal.clear();
  expect((await manual()).outputs).toMatchObject({ outcome: 'succeeded', 'files-uploaded': '0' });
  expect(cloud.journal.entries({ service: 's3', operation: 'CopyObject' })).toEqual([]);

  // Cut off half-way, and repeated.
  const summer = await release('Summer');
  const withdraw = cloud.faults.add({
    service: 's3',
    operation: 'CopyObject',
    path: /index\.html/,
    effect: { status: 403 },
  });
  const half = await manual();
  expect(half.exitCode).toBe(1);
  expect(await (await fetch(edge)).text()).toContain('Spring');
  withdraw();
  expect((await manual()).outputs).toMatchObject({ outcome: 'succeeded', release: summer.release });
  expect(await (await fetch(edge)).text()).toContain('Summer');

  await rehearsal.dispatched({ operation: 'rollback-site' }, { inputs: dev });
  await refused(/dev is held: alice rolled it back/);
  await rehearsal.change('main', 'Autumn', { ...shopSite({ headline: 'Autumn' }), 'api/dist/index.mjs': '' });
  const lifted = await rehearsal.dispatched({ operation: 'deploy', hold: 'false' }, { inputs: dev });
  expect(lifted.exitCode).toBe(0);
  const back = await rehearsal.dispatched({ operation: 'rollback-site', hold: 'false' }, { inputs: dev });
  expect(back.exitCode).toBe(0);
  await refused(/which is older than what was deployed last: it was rolled back/);
  expect(cloud.journal.unknown()).toEqual([]);
}, 600_000);
