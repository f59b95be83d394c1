import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findBinary } from '../../../src/gateways/terraform/binary.js';
import { terraformStack } from './stack.js';

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'wmd-binary-')));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(path: string, content: string): string {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, content);
  chmodSync(file, 0o755);
  return file;
}

describe('which binary is run', () => {
  test('the first on the given PATH, not on ours', async () => {
    const first = program('a/terraform', '\u007fELF');
    program('b/terraform', '\u007fELF');
    expect(await findBinary('terraform', { PATH: `${folder}/none::${folder}/a:${folder}/b` })).toBe(first);
  });

  test('not a file without the right to execute, and not a folder', async () => {
    mkdirSync(join(folder, 'a', 'terraform'), { recursive: true });
    chmodSync(program('b/terraform', ''), 0o644);
    const third = program('c/terraform', '');
    expect(await findBinary('terraform', { PATH: ['a', 'b', 'c'].map((name) => join(folder, name)).join(':') })).toBe(
      third,
    );
  });

  test('the real one beside the wrapper script of a set-up action', async () => {
    program('bin/terraform', '#!/usr/bin/env node\nconsole.log("wrapped")\n');
    const real = program('bin/terraform-bin', '\u007fELF');
    expect(await findBinary('terraform', { PATH: join(folder, 'bin') })).toBe(real);
    expect(await findBinary(join(folder, 'bin/terraform'), {})).toBe(real);
  });

  test('the real one where the wrapper is linked to', async () => {
    const wrapper = program('tool/tofu', '#!/usr/bin/env -S node --no-warnings\n');
    const real = program('tool/tofu-bin', '\u007fELF');
    mkdirSync(join(folder, 'bin'));
    symlinkSync(wrapper, join(folder, 'bin', 'tofu'));
    expect(await findBinary('tofu', { PATH: join(folder, 'bin') })).toBe(real);
  });

  test('a wrapper whose binary is gone is refused with the way out', async () => {
    program('bin/terraform', '#!/usr/bin/node\n');
    await expect(findBinary('terraform', { PATH: join(folder, 'bin') })).rejects.toThrow(/terraform_wrapper: false/);
  });

  test('another script (a version switcher) is run as it is', async () => {
    const shim = program('bin/terraform', '#!/bin/sh\nexec /opt/node/terraform "$@"\n');
    expect(await findBinary('terraform', { PATH: join(folder, 'bin') })).toBe(shim);
  });

  test('none: the error says how to get one', async () => {
    await expect(findBinary('tofu', { PATH: folder })).rejects.toThrow(
      'There is no tofu. Found: no tofu in any folder of PATH. Expected: an executable Terraform 1.5 or newer, or OpenTofu. Correct "terraform-binary", or set it to terraform or tofu: where PATH has no such program, this action downloads it.',
    );
    await expect(findBinary(join(folder, 'x'), {})).rejects.toThrow(
      `Found: no executable file at ${join(folder, 'x')}.`,
    );
  });

  test.each([
    [
      '#!/no/such/interpreter\n',
      /terraform could not be run\. Found: .+ Expected: a Terraform or OpenTofu for this machine/,
    ],
    ['#!/bin/sh\necho "Licence expired" >&2; exit 1\n', /does not say its version\. Found: Licence expired/],
    ['#!/bin/sh\necho \'{"terraform_version":"0.12.31"}\'\n', /terraform is too old\. Found: 0\.12\.31/],
  ])('one that does not work is said before anything else runs: %j', async (content, message) => {
    const stack = terraformStack({ 'main.tf': '' });
    const terraform = stack.connect({ binary: program('a folder/terraform', content) });
    await expect(terraform.init()).rejects.toThrow(message);
    expect(stack.saved).toEqual([]);
    stack.remove();
  });

  test('the wrapper is not what plans: its exit code and its words would change everything', async () => {
    const stack = terraformStack({ 'main.tf': 'output "a" {\n  value = 1\n}\n' });
    program('bin/terraform', '#!/usr/bin/env node\nconsole.log("::debug::wrapped"); process.exit(1)\n');
    program('bin/terraform-bin', `#!/bin/sh\nPATH="${process.env.PATH}" exec terraform "$@"\n`);
    const terraform = stack.connect({
      environment: { ...stack.environment, PATH: `${join(folder, 'bin')}:${process.env.PATH}` },
    });
    await terraform.init();
    expect((await terraform.plan({ destroy: false, lock: false })).json).toHaveProperty('output_changes.a');
    expect(stack.lines[0]).toMatch(/^terraform \d+\.\d+\.\d+ .*terraform-bin$/);
    stack.remove();
  });
});
