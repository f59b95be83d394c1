import { describe, expect, test } from '@jest/globals';
import { planSources } from '../../../src/terraform/configuration/plan-sources.js';
import type { ChangedFile } from '../../../src/terraform/origin/changed-files.js';
import { type Origin, originsOf } from '../../../src/terraform/origin/origins.js';
import { changeSet } from '../../../src/terraform/plan/classify.js';
import type { Plan } from '../../../src/terraform/plan/json.js';
import { readPlan } from '../../../src/terraform/plan/read-plan.js';

const AWS = 'registry.terraform.io/hashicorp/aws';
const MAIN = `provider "aws" {
  region = "eu-west-1"
}
variable "image" {
  default = "x"
}
locals {
  size = 2
  note = "n"
}
resource "aws_thing" "web" {
  size  = local.size
  image = var.image
  code  = data.aws_zip.code.hash
}
resource "aws_thing" "row" {
  count = local.note == "n" ? 1 : 2
  name  = aws_thing.web.size
}
data "aws_zip" "code" {
  folder = "../lambda"
}
module "net" {
  source = "./net"
  cidr   = "10.0.0.0/16"
}
`;
const NET = `variable "cidr" {}
resource "aws_thing" "net" {
  cidr = var.cidr
}
`;
const FILES = new Map([
  ['infra/main.tf', MAIN],
  ['infra/net/main.tf', NET],
]);

interface Change {
  readonly address: string;
  readonly actions?: readonly string[];
  /** Attribute to its value before and after. */
  readonly values?: Readonly<Record<string, readonly [unknown, unknown]>>;
  readonly unknown?: readonly string[];
  readonly reason?: string;
}

function raw({ address, actions = ['update'], values = {}, unknown = [], reason }: Change) {
  const [, module, type, name, index] = /^(?:(module\.\w+)\.)?(\w+)\.(\w+)(?:\[(\d+)\])?$/.exec(address) ?? [];
  const side = (at: 0 | 1) => Object.fromEntries(Object.entries(values).map(([key, pair]) => [key, pair[at]]));
  return {
    address,
    ...(module === undefined ? {} : { module_address: module }),
    mode: 'managed',
    type,
    name,
    ...(index === undefined ? {} : { index: Number(index) }),
    ...(reason === undefined ? {} : { action_reason: reason }),
    provider_name: AWS,
    change: {
      actions,
      before: actions.includes('create') && actions.length === 1 ? null : side(0),
      after: actions.includes('delete') && actions.length === 1 ? null : side(1),
      after_unknown: Object.fromEntries(unknown.map((key) => [key, true])),
    },
  };
}

/** Something is there already, so that it is no first plan. */
const STANDING = raw({ address: 'aws_thing.other', actions: ['no-op'], values: { id: ['1', '1'] } });

function planOf(changes: readonly Change[], drift: readonly Change[] = []): Plan {
  const data = {
    address: 'data.aws_zip.code',
    mode: 'data',
    type: 'aws_zip',
    name: 'code',
    values: { folder: '../lambda', hash: 'h2' },
  };
  return readPlan({
    format_version: '1.2',
    terraform_version: '1.14.0',
    resource_changes: [STANDING, ...changes.map(raw)],
    resource_drift: drift.map(raw),
    variables: { image: { value: 'y' } },
    prior_state: { values: { root_module: { resources: [data] } } },
    configuration: {
      provider_config: { aws: { name: 'aws', full_name: AWS } },
      root_module: { resources: [], module_calls: { net: { module: {} } } },
    },
  });
}

function originsIn(plan: Plan, files: readonly ChangedFile[] | undefined, texts = FILES): ReadonlyMap<string, Origin> {
  const module = (path: readonly string[], directory: string) => ({
    path,
    directory,
    files: [...texts]
      .filter(([name]) => name.startsWith(`${directory}/`) && !name.slice(directory.length + 1).includes('/'))
      .map(([name, text]) => ({ path: name, text })),
  });
  const read = {
    modules: [module([], 'infra'), module(['net'], 'infra/net')],
    files: { digestOf: () => undefined, textOf: () => undefined, isInside: () => false },
    root: 'infra',
    sourceFiles: () => [],
    initialised: undefined,
  };
  const words = { text: (value: unknown) => JSON.stringify(value), keyed: (text: string) => text };
  const { slices, material } = planSources(plan, read, { words, volatile: new Set() });
  const own =
    files === undefined ? undefined : { files, material, texts: FILES, variableFiles: ['infra/terraform.tfvars'] };
  return originsOf(plan, slices, changeSet(plan), own);
}

/** One line of a file as a diff: new, or taken out in front of it. */
function line(path: string, number: number, removed?: string): ChangedFile {
  const now = (FILES.get(path) ?? '').split('\n')[number - 1] ?? '';
  const patch =
    removed === undefined
      ? `@@ -${number - 1},0 +${number} @@ x\n+${now}`
      : `@@ -${number} +${number - 1},0 @@\n-${removed}`;
  return { path, changes: 1, patch };
}

const main = (number: number, removed?: string) => line('infra/main.tf', number, removed);
const update = (attribute: string, unknown: readonly string[] = []): Change => ({
  address: 'aws_thing.web',
  values: { size: [1, 1], image: ['x', 'x'], code: ['h1', 'h1'], [attribute]: ['old', 'new'] },
  unknown,
});
const row = (actions: readonly string[]): Change => ({
  address: 'aws_thing.row[0]',
  actions,
  values: { name: [1, 1] },
});
const gone: Change = { address: 'aws_thing.gone', actions: ['delete'], values: { id: ['1', null] } };
const inNet: Change = { address: 'module.net.aws_thing.net', values: { cidr: ['a', 'b'] } };

describe('the pull request explains', () => {
  test.each<[string, Change, ChangedFile]>([
    ['a change of the block', update('size'), main(12)],
    ['a line taken out of the block', update('tags'), main(14, '  tags = {}')],
    ['a change of what it refers to', update('size'), main(8)],
    ['a change of its provider', update('tags_all'), main(2)],
    ['a change of a default', update('image'), main(5)],
    ['a file of values', update('image'), { path: 'infra/terraform.tfvars', changes: 1 }],
    ['a file below a folder that its data source reads', update('code'), { path: 'lambda/handler.py', changes: 3 }],
    ['an argument of its module', inNet, main(25)],
    ['a line of its module', inNet, line('infra/net/main.tf', 3)],
    ['a file whose diff GitHub leaves out', update('size'), { path: 'infra/main.tf', changes: 9000 }],
    ['a file whose diff is of an older text', update('size'), { ...main(1), patch: '@@ -25 +25 @@\n-a\n+b' }],
    ['a block that is new', row(['create']), main(16)],
    ['a count that follows from another line', row(['create']), main(9)],
    ['an instance that its count takes away', row(['delete']), main(17)],
    ['a block that is taken out', gone, main(3, 'resource "aws_thing" "gone" {')],
    ['a module that is taken out', { ...gone, address: 'module.old.aws_thing.gone' }, main(3, 'module "old" {')],
  ])('%s', (_what, change, file) => {
    expect([...originsIn(planOf([change]), [file])]).toEqual([]);
  });

  test('what is made from a value that it explains', () => {
    const changes = [update('size'), { address: 'aws_thing.row[0]', values: { name: [1, 2] } } as const];
    expect([...originsIn(planOf(changes), [main(12)])]).toEqual([]);
  });
});

describe('it explains nothing of', () => {
  const elsewhere: readonly ChangedFile[] = [main(25), { path: 'README.md', changes: 1 }];
  test.each<[string, Change]>([
    ['an update', update('size')],
    ['a replacement', { ...update('size'), actions: ['delete', 'create'] }],
    ['a creation', row(['create'])],
    ['a deletion', row(['delete'])],
    ['a deletion without a block', gone],
  ])('%s whose lines it leaves alone', (_what, change) => {
    const [[address, { unexplained }]] = [...originsIn(planOf([change]), elsewhere)] as [[string, Origin]];
    expect([address, unexplained]).toEqual([change.address, true]);
  });

  test('what a data source answers, which is named then', () => {
    expect(originsIn(planOf([update('code')]), elsewhere).get('aws_thing.web')).toMatchObject({
      data: ['data.aws_zip.code.hash'],
      unexplained: true,
    });
  });

  test('a file that was only renamed', () => {
    const renamed = { path: 'infra/main.tf', before: 'infra/old.tf', changes: 0 };
    expect(originsIn(planOf([update('size')]), [renamed]).get('aws_thing.web')?.unexplained).toBe(true);
  });
});

describe('nothing is said', () => {
  const elsewhere = { path: 'README.md', changes: 1 };
  test.each<[string, Change, ChangedFile]>([
    ['of a value that another change decides', update('size', ['size']), elsewhere],
    ['of what was tainted', { ...update('size'), reason: 'replace_because_tainted' }, elsewhere],
    ['where the providers change', update('size'), { path: 'infra/.terraform.lock.hcl', changes: 2 }],
    ['of a variable where the workflow changes', update('size'), { path: '.github/workflows/deploy.yml', changes: 2 }],
    ['of a deletion where a diff is missing', gone, { path: 'infra/other.tf', changes: 9000 }],
    ['where an object moves', gone, main(3, 'moved {')],
  ])('%s', (_what, change, file) => {
    expect([...originsIn(planOf([change]), [file])].filter(([, { unexplained }]) => unexplained)).toEqual([]);
  });

  test('of a module that could not be read', () => {
    const texts = new Map([...FILES, ['infra/other.tf.json', '{}']]);
    expect([...originsIn(planOf([update('size')]), [elsewhere], texts)]).toEqual([]);
  });

  test('of a first plan, which makes everything', () => {
    const plan = planOf([row(['create'])]);
    const first = { ...plan, resource_changes: plan.resource_changes.slice(1) };
    expect([...originsIn(first, [elsewhere])]).toEqual([]);
  });

  test('of files where they are not known', () => {
    expect([...originsIn(planOf([update('size')]), undefined)]).toEqual([]);
  });
});

describe('what was done outside Terraform', () => {
  test('is told where it concerns what the change sets', () => {
    const drift = (attribute: string) => [{ ...update(attribute), address: 'aws_thing.web' }];
    const of = (attribute: string) => originsIn(planOf([update('size')], drift(attribute)), [main(12)]);
    expect(of('size').get('aws_thing.web')?.drifted).toBe('changed');
    expect(of('image').get('aws_thing.web')).toBeUndefined();
  });

  test('is a deletion where the object is made again', () => {
    const plan = planOf([row(['create'])], [row(['delete'])]);
    expect(originsIn(plan, [{ path: 'README.md', changes: 1 }]).get('aws_thing.row[0]')?.drifted).toBe('deleted');
  });
});
