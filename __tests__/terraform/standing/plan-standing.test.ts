import { describe, expect, test } from '@jest/globals';
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
  readonly recorded: readonly (readonly [action: string, address: string, path?: string])[];
  /** Deployed when the record was made, where that was not yet its base. */
  readonly before?: Readonly<Record<string, string>>;
}

/** What is said after everything is deployed: `holds`, or the reason. */
function said({ base = {}, pull, merges = [], recorded, before }: Story): string {
  const closures = (...layers: Readonly<Record<string, string>>[]) => {
    const files = Object.assign({ 'main.tf': NET, 'locals.tf': locals('10.0.0.0'), 'size.tf': VARIABLE }, ...layers);
    return new TreeClosures(
      textTree(Object.fromEntries(Object.entries(files).map(([name, text]) => [`infra/${name}`, text as string]))),
      'infra',
    );
  };
  const found = outdatedBy({
    record: {
      changes: recorded.map(([action, address, path]) => {
        const leaves = path === undefined ? [] : [{ path, digest: '' }];
        return { kind: 'resource', action, address, leaves, unknown: [] } as unknown as ReviewedChange;
      }),
    },
    plannedBase: closures(base),
    planned: closures(base, pull),
    base: closures(base, ...merges),
    merged: closures(base, ...merges, pull),
    between: [
      { tree: closures(before ?? base), beforeBase: before !== undefined },
      ...merges.map((_, index) => ({ tree: closures(base, ...merges.slice(0, index + 1)), beforeBase: false })),
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

  test('is outdated where it uses what was not deployed yet, unless it planned that too', () => {
    const story = { pull: db, before: { 'locals.tf': locals('10.9.0.0') } };
    expect(said({ ...story, recorded: creates })).toBe('local.cidr (infra/locals.tf), which aws_db.db uses');
    expect(said({ ...story, recorded: [...creates, ['update', 'aws_vpc.net', 'cidr']] })).toBe('holds');
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

  test('is outdated where an output of a module is made of both sides: what is sensitive may not be shown', () => {
    const call = { 'm.tf': 'module "m" {\n  source = "./m"\n}\n' };
    const x = (value: number) => ({ 'm/x.tf': `locals {\n  x = ${value}\n}\n` });
    const o = (value: string) => ({ 'm/main.tf': `output "o" {\n  value = ${value}\n}\n` });
    const base = { ...call, ...x(1), ...o('local.x') };
    expect(said({ base, pull: o('local.x + 1'), merges: [x(2)], recorded: [] })).toMatch(/module.m.output.o uses/);
    expect(said({ base, pull: o('3'), merges: [x(2)], recorded: [] })).toBe('holds');
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

  test('of which an instance is created too counts whole', () => {
    const recorded = [...updates, ['create', 'terraform_data.x']] as const;
    expect(said({ base, pull, merges: [locals('a', 'c')], recorded })).toMatch(/^local.b /);
  });
});
