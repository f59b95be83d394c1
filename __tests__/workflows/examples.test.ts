import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { readActionDefinition } from '../../scripts/generate/action-definition.js';
import { WORKFLOW } from '../../scripts/generate/workflow-inputs.js';
import { stepsOf, unknownInputs, WORKFLOW_CHECKS } from '../../scripts/workflow-checks.js';
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
