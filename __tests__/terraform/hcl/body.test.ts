import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@cdktn/hcl2json';
import { describe, expect, test } from '@jest/globals';
import { type Body, readBody } from '../../../src/terraform/hcl/body.js';
import { expressionDigest } from '../../../src/terraform/hcl/token-text.js';
import { tokensOf, UnreadableHcl } from '../../../src/terraform/hcl/tokens.js';

/** Names of attributes and blocks, nested as HCL nests them, as the JSON of another reader has them. */
type Shape = { [name: string]: 'value' | Shape | Shape[] };

function shapeOf({ attributes, blocks }: Body): Shape {
  const shape: Shape = {};
  for (const { name } of attributes) shape[name] = 'value';
  for (const { type, labels, body } of blocks) {
    const names = [type, ...labels];
    const last = names.pop() ?? '';
    let at = shape;
    for (const name of names) {
      at[name] ??= {};
      at = at[name] as Shape;
    }
    at[last] ??= [];
    (at[last] as Shape[]).push(shapeOf(body));
  }
  return shape;
}

/** The other reader's JSON, cut to the same: what is no block of ours is a value. */
function cutTo(ours: Shape | Shape[] | 'value', theirs: unknown): unknown {
  if (ours === 'value') return theirs === undefined ? undefined : 'value';
  if (Array.isArray(ours)) {
    const list = Array.isArray(theirs) ? theirs : [theirs];
    return list.map((one, index) => cutTo(ours[index] ?? {}, one));
  }
  const object = (Array.isArray(theirs) ? theirs[0] : theirs) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(object ?? {}).map(([name, inner]) => [name, cutTo(ours[name] ?? {}, inner)]),
  );
}

async function compare(name: string, text: string): Promise<void> {
  const ours = shapeOf(readBody(text));
  expect([name, cutTo(ours, await parse(name, text))]).toEqual([name, ours]);
}

const FORMS: Readonly<Record<string, string>> = {
  'comments of each kind': '# a { \n// b "\n/* c \n } */ x = 1 # d\n',
  'a quote in a template in a quote': 'x = "a ${b("c ${d["e}"]} f")} g"\n',
  'escapes that are no ends': 'x = "a \\" $${b} %%{c} \\\\"\ny = 1\n',
  'a lone dollar and percent': 'x = "100% $5 $" \ny = "%"\n',
  directives: 'x = "%{ for a in b ~}${a}%{ endfor ~}"\ny = 1\n',
  'a heredoc with a block in it': 'x = <<EOT\nresource "a" "b" {\n  EOTERIC\nEOT x\n}\n  EOT\ny = 1\n',
  'a heredoc that ends with spaces': 'x = <<EOT\na {\n\tEOT \ny = 1\n',
  'a heredoc that is indented, with a template over lines':
    'x = <<-EOT\n  a ${b({\n    c = "}"\n  })} d\n  EOT\ny = 1\n',
  'a heredoc in a call': 'x = f(<<A\n)\nA\n, <<B\n"\nB\n)\ny = 1\n',
  'two heredocs in a list': 'x = [<<A\na\nA\n, <<A\nb\nA\n]\n',
  'an expression over lines':
    'x = [\n  1, # one\n  2,\n]\ny = (a\n  ? b\n  : c)\nz = {\n  a = 1\n  "b" : 2, (c) = 3\n}\n',
  'a block of one line': 'a { b = 1 }\nc "d" "e" {}\nf g {}\n',
  'blocks in blocks':
    'a "b" {\n  dynamic "c" {\n    for_each = d\n    content { e = c.value }\n  }\n  c { e = 1 }\n}\n',
  'numbers and operators': 'x = -1.5e+10 + a.0.b[*].c[0] >= 2 && !d || e % 3 != 4 ? [] : {}\n',
  'names with dashes and letters of other scripts': 'größe-x = 1\nx = größe-x.y\n',
  'a "for" with "=>" and "..."': 'x = { for k, v in m : k => v... if v != null }\n',
  'a function of a provider': 'x = provider::aws::arn_parse("a")\n',
  'Windows line ends': 'a {\r\n  b = 1\r\n}\r\nx = <<E\r\nt\r\nE\r\n',
  nothing: '',
};

describe('the lexer splits what another reader splits', () => {
  test.each(Object.entries(FORMS))('%s', async (name, text) => {
    await compare(name, text);
  });

  test('every file of infra/', async () => {
    const files = readdirSync('infra', { recursive: true, encoding: 'utf8' }).filter(
      (name) => /\.tf$/.test(name) && !name.includes('.terraform/'),
    );
    expect(files.length).toBeGreaterThan(15);
    for (const file of files) await compare(file, readFileSync(join('infra', file), 'utf8'));
  });
});

describe('what is no HCL, or cut, is not read', () => {
  test.each([
    ['a string without an end', 'x = "a\ny = 1\n'],
    ['a block without an end', 'a {\n  b = 1\n'],
    ['a bracket of another kind', 'x = [1, 2}\n'],
    ['a heredoc without an end', 'x = <<EOT\na\n'],
    ['an attribute without a value', 'x =\ny = 1\n'],
    ['a comment without an end', 'x = 1 /* a\n'],
    ['JSON', '{"a": 1}\n'],
    ['a template without an end', 'x = "${a"\n'],
    ['a closing brace too many', 'a {}\n}\n'],
  ])('%s', (_title, text) => {
    expect(() => readBody(text)).toThrow(UnreadableHcl);
  });
});

describe('an expression is the same text', () => {
  const digestOf = (text: string) => expressionDigest(tokensOf(text));
  test.each([
    ['{ a = 1, b = 2 }', '{\n  a = 1\n  b = 2 # two\n}'],
    ['[1, 2]', '[\n  1,\n  2,\n]'],
    ['f(a, b)', 'f(\n  a, /* x */ b,\n)'],
    ['{ for k in a : k => 1 }', '{\n  for k in a :\n  k => 1\n}'],
    ['"a ${b}"', '"a ${ b }"'],
  ])('%s as %s', (one, other) => {
    expect(digestOf(other)).toBe(digestOf(one));
  });

  test.each([
    ['[1, 2]', '[12]'],
    ['"a b"', '"ab"'],
    ['{ a = 1, b = 2 }', '{ b = 2, a = 1 }'],
    ['"a${b}"', '"a$${b}"'],
    ['a - b', 'a-b'],
    ['"# a"', '"#  a"'],
    ['9007199254740993', '9007199254740992'],
    ['1e400', '7e500'],
  ])('%s is not %s', (one, other) => {
    expect(digestOf(other)).not.toBe(digestOf(one));
  });
});
