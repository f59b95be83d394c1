import type { SlicePart } from '../configuration/slice.js';
import { digest } from '../plan/digest.js';
import { absentAt } from '../reviewed/planned-changes.js';
import type { ReviewedChange, ReviewedLeaf } from '../reviewed/reviewed-change.js';
import type { AddressUnits, Closure, Leaf } from './address-units.js';
import { difference, isSame } from './difference.js';
import type { ViewedQuestion } from './standing-question.js';
import type { Link } from './text-walk.js';
import { addressWithoutKeys } from './tree-closures.js';

interface Trees {
  readonly plannedBase: AddressUnits;
  readonly planned: AddressUnits;
  readonly base: AddressUnits;
  readonly merged: AddressUnits;
}

/**
 * A resource that the plan updates or leaves as it is. A review compares an update attribute by attribute, so what others
 * changed in it and have deployed does not count, where the pull request neither plans nor changes that.
 */
export class NarrowedAddress {
  private constructor(
    private readonly trees: Trees,
    private readonly between: readonly { readonly units: AddressUnits; readonly exempt: boolean }[],
    private readonly recorded: readonly ReviewedChange[],
    private readonly instances: readonly string[] | undefined,
    private readonly isDeployed: (path?: string) => boolean,
    private readonly wasUnknown: (link: Link) => boolean,
    private readonly address: string,
  ) {}

  /** `undefined`: it counts whole. */
  static of(address: string, question: ViewedQuestion): NarrowedAddress | undefined {
    const recorded = question.record.changes.filter((one) => addressWithoutKeys(one.address, one.kind) === address);
    if (!recorded.every(isPlainUpdate)) return undefined;
    const plannedBase = question.plannedBase.units(address);
    const planned = question.planned.units(address);
    const base = question.base.units(address);
    const merged = question.merged.units(address);
    if (plannedBase === undefined || planned === undefined || base === undefined || merged === undefined)
      return undefined;
    const between: { units: AddressUnits; exempt: boolean }[] = [{ units: base, exempt: false }];
    for (const { tree, beforeBase } of question.between) {
      const units = tree.units(address);
      if (units === undefined) return undefined;
      between.push({ units, exempt: beforeBase });
    }
    const trees = { plannedBase, planned, base, merged };
    const wasUnknown = (link: Link) =>
      question.planned.tree
        .instances(link.address)
        ?.every((one) => question.record.unknown.get(one)?.includes(link.attribute ?? '') === true) === true;
    const isDeployed = (path?: string) => question.changed.isDeployed(address, path);
    return new NarrowedAddress(
      trees,
      between,
      recorded,
      question.merged.tree.instances(address),
      isDeployed,
      wasUnknown,
      address,
    );
  }

  /** Something that would be planned otherwise. */
  difference(): SlicePart | undefined {
    const { planned, merged } = this.trees;
    const rest = difference(planned.rest, merged.rest);
    if (rest !== undefined) return rest;
    for (const path of this.paths()) {
      const [then, now] = [planned.leaves.get(path), merged.leaves.get(path)];
      if (isEqual(then, now)) continue;
      // What is planned as nothing counts by its text, in each update of its resource.
      const isCounted = this.recorded.length > 0 && !(isShown(then) && isShown(now));
      if (isCounted || this.isTouched(path)) return partOf(then, now);
    }
    return undefined;
  }

  /** Something of it that was another text in a commit that was deployed meanwhile. */
  changedMeanwhile(): SlicePart | undefined {
    const { plannedBase, planned, base, merged } = this.trees;
    if (!this.isDeployed()) return undefined;
    for (const { units, exempt } of this.between) {
      if (!isSame(base.rest, merged.rest) && !(exempt && isSame(plannedBase.rest, planned.rest))) {
        const rest = difference(plannedBase.rest, units.rest);
        if (rest !== undefined) return rest;
      }
      for (const path of this.paths()) {
        if (isEqual(base.leaves.get(path), merged.leaves.get(path)) || this.isPlannedAs(path)) continue;
        if (!this.isDeployed(path)) continue;
        const [then, now] = [plannedBase.leaves.get(path), units.leaves.get(path)];
        if (exempt && isEqual(then, planned.leaves.get(path))) continue;
        if (!isEqual(then, now)) return partOf(then, now);
      }
    }
    return undefined;
  }

  /** What is asked for by what counts of it. What was not known on both sides is compared as text. */
  uses(): readonly Link[] {
    const { planned } = this.trees;
    const leaves = [...planned.leaves].filter(([path]) => this.isTouched(path));
    return [
      ...planned.rest.uses.filter(({ address }) => address !== this.address),
      ...leaves.flatMap(([path, { uses }]) =>
        this.isPlannedAs(path, true) ? uses.filter((link) => !this.wasUnknown(link)) : uses,
      ),
    ];
  }

  private paths(): ReadonlySet<string> {
    const { plannedBase, planned, base, merged } = this.trees;
    return new Set([plannedBase, planned, base, merged].flatMap(({ leaves }) => [...leaves.keys()]));
  }

  /**
   * Every instance is updated to one known value here, or to one that the same text makes: whatever was there meanwhile, it is
   * planned again or done. What the provider computes has to be in the record too, since another change may compute it.
   */
  private isPlannedAs(path: string, unknown = false): boolean {
    const { base, merged } = this.trees;
    const below = [...base.leaves.keys(), ...merged.leaves.keys()].some((one) => one !== path && isWithin(one, path));
    if (this.instances === undefined || below) return false;
    return this.instances.every((address) => {
      const change = this.recorded.find((one) => one.address === address);
      if (change === undefined || !change.unknown.some(({ slice }) => slice === undefined)) return false;
      if (change.unknown.some((one) => one.slice !== undefined && isWithin(path, one.path))) return true;
      if (unknown) return false;
      const leaves = change.leaves.filter((one) => isWithin(one.path, path));
      return leaves.length === 1 && leaves[0]?.path === path && !isNothing(leaves[0]);
    });
  }

  /** Planned, or changed by the pull request. */
  private isTouched(path: string): boolean {
    const { base, merged } = this.trees;
    if (!isEqual(base.leaves.get(path), merged.leaves.get(path))) return true;
    return this.recorded.some(({ leaves, unknown }) =>
      [...leaves, ...unknown].some((one) => isWithin(one.path, path) || isWithin(path, one.path)),
    );
  }
}

function isPlainUpdate({ kind, action, previousAddress, importId, deposed }: ReviewedChange): boolean {
  return kind === 'resource' && action === 'update' && (previousAddress ?? importId ?? deposed) === undefined;
}

/** Where there may be parts, or were. */
function isNothing({ path, digest: value }: ReviewedLeaf): boolean {
  const empty = ['absent', 'json:null', 'json:[]', 'json:{}'].map((text) => digest([path, text]));
  return [...empty, absentAt(path)].includes(value);
}

/** Whether a path leads into another, or is it. */
function isWithin(path: string, other: string): boolean {
  return other === '' || path === other || path.startsWith(`${other}.`) || path.startsWith(`${other}[`);
}

function isShown(leaf: Leaf | undefined): boolean {
  return leaf === undefined || leaf.isShown || leaf.isText;
}

function isEqual(a: Closure | undefined, b: Closure | undefined): boolean {
  return a === undefined || b === undefined ? a === b : isSame(a, b);
}

function partOf(then: Closure | undefined, now: Closure | undefined): SlicePart | undefined {
  if (then !== undefined && now !== undefined) return difference(then, now);
  return (now ?? then)?.slice.parts[0];
}
