import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { WORKFLOW } from '../../scripts/generate/workflow-inputs.js';
import { type Contexts, holds, interpolate } from './expression.js';

const REUSABLE = /^OWNER\/well-managed-deployments\/\.github\/workflows\/deploy\.yml@v\d+$/;
const ACTION = /^(OWNER\/well-managed-deployments@v\d+|\$\/\.github\/actions\/run)$/;

interface Workflow {
  readonly on: Record<string, unknown>;
  readonly permissions?: Record<string, string>;
  readonly jobs: Record<string, Job>;
}

interface Job {
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly uses?: string;
  readonly with?: Record<string, unknown>;
  readonly permissions?: Record<string, string>;
  readonly environment?: string | { readonly name: string };
  readonly strategy?: { readonly matrix: Record<string, unknown> };
  readonly steps?: readonly Step[];
  readonly outputs?: Record<string, string>;
}

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Record<string, unknown>;
  readonly env?: Record<string, unknown>;
}

/** One step that uses the action, with what GitHub would hand it. */
export interface ActionCall {
  readonly job: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly permissions: Readonly<Record<string, string>>;
  /** The environment of the job; `''`: none. */
  readonly environment: string;
  /** The environment variables of the step. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Starts the action. @returns its outputs; throws when it fails */
export type Caller = (call: ActionCall) => Promise<Readonly<Record<string, string>>>;

interface JobResult {
  readonly result: 'success' | 'skipped';
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * Runs the jobs of a workflow in order, as far as they lead to the action: conditions, matrices, outputs that are handed
 * over, and the reusable workflow where a job calls it. Other steps are taken to succeed.
 * @returns the jobs that called the action, in order
 */
export async function simulate(text: string, known: Contexts, call: Caller): Promise<string[]> {
  const called: string[] = [];
  await runJobs(parse(text), known, '', async (one) => {
    called.push(one.job);
    return await call(one);
  });
  return called;
}

/** The events that a workflow names. */
export function eventsOf(text: string): string[] {
  return Object.keys((parse(text) as Workflow).on);
}

async function runJobs(workflow: Workflow, known: Contexts, prefix: string, call: Caller): Promise<void> {
  const results: Record<string, JobResult> = {};
  for (const [name, job] of Object.entries(workflow.jobs)) {
    const needs = Object.fromEntries([job.needs ?? []].flat().map((need) => [need, results[need]]));
    // A job whose needs were skipped is skipped too, unless its condition says otherwise.
    const skipped = Object.values(needs).some((need) => need?.result !== 'success');
    const contexts = { ...known, needs };
    if (!holds(job.if, contexts, skipped ? 'failure' : 'success')) {
      results[name] = { result: 'skipped', outputs: {} };
      continue;
    }
    let outputs: Record<string, string> = {};
    for (const matrix of combinations(job.strategy?.matrix)) {
      const label = [prefix + name, ...Object.values(matrix)].join(' ');
      outputs = await runJob({ permissions: workflow.permissions ?? {}, ...job }, { ...contexts, matrix }, label, call);
    }
    results[name] = { result: 'success', outputs };
  }
}

async function runJob(job: Job, known: Contexts, label: string, call: Caller): Promise<Record<string, string>> {
  if (job.uses !== undefined) {
    if (!REUSABLE.test(job.uses)) throw new Error(`${label} calls another workflow`);
    const workflow = parse(readFileSync(WORKFLOW, 'utf8'));
    const declared: Record<string, { default: string }> = workflow.on.workflow_call.inputs;
    const inputs = Object.fromEntries(Object.entries(declared).map(([name, input]) => [name, input.default]));
    const inside = { ...known, secrets: {}, inputs: { ...inputs, ...filled(job.with, known) } };
    await runJobs(workflow, inside, `${label}: `, call);
    return {};
  }
  const named = typeof job.environment === 'object' ? job.environment.name : job.environment;
  const environment = interpolate(named ?? '', known);
  const steps: Record<string, { outcome: string; outputs: Readonly<Record<string, string>> }> = {};
  for (const step of job.steps ?? []) {
    const runner = { temp: '/tmp', os: 'Linux', arch: 'X64' };
    const contexts = { runner, ...known, steps, job: { status: 'success' } };
    if (!holds(step.if, contexts, 'success')) continue;
    const inputs = filled(step.with, contexts);
    const ours = step.uses !== undefined && ACTION.test(step.uses);
    const { permissions = {} } = job;
    const variables = filled(step.env, contexts);
    const outputs = ours ? await call({ job: label, inputs, permissions, environment, variables }) : {};
    if (step.id !== undefined) steps[step.id] = { outcome: 'success', outputs };
  }
  return filled(job.outputs, { ...known, steps });
}

function filled(values: Record<string, unknown> | undefined, known: Contexts): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values ?? {}).map(([name, value]) => [name, interpolate(String(value), known)]),
  );
}

function combinations(matrix: Record<string, unknown> | undefined): Record<string, string>[] {
  if (matrix === undefined) return [{}];
  if (Array.isArray(matrix.include)) return matrix.include;
  return Object.entries(matrix).reduce<Record<string, string>[]>(
    (all, [name, values]) => all.flatMap((one) => (values as string[]).map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
}
