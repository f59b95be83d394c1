import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MotoCloud, startMotoCloud } from '../local/moto/moto-cloud.js';
import { findMotoServer } from '../local/moto/moto-server.js';
import { artifactStore } from '../src/gateways/artifact-store.js';
import { bucketContents } from '../src/gateways/bucket-contents.js';
import { lambdaFunctions } from '../src/gateways/functions.js';
import { packageFiles } from '../src/gateways/package-files.js';
import {
  checkFunctions,
  lambdaPackagesVariable,
  type PreparedPackage,
  preparePackages,
  uploadPackages,
} from '../src/operation/deploy-packages.js';
import { deletedBuckets, emptyBuckets } from '../src/operation/empty-buckets.js';
import type { PlanResourceChange } from '../src/terraform/plan-json.js';
import { Checks, writeReport } from './test-cloud-checks.js';
import { standing } from './test-cloud-inventory.js';
import { terraform } from './test-cloud-terraform.js';
import { cliConfiguration, findProviderMirror } from './test-cloud-tools.js';

// The real infra/ on the real AWS provider, against an emulator that others wrote.

const root = process.cwd();
const STAGES = ['dev', 'v1'] as const;
const CHECKS = [
  'the bootstrap is applied',
  'a second plan of the bootstrap changes nothing',
  'the package is stored once',
  'both stages are applied, side by side',
  'what the functions run is what was stored',
  'a second plan of each stage changes nothing',
  'another handler changes one function and its alias',
  'destroying one stage leaves the other whole',
  'destroying both leaves the bootstrap and nothing else',
] as const;
const signal = new AbortController().signal;

type Stage = (typeof STAGES)[number];

const missing = await whatIsMissing();
if (missing.length > 0) {
  console.log(`\n!!! NOT RUN: npm run test:cloud needs ${missing.join(', and ')}\n`);
  writeReport({ passed: 0, failed: 0, skipped: CHECKS.length, checks: [] });
} else {
  const folder = await mkdtemp(join(tmpdir(), 'test-cloud-'));
  const cloud = await startMotoCloud();
  const checks = new Checks(CHECKS);
  try {
    await run(checks, cloud, folder);
  } catch (thrown) {
    console.error(thrown);
  } finally {
    console.log(`\nAnswered by the proxy in the emulator's place:\n  ${cloud.answered().join('\n  ')}`);
    console.log(`Corrected in the emulator's replies:\n  ${cloud.mended().join('\n  ')}\n`);
    await cloud.stop();
    await rm(folder, { recursive: true, force: true });
  }
  const report = checks.report();
  writeReport(report);
  console.log(`${report.passed} passed, ${report.failed} failed`);
  process.exitCode = report.failed === 0 ? 0 : 1;
}

async function whatIsMissing(): Promise<string[]> {
  const found: string[] = [];
  if ((await findMotoServer()) === undefined) found.push(`moto_server on PATH (pip install 'moto[server]')`);
  if ((await findProviderMirror()) === undefined) {
    found.push('the AWS provider in a local mirror (terraform providers mirror FOLDER, and TF_PLUGIN_MIRROR=FOLDER)');
  }
  if (spawnSync('terraform', ['version']).status !== 0) found.push('terraform on PATH');
  return found;
}

async function run(checks: Checks, cloud: MotoCloud, folder: string): Promise<void> {
  const environment = await terraformEnvironment(cloud, folder);
  const bootstrap = join(folder, 'bootstrap');
  // Its own copy: bootstrap keeps its state beside its files.
  await cp(join(root, 'infra/bootstrap'), bootstrap, { recursive: true });
  const variables = [
    `-var=stages=${JSON.stringify(STAGES)}`,
    '-var=repository_id=456789',
    '-var=repository_subjects=["repo:octocat/my-repo","repo:octocat@123456/my-repo@456789"]',
  ];

  await checks.check('the bootstrap is applied', async () => {
    await terraform(bootstrap, environment, 'init', '-input=false', '-lockfile=readonly');
    await terraform(bootstrap, environment, 'apply', '-input=false', '-auto-approve', ...variables);
  });
  await checks.check('a second plan of the bootstrap changes nothing', () =>
    terraform(bootstrap, environment, 'plan', '-input=false', '-detailed-exitcode', ...variables),
  );
  const afterBootstrap = await standing(cloud.url);
  console.log(`        ${afterBootstrap.join('\n        ')}`);

  const outputs = outputsOf(await terraform(bootstrap, environment, 'output', '-json'));
  const stack = stackOf(folder, environment, outputs);
  const sdk = {
    region: 'eu-central-1',
    endpoint: cloud.url,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const store = artifactStore({ bucket: outputs.artifact_bucket, owner: '123456789012', client: sdk });
  const handler = join(folder, 'handler');
  await mkdir(handler);
  await writeFile(join(handler, 'index.mjs'), 'export const handler = async () => ({ statusCode: 200 });\n');
  const packages = await checks.check('the package is stored once', async () => {
    const first = await uploadPackages(await prepared(), store, signal);
    assert.deepEqual(
      (await prepared()).map(({ state }) => state),
      ['stored'],
    );
    return first;
  });

  await checks.check('both stages are applied, side by side', async () => {
    for (const stage of STAGES) await stack.init(stage);
    await Promise.all(STAGES.map((stage) => stack.apply(stage, packages)));
  });
  const whole = await standing(cloud.url);
  console.log(`        ${whole.filter((name) => !afterBootstrap.includes(name)).join('\n        ')}`);
  await checks.check('what the functions run is what was stored', async () => {
    for (const stage of STAGES) {
      const plan = await stack.plan(stage, packages);
      assert.equal(await checkFunctions(plan, packages, lambdaFunctions(sdk)), 1);
    }
  });
  await checks.check('a second plan of each stage changes nothing', async () => {
    for (const stage of STAGES) assert.deepEqual(changed(await stack.plan(stage, packages)), []);
  });
  await checks.check('another handler changes one function and its alias', async () => {
    await writeFile(join(handler, 'index.mjs'), 'export const handler = async () => ({ statusCode: 204 });\n');
    const plan = await stack.plan('dev', await prepared());
    assert.deepEqual(changed(plan), [
      'update module.http_api[0].aws_lambda_alias.this',
      'update module.http_api[0].aws_lambda_function.this',
    ]);
  });

  const destroy = async (stage: Stage) => {
    const buckets = deletedBuckets((await stack.plan(stage, packages, '-destroy')).resource_changes);
    assert.deepEqual(buckets, [`well-managed-${stage}-site-123456789012`]);
    await emptyBuckets(buckets, bucketContents({ client: sdk }), signal);
    await stack.destroy(stage, packages);
    assert.equal(await stack.list(stage), '');
  };
  await checks.check('destroying one stage leaves the other whole', async () => {
    await destroy('dev');
    assert.deepEqual(changed(await stack.plan('v1', packages)), []);
  });
  await checks.check('destroying both leaves the bootstrap and nothing else', async () => {
    await destroy('v1');
    assert.deepEqual(await standing(cloud.url), afterBootstrap);
  });

  function prepared(): Promise<readonly PreparedPackage[]> {
    return preparePackages([{ name: 'api', path: 'handler' }], packageFiles(folder), store);
  }
}

async function terraformEnvironment(cloud: MotoCloud, folder: string): Promise<Record<string, string>> {
  const mirror = (await findProviderMirror()) ?? '';
  const configuration = join(folder, 'cli.tfrc');
  await writeFile(configuration, cliConfiguration(mirror));
  return { ...cloud.environment, TF_CLI_CONFIG_FILE: configuration, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' };
}

interface BootstrapOutputs {
  readonly state_bucket: string;
  readonly artifact_bucket: string;
  readonly permissions_boundary: string;
}

function outputsOf(json: string): BootstrapOutputs {
  const outputs = JSON.parse(json) as Record<string, { readonly value: unknown }>;
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { value }]) => [name, value]),
  ) as unknown as BootstrapOutputs;
}

type Plan = { readonly resource_changes: readonly PlanResourceChange[] };

/** The root module, one state and one data folder for each stage. */
function stackOf(folder: string, environment: Readonly<Record<string, string>>, outputs: BootstrapOutputs) {
  const run = (stage: Stage, ...args: readonly string[]) =>
    terraform(join(root, 'infra'), { ...environment, TF_DATA_DIR: join(folder, `data-${stage}`) }, ...args);
  const variables = (stage: Stage, packages: readonly PreparedPackage[]) => [
    '-input=false',
    `-var=stage=${stage}`,
    `-var=permissions_boundary=${outputs.permissions_boundary}`,
    `-var=lambda_packages=${JSON.stringify(lambdaPackagesVariable(packages, outputs.artifact_bucket))}`,
  ];
  return {
    init: (stage: Stage) =>
      run(
        stage,
        'init',
        '-input=false',
        '-lockfile=readonly',
        `-backend-config=bucket=${outputs.state_bucket}`,
        `-backend-config=key=${stage}/terraform.tfstate`,
        // The backend, unlike the provider, asks for a bucket by host name even where the host is an address.
        '-backend-config=use_path_style=true',
      ),
    apply: (stage: Stage, packages: readonly PreparedPackage[]) =>
      run(stage, 'apply', '-auto-approve', ...variables(stage, packages)),
    destroy: (stage: Stage, packages: readonly PreparedPackage[]) =>
      run(stage, 'destroy', '-auto-approve', ...variables(stage, packages)),
    list: (stage: Stage) => run(stage, 'state', 'list'),
    async plan(stage: Stage, packages: readonly PreparedPackage[], ...more: readonly string[]): Promise<Plan> {
      const file = join(folder, `${stage}.tfplan`);
      await run(stage, 'plan', `-out=${file}`, ...more, ...variables(stage, packages));
      return JSON.parse(await run(stage, 'show', '-json', file)) as Plan;
    },
  };
}

function changed({ resource_changes: changes }: Plan): string[] {
  return changes
    .filter(({ change }) => change.actions.join() !== 'no-op' && change.actions.join() !== 'read')
    .map(({ address, change }) => `${change.actions.join('+')} ${address}`)
    .sort();
}
