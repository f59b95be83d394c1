import { describe, expect, test } from '@jest/globals';
import { readPlan } from '../../../src/terraform/plan/read-plan.js';
import { sensitiveValues } from '../../../src/terraform/plan/sensitive.js';

function valuesOf(plan: object): readonly string[] {
  return [...sensitiveValues(readPlan({ format_version: '1.2', planned_values: {}, ...plan }))].sort();
}

function resource(change: object, address = 'a.b'): object {
  return { address, mode: 'managed', type: 'a', name: 'b', change: { actions: ['update'], ...change } };
}

describe('the sensitive values of a plan', () => {
  test('are found at any depth, on both sides', () => {
    const change = {
      before: { list: [{ password: 'old-password', open: 'visible' }], whole: { a: ['in-a-list', 12345] } },
      before_sensitive: { list: [{ password: true }], whole: true },
      after: { list: [{ password: 'new-password', open: 'visible' }], whole: 'all-of-it' },
      after_sensitive: { list: [{ password: true }], whole: true },
    };
    expect(valuesOf({ resource_changes: [resource(change)] })).toEqual([
      '12345',
      'all-of-it',
      'in-a-list',
      'new-password',
      'old-password',
    ]);
  });

  test('have the keys of maps among them, and no names of attributes', () => {
    const keys = { sk_live_51Habc9SecretKey: 'billing', 'bob@example.org': { private_key: 'pem-of-bob' } };
    const change = { before: null, after: { keys }, after_sensitive: { keys: true } };
    expect(valuesOf({ resource_changes: [resource(change)] })).toEqual([
      'billing',
      'bob@example.org',
      'pem-of-bob',
      'sk_live_51Habc9SecretKey',
    ]);
  });

  test('are found in outputs, drift, deferred changes, actions, variables and states', () => {
    const one = (value: string) => resource({ before: null, after: { a: value }, after_sensitive: { a: true } });
    const state = (value: string) => ({
      root_module: {
        resources: [],
        child_modules: [{ child_modules: [{ resources: [{ values: { a: value }, sensitive_values: { a: true } }] }] }],
      },
      outputs: { o: { sensitive: true, value: `${value}-output` }, p: { sensitive: false, value: 'public' } },
    });
    expect(
      valuesOf({
        output_changes: { o: { actions: ['create'], after: 'of-an-output', after_sensitive: true } },
        resource_drift: [one('of-drift')],
        deferred_changes: [{ reason: 'x', resource_change: one('of-deferred') }],
        action_invocations: [
          {
            address: 'action.a',
            type: 'a',
            name: 'a',
            config_values: { a: 'of-action' },
            config_sensitive: { a: true },
          },
        ],
        variables: { secret: { value: { key: 'of-variable' } }, open: { value: 'public' } },
        configuration: { root_module: { variables: { secret: { sensitive: true }, open: {} } } },
        prior_state: { values: state('of-prior-state') },
        planned_values: state('of-planned'),
      }),
    ).toEqual([
      'of-action',
      'of-an-output',
      'of-deferred',
      'of-drift',
      'of-planned',
      'of-planned-output',
      'of-prior-state',
      'of-prior-state-output',
      'of-variable',
    ]);
  });

  test('are left out when they are a word of everybody or stand in an address', () => {
    const change = {
      after: { a: 'true', b: '1', c: '', d: 'dev', e: 'region', f: 'kept' },
      after_sensitive: { a: true, b: true, c: true, d: true, e: true, f: true },
    };
    expect(valuesOf({ resource_changes: [resource(change, 'module.x["region-1"].a.b')] })).toEqual(['kept']);
  });
});
