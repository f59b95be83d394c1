import type { Slice, SlicePart } from '../configuration/slice.js';
import { type Disagreement, groupedBy, type PlannedBoth } from './both-ways.js';
import type { ChangeKind } from './change-head.js';
import { pathsUnder } from './changed-attributes.js';
import { knowledgeOf, type PlannedChange } from './planned-changes.js';
import type { ReviewedChange, ReviewedChanges } from './reviewed-change.js';

/** One disagreement between a plan and what was reviewed, for a person. */
export interface Difference {
  readonly kind: ChangeKind;
  readonly address: string;
  /** What is planned now; of what is no longer planned, what was reviewed. */
  readonly action: string;
  readonly how: 'differs' | 'not in the reviewed plan' | 'no longer planned';
  /** What was reviewed for this address. */
  readonly reviewedAction?: string;
  /** Attributes that differ; empty where the record does not tell. */
  readonly attributes: readonly AttributeDifference[];
  /** What decides it and does not stand in the plan: locals, programs, provider blocks, files. */
  readonly parts: readonly PartDifference[];
  /** By its index, the record that holds what was reviewed. */
  readonly record?: number;
}

export interface AttributeDifference {
  readonly path: string;
  readonly how: 'another value' | 'not in the reviewed plan' | 'no longer planned' | 'no longer known before apply';
}

export interface PartDifference {
  readonly name: string;
  readonly how: 'changed' | 'new' | 'gone';
  /** Where it stands now, or stood. */
  readonly file?: string | undefined;
  readonly line?: number | undefined;
}

/** Explains disagreements, each address once, by the reviewed change that comes closest. */
export function explained(
  planned: PlannedBoth,
  counting: readonly ReviewedChanges[],
  found: readonly Disagreement[],
): readonly Difference[] {
  const told = new Set<string>();
  const reviewedAt = counting.map(({ changes }) => groupedBy(changes, keyOf));
  const views = counting.map(({ keyed }) =>
    groupedBy(keyed ? planned.keyed : planned.plain, ({ head }) => keyOf(head)),
  );
  const differences: Difference[] = [];
  for (const { planned: index } of found) {
    const change = index === undefined ? undefined : planned.keyed[index];
    if (index === undefined || change === undefined) continue;
    told.add(keyOf(change.head));
    const { kind, address, action } = change.head;
    const [closest] = candidates(index, planned, counting, reviewedAt).sort(
      (a, b) => Number(b.reviewedAction === action) - Number(a.reviewedAction === action) || sizeOf(a) - sizeOf(b),
    );
    differences.push(closest ?? { kind, address, action, how: 'not in the reviewed plan', attributes: [], parts: [] });
  }
  for (const { record, reviewed } of found) {
    if (record === undefined || reviewed === undefined || told.has(keyOf(reviewed))) continue;
    const reviews = counting[record];
    if (reviews === undefined) continue;
    const [change] = views[record]?.get(keyOf(reviewed)) ?? [];
    differences.push({
      kind: reviewed.kind,
      address: reviewed.address,
      action: reviewed.action,
      how: 'no longer planned',
      record,
      ...(change === undefined ? { attributes: [], parts: [] } : details(change, reviewed, reviews)),
    });
  }
  return differences;
}

function candidates(
  index: number,
  planned: PlannedBoth,
  counting: readonly ReviewedChanges[],
  reviewedAt: readonly ReadonlyMap<string, readonly ReviewedChange[]>[],
): Difference[] {
  return counting.flatMap((reviews, record) => {
    const change = (reviews.keyed ? planned.keyed : planned.plain)[index];
    if (change === undefined) return [];
    const { kind, address, action } = change.head;
    return (reviewedAt[record]?.get(keyOf(change.head)) ?? []).map((reviewed): Difference => {
      const reviewedAction = reviewed.action;
      return { kind, address, action, how: 'differs', reviewedAction, record, ...details(change, reviewed, reviews) };
    });
  });
}

function details(
  change: PlannedChange,
  reviewed: ReviewedChange,
  reviews: ReviewedChanges,
): Pick<Difference, 'attributes' | 'parts'> {
  const knowledge = knowledgeOf(reviews);
  const slices: (readonly [Slice | undefined, Slice | undefined])[] = [
    [reviewed.beside, change.beside(reviewed.action, knowledge)],
    ...reviewed.unknown.map(({ path, slice }) => [slice, change.slice(path, knowledge)] as const),
  ];
  const parts = new Map(slices.flatMap(([was, is]) => partsBetween(was, is)).map((part) => [part.name, part]));
  return { attributes: attributesBetween(change, reviewed), parts: [...parts.values()] };
}

function attributesBetween(change: PlannedChange, reviewed: ReviewedChange): readonly AttributeDifference[] {
  const wasUnknown = pathsUnder(reviewed.unknown.map(({ path }) => path));
  const unknown = change.unknown
    .filter((path) => !wasUnknown(path))
    .map((path): AttributeDifference => ({ path, how: 'no longer known before apply' }));
  if (reviewed.leaves.length === 0) return unknown;
  const isUnknown = pathsUnder(change.unknown);
  const isUpdate = reviewed.action === 'update';
  const now = new Map(
    change.stands || !isUpdate ? change.after.digests : change.leaves.map(({ path, digest }) => [path, digest]),
  );
  const before = new Map(reviewed.leaves.map(({ path, digest }) => [path, digest]));
  const changed = [...now].flatMap(([path, digest]): AttributeDifference[] => {
    const old = before.get(path);
    if (wasUnknown(path)) return [];
    // Of an update that is done, or not planned, everything else stays as it is.
    if (old === undefined) return change.stands && isUpdate ? [] : [{ path, how: 'not in the reviewed plan' }];
    return digest.startsWith(old) ? [] : [{ path, how: 'another value' }];
  });
  const gone = [...before.keys()]
    .filter((path) => !now.has(path) && !isUnknown(path))
    .map((path): AttributeDifference => ({ path, how: 'no longer planned' }));
  return [...changed, ...gone, ...unknown];
}

function partsBetween(was: Slice | undefined, is: Slice | undefined): readonly PartDifference[] {
  if (was?.digest === is?.digest) return [];
  const keys = (slice: Slice | undefined) => new Set(slice?.parts.map(contentOf));
  const [old, now] = [keys(was), keys(is)];
  const added = (is?.parts ?? []).filter((part) => !old.has(contentOf(part)));
  const removed = (was?.parts ?? []).filter((part) => !now.has(contentOf(part)));
  const names = (parts: readonly SlicePart[]) => new Set(parts.map(({ name }) => name));
  const [isAdded, isRemoved] = [names(added), names(removed)];
  return [
    ...added.map((part) => partDifference(part, isRemoved.has(part.name) ? 'changed' : 'new')),
    ...removed.filter(({ name }) => !isAdded.has(name)).map((part) => partDifference(part, 'gone')),
  ];
}

function partDifference({ name, file, line }: SlicePart, how: PartDifference['how']): PartDifference {
  return { name, how, file, line };
}

function contentOf({ kind, name, digest }: SlicePart): string {
  return `${kind} ${name} ${digest}`;
}

function keyOf({ kind, address, deposed }: Pick<ReviewedChange, 'kind' | 'address' | 'deposed'>): string {
  return `${kind} ${address} ${deposed === true ? 'deposed' : ''}`;
}

function sizeOf({ attributes, parts }: Difference): number {
  return attributes.length + parts.length;
}
