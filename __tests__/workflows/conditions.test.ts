import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { WORKFLOW } from '../../scripts/generate/workflow-inputs.js';
import { EVENTS, type EventName } from './events.js';
import { type Contexts, holds, type Status } from './expression.js';

interface Workflow {
  readonly on: { readonly workflow_call: { readonly inputs: Record<string, { readonly default: string }> } };
  readonly jobs: Record<'build' | 'plan' | 'deploy' | 'drift' | 'rollback' | 'destroy', Job>;
}

interface Job {
  readonly if: string;
  readonly steps: readonly {
    readonly if?: string;
    readonly id?: string;
    readonly uses?: string;
    readonly with?: Record<string, string>;
  }[];
}

const workflow: Workflow = parse(readFileSync(WORKFLOW, 'utf8'));
const defaults = Object.fromEntries(
  Object.entries(workflow.on.workflow_call.inputs).map(([name, input]) => [name, input.default]),
);
const ROLES = { 'plan-role': 'arn:p', 'deploy-role': 'arn:d', 'destroy-role': 'arn:x' };

function contexts(event: EventName, given: Record<string, string>, build = 'success'): Contexts {
  const { github, inputs } = EVENTS[event];
  return { github, inputs: { ...defaults, ...ROLES, ...given, ...inputs }, needs: { build: { result: build } } };
}

function jobsOf(event: EventName, given: Record<string, string>, build = 'success', status: Status = 'success') {
  const known = contexts(event, given, build);
  return Object.entries(workflow.jobs)
    .filter(([, job]) => holds(job.if, known, status))
    .map(([name]) => name);
}

describe('the jobs of the reusable workflow, where there is something to build', () => {
  test.each<[EventName, string[]]>([
    ['a pull request', ['build', 'plan']],
    ["a fork's pull request", ['build', 'plan']],
    ["Dependabot's pull request", ['build', 'plan']],
    ['a merge group', ['build', 'plan']],
    ['a push to the default branch', ['build', 'deploy']],
    ['a push to another branch', ['build']],
    ['a plan by hand', ['build', 'plan']],
    ['a deploy by hand', ['build', 'deploy']],
    ['a rollback by hand', ['rollback']],
    ['a destroy by hand', ['destroy']],
    ['drift by hand', ['build', 'drift']],
    ['a check by hand', ['check']],
    ['an unlock by hand', ['unlock']],
    ['a schedule', ['build', 'drift']],
  ])('%s', (event, jobs) => {
    expect(jobsOf(event, { 'site-command': 'npm run build' })).toEqual(jobs);
  });

  test('a schedule plans where the caller asks for it, and then looks for no drift', () => {
    expect(jobsOf('a schedule', { operation: 'plan' })).toEqual(['plan']);
    expect(jobsOf('a schedule', { operation: 'drift' })).toEqual(['drift']);
    expect(jobsOf('a push to the default branch', { operation: 'drift' })).toEqual(['deploy']);
  });

  test('a pushed tag deploys only where the caller asks for it', () => {
    expect(jobsOf('a pushed tag', {})).toEqual([]);
    expect(jobsOf('a pushed tag', { operation: 'deploy' })).toEqual(['deploy']);
  });
});

describe('the build', () => {
  test('is skipped where there is nothing to build, and does not take the plan or the deploy with it', () => {
    expect(jobsOf('a pull request', {}, 'skipped')).toEqual(['plan']);
    expect(jobsOf('a push to the default branch', {}, 'skipped')).toEqual(['deploy']);
    expect(jobsOf('a schedule', {}, 'skipped')).toEqual(['drift']);
  });

  test.each(['failure', 'cancelled'])('that ended in %s lets nothing through', (result) => {
    const build = { 'site-command': 'npm run build' };
    const status = result as Status;
    expect(jobsOf('a pull request', build, result, status)).not.toContain('plan');
    expect(jobsOf('a push to the default branch', build, result, status)).not.toContain('deploy');
    expect(jobsOf('a schedule', build, result, status)).not.toContain('drift');
  });
});

describe('a cancel', () => {
  test('stops a plan, and no deploy whose build went through', () => {
    expect(jobsOf('a pull request', {}, 'skipped', 'cancelled')).not.toContain('plan');
    expect(jobsOf('a push to the default branch', {}, 'success', 'cancelled')).toContain('deploy');
  });

  test('starts no destroy', () => {
    expect(jobsOf('a destroy by hand', {}, 'skipped', 'cancelled')).toEqual([]);
  });
});

describe("this repository's own pipeline", () => {
  const { jobs } = parse(readFileSync('.github/workflows/pipeline.yml', 'utf8'));
  const runs = (event: EventName, vars: Record<string, string>) =>
    holds(jobs.pipeline.if, { github: EVENTS[event].github, vars }, 'success');

  test('runs where an account is connected, and checks forks and Dependabot also where none is', () => {
    for (const event of Object.keys(EVENTS) as EventName[]) {
      expect(runs(event, { AWS_REGION: 'eu-central-1' })).toBe(true);
      expect([event, runs(event, {})]).toEqual([event, /^(a fork's|Dependabot's) pull request$/.test(event)]);
    }
  });
});

describe('credentials', () => {
  test('are asked for by the action alone, each job with a role of its own', () => {
    const roles = { plan: 'plan', deploy: 'deploy', rollback: 'deploy', destroy: 'destroy', drift: 'plan' } as const;
    for (const name of ['plan', 'deploy', 'rollback', 'destroy', 'drift'] as const) {
      const { steps } = workflow.jobs[name];
      expect(steps.filter(({ uses }) => uses?.startsWith('aws-actions/'))).toEqual([]);
      expect(steps.at(-1)?.with?.['role-to-assume']).toBe(`\${{ inputs.${roles[name]}-role }}`);
    }
    expect(JSON.stringify(workflow.jobs.build)).not.toMatch(/-role|aws/);
  });
});
