import { strict as assert } from 'node:assert';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findMotoServer, type MotoServer, startMotoServer } from '../../local/moto/moto-server.js';
import { Rehearsal } from '../../local/rehearsal.js';
import { DESTROYS, type DestroyCase, STATES } from './destroy-cases.js';
import { Store } from './store.js';
import { cliConfiguration, findProviderMirror } from './tools.js';

// Destroys by the bundle, on the real AWS provider, of stacks in which something must not be deleted: every version of every bucket
// of both stores is listed before and after. `npm run test:destroys -- NAME` runs one of them.

const HEAD = 'terraform {\n  backend "s3" {\n    use_lockfile = true\n  }\n}\n';
const SETTINGS = [
  'use_path_style',
  'skip_credentials_validation',
  'skip_requesting_account_id',
  'skip_metadata_api_check',
];

const mirror = await findProviderMirror();
const program = await findMotoServer();
if (mirror === undefined || program === undefined) {
  console.log('skipped  needs moto_server and the AWS provider in a folder (TF_PLUGIN_MIRROR)');
  process.exit(0);
}

const [wanted] = process.argv.slice(2);
let failed = 0;
for (const one of DESTROYS.filter(({ name }) => wanted === undefined || name === wanted)) {
  const began = performance.now();
  try {
    const said = await tried(one, mirror, program);
    console.log(
      `passed  ${one.name} (${Math.round((performance.now() - began) / 1000)} s)\n          ${said.join('\n          ')}`,
    );
  } catch (thrown) {
    failed++;
    console.log(`FAILED  ${one.name}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}
process.exitCode = failed === 0 ? 0 : 1;

async function tried(one: DestroyCase, providers: string, moto: string): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'destroys-'));
  const stores: MotoServer[] = [await startMotoServer(moto), await startMotoServer(moto)];
  const [here, there] = stores.map(({ url }) => new Store(url)) as [Store, Store];
  const rehearsal = await Rehearsal.start({ project: process.cwd(), shop: { url: 'http://shop.invalid' } });
  try {
    await here.make(STATES);
    const configuration = join(folder, 'cli.tfrc');
    await writeFile(configuration, cliConfiguration(providers));
    const environment = {
      TF_CLI_CONFIG_FILE: configuration,
      ...Object.fromEntries(['', '_S3', '_STS', '_DYNAMODB'].map((name) => [`AWS_ENDPOINT_URL${name}`, here.url])),
    };
    const backend = (key: string) =>
      [`bucket=${STATES}`, `key=${key}`, 'region=us-east-1', ...SETTINGS.map((name) => `${name}=true`)].join('\n');
    const inputs = { 'site-directory': '', 'lock-timeout': '2s', 'backend-config': backend('dev.tfstate') };
    await rehearsal.change('main', 'The stack', {
      'infra/main.tf': one.main({ here: here.url, there: there.url }),
      'infra/backend.tf': HEAD,
    });
    const deployed = await rehearsal.deployed({ inputs: { ...inputs, 'apply-policy': 'always' }, environment });
    assert.equal(deployed.exitCode, 0, deployed.log);
    await one.before({
      put: (store, bucket, key) => (store === 'here' ? here : there).put(bucket, key),
      make: (store, bucket) => (store === 'here' ? here : there).make(bucket),
      hold: (bucket, key) => here.hold(bucket, key),
    });
    const before = { here: await here.everything(), there: await there.everything() };
    const key = one.key === undefined ? {} : { 'backend-config': backend(one.key) };
    const confirmed = { operation: 'destroy', 'confirm-destroy': 'octo/shop:dev', ...key };
    const destroyed = await rehearsal.dispatched(confirmed, { inputs, environment });
    const after = { here: await here.everything(), there: await there.everything() };
    assert.equal(destroyed.exitCode, one.exit, destroyed.log);
    assert.match(destroyed.log, one.says);
    const gone = (place: 'here' | 'there') => before[place].filter((line) => !after[place].includes(line));
    const taken = [...gone('here').map((line) => `here ${line}`), ...gone('there').map((line) => `there ${line}`)];
    const own = (line: string) => one.gone.some((place) => line === place || line.startsWith(`${place}/`));
    assert.deepEqual(
      taken.filter((line) => !own(line)),
      [],
      'what is not in the plan is gone',
    );
    const left = [...after.here.map((line) => `here ${line}`), ...after.there.map((line) => `there ${line}`)];
    for (const place of one.gone) assert.ok(!left.includes(place), `${place} is still there`);
    const count = before.here.length + before.there.length;
    return [`exit ${destroyed.exitCode}; of ${count} buckets and versions ${taken.length} are gone, all of the plan`];
  } finally {
    await rehearsal.stop();
    for (const store of stores) await store.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
