import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { planAgain, type Sliced, slicedStack } from './sliced-stack.js';
import type { TerraformStack } from './stack.js';

const stacks: TerraformStack[] = [];
afterAll(() => {
  for (const stack of stacks) stack.remove();
});

function sliced(files: Readonly<Record<string, string>>, variables: readonly string[] = []): Sliced {
  const one = slicedStack(files, variables);
  stacks.push(one.stack);
  return one;
}

const VARIABLES = `
variable "plain" { default = 1 }
variable "secret" {
  default   = "hunter2"
  sensitive = true
}
variable "login" {
  default   = "a"
  ephemeral = true
}
variable "token" { default = "t" }
`;

describe('the sources of a plan', () => {
  test('root variables: sensitive ones keyed, ephemeral and volatile ones left out', () => {
    const { sources } = sliced({ 'main.tf': VARIABLES });
    const { sources: again, stack } = sliced({ 'main.tf': VARIABLES }, ['login=b', 'token=u']);
    expect(again.variables).toEqual(sources.variables);
    expect(sources.variables.map(({ name, sensitive, digest }) => [name, sensitive, digest !== undefined])).toEqual([
      ['login', false, false],
      ['plain', false, true],
      ['secret', true, true],
      ['token', false, false],
    ]);
    const other = planAgain(stack, ['plain=2', 'secret=other']).sources.variables;
    expect(
      other.filter(({ digest }, index) => digest !== sources.variables[index]?.digest).map(({ name }) => name),
    ).toEqual(['plain', 'secret']);
  });

  test('files: those of the folder and of modules, without state, plan and what init made', () => {
    const { sources, stack } = sliced({
      'main.tf': 'module "m" { source = "./m" }\nlocals { x = file("../beside.txt") }',
      'm/main.tf': 'output "o" { value = 1 }',
      'notes/readme.md': 'a',
      '../beside.txt': 'b',
    });
    const paths = sources.files.map(({ path }) => path);
    expect(paths).toEqual([
      'beside.txt',
      'infra/.terraform/modules/modules.json',
      'infra/m/main.tf',
      'infra/main.tf',
      'infra/notes/readme.md',
    ]);
    stack.write('m/main.tf', 'output "o" { value = 2 }');
    const now = planAgain(stack).sources.files;
    expect(now.filter(({ digest }, index) => digest !== sources.files[index]?.digest).map(({ path }) => path)).toEqual([
      'infra/m/main.tf',
    ]);
  });

  test.each([
    ['a module in JSON', { 'o.tf.json': '{"output":{"o":{"value":"${file(\\"../beside.txt\\")}"}}}' }, './'],
    [
      'a template',
      { 'main.tf': 'output "o" { value = templatefile("t.tpl", {}) }', 't.tpl': '${file("../beside.txt")}' },
      './',
    ],
    [
      'a template whose name is computed',
      {
        'main.tf': 'output "o" { value = templatefile("t/${lower("A")}.tpl", {}) }',
        't/a.tpl': '${file("../beside.txt")}',
      },
      './',
    ],
    [
      'a template out of a value',
      { 'main.tf': 'locals { t = file("t.tpl") }\noutput "o" { value = templatestring(local.t, {}) }', 't.tpl': 'a' },
      './',
    ],
    [
      'a block that decides no change',
      {
        'main.tf':
          'check "c" {\n  assert {\n    condition     = file("${path.module}/../beside.txt") == "b"\n    error_message = "other"\n  }\n}\n',
      },
      'beside.txt',
    ],
  ] as [string, Record<string, string>, string][])('files: what %s may read', (_of, files, listed) => {
    const { sources } = sliced({ ...files, '../beside.txt': 'b' });
    expect(sources.files.map(({ path }) => path)).toContain(listed);
  });

  test('the state: where init says that it is', () => {
    const backend = (path: string) => `terraform {\n  backend "local" {\n    path = "${path}"\n  }\n}\n`;
    const one = sliced({ 'main.tf': backend('one.tfstate') });
    expect(one.sources.state).toMatchObject({ backend: 'local', where: [['path', 'one.tfstate']] });
    expect(sliced({ 'main.tf': backend('two.tfstate') }).sources.state.digest).not.toBe(one.sources.state.digest);
  });
});

describe('a known text that names a file (hole 20)', () => {
  const { slices, stack } = sliced({ 'main.tf': '', 'page.html': 'a', 'folder/x.txt': 'a', '../beside.txt': 'b' });
  symlinkSync('round', join(stack.directory, 'round'));

  test.each([
    ['./page.html', 'infra/page.html', 'file'],
    ['page.html', 'infra/page.html', 'file'],
    ['../beside.txt', 'beside.txt', 'file'],
    ['folder', 'infra/folder', 'folder'],
  ])('%s', (text, name, kind) => {
    expect(slices.ofNamedFile(text)?.parts).toMatchObject([{ kind, name }]);
  });

  test.each([
    'shop',
    '',
    '/etc/hostname',
    'https://example.org/page.html',
    'page.html\n',
    '../..',
    'a'.repeat(5_000),
    // A policy of an SNS topic has about 400 characters; the name of a file at most 255.
    `{"Statement":"${'a'.repeat(400)}"}`,
    'page.html/below',
    'round/x',
  ])('not %j', (text) => {
    expect(slices.ofNamedFile(text)).toBeUndefined();
  });

  test('its content counts', () => {
    const before = slices.ofNamedFile('./page.html')?.digest;
    stack.write('page.html', 'b');
    expect(planAgain(stack).slices.ofNamedFile('./page.html')?.digest).not.toBe(before);
  });
});
