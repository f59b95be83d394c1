import type { Material } from '../configuration/material.js';
import type { Slices } from '../configuration/slices.js';
import { type ChangeSet, isReplacement, type ResourceChange } from '../plan/change-set.js';
import type { Plan, PlanResourceChange } from '../plan/json.js';
import { type ChangedFile, ChangedFiles } from './changed-files.js';
import { type Explanation, Explanations, isOf } from './explanations.js';

/** Where a change may come from, beside the files of its own pull request. */
export interface Origin {
  /** What was done to its object outside Terraform, which takes that back. */
  readonly drifted?: 'changed' | 'deleted' | undefined;
  /** Data sources that it is made from, where no file explains it: they may answer differently than before. */
  readonly data: readonly string[];
  /** A pull request that is merged and not deployed, whose review has this change too. */
  readonly pull?: number;
  /** No file of its pull request explains it. */
  readonly unexplained?: true | undefined;
}

/** What a pull request changes, beside the plan of its merge. */
export interface OwnFiles {
  readonly files: readonly ChangedFile[];
  readonly material: Material;
  /** The configuration as it was planned, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** Files with values of root variables, relative to the repository. */
  readonly variableFiles: readonly string[];
}

/** A hint for a person: of more changes nobody reads it, and each costs a walk through the configuration. */
const MOST_CHANGES = 200;
const MOST_ATTRIBUTES = 6;

/**
 * The origins of changes, by address; none where the files explain it and nothing else is known.
 * @param own absent where they are not known: then the plan alone tells, and nothing counts as unexplained
 */
export function originsOf(
  plan: Plan,
  slices: Slices,
  { resources, drift }: ChangeSet,
  own?: OwnFiles,
): ReadonlyMap<string, Origin> {
  const raw = new Map(plan.resource_changes.map((change) => [change.address, change]));
  const changes = resources
    .filter(({ mode, address }) => mode === 'managed' && raw.has(address))
    .filter((change) => isChanged(change) || change.action === 'create' || change.action === 'delete')
    .slice(0, MOST_CHANGES);
  const explanations = own === undefined ? undefined : explained(changes, raw, slices, own);
  const isFirst = plan.resource_changes.every(({ mode, change: { before } }) => mode !== 'managed' || before === null);
  const found = new Map<string, Origin>();
  for (const change of changes) {
    const { address } = change;
    const explanation = explanations?.get(address);
    const drifted = driftOf(change, drift);
    const isExplained = explanation?.explained === 'yes';
    const data = isExplained
      ? []
      : [...new Set([...dataSources(raw.get(address), change, slices), ...ofIts(explanation)])];
    const unexplained = explanation?.explained === 'no' && !isFirst ? true : undefined;
    if (drifted === undefined && data.length === 0 && unexplained === undefined) continue;
    found.set(address, { data, drifted, unexplained });
  }
  return found;
}

function isChanged({ action }: ResourceChange): boolean {
  return action === 'update' || isReplacement(action);
}

function ofIts(explanation: Explanation | undefined): readonly string[] {
  return explanation?.data ?? [];
}

/** What is made from a value of an explained change is explained by the same files. */
function explained(
  changes: readonly ResourceChange[],
  raw: ReadonlyMap<string, PlanResourceChange>,
  slices: Slices,
  { files, texts, variableFiles, material }: OwnFiles,
): ReadonlyMap<string, Explanation> {
  const explanations = new Explanations({ material, slices }, new ChangedFiles(files, texts), variableFiles);
  const found = new Map<string, Explanation>();
  for (const change of changes) {
    const of = raw.get(change.address);
    if (of !== undefined) found.set(change.address, explanations.of(change, of));
  }
  for (let open = true; open; ) {
    open = false;
    const known = [...found].filter(([, { explained: how }]) => how === 'yes').map(([address]) => address);
    for (const [address, explanation] of found) {
      if (explanation.explained === 'yes') continue;
      if (!explanation.from.some((name) => known.some((one) => isOf(name, one)))) continue;
      found.set(address, { ...explanation, explained: 'yes' });
      open = true;
    }
  }
  return found;
}

/** Only where it concerns what this change sets: a drift elsewhere in the object has no part in it. */
function driftOf({ address, action, changedAttributes }: ResourceChange, drift: ChangeSet['drift']): Origin['drifted'] {
  const own = drift.find((one) => one.address === address);
  if (own === undefined || action === 'delete') return undefined;
  if (action === 'create') return own.action === 'delete' ? 'deleted' : undefined;
  const concerns = own.changedAttributes.some((name) => changedAttributes.includes(name));
  return concerns || isReplacement(action) ? 'changed' : undefined;
}

function dataSources(
  raw: PlanResourceChange | undefined,
  { action, changedAttributes, replacePaths }: ResourceChange,
  slices: Slices,
): readonly string[] {
  if (raw === undefined || action === 'create' || action === 'delete') return [];
  const attributes = [...new Set([...replacePaths, ...changedAttributes])].slice(0, MOST_ATTRIBUTES);
  return attributes.flatMap((attribute) => {
    const parts = slices.ofUnknown(raw, attribute)?.parts ?? [];
    return parts.flatMap(({ kind, name }) => (kind === 'value' && /^(?:module\..*\.)?data\./.test(name) ? [name] : []));
  });
}
