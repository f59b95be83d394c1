import type { FileContents } from '../../src/terraform/configuration/configuration.js';
import { planSources } from '../../src/terraform/configuration/plan-sources.js';
import { keyedDigest } from '../../src/terraform/plan/digest.js';
import { readPlan } from '../../src/terraform/plan/read-plan.js';
import { type Disagreement, disagreements } from '../../src/terraform/reviewed/both-ways.js';
import type { Digesting } from '../../src/terraform/reviewed/changed-attributes.js';
import { type Planned, plannedChanges, reviewedChanges } from '../../src/terraform/reviewed/planned-changes.js';
import { decodeReviewed, encodeReviewed } from '../../src/terraform/reviewed/record-codec.js';
import { fingerprintOfPlan } from '../../src/terraform/reviewed/reviewed-change.js';
import { tokenizer } from '../../src/terraform/reviewed/volatile-values.js';
import { type GeneratedStack, type Progress, SETTINGS } from './generated-stack.js';

const NO_FILES: FileContents = { digestOf: () => undefined, isInside: () => false, textOf: () => undefined };

/** What is compared of one plan, with the state's key and without. */
export interface Compared {
  readonly keyed: Planned;
  readonly plain: Planned;
}

export interface Recorded {
  readonly texts: readonly string[];
  readonly fingerprint: string;
}

/** What a run makes of the JSON of a plan and the files it was made from. */
export function compared(json: unknown, files: GeneratedStack['files']): Compared {
  const plan = readPlan(json);
  const volatile = { commits: ['a'.repeat(40)], runId: '17300000001', workspacePath: '/home/runner/work/shop/shop' };
  const tokenize = tokenizer(volatile, plan.timestamp, undefined);
  const made = (keyed: ((text: string) => string) | undefined): Planned => {
    const words = {
      text: (value: unknown) => tokenize(typeof value === 'string' ? value : JSON.stringify(value)),
      keyed: (text: string) => keyed?.(text) ?? 'sensitive',
    };
    const read = {
      modules: [{ path: [], directory: 'infra', files: [SETTINGS, ...files] }],
      files: NO_FILES,
      root: 'infra',
      sourceFiles: () => [],
      initialised: undefined,
    };
    const { slices } = planSources(plan, read, { words, volatile: new Set() });
    const digesting: Digesting = { tokenize, keyed, substitute: (_path, value) => value, ignoreUnknown: () => false };
    return { plan, slices, digesting };
  };
  return { keyed: made(keyedDigest('a lineage')), plain: made(undefined) };
}

/** The record that a pull request's plan leaves. Throws where it has no room. */
export function recorded({ keyed }: Compared): Recorded & { readonly changes: number } {
  const reviewed = {
    ...reviewedChanges(keyed),
    place: { workspace: 'default', state: '0'.repeat(32) },
    base: 'b'.repeat(40),
  };
  const texts = encodeReviewed(reviewed);
  if (texts === undefined) throw new Error(`The record of ${reviewed.changes.length} changes has no room`);
  return { texts, fingerprint: fingerprintOfPlan(reviewed), changes: reviewed.changes.length };
}

/** What a deploy finds, after one that stopped half-way. */
export function found(now: Compared, records: readonly Recorded[]): readonly Disagreement[] {
  const planned = { keyed: plannedChanges(now.keyed), plain: plannedChanges(now.plain) };
  const reviewed = records.map(({ texts, fingerprint }) => decodeReviewed(texts, fingerprint));
  return disagreements(planned, reviewed, { unfinishedDeploy: true });
}

/** Two stacks in one state: their plans as one. */
export function together(stacks: readonly GeneratedStack[], progress: Progress): unknown {
  const plans = stacks.map((stack) => stack.json(progress) as Combined);
  const [first] = plans;
  return {
    ...first,
    resource_changes: plans.flatMap(({ resource_changes: changes }) => changes),
    configuration: {
      ...first?.configuration,
      root_module: { resources: plans.flatMap(({ configuration }) => configuration.root_module.resources) },
    },
  };
}

interface Combined {
  readonly resource_changes: readonly unknown[];
  readonly configuration: { readonly root_module: { readonly resources: readonly unknown[] } };
}
