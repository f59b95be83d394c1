import { describe, expect, test } from '@jest/globals';
import { callersOf } from '../../../src/terraform/plan/caller-identity.js';
import { readPlan } from '../../../src/terraform/plan/read-plan.js';
import { fingerprintPlan } from '../plan-maker.js';

/** A plan in which a tag says who planned, made by this role. */
function planBy(role: string) {
  const arn = `arn:aws:sts::123456789012:assumed-role/${role}/well-managed-deployments`;
  const identity = {
    address: 'data.aws_caller_identity.this',
    mode: 'data',
    type: 'aws_caller_identity',
    values: { account_id: '123456789012', arn, user_id: `AROA${role.toUpperCase()}:well-managed-deployments` },
  };
  const topic = {
    ...identity,
    address: 'data.aws_sns_topic.this',
    type: 'aws_sns_topic',
    values: { arn: 'arn:topic' },
  };
  return readPlan({
    format_version: '1.2',
    terraform_version: '1.11.4',
    prior_state: { values: { root_module: { child_modules: [{ resources: [identity, topic] }] } } },
    resource_changes: [
      {
        address: 'terraform_data.a',
        mode: 'managed',
        type: 'terraform_data',
        name: 'a',
        provider_name: 'terraform.io/builtin/terraform',
        change: { actions: ['create'], before: null, after: { input: `by ${arn}` }, after_unknown: { id: true } },
      },
    ],
  });
}

function fingerprintOf(role: string) {
  const plan = planBy(role);
  const volatile = { commits: [], runId: '1', workspacePath: '/w', caller: callersOf(plan) };
  return fingerprintPlan(plan, { volatile }).fingerprint;
}

describe('who made a plan', () => {
  test('is read from the configuration, in every module, without the account and without what else has an ARN', () => {
    expect(callersOf(planBy('plan'))).toEqual([
      'arn:aws:sts::123456789012:assumed-role/plan/well-managed-deployments',
      'AROAPLAN:well-managed-deployments',
    ]);
  });

  test('does not enter the fingerprint: the plan role is not the deploy role', () => {
    expect(fingerprintOf('plan')).toBe(fingerprintOf('deploy'));
  });

  test('is nobody where the configuration does not ask', () => {
    expect(callersOf(readPlan({ format_version: '1.2', terraform_version: '1.11.4', resource_changes: [] }))).toEqual(
      [],
    );
  });
});
