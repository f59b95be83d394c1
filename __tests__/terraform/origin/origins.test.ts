import { expect, test } from '@jest/globals';
import { sliceFrom } from '../../../src/terraform/configuration/slice.js';
import { NO_SLICES, type Slices } from '../../../src/terraform/configuration/slices.js';
import { originsOf } from '../../../src/terraform/origin/origins.js';
import { changeSet } from '../../../src/terraform/plan/classify.js';
import { readPlan } from '../../../src/terraform/plan/read-plan.js';
import { plan, resource } from '../plan-maker.js';

const digest = 'a'.repeat(32);
const OLD = { id: 'a', size: 1, image: 'x' };
const PARTS = {
  image: [
    { kind: 'value', name: 'module.a.data.aws_ami.this.id', digest },
    { kind: 'value', name: 'aws_thing.data.x', digest },
    { kind: 'expression', name: 'data.aws_ami.other', digest },
  ],
} as const;
const slices: Slices = {
  ...NO_SLICES,
  ofUnknown: (_change, path) => sliceFrom(path === 'image' ? PARTS.image : []),
};

function origins(changes: readonly unknown[], drift: readonly unknown[] = []) {
  const made = readPlan({ ...(plan({ resources: changes }) as object), resource_drift: drift });
  return [...originsOf(made, slices, changeSet(made))];
}

test('an update may come from what a data source answers, where a changed attribute is made from one', () => {
  const change = { address: 'a.b', actions: ['update'], before: OLD } as const;
  expect(origins([resource({ ...change, after: { ...OLD, image: 'y' } })])).toEqual([
    ['a.b', { data: ['module.a.data.aws_ami.this.id'] }],
  ]);
  expect(origins([resource({ ...change, after: { ...OLD, size: 2 } })])).toEqual([]);
});

test('it may take back what was changed outside Terraform', () => {
  const change = resource({ address: 'a.b', actions: ['update'], before: { ...OLD, size: 2 }, after: OLD });
  const drifted = resource({ address: 'a.b', actions: ['update'], before: OLD, after: { ...OLD, size: 2 } });
  expect(origins([change], [drifted])).toEqual([['a.b', { drifted: 'changed', data: [] }]]);
});

test('what is created comes from the files', () => {
  expect(origins([resource({ address: 'a.b', after: { image: 'y' } })])).toEqual([]);
});
