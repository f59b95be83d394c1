import { afterAll, describe, expect, test } from '@jest/globals';
import type { UnknownAtReview } from '../../../src/terraform/configuration/slices.js';
import { allSlices, planAgain, type Sliced, slicedStack } from './sliced-stack.js';
import type { TerraformStack } from './stack.js';

const stacks: TerraformStack[] = [];
afterAll(() => {
  for (const stack of stacks) stack.remove();
});

/** What a change to the sources does to the slices: the names of those that differ. */
function differing(
  files: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string>>,
  variables: readonly [before: string[], after: string[]] = [[], []],
): readonly string[] {
  const before = slicedStack(files, variables[0]);
  stacks.push(before.stack);
  const old = allSlices(before);
  for (const [path, text] of Object.entries(changes)) before.stack.write(path, text);
  const now = allSlices(planAgain(before.stack, variables[1]));
  const names = new Set([...Object.keys(old), ...Object.keys(now)]);
  return [...names].filter((name) => old[name] !== now[name]).sort();
}

/** `policy` is unknown until `bucket` is there. */
const POLICY = (document: string) => `
resource "terraform_data" "bucket" { input = "assets" }
resource "terraform_data" "policy" { input = ${document} }
`;
const ID = 'terraform_data.bucket.id';
const POLICY_DIFFERS = ['terraform_data.policy input'];

describe('an unknown value counts by its expression and all that decides it', () => {
  test.each<[string, Record<string, string>, Record<string, string>, readonly string[]]>([
    [
      'the expression itself',
      { 'main.tf': POLICY(`jsonencode({ p = "shop", r = ${ID} })`) },
      { 'main.tf': POLICY(`jsonencode({ p = "*", r = ${ID} })`) },
      POLICY_DIFFERS,
    ],
    [
      'a local in it (hole 2)',
      { 'main.tf': POLICY(`"\${local.p} ${'$'}{${ID}}"`), 'l.tf': 'locals { p = "shop" }' },
      { 'l.tf': 'locals { p = "*" }' },
      POLICY_DIFFERS,
    ],
    [
      'a local behind a local, in another file',
      {
        'main.tf': POLICY(`"\${local.p} ${'$'}{${ID}}"`),
        'l.tf': 'locals { p = "x-${local.q}" }',
        'q.tf': 'locals { q = 1 }',
      },
      { 'q.tf': 'locals { q = 2 }' },
      POLICY_DIFFERS,
    ],
    [
      "a root variable's value, by its default",
      { 'main.tf': POLICY(`"\${var.p} ${'$'}{${ID}}"`), 'v.tf': 'variable "p" { default = "shop" }' },
      { 'v.tf': 'variable "p" { default = "*" }' },
      POLICY_DIFFERS,
    ],
    [
      'an override of the block (an override belongs to the block it overrides)',
      { 'main.tf': POLICY(`"\${${ID}}"`) },
      { 'x_override.tf': `resource "terraform_data" "policy" { input = "* \${${ID}}" }` },
      POLICY_DIFFERS,
    ],
    [
      "a child module's expression, through its output",
      {
        'main.tf': `module "m" { source = "./m" }\n${POLICY(`"\${module.m.p} ${'$'}{${ID}}"`)}`,
        'm/main.tf': 'output "p" { value = "shop" }',
      },
      { 'm/main.tf': 'output "p" { value = "*" }' },
      POLICY_DIFFERS,
    ],
    [
      "an argument of a module's call",
      {
        'main.tf': `module "m" {\n  source = "./m"\n  p = local.p\n}\nlocals { p = "shop" }`,
        'm/main.tf': `variable "p" {}\n${POLICY(`"\${var.p} ${'$'}{${ID}}"`)}`,
      },
      { 'main.tf': `module "m" {\n  source = "./m"\n  p = local.p\n}\nlocals { p = "*" }` },
      ['module.m.terraform_data.policy input'],
    ],
    [
      "whether a child module's variable may be shown",
      {
        'main.tf': `module "m" {\n  source = "./m"\n  p = "shop"\n}`,
        'm/main.tf': `variable "p" { sensitive = true }\n${POLICY(`"\${var.p} ${'$'}{${ID}}"`)}`,
      },
      { 'm/main.tf': `variable "p" {}\n${POLICY(`"\${var.p} ${'$'}{${ID}}"`)}` },
      ['module.m.terraform_data.policy input'],
    ],
    [
      "whether a child module's output may be shown",
      {
        'main.tf': `module "m" { source = "./m" }\n${POLICY(`"\${module.m.p} ${'$'}{${ID}}"`)}`,
        'm/main.tf': 'output "p" {\n  value = "shop"\n  sensitive = true\n}',
      },
      { 'm/main.tf': 'output "p" {\n  value = "shop"\n}' },
      POLICY_DIFFERS,
    ],
    [
      'a file that is read',
      { 'main.tf': POLICY(`"\${file("\${path.module}/p.txt")} ${'$'}{${ID}}"`), 'p.txt': 'shop' },
      { 'p.txt': '*' },
      POLICY_DIFFERS,
    ],
    [
      'a file below a folder whose name is computed',
      {
        'main.tf':
          `resource "random" "x" {}`.slice(0, 0) +
          POLICY(`templatefile("\${path.module}/t/\${sha1("x")}.tpl", { r = ${ID} })`),
        't/11f6ad8ec52a2984abaafd7c3b516503785c2072.tpl': 'shop ${r}',
      },
      { 't/11f6ad8ec52a2984abaafd7c3b516503785c2072.tpl': '* ${r}' },
      POLICY_DIFFERS,
    ],
    [
      'what each.value is for this key, and no other',
      {
        'main.tf': `resource "terraform_data" "bucket" { input = "a" }
resource "terraform_data" "p" {
  for_each = { a = "shop", b = "shop" }
  input    = "\${each.value} \${${ID}}"
}`,
      },
      {
        'main.tf': `resource "terraform_data" "bucket" { input = "a" }
resource "terraform_data" "p" {
  for_each = { a = "shop", b = "*" }
  input    = "\${each.value} \${${ID}}"
}`,
      },
      ['terraform_data.p["b"] input'],
    ],
    [
      'an element of a map that grows',
      { 'main.tf': POLICY(`"\${local.m.p} ${'$'}{${ID}}"`), 'l.tf': 'locals { m = { p = "shop" } }' },
      { 'l.tf': 'locals { m = {\n  # another\n  q = "*"\n  p = "shop"\n} }' },
      [],
    ],
    [
      'what cannot be read (.tf.json) takes everything along',
      { 'main.tf': POLICY(`"\${${ID}}"`), 'j.tf.json': '{"locals": {"a": 1}}' },
      { 'j.tf.json': '{"locals": {"a": 2}}' },
      [
        'terraform_data.bucket beside',
        'terraform_data.bucket id',
        'terraform_data.bucket output',
        'terraform_data.policy beside',
        'terraform_data.policy id',
        'terraform_data.policy input',
        'terraform_data.policy output',
      ],
    ],
    [
      'a block twice, once in a file that only OpenTofu reads: which of them counts is not known',
      { 'main.tf': POLICY(`"\${${ID}}"`), 'z.tofu': `resource "terraform_data" "policy" { input = "\${${ID}}" }` },
      { 'main.tf': POLICY(`"* \${${ID}}"`) },
      [
        'terraform_data.bucket beside',
        'terraform_data.bucket id',
        'terraform_data.bucket output',
        'terraform_data.policy beside',
        'terraform_data.policy id',
        'terraform_data.policy input',
        'terraform_data.policy output',
      ],
    ],
    [
      'a list with an element that is unknown: all of it, since it may be a set, whose order changes',
      { 'main.tf': POLICY(`["a", "shop \${${ID}}"]`) },
      { 'main.tf': POLICY(`["b", "shop \${${ID}}"]`) },
      ['terraform_data.policy input'],
    ],
    [
      'a known value of a resource, and a file that a template reads',
      {
        'main.tf': POLICY(`templatefile("t.tpl", { r = ${ID}, n = terraform_data.bucket.input })`),
        't.tpl': '${file("inner.txt")} ${r} ${n}',
        'inner.txt': 'shop',
      },
      { 'inner.txt': '*' },
      POLICY_DIFFERS,
    ],
    [
      'a file that a template reads whose own name is computed',
      {
        'main.tf': POLICY(`templatefile("t/\${sha1("x")}.tpl", { r = ${ID} })`),
        't/11f6ad8ec52a2984abaafd7c3b516503785c2072.tpl': '${file("inner.txt")} ${r}',
        'inner.txt': 'shop',
      },
      { 'inner.txt': '*' },
      POLICY_DIFFERS,
    ],
    [
      'a file outside the folder, where a for_each names it',
      {
        'main.tf': `resource "terraform_data" "bucket" { input = "a" }
resource "terraform_data" "policy" {
  for_each = { a = "../outside.txt" }
  input    = "\${file("\${path.module}/\${each.value}")} \${${ID}}"
}`,
        '../outside.txt': 'shop',
      },
      { '../outside.txt': '*' },
      ['terraform_data.policy["a"] input'],
    ],
    [
      'a file outside the folder, where a function makes its name of a variable',
      {
        'main.tf': POLICY(`"\${file("\${path.module}/\${lower(var.name)}")} ${'$'}{${ID}}"`),
        'v.tf': 'variable "name" { default = "../outside.txt" }',
        '../outside.txt': 'shop',
      },
      { '../outside.txt': '*' },
      POLICY_DIFFERS,
    ],
    [
      'nothing beside the folder, where a path has no dots to leave it',
      {
        'main.tf': POLICY(
          `"\${join(",", [for one in fileset(path.module, "t/*") : file("\${path.module}/\${one}")])} ${'$'}{${ID}}"`,
        ),
        't/a.txt': 'shop',
        '../outside.txt': 'shop',
      },
      { '../outside.txt': '*' },
      [],
    ],
    [
      'an unknown output',
      { 'main.tf': `${POLICY('"x"')}output "o" { value = "a \${${ID}}" }` },
      { 'main.tf': `${POLICY('"x"')}output "o" { value = "b \${${ID}}" }` },
      ['output o'],
    ],
    [
      'a data source that is read during the apply: its block',
      {
        'main.tf': `${POLICY('data.terraform_remote_state.s.outputs')}
data "terraform_remote_state" "s" {
  backend  = "local"
  config   = { path = "\${${ID}}.tfstate" }
  defaults = { a = 1 }
}`,
      },
      {
        'main.tf': `${POLICY('data.terraform_remote_state.s.outputs')}
data "terraform_remote_state" "s" {
  backend  = "local"
  config   = { path = "\${${ID}}.tfstate2" }
  defaults = { a = 1 }
}`,
      },
      ['data.terraform_remote_state.s config.path', 'terraform_data.policy input'],
    ],
  ])('%s', (_title, files, changes, expected) => {
    expect(differing(files, changes)).toEqual(expected);
  });

  test('layout, comments, moved blocks, new neighbours and new locals differ in nothing', () => {
    const files = {
      'main.tf': `locals {\n  p = "shop"\n}\n${POLICY(`jsonencode({ p = local.p, r = ${ID}, l = [1, 2] })`)}`,
    };
    const moved = `# moved
locals { other = "new" }
resource "terraform_data" "policy" {
  input = jsonencode({
    p = local.p /* who */
    r = ${ID}
    l = [
      1,
      2, // last
    ]
  })
}
locals {
  p = "shop"
}
resource "terraform_data" "bucket" { input = "assets" }
resource "terraform_data" "neighbour" { input = local.other }
`;
    expect(
      differing(files, { 'main.tf': '', 'policy.tf': moved }).filter((name) => !name.includes('neighbour')),
    ).toEqual([]);
  });
});

describe('what no plan shows counts too', () => {
  const X = (body: string) => `resource "terraform_data" "x" {\n  input = "x"\n${body}\n}`;
  test.each<[string, Record<string, string>, Record<string, string>, readonly string[]]>([
    [
      'a provisioner that is added (hole 3)',
      { 'main.tf': X('') },
      { 'main.tf': X('provisioner "local-exec" { command = "true" }') },
      ['terraform_data.x beside'],
    ],
    [
      "a local of a provisioner's command",
      { 'main.tf': `${X('provisioner "local-exec" { command = local.c }')}\nlocals { c = "true" }` },
      { 'main.tf': `${X('provisioner "local-exec" { command = local.c }')}\nlocals { c = "false" }` },
      ['terraform_data.x beside'],
    ],
    [
      'a provisioner that runs when it is destroyed: not of a creation',
      { 'main.tf': X('') },
      { 'main.tf': X('provisioner "local-exec" {\n  when = destroy\n  command = "true"\n}') },
      [],
    ],
    [
      'a precondition',
      { 'main.tf': X('') },
      {
        'main.tf': X('lifecycle {\n  precondition {\n    condition = path.cwd != ""\n    error_message = "no"\n  }\n}'),
      },
      ['terraform_data.x beside'],
    ],
    [
      'a provider block',
      { 'main.tf': `provider "terraform" {}\n${X('')}` },
      {
        'main.tf': `provider "terraform" {}\nprovider "terraform" { alias = "west" }\n${X('provider = terraform.west')}`,
      },
      ['terraform_data.x beside'],
    ],
    [
      'an argument that is planned as nothing, as write-only ones are',
      { 'main.tf': `locals { n = "a" }\n${X('triggers_replace = local.n == "zz" ? "b" : null')}` },
      { 'main.tf': `locals { n = "b" }\n${X('triggers_replace = local.n == "zz" ? "b" : null')}` },
      ['terraform_data.x beside'],
    ],
  ])('%s', (_title, files, changes, expected) => {
    expect(differing(files, changes)).toEqual(expected);
  });

  test('the program of a "removed" block (hole 19)', () => {
    const program = 'provisioner "local-exec" {\n  when    = destroy\n  command = "true"\n}';
    const before = slicedStack({ 'main.tf': X('') });
    stacks.push(before.stack);
    before.stack.terraform('apply', '-auto-approve');
    const removed = (body: string) =>
      `removed {\n  from = terraform_data.x\n  lifecycle { destroy = true }\n${body}\n}`;
    before.stack.write('main.tf', removed(program));
    const one = allSlices(planAgain(before.stack));
    before.stack.write('main.tf', removed(program.replace('true"', 'false"')));
    const other = allSlices(planAgain(before.stack));
    expect(Object.keys(one)).toEqual(['terraform_data.x beside']);
    expect(one['terraform_data.x beside']).not.toBe(other['terraform_data.x beside']);
  });
});

describe('after a deploy that stopped half-way', () => {
  const files = {
    'main.tf': `
resource "terraform_data" "bucket" { input = "assets" }
resource "terraform_data" "policy" { input = { p = local.p, r = terraform_data.bucket.id, o = terraform_data.bucket.output } }
locals { p = "shop" }
`,
  };
  const id = 'terraform_data.bucket id';

  test('what became known since is put aside: the slices are those of the review', () => {
    const before = slicedStack(files);
    stacks.push(before.stack);
    const recorded = new Map(before.plan.resource_changes.map((one) => [one.address, Object.keys(unknownOf(one))]));
    const policy = (one: Sliced) => one.plan.resource_changes.find(({ name }) => name === 'policy') ?? missing();
    const atReview = ['input.r', 'input.o'].map((path) => before.slices.ofUnknown(policy(before), path)?.digest);
    before.stack.terraform('apply', '-auto-approve', '-target=terraform_data.bucket');

    const knowledge: UnknownAtReview = (address, path) =>
      (recorded.get(address) ?? []).some((name) => path === name || path.startsWith(`${name}.`));
    const now = planAgain(before.stack);
    expect(unknownOf(policy(now)).input).toEqual({});
    const again = ['input.r', 'input.o'].map((path) => now.slices.ofUnknown(policy(now), path, knowledge)?.digest);
    expect(again).toEqual(atReview);
    // Without the review's knowledge the id is a value, and another slice.
    expect(now.slices.ofUnknown(policy(now), 'input.r')?.digest).not.toBe(atReview[0]);
  });

  test('what was known at review and is not any more differs', () => {
    const before = slicedStack(files);
    stacks.push(before.stack);
    before.stack.terraform('apply', '-auto-approve');
    before.stack.write('main.tf', files['main.tf'].replace('"shop"', 'terraform_data.new.id'));
    before.stack.write('new.tf', 'resource "terraform_data" "new" {}');
    const known = planAgain(before.stack);
    before.stack.terraform('taint', 'terraform_data.bucket');
    const unknown = planAgain(before.stack);
    const slice = ({ slices, plan }: Sliced, at?: UnknownAtReview) => {
      const change = plan.resource_changes.find(({ name }) => name === 'policy') ?? missing();
      return slices.ofUnknown(change, 'input.r', at);
    };
    const reviewed: UnknownAtReview = (address) => address === 'terraform_data.new';
    expect(slice(unknown, reviewed)?.digest).not.toBe(slice(known, reviewed)?.digest);
    expect(slice(known)?.parts.map(({ name }) => name)).toContain(id.replace(' ', '.'));
  });
});

function unknownOf(change: { readonly change: { readonly after_unknown?: unknown } }): Record<string, unknown> {
  return { ...(change.change.after_unknown as object) };
}

function missing(): never {
  throw new Error('no such change');
}
