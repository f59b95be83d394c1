import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { asError } from '../../../src/errors.js';
import { type TerraformStack, terraformStack } from './stack.js';

const NEEDS = (version = '') =>
  `terraform {\n  required_providers {\n    thing = {\n      source  = "example.com/some/thing"\n${version}    }\n  }\n}\n`;
const entry = (name: string, version = '1.0.0') =>
  `provider "example.com/some/${name}" {\n  version = "${version}"\n  hashes = [\n    "h1:6I1VPJ1zuCHMIXkVzrKiCs5nOQnEqmTQJ9WQc4AGd0c=",\n  ]\n}\n`;
const NOTHING = 'resource "terraform_data" "a" {}\n';

let stack: TerraformStack;
afterEach(() => stack.remove());

beforeEach(() => {
  stack = terraformStack({ 'main.tf': NOTHING });
  const { platform } = JSON.parse(stack.terraform('version', '-json')) as { platform: string };
  const folder = join(stack.folder, 'mirror', 'example.com', 'some', 'thing', '1.0.0', platform);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'terraform-provider-thing_v1.0.0'), 'not started');
  chmodSync(join(folder, 'terraform-provider-thing_v1.0.0'), 0o755);
  const mirror = `provider_installation {\n  filesystem_mirror {\n    path = "${join(stack.folder, 'mirror')}"\n  }\n}\n`;
  writeFileSync(stack.environment.TF_CLI_CONFIG_FILE ?? '', mirror);
});

/** The commands between backticks, as a person would copy them. The registry is a folder here. */
function follow(message: string): readonly string[] {
  const commands = [...message.matchAll(/`(terraform [^`]+)`/g)].map(([, command = '']) => command);
  for (const command of commands) {
    const mirrored = command.includes('providers lock') ? ` -fs-mirror=${join(stack.folder, 'mirror')}` : '';
    execFileSync('sh', ['-c', command + mirrored], { env: stack.environment, stdio: 'pipe' });
  }
  return commands.map((command) => command.replaceAll(/-chdir=\S+ /g, '').replace(/-platform=\S+/, '-platform=X'));
}

describe('a lock file that does not fit is mended by the command that is printed', () => {
  test.each([
    ['names a provider that nothing needs', NOTHING, entry('thing'), ['terraform init -backend=false']],
    [
      'lacks a provider',
      NEEDS(),
      '',
      ['terraform init -backend=false', 'terraform get && terraform providers lock -platform=X'],
    ],
    [
      'lacks one and names another',
      NEEDS(),
      entry('other'),
      ['terraform init -backend=false', 'terraform get && terraform providers lock -platform=X'],
    ],
    [
      'has no checksum for this platform',
      NEEDS(),
      entry('thing'),
      ['terraform get && terraform providers lock -platform=X'],
    ],
    [
      'names a version that is gone',
      NEEDS(),
      entry('thing', '0.9.0'),
      ['terraform init -backend=false -upgrade', 'terraform get && terraform providers lock -platform=X'],
    ],
    [
      'names a version that the constraint excludes',
      NEEDS('      version = ">= 1.0.0"\n'),
      entry('thing', '0.9.0'),
      ['terraform init -backend=false -upgrade', 'terraform get && terraform providers lock -platform=X'],
    ],
  ])('where it %s', async (_name, main, lock, expected) => {
    stack.write('main.tf', main);
    stack.write('.terraform.lock.hcl', lock);
    const { message } = asError(
      await stack
        .connect()
        .init()
        .catch((thrown: unknown) => thrown),
    );
    expect(follow(message)).toEqual(expected);
    await stack.connect().init();
    expect(stack.read('.terraform.lock.hcl').includes('some/thing')).toBe(main !== NOTHING);
    expect(stack.read('.terraform.lock.hcl')).not.toContain('some/other');
  });
});
