import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalCloud } from '../../local/cloud.js';
import { xmlReply } from '../../local/moto/exchange.js';
import type { MotoCloud } from '../../local/moto/moto-cloud.js';
import type { ActionResult } from '../../local/runner.js';
import { shopSite } from '../../local/sample-shop.js';
import { requireRecorded, writeRecording } from '../iam/recording.js';
import { Bootstrap } from './bootstrap.js';
import type { Checks } from './checks.js';
import { changeMemory, functionCode, readObject, servedObject, standing, versionsIn } from './inventory.js';
import { CloudProject } from './project.js';

const STAGES = ['dev', 'v1'] as const;
const FORBIDDEN = xmlReply(403, '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>');

export const STORY = [
  'the bootstrap is applied, and a second plan of it changes nothing',
  'a pull request is planned, and nothing is made by it',
  'the merge deploys two stages side by side, with one package between them',
  'a second deploy is of class none and uploads nothing',
  'a page changes: class none, and the page is live',
  'another handler is of class code: one function and its alias',
  'after a merge that failed, a rollback restores site and function; the site goes further back, and forward',
  'a merge under the hold waits for a manual deploy; a function with other arguments is not rolled back',
  'what somebody changes by hand is told in one issue, which is closed when it is undone',
  'destroying one stage leaves the other whole',
  'a destroy that fails half-way says so',
  'run again it finishes, and leaves the bootstrap and nothing else',
  'nothing was asked of AWS that the roles were not evaluated for',
] as const;

export interface StorySettings {
  readonly root: string;
  readonly folder: string;
  readonly moto: MotoCloud;
  /** For its GitHub. */
  readonly local: LocalCloud;
  readonly environment: Readonly<Record<string, string>>;
  /** Whether the requests of this run become the ones that `test:iam` evaluates. */
  readonly record: boolean;
}

/** The life of a project in an account, from bootstrap to destroy, by the bundle. Throws at the first thing wrong. */
export async function tellStory(checks: Checks, settings: StorySettings) {
  const { root, folder, moto, local, environment, record } = settings;
  const bootstrap = new Bootstrap(join(folder, 'bootstrap'), environment, STAGES);
  const made = await checks.check(STORY[0], async () => {
    const outputs = await bootstrap.apply(root);
    await bootstrap.requireNoChanges();
    return outputs;
  });
  const afterBootstrap = await standing(moto.url);
  list('stands after bootstrap', afterBootstrap);

  const project = await CloudProject.start({
    root,
    folder,
    cloud: local,
    environment,
    inputs: (stage) => ({
      'site-directory': 'site/dist',
      'lambda-packages': 'api=api/dist',
      'artifact-bucket': made.artifact_bucket,
      // The backend, unlike the provider, asks for a bucket by host name even where the host is an address.
      'backend-config': `bucket=${made.state_bucket}\nkey=${stage}/terraform.tfstate\nuse_path_style=true`,
      variables: `permissions_boundary=${made.permissions_boundary}`,
      // CloudFront's own names are served by nobody here.
      'verify-timeout': '0',
    }),
  });
  const page = (headline: string) => shopSite({ headline });
  const live = async (stage: string) =>
    await readObject(moto.url, `well-managed-${stage}-site-123456789012`, 'index.html');

  await checks.check(STORY[1], async () => {
    const pull = await project.open('first', 'The first pull request', page('Hello'));
    const outputs = succeeded(await project.planned('dev', pull));
    assert.equal(outputs['plan-class'], 'change');
    assert.equal(outputs.destroy, '0');
    assert.match(pull.comments[0]?.body ?? '', /aws_cloudfront_distribution/);
    assert.deepEqual(await standing(moto.url), afterBootstrap);
    await project.merge(pull);
  });

  // What each release of dev serves, oldest first.
  const releases: { readonly id: string; readonly page: unknown }[] = [];
  const served = async () => await servedObject(moto.url, 'well-managed-dev-site-123456789012', 'index.html');
  const released = async (id = '') => releases.push({ id, page: await served() });

  await checks.check(STORY[2], async () => {
    const results = await Promise.all(STAGES.map((stage) => project.deployed(stage)));
    await released(results[0]?.outputs.release);
    for (const outputs of results.map(succeeded)) assert.match(outputs['site-url'] ?? '', /^https:.*cloudfront\.net$/);
    for (const stage of STAGES) assert.match(await live(stage), /Hello/);
    assert.equal(await versionsIn(moto.url, made.artifact_bucket), 1);
  });
  list(
    'stands besides',
    (await standing(moto.url)).filter((name) => !afterBootstrap.includes(name)),
  );

  await checks.check(STORY[3], async () => {
    const outputs = succeeded(await project.deployed('dev'));
    assert.deepEqual([outputs['plan-class'], outputs['files-uploaded']], ['none', '0']);
    assert.equal(await versionsIn(moto.url, made.artifact_bucket), 1);
  });

  // Meanwhile: most of a destroy is waiting for CloudFront, and the other stage must not notice.
  const destroying = project.dispatched('v1', { operation: 'destroy', 'confirm-destroy': 'octo/shop:v1' });
  destroying.catch(() => undefined);

  await checks.check(STORY[4], async () => {
    const pull = await project.open('page', 'Another headline', page('Good morning'));
    assert.equal(succeeded(await project.planned('dev', pull))['plan-class'], 'none');
    await project.merge(pull);
    const outputs = succeeded(await project.deployed('dev'));
    assert.equal(outputs['plan-class'], 'none');
    assert.notEqual(outputs['invalidation-id'], '');
    assert.match(await live('dev'), /Good morning/);
    await released(outputs.release);
  });

  await checks.check(STORY[5], async () => {
    const handler = await readFile(join(project.git.path, 'api/dist/index.mjs'), 'utf8');
    const files = { 'api/dist/index.mjs': handler.replace('"ok"', '"well"') };
    const pull = await project.open('handler', 'Another handler', files);
    const planned = succeeded(await project.planned('dev', pull));
    assert.deepEqual([planned['plan-class'], planned.add, planned.change, planned.destroy], ['code', '0', '2', '0']);
    await project.merge(pull);
    const outputs = succeeded(await project.deployed('dev'));
    assert.equal(outputs['plan-class'], 'code');
    assert.equal(await versionsIn(moto.url, made.artifact_bucket), 2);
    await released(outputs.release);
  });

  await checks.check(STORY[6], async () => {
    const failing = await project.open('evening', 'A headline that is not uploaded', page('Good evening'));
    succeeded(await project.planned('dev', failing));
    await project.merge(failing);
    // Once directly, once by the SDK.
    for (let tries = 0; tries < 2; tries++)
      moto.interrupt({ method: 'PUT', path: /^\/well-managed-dev-site-\d+\/index\.html$/, reply: FORBIDDEN });
    assert.equal((await project.deployed('dev')).exitCode, 1);

    const code = async () => await functionCode(moto.url, 'well-managed-dev-api');
    const [well, versions] = [await code(), await versionsIn(moto.url, made.artifact_bucket)];
    // What has begun is taken back first: the release that was whole is live again.
    const undone = succeeded(await project.dispatched('dev', { operation: 'rollback' }));
    assert.deepEqual(
      [undone['plan-class'], undone.release, await served()],
      ['none', releases[2]?.id, releases[2]?.page],
    );
    const outputs = succeeded(await project.dispatched('dev', { operation: 'rollback' }));
    assert.deepEqual([outputs['plan-class'], outputs.change, outputs['files-uploaded']], ['code', '2', '0']);
    assert.notEqual(await code(), well);
    assert.deepEqual([outputs.release, await served()], [releases[1]?.id, releases[1]?.page]);
    assert.equal(await versionsIn(moto.url, made.artifact_bucket), versions);
    for (const release of [releases[0], releases[2], releases[1]]) {
      const went = succeeded(
        await project.dispatched('dev', { operation: 'rollback-site', release: release?.id ?? '' }),
      );
      assert.deepEqual([went['files-uploaded'], await served()], ['0', release?.page]);
    }
    // The plan afterwards is empty: the state has what runs.
    assert.equal(succeeded(await project.scheduled('dev')).drift, 'false');
  });

  await checks.check(STORY[7], async () => {
    const [module, root] = ['infra/modules/http_api/variables.tf', 'infra/variables.tf'];
    const read = async (path: string) => await readFile(join(project.git.path, path), 'utf8');
    const pull = await project.open('arguments', 'Another timeout, environment and handler', {
      [module]: (await read(module))
        .replace(/(variable "timeout" \{[^}]*default\s*=\s*)\d+/, '$17')
        .replace(/(variable "environment" \{[^}]*default\s*=\s*)\{\}/, '$1{ GREETING = "hello" }'),
      [root]: (await read(root)).replace('"index.handler")', '"other.handler")'),
      'api/dist/other.mjs': "export { handler } from './index.mjs';\n",
    });
    assert.equal(succeeded(await project.planned('dev', pull))['plan-class'], 'change');
    await project.merge(pull);
    assert.equal((await project.deployed('dev')).outputs.outcome, 'skipped');
    succeeded(await project.dispatched('dev', { operation: 'deploy', hold: 'false' }));
    const standingCode = await functionCode(moto.url, 'well-managed-dev-api');
    const refused = await project.dispatched('dev', { operation: 'rollback' });
    assert.equal(refused.exitCode, 1);
    assert.match(
      refused.log,
      /functions have other arguments.*aws_lambda_function\.this \(environment, handler, timeout\)/,
    );
    assert.equal(await functionCode(moto.url, 'well-managed-dev-api'), standingCode);
    const told = [...project.github.issues.values()].map(({ title, state }) => `${state} ${title}`);
    assert.match(
      told.join('\n'),
      /^open Rolling back dev failed: The rollback is refused: functions have other arguments/m,
    );
  });

  await checks.check(STORY[8], async () => {
    assert.equal(succeeded(await project.scheduled('dev')).drift, 'false');
    await changeMemory(moto.url, 'well-managed-dev-api', 512);
    for (let run = 0; run < 2; run++) assert.equal(succeeded(await project.scheduled('dev')).drift, 'true');
    const issues = [...project.github.issues.values()].filter(({ title }) => title.startsWith('Drift'));
    assert.deepEqual([issues.length, issues[0]?.comments.length], [1, 0]);
    assert.match(issues[0]?.title ?? '', /^Drift in dev: 1 resource changed outside Terraform/);
    assert.match(issues[0]?.body ?? '', /- `module\.http_api\[0\]\.aws_lambda_function\.this`: `memory_size`/);
    await changeMemory(moto.url, 'well-managed-dev-api', 256);
    assert.equal(succeeded(await project.scheduled('dev')).drift, 'false');
    assert.equal(issues[0]?.state, 'closed');
  });

  await checks.check(STORY[9], async () => {
    succeeded(await destroying);
    const left = (await standing(moto.url)).filter((name) => /-v1\b/.test(name) && !afterBootstrap.includes(name));
    assert.deepEqual(left, []);
    assert.equal(succeeded(await project.dispatched('dev', { operation: 'plan' }))['plan-class'], 'none');
  });

  const destroyed = async () =>
    await project.dispatched('dev', { operation: 'destroy', 'confirm-destroy': 'octo/shop:dev' });
  await checks.check(STORY[10], async () => {
    // A bucket that is filled meanwhile is emptied again; what is forbidden ends the run.
    moto.interrupt({ method: 'DELETE', path: /^\/well-managed-dev-site-\d+\/?$/, reply: FORBIDDEN });
    const { exitCode, outputs, log } = await destroyed();
    assert.deepEqual([exitCode, outputs.outcome], [1, 'failed']);
    assert.match(log, /AccessDenied/);
    assert.ok((await standing(moto.url)).includes('S3 bucket well-managed-dev-site-123456789012'));
  });

  await checks.check(STORY[11], async () => {
    succeeded(await destroyed());
    assert.deepEqual(await standing(moto.url), afterBootstrap);
  });

  await checks.check(STORY[12], async () => {
    if (record) writeRecording(moto.recorded());
    requireRecorded(moto.recorded());
  });
}

function succeeded(result: ActionResult): ActionResult['outputs'] {
  if (result.exitCode === 0 && result.outputs.outcome === 'succeeded') return result.outputs;
  throw new Error(`The run ended with ${result.exitCode} (${result.outputs.outcome}):\n${result.log.slice(-12_000)}`);
}

function list(heading: string, names: readonly string[]): void {
  console.log(`        ${heading}:\n          ${names.join('\n          ')}`);
}
