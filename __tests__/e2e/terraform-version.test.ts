import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Rehearsal } from '../../local/rehearsal.js';
import { RehearsedReleases } from '../../local/releases/rehearsed-releases.js';
import { type ActionResult, runAction } from '../../local/runner.js';
import { shopInfrastructure } from '../../local/sample-shop.js';
import { TESTED_VERSIONS } from '../../src/terraform/version/choose-version.js';

const TESTED = TESTED_VERSIONS.terraform;
const PROJECT = process.env.ACTION_ROOT ?? '.';

let shop: Rehearsal;
let releases: RehearsedReleases;

beforeAll(async () => {
  if (!existsSync(join(PROJECT, 'dist', 'index.js'))) throw new Error('There is no dist/index.js: npm run build');
  shop = await Rehearsal.start({ project: PROJECT });
  releases = await RehearsedReleases.start(join(shop.folder, 'releases'));
  const infrastructure = shopInfrastructure(shop.shop)['infra/main.tf'] ?? '';
  const anyVersion = { 'infra/main.tf': infrastructure.replace(/required_version.*/, '') };
  await shop.change('any-version', 'Any version', anyVersion);
  await shop.merge(shop.open('any-version', 'Any version'));
});
afterAll(async () => {
  await releases?.stop();
  await shop?.stop();
});
beforeEach(() => {
  releases.server.journal.clear();
  releases.server.faults.clear();
});

let pulls = 0;

/** Plans a pull request with these files on a machine that has neither program. */
async function planned(
  inputs: Record<string, string>,
  files: Record<string, string> = {},
  environment: Record<string, string> = {},
): Promise<ActionResult> {
  const name = `change-${++pulls}`;
  await shop.change(name, 'A change', files);
  const pull = shop.open(name, 'A change');
  return await shop.planned(pull, 'opened', { inputs, environment: { ...releases.environment, ...environment } });
}

function ofVersion({ log }: ActionResult): string {
  return /^(Terraform|OpenTofu) \d.*$/m.exec(log)?.[0] ?? log;
}

describe('the bundle on a machine without Terraform', () => {
  test('downloads what was tested where nothing names a version, and says what it checked', async () => {
    const result = await planned({});
    expect(result.exitCode).toBe(0);
    expect(ofVersion(result)).toBe(
      `Terraform ${TESTED}: nothing names a version, and this is the newest that was tested`,
    );
    expect(result.log).toMatch(
      /Downloaded terraform_\S+\.zip from http:\S+: its checksum is the signed one \(key [0-9A-F]{40}/,
    );
    expect(result.log).toMatch(/Kept in \S+ for later jobs on this runner/);
    expect(releases.server.asked()).toEqual(['GetChecksums', 'GetSignature', 'GetArchive']);
  });

  test('a second run downloads nothing', async () => {
    const result = await planned({});
    expect(result.exitCode).toBe(0);
    expect(result.log).toMatch(/verified again with key [0-9A-F]{40}: nothing was downloaded/);
    expect(releases.server.asked()).toEqual([]);
  });

  test.each([
    ['exact', { 'terraform-version': TESTED }, {}, `the input "terraform-version" says "${TESTED}"`],
    ['a constraint', { 'terraform-version': '~> 1.11.0' }, {}, 'the input "terraform-version" says "~> 1.11.0"'],
    [
      'a version file',
      { 'terraform-version': 'auto' },
      { '.terraform-version': `${TESTED}\n` },
      `.terraform-version says "${TESTED}"`,
    ],
    [
      'required_version',
      {},
      { 'infra/v.tf': 'terraform {\n  required_version = ">= 1.9"\n}\n' },
      'required_version in infra says ">= 1.9"',
    ],
  ])('a version that is named by %s', async (_way, inputs, files, said) => {
    const result = await planned(inputs, files);
    expect(result.exitCode).toBe(0);
    expect(ofVersion(result)).toBe(`Terraform ${TESTED}: ${said}`);
  });

  test('OpenTofu, by an imitation', async () => {
    const result = await planned({ 'terraform-binary': 'tofu' });
    expect(result.exitCode).toBe(0);
    expect(ofVersion(result)).toBe(
      `OpenTofu ${TESTED_VERSIONS.tofu}: nothing names a version, and this is the newest that was tested`,
    );
    expect(result.log).toMatch(/at \S+\/tofu$/m);
  });

  test("what is refused is refused in the run's own report", async () => {
    const missing = await planned({ 'terraform-version': '1.11.99' });
    expect(missing.exitCode).toBe(1);
    expect(missing.summary).toMatch(/There is no Terraform 1\.11\.99 for/);
    const bad = await planned({ 'terraform-version': 'latest' });
    expect(bad.log).toMatch(/terraform-version: found "latest"; expected "auto", a version such as 1\.11\.4/);
    const path = await planned({ 'terraform-version': TESTED, 'terraform-binary': './bin/terraform' });
    expect(path.log).toMatch(/a program that is named by its path has its version already/);
  });
});

test('a program on PATH that is asked for is used, and of the installer nothing is loaded', async () => {
  // The same bundle, whose installer, signatures and proxies fail when they are loaded.
  const action = join(shop.folder, 'without-installer');
  cpSync(shop.action, action, { recursive: true });
  const start = readFileSync(join(action, 'dist', 'index.js'), 'utf8');
  const always = [...start.matchAll(/_require__\.e\((\d+)\)/g)].map(([, id]) => `${id}.index.js`);
  const chunks = readdirSync(join(action, 'dist'))
    .filter((name) => /^\d+\.index\.js$/.test(name))
    .filter((name) => !always.includes(name));
  const parts = {
    installer: 'SHA256SUMS',
    signatures: 'readSignature',
    tools: 'RUNNER_TOOL_CACHE',
    proxy: 'HttpsProxyAgent',
  };
  for (const word of Object.values(parts)) {
    const found = chunks.filter((name) => readFileSync(join(shop.action, 'dist', name), 'utf8').includes(word));
    expect([word, found.length > 0]).toEqual([word, true]);
    for (const name of found)
      writeFileSync(join(action, 'dist', name), 'throw new Error("the installer was loaded");\n');
  }
  const request = (inputs: Record<string, string>) => ({
    action,
    workspace: shop.git.path,
    scratch: join(shop.folder, 'steps'),
    event: { name: 'push', payload: { ...shop.payload(), ref: 'refs/heads/main' } },
    inputs: { operation: 'plan', ...inputs },
    token: shop.cloud.github.token('github-actions', {}),
    repository: shop.github.fullName,
    sha: '0'.repeat(40),
    ref: 'refs/heads/main',
    runId: '77',
    environment: { ...shop.cloud.environment() },
  });
  const quiet = await runAction(request({}));
  expect(quiet.log).not.toContain('the installer was loaded');
  expect(quiet.log).toMatch(/^terraform \d\S+ \(\S+\) at \S+$/m);
  const named = await runAction(request({ 'terraform-version': '1.11.99' }));
  expect(named.log).toContain('the installer was loaded');
});
