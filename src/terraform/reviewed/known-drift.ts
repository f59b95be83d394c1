import type { ChangeSet, ResourceChange } from '../plan/change-set.js';
import type { Plan } from '../plan/json.js';
import { matchesPattern } from '../plan/protected-changes.js';
import { pathsUnder } from './changed-attributes.js';
import { type AttributeDifference, plannedPaths } from './drift-values.js';

/** One entry of `.github/known-drift.yml`, of this stack. */
export interface KnownDriftEntry {
  /** Where it begins in the file, from 1. */
  readonly line: number;
  /** Patterns of addresses, in which `*` stands for any characters. */
  readonly addresses: readonly string[];
  /** Attributes or paths below one, as `tags.LastScan`; each covers what lies below it. */
  readonly attributes: readonly string[];
  readonly reason: string;
  readonly owner: string;
  /** The last day on which it holds, `YYYY-MM-DD` in UTC. */
  readonly until: string;
}

export interface KnownDriftRules {
  readonly entries: readonly KnownDriftEntry[];
  /** Patterns that are never known drift. */
  readonly protect: readonly string[];
  /** `YYYY-MM-DD`, in UTC. */
  readonly today: string;
}

/** A change outside Terraform that opens no issue, and who said why. */
export interface KnownChange {
  readonly change: ResourceChange;
  readonly entries: readonly KnownDriftEntry[];
}

/** An entry that did not help, and why, as a phrase. */
export interface IdleEntry {
  readonly entry: KnownDriftEntry;
  readonly kind: 'expired' | 'unmatched' | 'incomplete' | 'never';
  /** The addresses that it names and does not cover. */
  readonly addresses: readonly string[];
  /** Of the first of these, what no entry names. */
  readonly attributes: readonly string[];
}

export const NO_KNOWN_DRIFT: KnownDriftRules = { entries: [], protect: [], today: '' };

/**
 * Which of these changes are known: all their differing attributes, and all that the plan would change of the resource, are
 * named by entries that hold. What is deleted, replaced, moved or protected never is.
 */
export function knownChanges(
  outside: readonly ResourceChange[],
  attributesOf: (address: string) => readonly AttributeDifference[],
  plan: Plan,
  { resources }: ChangeSet,
  { entries, protect, today }: KnownDriftRules,
): { readonly known: readonly KnownChange[]; readonly idle: readonly IdleEntry[] } {
  if (entries.length === 0) return { known: [], idle: [] };
  const known: KnownChange[] = [];
  const lacking = new Map<string, { readonly kind: 'incomplete' | 'never'; readonly attributes: readonly string[] }>();
  for (const change of outside) {
    const { address } = change;
    const named = entries.filter((entry) => names(entry, address));
    if (named.length === 0) continue;
    const planned = resources.filter((one) => one.address === address);
    if (protect.some((pattern) => matchesPattern(change, pattern)) || ![change, ...planned].every(isUpdate)) {
      lacking.set(address, { kind: 'never', attributes: [] });
      continue;
    }
    const current = named.filter(({ until }) => until >= today);
    const covered = pathsUnder(current.flatMap(({ attributes }) => attributes));
    const paths = [...attributesOf(address).map(({ path }) => path), ...plannedPaths(plan, address)];
    const attributes = [...new Set(paths)].filter((path) => !covered(path)).sort();
    if (attributes.length === 0) known.push({ change, entries: current });
    else lacking.set(address, { kind: 'incomplete', attributes });
  }
  const isKnown = new Set(known.map(({ change }) => change.address));
  const idle = entries.flatMap((entry): readonly IdleEntry[] => {
    const addresses = outside.map(({ address }) => address).filter((address) => names(entry, address));
    const open = addresses.filter((address) => !isKnown.has(address));
    const found = { entry, addresses: open };
    if (addresses.length === 0) return [{ ...found, kind: 'unmatched', attributes: [] }];
    const [first] = open;
    if (first === undefined) return [];
    if (entry.until < today) return [{ ...found, kind: 'expired', attributes: [] }];
    return [{ ...found, ...(lacking.get(first) ?? { kind: 'incomplete', attributes: [] }) }];
  });
  return { known, idle };
}

function names({ addresses }: KnownDriftEntry, address: string): boolean {
  return addresses.some((pattern) => matchesPattern({ address, type: '' }, pattern));
}

function isUpdate({ action, mode, deposed, previousAddress, importId }: ResourceChange): boolean {
  const isMoved = deposed !== undefined || previousAddress !== undefined || importId !== undefined;
  return mode === 'managed' && action === 'update' && !isMoved;
}
