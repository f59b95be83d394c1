import { describe, expect, test } from '@jest/globals';
import { digestOfId } from '../../../src/terraform/reviewed/planned-changes.js';
import type { ReviewedChange } from '../../../src/terraform/reviewed/reviewed-change.js';
import { outdatedBy } from '../../../src/terraform/standing/plan-standing.js';
import { TreeClosures } from '../../../src/terraform/standing/tree-closures.js';
import { textTree } from './text-tree.js';

const NET = 'resource "aws_vpc" "net" {\n  cidr = local.cidr\n}\n';
const DB = 'resource "aws_db" "db" {\n  vpc  = aws_vpc.net.id\n  size = var.size\n}\n';
const VARIABLE = 'variable "size" {\n  default = 1\n}\n';

interface Story {
  /** What is in every commit, unless a later one says something else; keys are files of `infra/`. */
  readonly base?: Readonly<Record<string, string>>;
  readonly pull: Readonly<Record<string, string>>;
  /** What others merged and deployed since; each lies over those before it. */
  readonly merges?: readonly Readonly<Record<string, string>>[];
  readonly recorded: readonly (readonly [action: string, address: string, path?: string | undefined, more?: object])[];
  /** What each merge's deploy changed, where deployments tell it. */
  readonly deployed?: readonly Readonly<Record<string, readonly string[]>>[];
  /** Deployed when the record was made, where that was not yet its base. */
  readonly before?: Readonly<Record<string, string>>;
}

/** What is said after everything is deployed: `holds`, or the reason. */
function said({ base = {}, pull, merges = [], recorded, before, deployed }: Story): string {
  const changed = (index: number) => deployed && new Map(Object.entries(deployed[index] ?? {}));
  const closures = (...layers: Readonly<Record<string, string>>[]) => {
    const files = Object.assign({ 'main.tf': NET, 'locals.tf': locals('10.0.0.0'), 'size.tf': VARIABLE }, ...layers);
    return new TreeClosures(
      textTree(Object.fromEntries(Object.entries(files).map(([name, text]) => [`infra/${name}`, text as string]))),
      'infra',
    );
  };
  const found = outdatedBy({
    record: {
      changes: recorded.map(([action, address, path, more]) => {
        const leaves = path === undefined ? [] : [{ path, digest: '' }];
        return { kind: 'resource', action, address, leaves, unknown: [], ...more } as unknown as ReviewedChange;
      }),
      unknown: new Map(
        recorded.flatMap(([, address, , more]) => {
          const { unknown = [] } = (more ?? {}) as Partial<ReviewedChange>;
          return [[address, unknown.map(({ path }) => path)] as const];
        }),
      ),
    },
    plannedBase: closures(base),
    planned: closures(base, pull),
    base: closures(base, ...merges),
    merged: closures(base, ...merges, pull),
    between: [
      { tree: closures(before ?? base), beforeBase: before !== undefined, endedBefore: true, changed: undefined },
      ...(before === undefined
        ? []
        : [{ tree: closures(base), beforeBase: false, endedBefore: false, changed: changed(0) }]),
      ...merges.map((_, index) => ({
        tree: closures(base, ...merges.slice(0, index + 1)),
        beforeBase: false,
        endedBefore: false,
        changed: changed(index),
      })),
    ],
  });
  return found === undefined ? 'holds' : `${found.what} (${found.file}), which ${found.usedBy} uses`;
}

const locals = (cidr: string, more = '') => `locals {\n  cidr = "${cidr}"\n${more}}\n`;
const creates = [['create', 'aws_db.db']] as const;
const db = { 'db.tf': DB };

describe('the plan of an open pull request', () => {
  test('holds where nothing else was merged', () => {
    expect(said({ pull: db, recorded: creates })).toBe('holds');
  });

  test('holds where what was merged has nothing to do with it, and where it says the same in other words', () => {
    const merges = [{ 'other.tf': 'resource "aws_s3_bucket" "other" {}\n' }, { 'main.tf': `# a comment\n${NET}` }];
    expect(said({ pull: db, merges, recorded: creates })).toBe('holds');
  });

  test('is outdated where something was changed that it uses, however far', () => {
    expect(said({ pull: db, merges: [{ 'locals.tf': locals('10.1.0.0') }], recorded: creates })).toBe(
      'local.cidr (infra/locals.tf), which aws_db.db uses',
    );
  });

  test('is outdated where something that it uses was changed and changed back: it may have another id', () => {
    const merges = [{ 'locals.tf': locals('10.1.0.0') }, { 'locals.tf': locals('10.0.0.0') }];
    expect(said({ pull: db, merges, recorded: creates })).toBe('local.cidr (infra/locals.tf), which aws_db.db uses');
  });

  test('is outdated where others changed what it plans as a leftover or by itself', () => {
    const merges = [{ 'size.tf': 'variable "size" {\n  default = 2\n}\n' }];
    expect(said({ base: db, pull: { 'x.tf': '' }, merges, recorded: [['update', 'aws_db.db']] })).toMatch(/^var.size/);
  });

  test('is outdated where it changes without effect what others have changed by then', () => {
    const [then, now] = [locals('10.0.0.0', '  name = "a"\n'), locals('10.0.0.0', '  name = "b"\n')];
    const base = { 'locals.tf': then, 'db.tf': 'resource "aws_db" "db" {\n  name = "a"\n}\n' };
    const pull = { 'db.tf': 'resource "aws_db" "db" {\n  name = local.name\n}\n' };
    expect(said({ base, pull, merges: [{ 'locals.tf': now }], recorded: [] })).toBe(
      'local.name (infra/locals.tf), which aws_db.db uses',
    );
  });

  test('is outdated where it uses and changes what was not deployed yet; what it leaves alone it planned as the rest', () => {
    const before = { 'locals.tf': locals('10.9.0.0') };
    const recorded = [...creates, ['update', 'aws_vpc.net', 'cidr']] as const;
    expect(said({ pull: db, before, recorded })).toBe('holds');
    const pull = { ...db, 'main.tf': NET.replace('local.cidr', '"${local.cidr}/16"') };
    expect(said({ pull, before, recorded })).toBe('local.cidr (infra/locals.tf), which aws_vpc.net uses');
    const made = { base: db, before: { 'db.tf': '' }, pull: { 'db.tf': DB.replace('var.size', '3') } };
    expect(said({ ...made, recorded: creates })).toMatch(/which aws_db.db uses$/);
  });

  test('is outdated where what it moves was to be destroyed by an earlier merge', () => {
    const moved = { 'db.tf': `${DB}moved {\n  from = aws_db.old\n  to   = aws_db.db\n}\n` };
    const before = { 'old.tf': 'resource "aws_db" "old" {}\n' };
    const recorded = [['no-op', 'aws_db.db', undefined, { previousAddress: 'aws_db.old' }]] as const;
    expect(said({ pull: moved, before, recorded })).toMatch(/which aws_db.old uses$/);
  });

  test('is outdated where what it replaces or moves depends on what an earlier merge changed: it may have stayed the same', () => {
    const data = 'resource "aws_db" "db" {\n  vpc = aws_vpc.net.id\n  a = 1\n}\n';
    const unknown = [{ path: 'vpc', slice: {} }];
    const waiting = [['update', 'aws_vpc.net', 'cidr', { unknown: [{ path: 'id' }] }]] as const;
    const of = (action: string, more = {}) =>
      [...waiting, [action, 'aws_db.db', undefined, { unknown, ...more }]] as const;
    const base = { 'db.tf': data };
    const story = { base, pull: { 'db.tf': data.replace('1', '2') }, merges: [{ 'x.tf': '' }] };
    const net = [{ 'aws_vpc.net': ['cidr', 'id'] }];
    expect(said({ ...story, recorded: of('delete-create'), deployed: net })).toBe(
      'aws_vpc.net (undefined), which aws_db.db uses',
    );
    expect(said({ ...story, recorded: of('update', { importId: 'i' }), deployed: net })).toMatch(/^aws_vpc.net /);
    expect(said({ ...story, recorded: of('delete-create'), deployed: [{}] })).toBe('holds');
    // By one deploy that ended well it was replaced; of several one may have stopped between both.
    const rest = { base, pull: {}, recorded: of('delete-create') };
    expect(said({ ...rest, merges: [{}], deployed: net })).toBe('holds');
    expect(said({ ...rest, merges: [{}, {}], deployed: net })).toMatch(/^aws_vpc.net /);
  });

  test('holds where an earlier merge imports something, and that is done', () => {
    const imports = 'import {\n  to = aws_db.db\n  id = "i"\n}\n';
    const recorded = [['update', 'aws_db.db', 'size', { importId: 'i' }]] as const;
    const story = { base: { 'db.tf': `${DB}${imports}` }, before: { 'db.tf': '' }, pull: { 'x.tf': '' }, recorded };
    expect(said({ ...story, merges: [{}] })).toBe('holds');
  });

  test('is outdated where what an earlier merge destroys was imported again: by its id it is there', () => {
    const before = { 'old.tf': 'resource "aws_db" "old" {}\n' };
    const recorded = [['delete', 'aws_db.old', undefined, { destroys: digestOfId('db-1') }]] as const;
    const merges = [{ 'new.tf': 'resource "aws_db" "new" {}\nimport {\n  to = aws_db.new\n  id = "db-1"\n}\n' }];
    expect(said({ pull: {}, before, recorded })).toBe('holds');
    expect(said({ pull: {}, before, recorded, merges })).toBe('import (infra/new.tf), which aws_db.old uses');
    const changes = (id: string) => [{ 'aws_db.new': ['*', `import ${digestOfId(id)}`], 'aws_db.old': ['*'] }];
    expect(said({ pull: {}, before, recorded, merges, deployed: changes('db-1') })).toMatch(/^import/);
    const others = [{ 'new.tf': merges[0]?.['new.tf'].replace('db-1', 'db-2') ?? '' }];
    expect(said({ pull: {}, before, recorded, merges: others, deployed: changes('db-2') })).toBe('holds');
    expect(said({ pull: {}, before, recorded, merges: others })).toMatch(/^import/);
    expect(said({ pull: {}, before, recorded, merges, deployed: [{ 'aws_db.old': ['*'] }] })).toMatch(/^import/);
  });

  test('is outdated by a provider block, and by a block that moves what it changes', () => {
    const provider = (region: string) => ({ 'provider.tf': `provider "aws" {\n  region = "${region}"\n}\n` });
    expect(said({ base: provider('a'), pull: db, merges: [provider('b')], recorded: creates })).toMatch(
      /^provider.aws/,
    );
    const moved = { 'moved.tf': 'moved {\n  from = aws_db.old\n  to   = aws_db.db\n}\n' };
    expect(said({ pull: db, merges: [moved], recorded: creates })).toMatch(/^moved/);
  });

  test('is outdated by a file that was not there, where it asks for it', () => {
    const pull = { 'db.tf': 'resource "aws_db" "db" {\n  on = fileexists("${path.module}/on.txt")\n}\n' };
    expect(said({ pull, merges: [{ 'on.txt': 'on' }], recorded: creates })).toMatch(/^infra\/on.txt/);
  });

  test('is outdated by a change inside a module that its address stands in, and not by a module beside it', () => {
    const module = (name: string, text: string) => ({ [`${name}/main.tf`]: text });
    const call = (name: string) => ({ [`${name}.tf`]: `module "${name}" {\n  source = "./${name}"\n}\n` });
    const base = {
      ...call('a'),
      ...module('a', 'variable "n" {\n  default = 1\n}\nresource "aws_db" "db" {\n  n = var.n\n}\n'),
      ...call('b'),
      ...module('b', NET),
    };
    const pull = { 'a.tf': 'module "a" {\n  source = "./a"\n  n      = 2\n}\n' };
    const recorded = [['update', 'module.a.aws_db.db', 'n']] as const;
    expect(said({ base, pull, merges: [module('b', '')], recorded })).toBe('holds');
    const merges = [module('a', 'variable "n" {\n  default = 1\n}\nresource "aws_db" "db" {\n  n = var.n + 1\n}\n')];
    expect(said({ base, pull, merges, recorded })).toMatch(/aws_db.db/);
  });

  test('is outdated where the merge names what others have taken away', () => {
    const base = { 'b.tf': 'locals {\n  b = "b"\n}\n' };
    const pull = { 'c.tf': 'locals {\n  c = local.b\n}\n' };
    expect(said({ base, pull, merges: [{ 'b.tf': '' }], recorded: [] })).toMatch(/^local.b /);
  });

  test('is outdated where it takes a variable or an output of a module away that others use by now', () => {
    const inside = (text: string) => ({ 'm/main.tf': text });
    const call = (argument: string) => ({ 'm.tf': `module "m" {\n  source = "./m"\n${argument}}\n` });
    const full = 'variable "v" {\n  default = 1\n}\noutput "o" {\n  value = 1\n}\n';
    const story = { base: { ...call(''), ...inside(full) }, recorded: [] };
    const withoutOutput = { ...story, pull: inside('variable "v" {\n  default = 1\n}\n') };
    const uses = { 'use.tf': 'locals {\n  o = module.m.o\n}\n' };
    expect(said({ ...withoutOutput, merges: [uses] })).toMatch(/^module.m.o /);
    const withoutVariable = { ...story, pull: inside('output "o" {\n  value = 1\n}\n') };
    expect(said({ ...withoutVariable, merges: [call('  v = 2\n')] })).toMatch(/^module.m.v /);
    const needs = { ...story, pull: inside(`${full}variable "w" {}\n`) };
    const twice = { 'n.tf': 'module "n" {\n  source = "./m"\n}\n' };
    expect(said({ ...needs, merges: [twice] })).toMatch(/^module.n.w /);
    expect(said({ ...withoutOutput, merges: [{ 'other.tf': 'locals {\n  x = 1\n}\n' }] })).toBe('holds');
  });

  test('is outdated where an output of a module may be a secret by both sides: such a one is not planned', () => {
    const variable = { 'm/v.tf': 'variable "v" {\n  default   = "v"\n  sensitive = true\n}\n' };
    const call = { 'm.tf': 'module "m" {\n  source = "./m"\n}\n', ...variable };
    const x = (value: string) => ({ 'm/x.tf': `locals {\n  x = ${value}\n}\n` });
    const o = (value: string) => ({ 'm/main.tf': `output "o" {\n  value = ${value}\n}\n` });
    const base = { ...call, ...x('1'), ...o('2') };
    const story = (value: string) => said({ base, pull: o('local.x'), merges: [x(value)], recorded: [] });
    expect(story('3')).toBe('holds');
    expect(story('var.v')).toMatch(/module.m.output.o uses/);
    expect(story('sensitive(3)')).toMatch(/module.m.output.o uses/);
  });

  test('is outdated where one side makes the first instance of a module and the other changes what is in it', () => {
    const call = (keys: string) => ({ 'm.tf': `module "m" {\n  source   = "./m"\n  for_each = toset([${keys}])\n}\n` });
    const o = (value: string) => ({ 'm/main.tf': `locals {\n  o = ${value}\n}\n` });
    const story = (from: string) => ({ base: { ...call(from), ...o('1') }, pull: call('"a", "b"'), recorded: [] });
    expect(said({ ...story(''), merges: [o('2')] })).toMatch(/which module.m.local.o uses$/);
    expect(said({ ...story('"a"'), merges: [o('2')] })).toBe('holds');
    const other = { base: { ...call(''), ...o('1') }, pull: o('2'), merges: [call('"a"')], recorded: [] };
    expect(said(other)).toMatch(/which module.m.local.o uses$/);
  });

  test('is outdated where it takes away an instance, or the number of a resource, that others name by now', () => {
    const call = (keys: string) => ({ 'm.tf': `module "m" {\n  source   = "./m"\n  for_each = toset([${keys}])\n}\n` });
    const base = { ...call('"a", "b"'), 'm/main.tf': 'output "o" {\n  value = 1\n}\n' };
    const uses = { 'use.tf': 'locals {\n  o = module.m["b"].o\n}\n' };
    expect(said({ base, pull: call('"a"'), merges: [uses], recorded: [] })).toMatch(/^module.m.for_each /);
    const counted = (more: string) => ({
      'x.tf': `resource "terraform_data" "x" {\n  count = ${more}\n}\n`,
    });
    const names = { 'use.tf': 'locals {\n  x = terraform_data.x[0].id\n}\n' };
    const story = { base: counted('var.size > 0 ? 0 : 1'), merges: [names] };
    const recorded = [['delete', 'terraform_data.x']] as const;
    const pull = counted('var.size > 1 ? 0 : 1');
    expect(said({ ...story, pull, recorded })).toMatch(/terraform_data.x.*which local.x uses/);
    expect(said({ ...story, pull, recorded, deployed: [{}] })).toMatch(/terraform_data.x.*which local.x uses/);
    const same = { 'x.tf': counted('1')['x.tf'].replace('}', '  lifecycle {}\n}') };
    expect(said({ ...story, pull: same, base: counted('1'), recorded })).toBe('holds');
    expect(said({ ...story, pull: counted('2'), base: counted('1'), recorded })).toMatch(/which local.x uses$/);
    const block = { 'x.tf': 'resource "terraform_data" "x" {\n  count = 1\n  disk {}\n}\n' };
    expect(said({ ...story, pull: block, base: counted('1'), recorded })).toMatch(
      /terraform_data.x.*which local.x uses/,
    );
  });

  test('holds where one side names a resource and the other changes what that is made from', () => {
    const net = (more: string) => ({ 'main.tf': NET.replace('}', `${more}}`) });
    const base = { ...net('  tags = "t"\n'), 'db.tf': 'resource "aws_db" "db" {\n  vpc = "${aws_vpc.net.id}"\n}\n' };
    const pull = { 'use.tf': 'locals {\n  db = aws_db.db.id\n}\n' };
    expect(said({ base, pull, merges: [net('')], recorded: [] })).toBe('holds');
    const names = { 'use.tf': 'locals {\n  db = aws_vpc.net.tags\n}\n' };
    expect(said({ base, pull: names, merges: [net('')], recorded: [] })).toMatch(/which local.db uses$/);
  });

  test('is outdated where others may have taken away the instance that an import is for', () => {
    const x = (count: string) => ({ 'x.tf': `resource "aws_x" "x" {\n  count = ${count}\n}\n` });
    const imports = { 'i.tf': 'import {\n  to = aws_x.x[0]\n  id = "i"\n}\n' };
    const story = { base: { ...imports, ...x('2') }, pull: db, recorded: creates };
    expect(said(story)).toBe('holds');
    expect(said({ ...story, merges: [x('1')] })).toBe('holds');
    expect(said({ ...story, merges: [x('var.size')] })).toBe('import (infra/i.tf), which aws_x.x uses');
    const deployed = [{ 'aws_x.x': ['*', '-'] }];
    expect(said({ ...story, merges: [x('var.size')], deployed })).toBe('import (infra/i.tf), which aws_x.x uses');
    expect(said({ ...story, merges: [x('var.size')], deployed: [{ 'aws_x.x': ['*'] }] })).toBe('holds');
  });

  test('counts a program where something is created or destroyed alone', () => {
    const x = (value: number, program: string) =>
      `resource "terraform_data" "x" {\n  input = { a = ${value} }\n  provisioner "local-exec" {\n    command = ${program}\n  }\n}\n`;
    const command = (text: string) => ({ 'c.tf': `locals {\n  c = "${text}"\n}\n` });
    const base = { ...command('a'), 'x.tf': x(1, 'local.c') };
    const story = { base, pull: { 'x.tf': x(2, 'local.c') }, merges: [command('b')] };
    expect(said({ ...story, recorded: [['update', 'terraform_data.x', 'input.a']] })).toBe('holds');
    expect(said({ ...story, recorded: [['delete-create', 'terraform_data.x']] })).toMatch(/^local.c /);
    // Made of both sides, it may name what is gone.
    const both = { base: { ...base, 'x.tf': x(1, '"c"') }, merges: story.merges, pull: { 'x.tf': x(2, 'local.c') } };
    expect(said({ ...both, recorded: [['update', 'terraform_data.x', 'input.a']] })).toMatch(/^local.c /);
  });

  test('is outdated by everything in a module that cannot be read', () => {
    const base = { 'odd.tf.json': '{"locals": {"x": 1}}' };
    // Its block is in there.
    const recorded = [['update', 'aws_db.odd']] as const;
    expect(said({ base, pull: {}, merges: [{ 'odd.tf.json': '{"locals": {"x": 2}}' }], recorded })).toMatch(
      /all sources/,
    );
  });
});

describe('an update', () => {
  const locals = (a: string, b: string) => ({ 'ab.tf': `locals {\n  a = "${a}"\n  b = "${b}"\n}\n` });
  const input = (a: string, more = '') => ({
    'x.tf': `resource "terraform_data" "x" {\n  input = {\n    a = ${a}\n    b = local.b\n  }\n${more}}\n`,
  });
  const updates = [['update', 'terraform_data.x', 'input.a']] as const;
  const base = { ...locals('a', 'b'), ...input('1') };
  const pull = input('local.a');

  test('holds where others changed another attribute and deployed that', () => {
    expect(said({ base, pull, merges: [locals('a', 'c')], recorded: updates })).toBe('holds');
  });

  test('is outdated where they changed the one that it changes', () => {
    expect(said({ base, pull, merges: [locals('c', 'b')], recorded: updates })).toMatch(/^local.a /);
  });

  test('is outdated where they changed one that it plans, or one that the pull request changes without effect', () => {
    const recorded = [['update', 'terraform_data.x', 'input.b']] as const;
    expect(said({ base, pull: {}, merges: [locals('a', 'c')], recorded })).toMatch(/^local.b /);
    expect(said({ base, pull, merges: [locals('c', 'b')], recorded: [] })).toMatch(/^local.a /);
  });

  test('is outdated where an attribute changed that may be planned as nothing, which counts by its text', () => {
    const plain = (b: string) => ({
      'x.tf': `resource "aws_x" "x" {\n  a = var.size\n  b = local.b\n}\nlocals {\n  b = ${b}\n}\n`,
    });
    const change = { 'size.tf': 'variable "size" {\n  default = 2\n}\n' };
    const recorded = [['update', 'aws_x.x', 'a']] as const;
    expect(said({ base: plain('1'), pull: change, merges: [plain('2')], recorded })).toMatch(/^local.b /);
    expect(said({ base: plain('1'), pull: change, merges: [plain('2')], recorded: [] })).toBe('holds');
    const quoted = (b: string) => ({ 'x.tf': plain(b)['x.tf'].replace('= local.b', '= "${local.b}"') });
    expect(said({ base: quoted('1'), pull: change, merges: [quoted('2')], recorded })).toBe('holds');
  });

  test('is outdated by what counts for the whole resource: its number, its blocks, a provider', () => {
    const lifecycle = { 'x.tf': input('1', '  lifecycle {\n    ignore_changes = [input]\n  }\n')['x.tf'] };
    const merged = { 'x.tf': input('local.a', '  lifecycle {\n    ignore_changes = [input]\n  }\n')['x.tf'] };
    const story = { base: { ...locals('a', 'b'), ...lifecycle }, pull: merged, recorded: updates };
    expect(said({ ...story, merges: [{ 'p.tf': 'provider "terraform" {}\n' }] })).toMatch(/^provider.terraform/);
    const counted = (count: number) => ({ 'n.tf': `locals {\n  n = ${count}\n}\n` });
    const many = { base: { ...base, ...counted(1), ...input('1', '  count = local.n\n') }, recorded: updates };
    expect(said({ ...many, pull: input('local.a', '  count = local.n\n'), merges: [counted(2)] })).toMatch(/^local.n /);
    const begins = { ...many, base: { ...base, ...counted(1) } };
    expect(said({ ...begins, pull: input('local.a', '  count = local.n\n'), merges: [counted(2)] })).toMatch(
      /^local.n /,
    );
  });

  test('to a known value of every instance holds whatever was there meanwhile', () => {
    const more = { unknown: [{ path: 'output' }] };
    const story = { base: { ...base, ...input('local.a') }, pull: input('"z"'), merges: [locals('c', 'b')] };
    const recorded = [['update', 'terraform_data.x', 'input.a', more]] as const;
    expect(said({ ...story, recorded })).toBe('holds');
    expect(said({ ...story, recorded: updates })).toMatch(/^local.a /);
    const two = '  count = 2\n';
    const twice = { base: { ...base, ...input('local.a', two) }, pull: input('"z"', two), merges: story.merges };
    const at = (index: number) => ['update', `terraform_data.x[${index}]`, 'input.a', more] as const;
    expect(said({ ...twice, recorded: [at(0), at(1)] })).toBe('holds');
    expect(said({ ...twice, recorded: [at(0)] })).toMatch(/^local.a /);
  });

  test('that waits for a value needs no more than its text of it, where nothing was known on one side', () => {
    const vpc = (cidr: string) => ({ 'main.tf': NET.replace('local.cidr', cidr) });
    const x = { 'x.tf': input('aws_vpc.net.arn', '')['x.tf'] };
    const waits = (...unknown: string[]) =>
      ({
        base: { ...base, ...x, ...vpc('"a"') },
        before: { ...base, ...x, ...vpc('"b"') },
        pull: vpc('"a"\n  tags = "t"'),
        recorded: [
          ['update', 'aws_vpc.net', 'tags', { unknown: unknown.map((path) => ({ path })) }],
          ['update', 'terraform_data.x', undefined, { unknown: [{ path: 'input.a', slice: {} }, { path: 'output' }] }],
        ],
      }) as const;
    expect(said(waits('arn'))).toBe('holds');
    expect(said(waits())).toMatch(/which terraform_data.x uses$/);
  });

  test('repeated over a written map needs the same keys, and elements where it names them', () => {
    const map = (elements: string) => ({ 'm.tf': `locals {\n  m = { ${elements} }\n}\n` });
    const x = (a: string) => ({
      'x.tf': `resource "terraform_data" "x" {\n  for_each = local.m\n  a = ${a}\n  b = "\${each.value}"\n}\n`,
    });
    const module = {
      'm/main.tf': 'variable "a" {}\nresource "terraform_data" "x" {\n  a = var.a\n}\n',
    };
    const call = (a: string) => ({
      ...module,
      'x.tf': `module "m" {\n  source = "./m"\n  for_each = local.m\n  a = ${a}\n}\n`,
    });
    for (const [written, address] of [
      [x, 'terraform_data.x["k"]'],
      [call, 'module.m["k"].terraform_data.x'],
    ] as const) {
      const story = (pulled: string, elements: string) => {
        const repeated = { ...map('k = 1'), ...written('"old"') };
        const recorded = [['update', address, 'a']] as const;
        return said({ base: repeated, pull: written(pulled), merges: [map(elements)], recorded });
      };
      expect(story('each.key', 'k = 2')).toBe('holds');
      expect(story('each.key', 'k = 1, l = 1')).toMatch(/\.for_each /);
      expect(story('"${each.value}"', 'k = 2')).toMatch(/^local.m /);
    }
  });

  test('repeated over a written map is outdated where both sides change what its elements are made from', () => {
    const n = (keys: string) => ({ 'n.tf': `locals {\n  n = { ${keys} }\n}\n` });
    const x = (element: string) => ({
      'x.tf': `resource "terraform_data" "x" {\n  for_each = { k = ${element} }\n  a = var.size\n}\n`,
    });
    const story = { base: { ...n('a = 1, b = 1'), ...x('1') }, merges: [x('local.n.b')], recorded: [] };
    expect(said({ ...story, pull: n('a = 1') })).toMatch(/which terraform_data.x uses$/);
    expect(said({ ...story, pull: { 'y.tf': 'locals {\n  y = 1\n}\n' } })).toBe('holds');
  });

  test('of which an instance is created too counts whole', () => {
    const recorded = [...updates, ['create', 'terraform_data.x']] as const;
    expect(said({ base, pull, merges: [locals('a', 'c')], recorded })).toMatch(/^local.b /);
  });
});

describe('where deployments tell what they changed', () => {
  const merges = [{ 'locals.tf': locals('10.1.0.0') }];
  const story = { pull: db, merges, recorded: creates };

  test('an id stays the same while its object is only updated', () => {
    expect(said({ ...story, deployed: [{ 'aws_vpc.net': ['cidr'] }] })).toBe('holds');
    expect(said({ ...story, deployed: [{}] })).toBe('holds');
  });

  test('it is another one with another object, and where the provider computes it anew', () => {
    expect(said({ ...story, deployed: [{ 'aws_vpc.net': ['*'] }] })).toMatch(/^local.cidr /);
    expect(said({ ...story, deployed: [{ 'aws_vpc.net': ['id'] }] })).toMatch(/^local.cidr /);
  });

  test('the whole of a resource changes with each attribute', () => {
    const pull = { 'db.tf': 'resource "aws_db" "db" {\n  vpc = keys(aws_vpc.net)\n}\n' };
    expect(said({ ...story, pull, deployed: [{ 'aws_vpc.net': ['cidr'] }] })).toMatch(/^local.cidr /);
    expect(said({ ...story, pull, deployed: [{}] })).toBe('holds');
  });

  test('what the plan itself changes leads further', () => {
    const recorded = [...creates, ['update', 'aws_vpc.net', 'tags', { unknown: [{ path: 'id' }] }]] as const;
    const pull = { ...db, 'main.tf': NET.replace('}', '  tags = {}\n}') };
    expect(said({ pull, merges, recorded, deployed: [{ 'aws_vpc.net': ['cidr'] }] })).toMatch(/^local.cidr /);
  });

  test('data sources are read anew, whatever was deployed', () => {
    const data = 'data "aws_zone" "z" {\n  name = local.cidr\n}\n';
    const pull = { 'db.tf': `${data}resource "aws_db" "db" {\n  zone = data.aws_zone.z.id\n}\n` };
    expect(said({ ...story, pull, deployed: [{}] })).toBe('local.cidr (infra/locals.tf), which aws_db.db uses');
  });

  test('what it destroys has to be the same object, whatever else was changed of it', () => {
    const base = { 'old.tf': 'resource "aws_db" "old" {\n  size = var.size\n}\n' };
    const recorded = [['delete', 'aws_db.old']] as const;
    const gone = { base, pull: { 'old.tf': '' }, merges: [{ 'size.tf': VARIABLE.replace('1', '2') }], recorded };
    expect(said({ ...gone, deployed: [{ 'aws_db.old': ['size'] }] })).toBe('holds');
    expect(said({ ...gone, deployed: [{ 'aws_db.old': ['*'] }] })).toMatch(/^var.size /);
    const moved = [...recorded, ['update', 'aws_db.new', 'size', { previousAddress: 'aws_db.old' }]] as const;
    expect(said({ ...gone, recorded: moved, deployed: [{ 'aws_db.old': ['size'] }] })).toMatch(/^var.size /);
  });

  test('an attribute that no deploy has changed is what it was', () => {
    const x = (value: string) => `resource "aws_x" "x" {\n  a = ${value}\n  b = local.cidr\n}\n`;
    const update = { base: { 'x.tf': x('local.cidr') }, pull: { 'x.tf': x('"z"') }, merges };
    const recorded = [
      ['update', 'aws_x.x', 'a'],
      ['update', 'aws_x.x', 'b'],
    ] as const;
    expect(said({ ...update, recorded, deployed: [{ 'aws_x.x': ['a'] }] })).toMatch(/^local.cidr /);
  });
});
