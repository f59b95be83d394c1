import { describe, expect, test } from '@jest/globals';
import { changeSet } from '../../../src/terraform/plan/classify.js';
import { digestOfId } from '../../../src/terraform/reviewed/planned-changes.js';
import { deployedChanges } from '../../../src/terraform/standing/what-changed.js';
import { type PlanOptions, plan, resource } from '../plan-maker.js';

const said = (options: PlanOptions) => Object.fromEntries(deployedChanges(changeSet(plan(options))));
const of = (...resources: Parameters<typeof resource>[0][]) => said({ resources: resources.map(resource) });

describe('what a deployment says of its plan', () => {
  test('of an update the attributes that differ or are computed anew', () => {
    const update = { actions: ['update'], before: { id: 'i', a: 1, b: 1 }, after: { id: 'i', a: 2, b: 1 } };
    expect(of({ ...update, unknown: { version: true } })).toEqual({ 'aws_thing.this': ['a', 'version'] });
    const secret = { actions: ['update'], before: { a: 1 }, after: { a: 1 }, afterSensitive: { a: true } };
    expect(of(secret)).toEqual({ 'aws_thing.this': ['a'] });
  });

  test('of whatever else becomes of an object that it is another one', () => {
    for (const actions of [['create'], ['delete', 'create'], ['create', 'delete']]) {
      expect(of({ actions, before: { a: 1 }, after: { a: 2 } })).toEqual({ 'aws_thing.this': ['*'] });
    }
    for (const actions of [['delete'], ['forget']]) {
      expect(of({ actions, before: { a: 1 } })).toEqual({ 'aws_thing.this': ['*', '-'] });
    }
    const update = { actions: ['update'], before: { a: 1 }, after: { a: 2 } };
    expect(of({ ...update, deposed: 'abcd' })).toEqual({ 'aws_thing.this': ['*'] });
    expect(of({ ...update, importing: 'i' })).toEqual({ 'aws_thing.this': ['*', `import ${digestOfId('i')}`] });
  });

  test('of a move both addresses, and of instances one entry', () => {
    const moved = { actions: ['no-op'], before: { a: 1 }, after: { a: 1 }, previousAddress: 'aws_thing.old[0]' };
    expect(of({ ...moved, address: 'module.m["k.x"].aws_thing.new["a"]' })).toEqual({
      'module.m.aws_thing.new': ['*'],
      'aws_thing.old': ['*'],
    });
    const update = { actions: ['update'], before: { a: 1, b: 1 } };
    expect(
      of(
        { ...update, address: 'aws_thing.x[0]', after: { a: 2, b: 1 } },
        { ...update, address: 'aws_thing.x[1]', after: { a: 1, b: 2 } },
      ),
    ).toEqual({ 'aws_thing.x': ['a', 'b'] });
  });

  test('outputs that change, and nothing of data sources and of what stays', () => {
    expect(of({ actions: ['no-op'], before: { a: 1 }, after: { a: 1 } }, { mode: 'data', actions: ['read'] })).toEqual(
      {},
    );
    const outputs = { url: { actions: ['update'], before: 'a', after: 'b' } };
    expect(said({ outputs })).toEqual({ 'output.url': ['*'] });
  });
});
