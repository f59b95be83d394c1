import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { zipSync } from 'fflate';
import { terraformStack } from './stack.js';

// A provider that `init` installs and nothing starts.
const GENUINE = '#!/bin/sh\n# an imitation of a provider\n';
const SYSTEM = `${platform()}_${arch() === 'x64' ? 'amd64' : arch()}`;
const CONFIGURATION = 'terraform {\n  required_providers {\n    imitation = { source = "local/imitation" }\n  }\n}\n';

let stack: ReturnType<typeof terraformStack>;

beforeEach(() => {
  stack = terraformStack({ 'main.tf': CONFIGURATION });
  const packages = join(stack.folder, 'mirror', 'registry.terraform.io', 'local', 'imitation');
  mkdirSync(packages, { recursive: true });
  const executable = { os: 3, attrs: 0o755 << 16 } as const;
  const zip = zipSync({ 'terraform-provider-imitation_v1.0.0': [Buffer.from(GENUINE), executable] });
  writeFileSync(join(packages, `terraform-provider-imitation_1.0.0_${SYSTEM}.zip`), zip);
  const cli = `provider_installation {\n  filesystem_mirror {\n    path = "${join(stack.folder, 'mirror')}"\n  }\n}\n`;
  writeFileSync(stack.environment.TF_CLI_CONFIG_FILE ?? '', cli);
  // As somebody does who commits the lock file.
  stack.terraform('providers', 'lock', `-fs-mirror=${join(stack.folder, 'mirror')}`, `-platform=${SYSTEM}`);
});
afterEach(() => stack.remove());

/** A job: a checkout without .terraform, and the cache that was restored for it. */
async function job(cache: string, directory = stack.directory): Promise<string> {
  rmSync(join(directory, '.terraform'), { recursive: true, force: true });
  const environment = { ...stack.environment, TF_PLUGIN_CACHE_DIR: cache };
  await stack.connect({ directory, repository: directory, environment }).init();
  return readFileSync(programIn(join(directory, '.terraform', 'providers')), 'utf8');
}

/** Another job's checkout of the same commit. */
function checkout(name: string): string {
  const directory = join(stack.folder, name);
  cpSync(stack.directory, directory, { recursive: true });
  return directory;
}

function programIn(folder: string): string {
  const path = join('registry.terraform.io', 'local', 'imitation', '1.0.0', SYSTEM);
  return join(folder, path, readdirSync(join(folder, path))[0] ?? '');
}

test('a plugin cache that is not there yet is made, and filled', async () => {
  const cache = join(stack.folder, 'runner', 'terraform-plugins');
  expect(await job(cache)).toBe(GENUINE);
  expect(readFileSync(programIn(cache), 'utf8')).toBe(GENUINE);
});

test('a provider that somebody has changed in the cache is not what runs: the lock file has its checksum', async () => {
  const cache = join(stack.folder, 'cache');
  await job(cache);
  writeFileSync(programIn(cache), '#!/bin/sh\n# evil\n');
  expect(await job(cache)).toBe(GENUINE);
});

test('where the genuine one cannot be had, init fails; the changed one does not run', async () => {
  const cache = join(stack.folder, 'cache');
  await job(cache);
  writeFileSync(programIn(cache), '#!/bin/sh\n# evil\n');
  rmSync(join(stack.folder, 'mirror', 'registry.terraform.io'), { recursive: true });
  await expect(job(cache)).rejects.toThrow(/Failed to query available provider packages|checksums/);
});

test('two jobs at once that restored one saved cache have each their own folder, and both the genuine provider', async () => {
  const saved = join(stack.folder, 'saved');
  await job(saved);
  const caches = ['one', 'other'].map((name) => join(stack.folder, 'runner', name, 'terraform-plugins'));
  for (const cache of caches) cpSync(saved, cache, { recursive: true });
  writeFileSync(programIn(caches[0] ?? ''), '#!/bin/sh\n# evil\n');
  const found = await Promise.all(caches.map((cache, at) => job(cache, checkout(`job-${at}`))));
  expect(found).toEqual([GENUINE, GENUINE]);
  expect(readFileSync(programIn(saved), 'utf8')).toBe(GENUINE);
});

test('two jobs at once in one folder run the genuine provider, or end with an error', async () => {
  for (const round of ['first', 'second', 'third']) {
    const cache = join(stack.folder, `shared-${round}`);
    const jobs = ['a', 'b'].map((name) => job(cache, checkout(`${round}-${name}`)));
    const ended = await Promise.allSettled(jobs);
    expect(ended.filter((end) => end.status === 'fulfilled' && end.value !== GENUINE)).toEqual([]);
    expect(await job(cache, checkout(`${round}-next`))).toBe(GENUINE);
  }
});
