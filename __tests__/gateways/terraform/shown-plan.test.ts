import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
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

test('JSON that broke off stops the run as well', async () => {
  const failure = planned(showing('case "$2" in -json) echo "{\\"format_version\\":\\"1.2\\","; exit 0;; esac'));
  await expect(failure).rejects.toThrow(/The JSON of the plan could not be read.*Plan to create/);
});

test('both are read at once, and no text where nothing changes', async () => {
  const binary = showing('echo "$(date +%s%N) begin $2" >> shows; sleep 1; echo "$(date +%s%N) end $2" >> shows');
  const { planFile } = await planned(binary);
  const [first = '', second = ''] = stack
    .read('shows')
    .split('\n')
    .filter((line) => line !== '')
    .sort();
  expect([first, second].every((line) => line.includes('begin'))).toBe(true);
  await stack.connect().apply(planFile);
  stack.write('shows', '');
  await planned(binary);
  expect(stack.read('shows').match(/begin/g)).toHaveLength(1);
});
