import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { readActionDefinition } from '../../scripts/generate/action-definition.js';
import { fillRegions } from '../../scripts/generate/marked-region.js';
import { readmeWithTables } from '../../scripts/generate/readme-tables.js';
import {
  DECIDED_BY_THE_WORKFLOW,
  MANIFEST,
  manifestOf,
  WORKFLOW,
  workflowRegions,
} from '../../scripts/generate/workflow-inputs.js';
import { stepsOf, unknownInputs } from '../../scripts/workflow-checks.js';

const action = readActionDefinition();
const names = Object.keys(action.inputs);
const workflow = readFileSync(WORKFLOW, 'utf8');
const isOurs = (uses: string) => uses === '$/.github/actions/run';

describe('what is generated from action.yml', () => {
  test('the tables of the README', () => {
    const readme = readFileSync('README.md', 'utf8');
    expect(readmeWithTables(readme, action, workflow)).toBe(readme);
    const called: { inputs: object; secrets: object } = parse(workflow).on.workflow_call;
    for (const name of [
      ...names,
      ...Object.keys(called.inputs),
      ...Object.keys(called.secrets),
      ...Object.keys(action.outputs),
    ])
      expect(readme).toContain(`| \`${name}\` |`);
  });

  test('the reusable workflow: its inputs, and what its jobs hand over', () => {
    expect(fillRegions(workflow, workflowRegions(action))).toBe(workflow);
    const inputs: Record<string, { default?: string; description: string }> = parse(workflow).on.workflow_call.inputs;
    for (const name of names.filter((input) => !DECIDED_BY_THE_WORKFLOW.has(input))) {
      expect([name, inputs[name]?.default]).toEqual([name, action.inputs[name]?.default]);
    }
    expect(unknownInputs(workflow, isOurs, new Set(names))).toEqual([]);
    expect(stepsOf(workflow).filter(({ node }) => isOurs(String(node.get('uses'))))).toHaveLength(7);
  });

  test('the manifest, whose main is the bundle at the root', () => {
    const text = readFileSync(MANIFEST, 'utf8');
    expect(text).toBe(manifestOf(readFileSync('action.yml', 'utf8')));
    const { runs, inputs, outputs } = parse(text);
    expect(normalize(join(dirname(MANIFEST), runs.main))).toBe('dist/index.js');
    expect(normalize(join(dirname(MANIFEST), runs.post))).toBe('dist/index.js');
    expect(Object.keys(inputs)).toEqual(names);
    expect(Object.keys(outputs)).toEqual(Object.keys(action.outputs));
  });

  test('a default that changed in action.yml alone makes each of the three differ', () => {
    const { stage } = action.inputs;
    if (stage === undefined) throw new Error('There is no input "stage"');
    const changed = { ...action, inputs: { ...action.inputs, stage: { ...stage, default: 'test' } } };
    const readme = readFileSync('README.md', 'utf8');
    expect(readmeWithTables(readme, changed, workflow)).not.toBe(readme);
    expect(fillRegions(workflow, workflowRegions(changed))).not.toBe(workflow);
    const text = readFileSync('action.yml', 'utf8');
    const other = text.replace('default: dev\n', 'default: test\n');
    expect(other).not.toBe(text);
    expect(manifestOf(other)).not.toBe(readFileSync(MANIFEST, 'utf8'));
  });
});

describe('a table', () => {
  const region = (name: string, old = '') => `<!-- ${name}:start -->\n${old}<!-- ${name}:end -->\n`;
  const readme = `${region('inputs', 'old\n')}${region('workflow')}${region('outputs')}`;

  test('keeps a bar and a line break of a description inside their cell', () => {
    const odd = { ...action, inputs: { exclude: { description: 'one\nor `a|b`', default: '' } }, outputs: {} };
    expect(readmeWithTables(readme, odd, workflow)).toContain('| `exclude` |  | one or `a\\|b` |\n');
  });

  test('is refused where a marker is missing or stands twice', () => {
    expect(() => readmeWithTables(readme.replace('<!-- inputs:end -->\n', ''), action, workflow)).toThrow(
      '"inputs:end", found 0',
    );
    expect(() => readmeWithTables(readme + readme, action, workflow)).toThrow('"inputs:start", found 2');
  });
});

describe('the reusable workflow', () => {
  const { jobs } = parse(workflow);

  test('never runs a deploy and a destroy of a stage at once, cancels neither, and drops no merge from the queue', () => {
    expect(jobs.deploy.concurrency).toEqual(jobs.destroy.concurrency);
    expect(jobs.deploy.concurrency).toMatchObject({ 'cancel-in-progress': false, queue: 'max' });
    expect(jobs.deploy.concurrency.group).toContain(`\${{ inputs.stage }}`);
  });

  test('lets a cancel stop a plan at once and a destroy in order, and no deploy', () => {
    expect(jobs.plan.concurrency['cancel-in-progress']).toBe(true);
    expect(jobs.deploy.if).toMatch(/^always\(\) && /);
    expect(jobs.destroy.if).not.toMatch(/always\(\)|cancelled\(\)/);
  });

  test.each(['plan', 'deploy', 'drift', 'rollback', 'destroy'])(
    'ends the action in %s by a signal before the job is out of time, with its "post" still to come',
    (name) => {
      const { steps, 'timeout-minutes': minutes } = jobs[name];
      const ours = steps.at(-1);
      expect(ours.uses).toBe('$/.github/actions/run');
      // A condition with always() would keep the signal of a time-out or a cancel from the step.
      expect(ours).not.toHaveProperty('if');
      expect(minutes - ours['timeout-minutes']).toBeGreaterThanOrEqual(10);
      expect(ours['timeout-minutes']).toBeGreaterThan(15);
    },
  );

  test('makes no deployment of GitHub beside its own record', () => {
    expect(jobs.deploy.environment).toEqual({ name: `\${{ inputs.stage }}`, deployment: false });
    expect(jobs.rollback.environment).toEqual(jobs.deploy.environment);
    expect(jobs.destroy.environment).toEqual({ name: `\${{ inputs.stage }}-destroy`, deployment: false });
  });

  test('hands each secret to the one step that needs it, and the working directory to the build', () => {
    const holders = Object.entries(jobs as Record<string, { steps: object[] }>).flatMap(([job, { steps }]) =>
      steps.flatMap((step) => {
        const secrets = [...JSON.stringify(step).matchAll(/secrets\.([\w-]+)/g)].map(([, secret]) => secret);
        return secrets.map((secret) => `${secret} in ${job}: ${(step as { uses?: string }).uses}`);
      }),
    );
    expect(holders).toEqual([
      'install-environment in build: $/.github/actions/build',
      'terraform-environment in plan: $/.github/actions/run',
      'terraform-environment in deploy: $/.github/actions/run',
      'webhook in deploy: $/.github/actions/run',
      'terraform-environment in drift: $/.github/actions/run',
      'terraform-environment in rollback: $/.github/actions/run',
      'webhook in rollback: $/.github/actions/run',
      'terraform-environment in unlock: $/.github/actions/run',
      'terraform-environment in check: $/.github/actions/run',
      'terraform-environment in destroy: $/.github/actions/run',
      'webhook in destroy: $/.github/actions/run',
    ]);
    expect(
      JSON.stringify({
        ...jobs,
        build: {},
        plan: {},
        deploy: {},
        drift: {},
        rollback: {},
        unlock: {},
        check: {},
        destroy: {},
      }),
    ).not.toMatch(/secrets\./);
    const build = jobs.build.steps.find(({ uses }: { uses?: string }) => uses === '$/.github/actions/build');
    expect(build.with['working-directory']).toBe(`\${{ inputs.working-directory }}`);
  });

  test('builds in a job that can read the repository and nothing else', () => {
    expect(jobs.build.permissions).toEqual({ contents: 'read' });
    for (const job of [jobs.plan, jobs.deploy, jobs.drift, jobs.destroy]) {
      expect(JSON.stringify(job.steps)).not.toMatch(/-command/);
    }
  });

  test('looks for the drift of a stack in one run at a time, which none cuts short', () => {
    expect(jobs.drift.concurrency['cancel-in-progress']).toBe(false);
    for (const name of ['stage', 'infra-directory', 'workspace']) {
      expect(jobs.drift.concurrency.group).toContain(`\${{ inputs.${name} }}`);
    }
    expect(jobs.drift.concurrency.group).not.toMatch(/github/);
  });

  test.each(['.github/workflows/pipeline.yml', 'examples/reusable-workflow.yml'])(
    'gets from %s exactly what its jobs ask for: less is refused by GitHub, more is given away',
    (path) => {
      const weight = ['none', 'read', 'write'];
      const asked: Record<string, string> = {};
      for (const job of Object.values(jobs) as { permissions: Record<string, string> }[]) {
        for (const [name, access] of Object.entries(job.permissions)) {
          if (weight.indexOf(access) > weight.indexOf(asked[name] ?? 'none')) asked[name] = access;
        }
      }
      expect(parse(readFileSync(path, 'utf8')).jobs.pipeline.permissions).toEqual(asked);
    },
  );

  test('starts the action only after the confirmation was compared', () => {
    const steps: { name?: string; uses?: string }[] = jobs.destroy.steps;
    const compared = steps.findIndex(({ name }) => name === 'Compare the confirmation');
    const signedIn = steps.findIndex(({ uses }) => uses === '$/.github/actions/run');
    expect(compared).toBeGreaterThan(-1);
    expect(signedIn).toBeGreaterThan(compared);
  });
});
