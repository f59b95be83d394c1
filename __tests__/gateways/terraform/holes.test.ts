import { afterAll, describe, expect, test } from '@jest/globals';
import { keyedDigest } from '../../../src/terraform/plan/digest.js';
import { type Disagreement, disagreements } from '../../../src/terraform/reviewed/both-ways.js';
import type { Digesting } from '../../../src/terraform/reviewed/changed-attributes.js';
import { type Planned, plannedChanges, reviewedChanges } from '../../../src/terraform/reviewed/planned-changes.js';
import type { ReviewedChanges } from '../../../src/terraform/reviewed/reviewed-change.js';
import { planAgain, type Sliced, slicedStack } from './sliced-stack.js';
import type { TerraformStack } from './stack.js';

// Each hole of the first version, planned by the real Terraform: what was reviewed, what is planned after it, what is said.

const stacks: TerraformStack[] = [];
afterAll(() => {
  for (const stack of stacks) stack.remove();
});

const DIGESTING: Digesting = {
  tokenize: (text) => text,
  keyed: keyedDigest('a lineage'),
  substitute: (_path, value) => value,
  ignoreUnknown: () => false,
};

const planned = ({ plan, slices }: Sliced): Planned => ({ plan, slices, digesting: DIGESTING });

type Files = Readonly<Record<string, string>>;

function differences(stack: TerraformStack, record: ReviewedChanges): readonly Disagreement[] {
  const now = plannedChanges(planned(planAgain(stack)));
  return disagreements({ keyed: now, plain: now }, [record], { unfinishedDeploy: true });
}

/** What is said of the plan of `after`, when the plan of `before` was reviewed. */
function said(
  before: Files,
  after: Files,
  meanwhile: (stack: TerraformStack) => void = () => undefined,
): readonly string[] {
  const reviewed = slicedStack(before);
  stacks.push(reviewed.stack);
  const record = reviewedChanges(planned(reviewed));
  meanwhile(reviewed.stack);
  for (const [path, text] of Object.entries(after)) reviewed.stack.write(path, text);
  return differences(reviewed.stack, record).map(({ kind, action, address }) => `${kind}: ${action} ${address}`);
}

const BUCKET = 'resource "terraform_data" "bucket" { input = "assets" }\n';
const GUARD = 'resource "terraform_data" "guard" { input = "block" }\n';
const POLICY = 'resource "terraform_data" "policy" { input = "${local.who} ${terraform_data.bucket.id}" }\n';
const X = (body: string) => `resource "terraform_data" "x" {\n  input = "x"\n${body}\n}\n`;
const answer = (who: string) =>
  JSON.stringify({
    version: 4,
    terraform_version: '1.11.4',
    serial: 1,
    lineage: 'o',
    outputs: { who: { value: who, type: 'string' } },
    resources: [],
  });
const DATA =
  'data "terraform_remote_state" "o" {\n  backend = "local"\n  config = { path = "../../answer.tfstate" }\n}\n';
const WHO = 'data.terraform_remote_state.o.outputs.who';

describe('the holes of the first version are closed', () => {
  test.each<[string, Files, Files, readonly string[]]>([
    [
      '1: the guard of what is created is gone',
      { 'main.tf': BUCKET + GUARD },
      { 'main.tf': BUCKET },
      ['no longer planned: create terraform_data.guard'],
    ],
    [
      '1: of a creation one value is gone',
      { 'main.tf': 'resource "terraform_data" "x" { input = { cidr = "a", logging = true } }' },
      { 'main.tf': 'resource "terraform_data" "x" { input = { cidr = "a" } }' },
      ['not reviewed: create terraform_data.x', 'no longer planned: create terraform_data.x'],
    ],
    [
      '2: a value unknown at review becomes another one by a local',
      { 'main.tf': BUCKET + POLICY, 'l.tf': 'locals { who = "shop" }' },
      { 'l.tf': 'locals { who = "*" }' },
      ['not reviewed: create terraform_data.policy', 'no longer planned: create terraform_data.policy'],
    ],
    [
      '3: a provisioner is added',
      { 'main.tf': X('') },
      { 'main.tf': X('provisioner "local-exec" { command = "id" }') },
      ['not reviewed: create terraform_data.x', 'no longer planned: create terraform_data.x'],
    ],
    [
      '3: another provider block',
      { 'main.tf': `provider "terraform" { alias = "us" }\n${X('')}` },
      { 'main.tf': `provider "terraform" { alias = "us" }\n${X('provider = terraform.us')}` },
      ['not reviewed: create terraform_data.x', 'no longer planned: create terraform_data.x'],
    ],
    [
      '18: a plan that is empty',
      { 'main.tf': GUARD },
      { 'main.tf': '' },
      ['no longer planned: create terraform_data.guard'],
    ],
    [
      '20: a known value names a file, whose content changes',
      { 'main.tf': 'resource "terraform_data" "x" { input = "./page.html" }', 'page.html': 'shop' },
      { 'page.html': '<script>' },
      ['not reviewed: create terraform_data.x', 'no longer planned: create terraform_data.x'],
    ],
    ['nothing differs', { 'main.tf': BUCKET + POLICY, 'l.tf': 'locals { who = "shop" }' }, {}, []],
  ])('%s', (_title, before, after, expected) => {
    expect(said(before, after)).toEqual(expected);
  });

  test.each<[string, string, readonly string[]]>([
    [
      '17: the data drops the guard',
      `${BUCKET}resource "terraform_data" "guard" {\n  count = ${WHO} == "*" ? 0 : 1\n}\n`,
      ['no longer planned: create terraform_data.guard[0]'],
    ],
    [
      '17: an equal unknown value names another principal',
      `${BUCKET}resource "terraform_data" "policy" { input = "\${${WHO}} \${terraform_data.bucket.id}" }\n`,
      ['not reviewed: create terraform_data.policy', 'no longer planned: create terraform_data.policy'],
    ],
  ])('%s', (_title, resources, expected) => {
    const files = { 'main.tf': DATA + resources, '../../answer.tfstate': answer('shop') };
    expect(said(files, { '../../answer.tfstate': answer('*') })).toEqual(expected);
    expect(said(files, {})).toEqual([]);
  });

  test('19: a "removed" block gets a program', () => {
    const removed = (body: string) =>
      `removed {\n  from = terraform_data.x\n  lifecycle { destroy = true }\n${body}}\n`;
    const program = 'provisioner "local-exec" {\n  when    = destroy\n  command = "id"\n}\n';
    const before = slicedStack({ 'main.tf': X('') });
    stacks.push(before.stack);
    before.stack.terraform('apply', '-auto-approve');
    before.stack.write('main.tf', removed(''));
    const record = reviewedChanges(planned(planAgain(before.stack)));
    const now = () => differences(before.stack, record).map(({ kind }) => kind);
    expect(now()).toEqual([]);
    before.stack.write('main.tf', removed(program));
    expect(now()).toEqual(['not reviewed', 'no longer planned']);
  });

  test('the rest of a deploy that stopped half-way passes, and the whole of it when it is done', () => {
    const files = { 'main.tf': BUCKET + POLICY + GUARD, 'l.tf': 'locals { who = "shop" }' };
    const half = (stack: TerraformStack) => stack.terraform('apply', '-auto-approve', '-target=terraform_data.bucket');
    expect(said(files, {}, half)).toEqual([]);
    expect(said(files, { 'l.tf': 'locals { who = "*" }' }, half)).toEqual([
      'not reviewed: create terraform_data.policy',
      'no longer planned: create terraform_data.policy',
    ]);
    expect(said(files, {}, (stack) => stack.terraform('apply', '-auto-approve'))).toEqual([]);
  });
});

describe('what is not known in full', () => {
  const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];
  const made = NAMES.map((name) => `resource "terraform_data" "${name}" { input = "${name}" }\n`).join('');
  const element = (name: string) => `{ id = terraform_data.${name}.id, name = "${name}", port = local.port }`;
  const list = (names: readonly string[]) => `[${names.map(element).join(', ')}]`;
  const y = (input: string, more = '') => `resource "terraform_data" "y" {\n  input = ${input}\n${more}}\n`;
  const LOCALS = 'locals { port = 80 }\n';
  const half = (stack: TerraformStack) =>
    stack.terraform('apply', '-auto-approve', ...NAMES.map((name) => `-target=terraform_data.${name}`));
  const BOTH = ['not reviewed: create terraform_data.y', 'no longer planned: create terraform_data.y'];

  test('a set is listed in another order once they are known: the rest of a half-failed deploy, and all of it', () => {
    const files = { 'main.tf': made + y(`toset(${list(NAMES)})`), 'l.tf': LOCALS };
    expect(said(files, {}, half)).toEqual([]);
    expect(said(files, {}, (stack) => stack.terraform('apply', '-auto-approve'))).toEqual([]);
    expect(said(files, { 'l.tf': 'locals { port = 81 }\n' }, half)).toEqual(BOTH);
    expect(said(files, { 'main.tf': made + y(`toset(${list(NAMES.slice(1))})`) }, half)).toEqual(BOTH);
  });

  test('of a set of texts too, with known ones among them', () => {
    const ids = (known: string) =>
      `toset([${NAMES.map((name) => `terraform_data.${name}.id`).join(', ')}, "${known}"])`;
    const files = { 'main.tf': made + y(ids('7')) };
    expect(said(files, {}, half)).toEqual([]);
    expect(said(files, { 'main.tf': made + y(ids('8')) }, half)).toEqual(BOTH);
  });

  test('the order of a list counts', () => {
    const files = { 'main.tf': made + y(list(NAMES)), 'l.tf': LOCALS };
    expect(said(files, {}, half)).toEqual([]);
    expect(said(files, { 'main.tf': made + y(list([...NAMES].reverse())) }, half)).toEqual(BOTH);
  });

  test('an output, and what refers to the set, are not told apart by its order', () => {
    const set = `toset(${list(NAMES)})`;
    const files = {
      'main.tf': `${made}${y(set)}resource "terraform_data" "z" { input = terraform_data.y.input }\noutput "y" { value = ${set} }\n`,
      'l.tf': LOCALS,
    };
    expect(said(files, {}, half)).toEqual([]);
    expect(said(files, {}, (stack) => stack.terraform('apply', '-auto-approve'))).toEqual([]);
  });

  test('the order of provisioners counts', () => {
    const echo = (text: string) => `provisioner "local-exec" { command = "echo ${text}" }\n`;
    const changed = said(
      { 'main.tf': y('"a"', echo('one') + echo('two')) },
      { 'main.tf': y('"a"', echo('two') + echo('one')) },
    );
    expect(changed).toEqual(BOTH);
  });

  test('an update of what is not known that is ignored since is missing', () => {
    const one = slicedStack({ 'main.tf': y('"nothing"') });
    stacks.push(one.stack);
    one.stack.terraform('apply', '-auto-approve');
    const update = (more = '') => made + y('terraform_data.a.id', more);
    one.stack.write('main.tf', update());
    const record = reviewedChanges(planned(planAgain(one.stack)));
    half(one.stack);
    one.stack.write('main.tf', update('lifecycle { ignore_changes = [input] }\n'));
    const now = differences(one.stack, record).map(({ kind, action, address }) => `${kind}: ${action} ${address}`);
    expect(now).toEqual(['no longer planned: update terraform_data.y']);
  });
});

describe('what a deploy left, and what others did meanwhile', () => {
  const first = (files: Files, apply = false): Sliced => {
    const one = slicedStack(files);
    stacks.push(one.stack);
    if (!apply) return one;
    one.stack.terraform('apply', '-auto-approve');
    return planAgain(one.stack);
  };
  const record = (one: Sliced) => reviewedChanges(planned(one));
  const says = (stack: TerraformStack, records: readonly ReviewedChanges[], unfinishedDeploy = true) => {
    const now = plannedChanges(planned(planAgain(stack)));
    return disagreements({ keyed: now, plain: now }, records, { unfinishedDeploy }).map(
      ({ kind, action, address }) => `${kind}: ${action} ${address}`,
    );
  };
  const x = (input: string, more = '') => `resource "terraform_data" "x" {\n  input = ${input}\n${more}}\n`;

  test('a value that nobody saw, and that is not known yet', () => {
    const { stack, ...before } = first({ 'main.tf': BUCKET + x('{ a = "x" }') });
    const reviewed = record({ stack, ...before });
    stack.write('main.tf', BUCKET + x('{ a = "x", c = terraform_data.bucket.id }'));
    expect(says(stack, [reviewed])).toEqual([
      'not reviewed: create terraform_data.x',
      'no longer planned: create terraform_data.x',
    ]);
  });

  test('what was created has more than what was reviewed', () => {
    const one = first({ 'main.tf': x('{ a = "x" }') });
    const reviewed = record(one);
    one.stack.write('main.tf', x('{ a = "x", c = "y" }'));
    one.stack.terraform('apply', '-auto-approve');
    expect(says(one.stack, [reviewed])).toEqual(['no longer planned: create terraform_data.x']);
  });

  test.each([
    ['an update', x('{ a = "old" }')],
    ['a creation', ''],
  ])('%s that is done, and is planned once more by what it depends on, is not missing', (_title, before) => {
    const other = (more = '') => `resource "terraform_data" "y" { input = { a = "x"${more} } }\n`;
    const { stack } = first({ 'main.tf': other() + before }, true);
    const reading = x('{ a = terraform_data.y.output.a }');
    stack.write('main.tf', other() + reading);
    const earlier = record(planAgain(stack));
    stack.terraform('apply', '-auto-approve');
    stack.write('main.tf', other(', c = "y"') + reading);
    const later = record(planAgain(stack));
    expect(says(stack, [earlier, later])).toEqual([]);
    expect(says(stack, [earlier])).toEqual([
      'not reviewed: update terraform_data.x',
      'not reviewed: update terraform_data.y',
    ]);
    // What is done is done as long as it stays.
    stack.write('main.tf', other());
    expect(says(stack, [earlier, record(planAgain(stack))])).toEqual([
      `no longer planned: ${before === '' ? 'create' : 'update'} terraform_data.x`,
    ]);
  });

  test('a destruction that was reviewed and is taken back', () => {
    const { stack } = first({ 'main.tf': x('"a"') }, true);
    stack.write('main.tf', '');
    const reviewed = record(planAgain(stack));
    expect(says(stack, [reviewed])).toEqual([]);
    stack.write('main.tf', x('"a"'));
    expect(says(stack, [reviewed])).toEqual(['no longer planned: delete terraform_data.x']);
    stack.write('main.tf', '');
    stack.terraform('apply', '-auto-approve');
    expect(says(stack, [reviewed])).toEqual([]);
  });

  test('an update may come from two reviews, and not from one and a half', () => {
    const { stack } = first({ 'main.tf': x('{ a = 1, b = 1 }') }, true);
    const reviewed = ['{ a = 2, b = 1 }', '{ a = 1, b = 2 }'].map((input) => {
      stack.write('main.tf', x(input));
      return record(planAgain(stack));
    });
    stack.write('main.tf', x('{ a = 2, b = 2 }'));
    expect(says(stack, reviewed)).toEqual([]);
    expect(says(stack, reviewed.slice(0, 1))).toEqual(['not reviewed: update terraform_data.x']);
    stack.write('main.tf', x('{ a = 2, b = 1 }'));
    expect(says(stack, reviewed)).toEqual(['no longer planned: update terraform_data.x']);
  });

  test('an object that its own creation left unfinished is made anew, after a deploy of this stack only', () => {
    const failing = x('"a"', 'provisioner "local-exec" { command = "test -e ../../there" }\n');
    const one = first({ 'main.tf': failing });
    const reviewed = record(one);
    expect(() => one.stack.terraform('apply', '-auto-approve')).toThrow();
    expect(says(one.stack, [reviewed])).toEqual([]);
    expect(says(one.stack, [reviewed], false)).toEqual([
      'not reviewed: delete-create terraform_data.x',
      'no longer planned: create terraform_data.x',
    ]);
    one.stack.write('../../there', '');
    one.stack.terraform('apply', '-auto-approve');
    expect(says(one.stack, [reviewed])).toEqual([]);
  });

  test('what is destroyed of a replacement is left over', () => {
    const more = (trigger: number) => `triggers_replace = ${trigger}\nlifecycle { create_before_destroy = true }\n`;
    const { stack } = first({ 'main.tf': x('"a"', more(1)) }, true);
    const instances = () => JSON.parse(stack.read('terraform.tfstate'));
    const [old] = instances().resources[0].instances;
    stack.write('main.tf', x('"a"', more(2)));
    const reviewed = record(planAgain(stack));
    stack.terraform('apply', '-auto-approve');
    // As an apply leaves it that could not destroy the old one.
    const state = instances();
    state.resources[0].instances.push({ ...old, deposed: 'deadbeef' });
    stack.write('terraform.tfstate', JSON.stringify(state));
    expect(says(stack, [reviewed])).toEqual([]);
    const other = { ...reviewed, changes: reviewed.changes.map((change) => ({ ...change, destroys: 'another' })) };
    expect(says(stack, [other])).toEqual(['not reviewed: delete terraform_data.x']);
  });

  test('an update of what is gone since is not done by creating it, known or not', () => {
    const { stack } = first({ 'main.tf': x('{ a = "old" }') }, true);
    stack.write('main.tf', BUCKET + x('{ a = terraform_data.bucket.id }'));
    const update = record(planAgain(stack));
    expect(says(stack, [update])).toEqual([]);
    stack.terraform('state', 'rm', 'terraform_data.x');
    const creation = record(planAgain(stack));
    expect(says(stack, [creation])).toEqual([]);
    expect(says(stack, [update, creation])).toEqual(['no longer planned: update terraform_data.x']);
  });

  test('what was to be imported and replaced is not destroyed by creating another one', () => {
    const made = x('"a"', 'triggers_replace = 1\n');
    const { stack, ...imported } = first({
      'main.tf': `${made}import {\n  to = terraform_data.x\n  id = "outside"\n}\n`,
    });
    const reviewed = record({ stack, ...imported });
    expect(says(stack, [reviewed])).toEqual([]);
    stack.write('main.tf', made);
    expect(says(stack, [reviewed])).toEqual([
      'not reviewed: create terraform_data.x',
      'no longer planned: delete-create terraform_data.x',
    ]);
  });

  test('a move that is done, and one that nobody reviewed', () => {
    const moved = (from: string, to: string) =>
      `moved {\n  from = terraform_data.${from}\n  to   = terraform_data.${to}\n}\n`;
    const { stack } = first({ 'main.tf': x('"a"') }, true);
    stack.write('main.tf', x('"a"').replace('"x"', '"y"') + moved('x', 'y'));
    const reviewed = record(planAgain(stack));
    expect(says(stack, [])).toEqual(['not reviewed: no-op terraform_data.y']);
    expect(says(stack, [reviewed])).toEqual([]);
    stack.terraform('apply', '-auto-approve');
    expect(says(stack, [reviewed])).toEqual([]);
  });
});
