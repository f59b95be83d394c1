import type { Slices } from '../configuration/slices.js';
import { type ChangeSet, isReplacement, type ResourceChange } from '../plan/change-set.js';
import type { Plan, PlanResourceChange } from '../plan/json.js';

/** Where a change may come from, beside the files of its own pull request. */
export interface Origin {
  /** Its object was changed outside Terraform, which takes that back. */
  readonly drifted?: true | undefined;
  /** Data sources that a changed attribute is made from: they may answer differently than before. */
  readonly data: readonly string[];
  /** A pull request that is merged and not deployed, whose review has this change too. */
  readonly pull?: number;
}

/** A hint for a person: of more changes nobody reads it, and each costs a walk through the configuration. */
const MOST_CHANGES = 200;
const MOST_ATTRIBUTES = 6;

/** The origins that a plan itself tells, by address; nothing for what is only created. */
export function originsOf(plan: Plan, slices: Slices, { resources, drift }: ChangeSet): ReadonlyMap<string, Origin> {
  const drifted = new Set(drift.map(({ address }) => address));
  const raw = new Map(plan.resource_changes.map((change) => [change.address, change]));
  const found = new Map<string, Origin>();
  for (const change of resources.filter(isChanged).slice(0, MOST_CHANGES)) {
    const { address } = change;
    const data = dataSources(raw.get(address), change, slices);
    if (!drifted.has(address) && data.length === 0) continue;
    found.set(address, { data, drifted: drifted.has(address) ? true : undefined });
  }
  return found;
}

function isChanged({ mode, action }: ResourceChange): boolean {
  return mode === 'managed' && (action === 'update' || isReplacement(action));
}

function dataSources(
  raw: PlanResourceChange | undefined,
  { changedAttributes, replacePaths }: ResourceChange,
  slices: Slices,
): readonly string[] {
  if (raw === undefined) return [];
  const attributes = [...new Set([...replacePaths, ...changedAttributes])].slice(0, MOST_ATTRIBUTES);
  const names = attributes.flatMap((attribute) => {
    const parts = slices.ofUnknown(raw, attribute)?.parts ?? [];
    return parts.flatMap(({ kind, name }) => (kind === 'value' && /^(?:module\..*\.)?data\./.test(name) ? [name] : []));
  });
  return [...new Set(names)];
}
