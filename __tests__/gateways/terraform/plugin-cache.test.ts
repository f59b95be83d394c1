import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
async function job(cache: string): Promise<string> {
  rmSync(join(stack.directory, '.terraform'), { recursive: true, force: true });
  await stack.connect({ environment: { ...stack.environment, TF_PLUGIN_CACHE_DIR: cache } }).init();
  return readFileSync(programIn(join(stack.directory, '.terraform', 'providers')), 'utf8');
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
