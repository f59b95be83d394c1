import type { SlicePart } from '../configuration/slice.js';
import { difference, isSame } from './difference.js';
import { NarrowedAddress } from './narrowed-address.js';
import type { StandingQuestion } from './standing-question.js';
import { addressWithoutKeys, type TreeClosures } from './tree-closures.js';

/** Why a plan would be another one. */
export interface Outdated {
  /** What a person knows it by: `local.cidr`. */
  readonly what: string;
  /** Absent where it stands in none. */
  readonly file: string | undefined;
  /** Which address needs it: a planned one, or what is used with it. */
  readonly usedBy: string;
}

/**
 * Whether a plan still is what merging would apply, told from text alone. `undefined`: it holds, since all that the pull
 * request touches is made from the same text in every commit that was deployed meanwhile. It may call a plan outdated that is
 * not. Precondition: `base` is deployed to its end. Drift, data sources, variables that a workflow gives, providers and other
 * states are not seen.
 */
export function outdatedBy(question: StandingQuestion): Outdated | undefined {
  const { record, plannedBase, planned, base, merged } = question;
  const recorded = new Set(record.changes.map(({ address, kind }) => addressWithoutKeys(address, kind)));
  const touched = new Set([...recorded, ...differing(plannedBase, planned), ...differing(base, merged)]);
  const uses = new Map<string, string>();
  for (const address of [...touched].sort()) {
    const narrowed = NarrowedAddress.of(address, question);
    const part = narrowed === undefined ? difference(planned.of(address), merged.of(address)) : narrowed.difference();
    if (part !== undefined) return because(part, address);
    const own = narrowed?.changedMeanwhile();
    if (own !== undefined) return because(own, address);
    const used = narrowed === undefined ? [address, ...planned.of(address).uses] : narrowed.uses();
    for (const one of used) if (!uses.has(one)) uses.set(one, address);
  }
  return changedMeanwhile(question, recorded, uses) ?? unfit(question);
}

/**
 * What was replaced and put back has another id: whatever the pull request needs has to be the same in each commit that was
 * deployed.
 */
function changedMeanwhile(
  { plannedBase, planned, base, between }: StandingQuestion,
  recorded: ReadonlySet<string>,
  uses: ReadonlyMap<string, string>,
): Outdated | undefined {
  for (const [used, usedBy] of uses) {
    // These are what their text makes them, and have no past.
    if (isData(used) || (isOutput(used) && recorded.has(used))) continue;
    for (const { tree, beforeBase } of [...between, { tree: base, beforeBase: false }]) {
      // Planned there as the rest of an earlier merge, which was not deployed by then.
      if (beforeBase && recorded.has(used) && isSame(plannedBase.of(used), planned.of(used))) continue;
      const part = difference(plannedBase.of(used), tree.of(used));
      if (part !== undefined) return because(part, usedBy);
    }
  }
  return undefined;
}

/** A merge that Terraform would not plan: one side names what the other has taken away. */
function unfit({ planned, base, merged }: StandingQuestion): Outdated | undefined {
  const known = new Set([...planned.unresolved(), ...base.unresolved()]);
  const gone = [...merged.unresolved()].find((one) => !known.has(one));
  if (gone !== undefined) return { what: gone, file: undefined, usedBy: gone };
  for (const evaluated of merged.evaluated()) {
    const now = merged.of(evaluated);
    const [then, deployed] = [planned.of(evaluated), base.of(evaluated)];
    if (isSame(now, then) || isSame(now, deployed)) continue;
    // Made of both sides: an output may be sensitive now, an element or an attribute that is named may be gone.
    const mixed = isOutput(evaluated) ? difference(then, now) : undefined;
    if (mixed !== undefined) return because(mixed, evaluated);
    const names = new Set([...then.slice.parts, ...deployed.slice.parts].map(({ name }) => name));
    const missing = now.slice.parts.find(({ name }) => !names.has(name));
    if (missing !== undefined) return because(missing, evaluated);
    for (const used of now.uses) {
      const part = difference(planned.of(used), base.of(used));
      if (part !== undefined) return because(part, evaluated);
    }
  }
  return undefined;
}

function because({ name, file }: SlicePart, usedBy: string): Outdated {
  return { what: name, file, usedBy: usedBy.replace(/(^|\.)call\.([^.]+)$/, '$1module.$2') };
}

function differing(a: TreeClosures, b: TreeClosures): readonly string[] {
  if (a === b) return [];
  const addresses = new Set([...a.addresses(), ...b.addresses()]);
  return [...addresses].filter((address) => !isSame(a.of(address), b.of(address)));
}

function isData(address: string): boolean {
  return /(?:^|\.)data\.[^.]+\.[^.]+$/.test(address);
}

function isOutput(address: string): boolean {
  return /(?:^|\.)output\.[^.]+$/.test(address);
}
