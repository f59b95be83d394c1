import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type TerraformStack, terraformStack } from './stack.js';

let stack: TerraformStack;
afterEach(() => stack.remove());

/** The real program, but for `show`. */
function showing(script: string): string {
  stack = terraformStack({
    'main.tf': 'resource "terraform_data" "a" { input = 1 }\nresource "terraform_data" "b" {}\n',
  });
  const path = join(stack.folder, 'terraform');
  writeFileSync(path, `#!/bin/sh\n[ "$1" = show ] && { ${script}; }\nexec terraform "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

async function planned(binary: string) {
  const terraform = stack.connect({ binary });
  await terraform.init();
  return await terraform.plan({ destroy: false, lock: true });
}

test('without its text the plan stands, and has no diff', async () => {
  const { json, text } = await planned(showing('case "$2" in -json) ;; *) echo "Error: no text" >&2; exit 1;; esac'));
  expect(json).toHaveProperty('resource_changes');
  expect(text).toBe('');
  expect(stack.warnings.join()).toContain('The plan has no diff, because its text could not be made');
});

test('without its JSON the run stops, and names what the stream has named', async () => {
  const failure = planned(showing('case "$2" in -json) echo "Error: no JSON" >&2; exit 1;; esac'));
  await expect(failure).rejects.toMatchObject({
    parts: {
      what: 'terraform show failed with exit code 1',
      found: expect.stringMatching(
        /^no JSON\. The plan was made: terraform_data\.[ab]: Plan to create; terraform_data\./,
      ),
    },
  });
});

/** In a process of its own, which a rejection that nobody handles ends. */
const CANCELLED = `
import { existsSync } from 'node:fs';
import { shownPlan } from './lib/src/gateways/terraform/answers/shown-plan.js';
import { LeftForPost } from './lib/src/gateways/terraform/left-for-post.js';
const controller = new AbortController();
const settings = {
  program: process.argv[1], binary: 'terraform', version: '', platform: '', directory: '.', workspace: 'default',
  environment: { PATH: process.env.PATH }, scratch: process.argv[2], signal: controller.signal,
  log: { info() {}, warning() {}, error() {}, debug() {} }, left: LeftForPost.nothing(),
};
const both = ['-json', '-no-color'].map((one) => process.argv[2] + '/begun' + one);
const look = setInterval(() => {
  if (!both.every(existsSync)) return;
  clearInterval(look);
  controller.abort();
}, 20);
const planning = shownPlan(settings, { planFile: 'x', planned: [], withText: true }, () => {});
await planning.catch(() => console.log('refused in words'));
`;

test('a cancel that ends the text before the JSON fails the plan, and not the process', () => {
  // Both have begun before the cancel; the JSON lasts until the text has ended, and node has seen it.
  const until = (file: string) => `until test -e ${file}; do sleep 0.1; done`;
  const json = `trap "" INT; echo > begun$2; ${until('text-ended')}; sleep 1; exit 1`;
  const text = `trap "echo > text-ended; exit 1" INT; echo > begun$2; ${until('never')}`;
  const binary = showing(`cd "\${0%/*}"; case "$2" in -json) ${json};; *) ${text};; esac`);
  const ran = spawnSync(process.execPath, ['--input-type=module', '-e', CANCELLED, binary, stack.folder], {
    encoding: 'utf8',
  });
  expect([ran.stdout, ran.status]).toEqual(['refused in words\n', 0]);
});

test('JSON that broke off stops the run as well', async () => {
  const failure = planned(showing('case "$2" in -json) echo "{\\"format_version\\":\\"1.2\\","; exit 0;; esac'));
  await expect(failure).rejects.toThrow(/The JSON of the plan could not be read.*Plan to create/);
});

test('both are read at once, and no text where nothing changes', async () => {
  // Each ends only when the other has begun.
  const { planFile } = await planned(
    showing('echo "$2" >> shows; until [ "$(wc -l < shows)" -ge 2 ]; do sleep 0.1; done'),
  );
  expect(stack.read('shows').split('\n').sort()).toEqual(['', '-json', '-no-color']);
  await stack.connect().apply(planFile);
  stack.write('shows', 'before\n');
  await planned(join(stack.folder, 'terraform'));
  expect(stack.read('shows')).toBe('before\n-json\n');
});

describe('what a saved plan is read with', () => {
  const writes = (file: string) => `echo "$GOGC" > ${'${0%/*}'}/${file}`;
  const growth = () => readFileSync(join(stack.folder, 'growth'), 'utf8').trim();
  const read = `case "$2" in -json) ${writes('growth')};; esac; exec terraform "$@"`;

  test('memory that is collected less often, since that is what its time goes into', async () => {
    await planned(showing(read));
    expect(growth()).toBe('400');
  });

  test('the growth of memory that the user has set', async () => {
    const binary = showing(read);
    const terraform = stack.connect({ binary, environment: { ...stack.environment, GOGC: '50' } });
    await terraform.init();
    await terraform.plan({ destroy: false, lock: true });
    expect(growth()).toBe('50');
  });

  test('a large plan with the memory that Go takes by itself', async () => {
    const binary = showing(read);
    const random = Array.from({ length: 40_000 }, (_, index) => createHash('sha256').update(`${index}`).digest('hex'));
    stack.write('large.tf', `resource "terraform_data" "c" { input = "${random.join('')}" }\n`);
    await planned(binary);
    expect(growth()).toBe('');
  });
});
