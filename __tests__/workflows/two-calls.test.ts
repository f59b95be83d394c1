import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { WORKFLOW } from '../../scripts/generate/workflow-inputs.js';
import { EVENTS, type EventName } from './events.js';
import { interpolate } from './expression.js';

const { jobs, on } = parse(readFileSync(WORKFLOW, 'utf8'));
const defaults = Object.fromEntries(
  Object.entries<{ default: string }>(on.workflow_call.inputs).map(([name, input]) => [name, input.default]),
);

/** The group of a job in a call of the workflow with these inputs. */
function group(job: string, event: EventName, given: Record<string, string>): string {
  const { github } = EVENTS[event];
  return interpolate(jobs[job].concurrency.group, { github, inputs: { ...defaults, ...given } });
}

/** The name under which the build of this call is kept, made by the step's own script. */
function artifact(given: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'artifact-'));
  try {
    const { run, env } = jobs.build.steps.find(({ id }: { id?: string }) => id === 'name');
    const output = join(folder, 'output');
    const inputs = { inputs: { ...defaults, ...given } };
    const environment = { PATH: process.env.PATH, GITHUB_OUTPUT: output, INPUTS: interpolate(env.INPUTS, inputs) };
    expect(spawnSync('bash', ['-e', '-c', run], { env: environment }).status).toBe(0);
    const digest = readFileSync(output, 'utf8').replace(/^digest=|\n$/g, '');
    const { with: kept } = jobs.build.steps.find(({ id }: { id?: string }) => id === 'upload');
    return interpolate(kept.name, { steps: { name: { outputs: { digest } } } });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const ONE = { 'infra-directory': 'stacks/shop', 'site-directory': 'dist', 'backend-config': 'bucket=b\nkey=dev/shop' };

// Two stacks of one stage, or a matrix: what may differ between two calls in one run.
const OTHERS: readonly Record<string, string>[] = [
  { 'infra-directory': 'stacks/network' },
  { workspace: 'blue' },
  { 'backend-config': 'bucket=b\nkey=dev/network' },
  { 'site-directory': 'apps/shop/dist' },
  { 'site-bucket': 'mirror' },
  { 'site-prefix': 'docs' },
  { stage: 'prod' },
];

describe.each(OTHERS)('two calls in one run that differ in %j', (difference) => {
  const other = { ...ONE, ...difference };

  test.each<[string, EventName]>([
    ['build', 'a pull request'],
    ['plan', 'a pull request'],
    ['deploy', 'a push to the default branch'],
    ['drift', 'a schedule'],
    ['rollback', 'a rollback by hand'],
    ['destroy', 'a destroy by hand'],
  ])('share no group of the job %s', (job, event) => {
    expect(group(job, event, other)).not.toBe(group(job, event, ONE));
    expect(group(job, event, ONE)).not.toMatch(/[\r\n]/);
  });

  test('keep their builds apart', () => {
    expect(artifact(other)).not.toBe(artifact(ONE));
  });
});

test('two calls that differ in what is built, or in variables alone, keep their plans and builds apart too', () => {
  for (const difference of [{ variables: 'tenant=b' }, { variables: 'tenant=a' }]) {
    const other = { ...ONE, ...difference };
    expect(group('plan', 'a pull request', other)).not.toBe(group('plan', 'a pull request', ONE));
    expect(group('build', 'a pull request', other)).not.toBe(group('build', 'a pull request', ONE));
  }
  expect(artifact({ ...ONE, 'site-command': 'npm run build:b' })).not.toBe(artifact(ONE));
  expect(artifact(ONE)).toBe(artifact(ONE));
  // https://github.com/actions/toolkit: no quotes, colons, slashes, line breaks and the like.
  expect(artifact(ONE)).toMatch(/^build-[0-9a-f]{32}$/);
});

test('a deploy and a destroy of one stack share a group, and the newest commit of a pull request ends older plans', () => {
  expect(group('deploy', 'a push to the default branch', ONE)).toBe(group('destroy', 'a destroy by hand', ONE));
  expect(group('rollback', 'a rollback by hand', ONE)).toBe(group('destroy', 'a destroy by hand', ONE));
  const push = { ...EVENTS['a pull request'].github, run_id: '1002' };
  const again = interpolate(jobs.plan.concurrency.group, { github: push, inputs: { ...defaults, ...ONE } });
  expect(again).toBe(group('plan', 'a pull request', ONE));
});

test('what is unpacked is what the build of the same call has uploaded, by its id', () => {
  expect(jobs.build.outputs).toEqual({ 'artifact-id': `\${{ steps.upload.outputs.artifact-id }}` });
});
