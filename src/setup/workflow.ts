import { parse } from 'yaml';
import type { WorkflowFile } from './repository.js';

export type Given = Readonly<Record<string, unknown>>;

export interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Given;
  readonly env?: Given;
  readonly 'working-directory'?: string;
}

export interface Job {
  readonly name: string;
  readonly uses?: string;
  readonly with?: Given;
  readonly if?: unknown;
  readonly needs: readonly string[];
  readonly permissions?: Permissions | undefined;
  readonly environment?: unknown;
  readonly secrets?: unknown;
  readonly defaults?: { readonly run?: { readonly 'working-directory'?: string } } | undefined;
  readonly steps: readonly Step[];
}

export type Permissions = string | Readonly<Record<string, string>>;

export interface Workflow {
  readonly file: string;
  readonly text: string;
  /** By event; `{}` where the event has no filter. */
  readonly on: Readonly<Record<string, Given>>;
  readonly jobs: readonly Job[];
}

/** A step that uses the action, or a job that calls the reusable workflow. */
export interface Use {
  /** How a finding names it. */
  readonly where: string;
  readonly kind: 'step' | 'call';
  readonly uses: string;
  readonly given: Given;
  readonly job: Job;
  /** The steps of its job that run before it. */
  readonly earlier: readonly Step[];
}

const ACTION = /\/well-managed-deployments@/;
const WORKFLOW = /\/well-managed-deployments\/\.github\/workflows\/deploy\.yml@/;

/** Throws what the YAML parser throws. */
export function readWorkflow({ name: file, text }: WorkflowFile): Workflow {
  const root = record(parse(text));
  const defaults = root.defaults;
  const jobs = Object.entries(record(root.jobs)).map(([name, value]) => {
    const job = record(value);
    const needs = [job.needs ?? []].flat().map(String);
    const steps = Array.isArray(job.steps) ? job.steps.map((step) => record(step) as Step) : [];
    return { defaults, permissions: root.permissions, ...job, name, needs, steps } as Job;
  });
  return { file, text, on: eventsOf(root.on), jobs };
}

function eventsOf(on: unknown): Workflow['on'] {
  if (typeof on === 'string') return { [on]: {} };
  if (Array.isArray(on)) return Object.fromEntries(on.map((event) => [String(event), {}]));
  return Object.fromEntries(Object.entries(record(on)).map(([event, filter]) => [event, record(filter)]));
}

export function usesIn({ file, jobs }: Workflow): readonly Use[] {
  return jobs.flatMap((job): readonly Use[] => {
    const where = `${file}, job ${job.name}`;
    if (WORKFLOW.test(job.uses ?? '')) {
      return [{ where, kind: 'call', uses: job.uses ?? '', given: record(job.with), job, earlier: [] }];
    }
    return job.steps.flatMap(({ uses = '', with: given }, at) =>
      ACTION.test(uses)
        ? [{ where, kind: 'step' as const, uses, given: record(given), job, earlier: job.steps.slice(0, at) }]
        : [],
    );
  });
}

/** The text of an input as it stands in the file, or its default. */
export function givenText(given: Given, name: string, usual: string): string {
  // A name without a value is an empty text, and no default.
  return name in given ? String(given[name] ?? '') : usual;
}

export function isExpression(text: string): boolean {
  return text.includes('${{');
}

/** The jobs that a job waits for, and those that they wait for. */
export function neededJobs(job: Job, jobs: readonly Job[]): readonly Job[] {
  const needed = new Set<Job>();
  const add = (one: Job) => {
    for (const other of jobs) {
      if (!one.needs.includes(other.name) || needed.has(other)) continue;
      needed.add(other);
      add(other);
    }
  };
  add(job);
  return [...needed];
}

function record(value: unknown): Given {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Given) : {};
}
