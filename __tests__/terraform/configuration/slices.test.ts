import { describe, expect, test } from '@jest/globals';
import { planSources } from '../../../src/terraform/configuration/plan-sources.js';
import type { Slice } from '../../../src/terraform/configuration/slice.js';
import type { UnknownAtReview } from '../../../src/terraform/configuration/slices.js';
import type { Plan } from '../../../src/terraform/plan/json.js';
import { readPlan } from '../../../src/terraform/plan/read-plan.js';

// Plans as Terraform 1.11 writes them with providers that cannot be had here: what counts is the text and the plan's JSON.

const THING = 'registry.terraform.io/acme/thing';
const WORDS = {
  text: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
  keyed: () => 'K',
};

interface Given {
  /** By path below the repository; modules lie in `infra/NAME`. */
  readonly files: Readonly<Record<string, string>>;
  readonly after?: object;
  readonly unknown?: object;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly sensitiveData?: boolean;
  readonly key?: string;
  readonly module?: string;
}

function planOf({ after = {}, unknown = {}, variables = {}, data, sensitiveData, key = 'thing', module }: Given): Plan {
  const [, alias] = key.split('.');
  const resource = { address: 'thing.x', mode: 'managed', type: 'thing', name: 'x', provider_config_key: key };
  const own = { resources: [resource] };
  return readPlan({
    format_version: '1.2',
    variables: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, { value }])),
    resource_changes: [
      {
        address: `${module === undefined ? '' : `module.${module}.`}thing.x`,
        ...(module === undefined ? {} : { module_address: `module.${module}` }),
        mode: 'managed',
        type: 'thing',
        name: 'x',
        provider_name: THING,
        change: { actions: ['create'], before: null, after, after_unknown: unknown },
      },
    ],
    prior_state: {
      values: {
        root_module: {
          resources:
            data === undefined
              ? []
              : [
                  {
                    address: 'data.thing.d',
                    mode: 'data',
                    type: 'thing',
                    name: 'd',
                    values: data,
                    sensitive_values: sensitiveData ? { password: true } : {},
                  },
                ],
        },
      },
    },
    configuration: {
      provider_config: { [key]: { name: 'thing', full_name: THING, ...(alias === undefined ? {} : { alias }) } },
      root_module: module === undefined ? own : { module_calls: { [module]: { module: own } } },
    },
  });
}

function slicesOf(given: Given) {
  const plan = planOf(given);
  const inRoot = Object.entries(given.files).map(([path, text]) => ({ path: `infra/${path}`, text }));
  const folder = (name: string) => inRoot.filter(({ path }) => path.startsWith(`infra/${name}/`));
  const read = {
    modules: [
      { path: [], directory: 'infra', files: inRoot.filter(({ path }) => path.split('/').length === 2) },
      ...(given.module === undefined ? [] : [{ path: ['m'], directory: 'infra/m', files: folder('m') }]),
    ],
    files: { digestOf: () => undefined, textOf: () => undefined, isInside: () => false },
    root: 'infra',
    sourceFiles: () => [],
    initialised: undefined,
  };
  const isCode = (_type: string, _after: unknown, attribute: unknown) => attribute === 'build';
  const { slices } = planSources(plan, read, { words: WORDS, volatile: new Set(['token']), isCode });
  const [change] = plan.resource_changes;
  if (change === undefined) throw new Error('no change');
  return {
    beside: (unknown?: UnknownAtReview) => slices.beside(change, 'create', unknown),
    of: (path: string) => slices.ofUnknown(change, path),
  };
}

const names = (slice: Slice | undefined) => slice?.parts.map(({ kind, name }) => `${kind} ${name}`);

test('which build of a package it is says nothing, known or not', () => {
  const files = { 'main.tf': 'resource "thing" "x" {\n  build = thing.code.version\n}\nresource "thing" "code" {}\n' };
  const planned = slicesOf({ files, unknown: { build: true } });
  // A record leaves out what is code: to its knowledge the version was not unknown.
  expect(planned.beside(() => false).digest).toBe(planned.beside().digest);
  expect(slicesOf({ files, after: { build: '7' } }).beside(() => false).digest).toBe(planned.beside().digest);
});

describe('what a block sets to nothing', () => {
  const files = {
    'main.tf':
      'variable "note" {}\nresource "thing" "x" {\n  note = var.note\n  rule {\n    note = "a"\n  }\n  rule {\n    port = 1\n  }\n}\n',
  };
  const shown = (nothing: null | string, note: null | string = null) =>
    slicesOf({
      files,
      variables: { note },
      after: {
        note: nothing,
        rule: [
          { note: 'a', port: 2 },
          { note: nothing, port: 1 },
        ],
      },
    }).beside().digest;

  test('says the same once an empty value has its place', () => {
    expect(shown('')).toBe(shown(null));
  });

  test('counts by what it is made from', () => {
    expect(shown('', 'b')).not.toBe(shown('', 'c'));
  });
});

describe('the provider block', () => {
  const X = 'resource "thing" "x" {}\n';

  test.each<[string, Given, Partial<Given>]>([
    [
      'a local in it',
      { files: { 'main.tf': `${X}provider "thing" { region = local.r }`, 'l.tf': 'locals { r = "eu" }' } },
      { files: { 'main.tf': `${X}provider "thing" { region = local.r }`, 'l.tf': 'locals { r = "us" }' } },
    ],
    [
      'a variable in it',
      { files: { 'main.tf': `${X}variable "r" {}\nprovider "thing" { region = var.r }` }, variables: { r: 'eu' } },
      { variables: { r: 'us' } },
    ],
    [
      'what a data source answers in it',
      {
        files: { 'main.tf': `${X}data "thing" "d" {}\nprovider "thing" { role = data.thing.d.arn }` },
        data: { arn: 'a' },
      },
      { data: { arn: 'b' } },
    ],
    [
      'another alias, with the same text',
      {
        files: { 'main.tf': `${X}provider "thing" { alias = "a" }\nprovider "thing" { alias = "b" }` },
        key: 'thing.a',
      },
      { key: 'thing.b' },
    ],
    [
      'a nested block of it',
      { files: { 'main.tf': `${X}provider "thing" {\n  assume_role { arn = "a" }\n}` } },
      { files: { 'main.tf': `${X}provider "thing" {\n  assume_role { arn = "b" }\n}` } },
    ],
  ])('counts: %s', (_title, given, other) => {
    expect(slicesOf({ ...given, ...other }).beside().digest).not.toBe(slicesOf(given).beside().digest);
  });

  test.each<[string, Given, Partial<Given>]>([
    [
      'a sensitive variable',
      {
        files: { 'main.tf': `${X}variable "p" { sensitive = true }\nprovider "thing" { password = var.p }` },
        variables: { p: 'one' },
      },
      { variables: { p: 'two' } },
    ],
    [
      'what a data source says in secret',
      {
        files: { 'main.tf': `${X}data "thing" "d" {}\nprovider "thing" { password = data.thing.d.password }` },
        data: { password: 'one' },
        sensitiveData: true,
      },
      { data: { password: 'two' } },
    ],
    [
      'a volatile variable',
      {
        files: { 'main.tf': `${X}variable "token" {}\nprovider "thing" { token = var.token }` },
        variables: { token: 'one' },
      },
      { variables: { token: 'two' } },
    ],
  ])('credentials rotate: %s', (_title, given, other) => {
    expect(slicesOf({ ...given, ...other }).beside().digest).toBe(slicesOf(given).beside().digest);
  });
});

describe('of nested blocks', () => {
  const files = (blocks: string) => ({ 'main.tf': `resource "thing" "x" {\n${blocks}\n}\nlocals { a = 1 }` });

  test('an unknown value that no block sets is the provider’s', () => {
    const slices = slicesOf({ files: files('disk { size = local.a }'), after: { disk: [{ size: 1 }] } });
    expect(slices.of('disk[0].id')).toBeUndefined();
    expect(slices.of('id')).toBeUndefined();
    expect(names(slices.of('disk[0].size'))).toEqual(['expression local.a', 'block thing.x disk']);
  });

  test('their order counts, and that of one alone is none', () => {
    const [one, two] = ['disk { size = thing.a.size }', 'disk { size = thing.b.size }'];
    const of = (blocks: string) => slicesOf({ files: files(blocks), unknown: { disk: [{ size: true }] } }).of('disk');
    expect(of(`${two}\n${one}`)?.digest).not.toBe(of(`${one}\n${two}`)?.digest);
    expect(names(of(one))).toEqual(['block thing.x disk']);
  });

  test('"dynamic" ones count with what they repeat', () => {
    const text = 'dynamic "disk" {\n  for_each = local.a\n  content { size = disk.value }\n}';
    const slices = slicesOf({ files: files(text), after: { disk: [{ size: 1 }] } });
    expect(names(slices.of('disk[1].size'))).toEqual(['expression local.a', 'block thing.x disk']);
    expect(names(slices.of('disk'))).toEqual(['expression local.a', 'block thing.x disk']);
  });

  test('a write-only argument in one counts, wherever the plan shows nothing', () => {
    const text = 'login {\n  user        = "me"\n  password_wo = local.a\n}';
    const after = { login: [{ user: 'me', password_wo: null }] };
    expect(names(slicesOf({ files: files(text), after }).beside())).toEqual([
      'expression local.a',
      'provider provider thing',
      'block thing.x login',
    ]);
    const shown = { login: [{ user: 'me', password_wo: 1 }] };
    expect(names(slicesOf({ files: files(text), after: shown }).beside())).toEqual(['provider provider thing']);
  });
});

describe('through modules', () => {
  const child = 'variable "who" {\n  type = string\n  default = "nobody"\n}\nresource "thing" "x" { who = var.who }\n';

  test.each([
    [
      'an argument',
      'module "m" {\n  source = "./m"\n  who = local.w\n}\nlocals { w = 1 }',
      ['expression local.w', 'expression module.m.who'],
    ],
    [
      'a default, where there is no argument',
      'module "m" { source = "./m" }',
      ['expression module.m: var.who (default)'],
    ],
  ])('%s', (_title, root, expected) => {
    const slices = slicesOf({ files: { 'main.tf': root, 'm/main.tf': child }, module: 'm', unknown: { who: true } });
    expect(names(slices.of('who'))).toEqual(expect.arrayContaining(['expression module.m: thing.x.who', ...expected]));
  });

  test('a root module that cannot be read takes everything along', () => {
    const files = { 'main.tf.json': '{}', 'm/main.tf': child };
    expect(names(slicesOf({ files, module: 'm', unknown: { who: true } }).of('who'))).toContain('sources all sources');
  });
});

test('each part is named so that a person finds it', () => {
  const files = { 'main.tf': '\n\nresource "thing" "x" {\n  who = local.w\n}\n', 'l.tf': 'locals {\n  w = 1\n}\n' };
  expect(slicesOf({ files, unknown: { who: true } }).of('who')?.parts).toMatchObject([
    { kind: 'expression', name: 'local.w', file: 'infra/l.tf', line: 2 },
    { kind: 'expression', name: 'thing.x.who', file: 'infra/main.tf', line: 4 },
  ]);
});
