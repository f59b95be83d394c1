import { describe, expect, test } from '@jest/globals';
import { ActionError } from '../../../src/errors.js';
import { readPlan } from '../../../src/terraform/plan/read-plan.js';

const minimal = { format_version: '1.2', terraform_version: '1.11.4', planned_values: {} };

function refusal(json: unknown): string {
  try {
    readPlan(json);
  } catch (thrown) {
    if (thrown instanceof ActionError) return thrown.message;
    throw thrown;
  }
  return 'was read';
}

describe('the JSON of a plan', () => {
  test('is read in every 1.x format, with what is left out empty and what is unknown ignored', () => {
    for (const version of ['1.0', '1.1', '1.2', '1.99']) {
      const plan = readPlan({ ...minimal, format_version: version, of_a_later_version: [{}] });
      expect(plan.resource_changes).toEqual([]);
      expect(plan.output_changes).toEqual({});
      expect([plan.complete, plan.applyable, plan.errored]).toEqual([true, true, false]);
    }
  });

  test('of another major version is refused, with the version named', () => {
    for (const version of ['0.1', '2.0', '10.2', '1', '1.x', '']) {
      expect(refusal({ ...minimal, format_version: version })).toContain(`format_version "${version}"`);
    }
  });

  test.each([
    ['null', null, 'null'],
    ['a list', [], 'a list'],
    ['a text', 'plan', 'a string'],
    ['an empty object', {}, 'without "format_version"'],
    ['a state', { format_version: '1.0', values: { root_module: {} } }, 'a state'],
    ['an empty state', { format_version: '1.0' }, 'without a field of a plan'],
    ['the result of validate', { format_version: '1.0', valid: true, diagnostics: [] }, 'terraform validate'],
  ])('is refused when it is %s', (_, json, found) => {
    expect(refusal(json)).toContain(found);
    expect(refusal(json)).toContain('terraform show -json PLANFILE');
  });

  test.each([
    ['resource_changes', { resource_changes: {} }, '"resource_changes"'],
    ['a change without an address', { resource_changes: [{ mode: 'managed' }] }, '"resource_changes[0].address"'],
    [
      'a change without actions',
      { resource_changes: [{ address: 'a', mode: 'managed', type: 't', name: 'n', change: {} }] },
      '"resource_changes[0].change.actions"',
    ],
    ['an output', { output_changes: { secret: 'hunter2' } }, '"output_changes.secret"'],
    ['a check', { checks: [{ status: 'fail', address: {} }] }, '"checks[0].address.to_display"'],
    ['a deferred change', { deferred_changes: [{ reason: 'x' }] }, '"deferred_changes[0].resource_change"'],
    ['an invocation', { action_invocations: [{ type: 't' }] }, '"action_invocations[0].address"'],
  ])('that is damaged at %s names the place and no value', (_, damage, place) => {
    const message = refusal({ ...minimal, ...damage });
    expect(message).toContain(place);
    expect(message).not.toContain('hunter2');
  });

  test('with an action that nobody knows yet is refused: it might destroy', () => {
    const change = { address: 'a.b', mode: 'managed', type: 'a', name: 'b', change: { actions: ['obliterate'] } };
    expect(refusal({ ...minimal, resource_changes: [change] })).toContain('obliterate');
  });
});
