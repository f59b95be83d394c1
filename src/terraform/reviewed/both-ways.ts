import type { UnknownAtReview } from '../configuration/slices.js';
import { pathsUnder } from './changed-attributes.js';
import type { KnownValues } from './known-values.js';
import { absentAt, knowledgeOf, type PlannedChange } from './planned-changes.js';
import { type ReviewedChange, type ReviewedChanges, type ReviewedLeaf, wholeOf } from './reviewed-change.js';

/** What is planned and was not reviewed, or was reviewed and is neither planned nor done. */
export interface Disagreement {
  readonly kind: 'not reviewed' | 'no longer planned';
  readonly address: string;
  readonly action: string;
  /** Of what was not reviewed: which of the planned changes, by its index. */
  readonly planned?: number;
  /** Of what is no longer planned: what of which record, by its index. */
  readonly record?: number;
  readonly reviewed?: ReviewedChange;
}

/** One plan, with sensitive values under the state's key and without: a record made before there was a state has none. */
export interface PlannedBoth {
  readonly keyed: readonly PlannedChange[];
  /** The same changes in the same order. */
  readonly plain: readonly PlannedChange[];
}

export interface Context {
  /** A deploy of this stack began since the last one that ended well: what is tainted may be its leftover. */
  readonly unfinishedDeploy: boolean;
}

/**
 * Compares a plan with every record that counts, both ways: each planned change is in a record, and each change of a
 * record is planned or done. For an empty plan too. What was not known at a review is looked at with that review's
 * knowledge.
 */
export function disagreements(
  planned: PlannedBoth,
  counting: readonly ReviewedChanges[],
  context: Context,
): readonly Disagreement[] {
  const records = counting.map((record): Compared => {
    const all = record.keyed ? planned.keyed : planned.plain;
    return {
      changes: record.changes,
      reviewedAt: groupedBy(record.changes, ({ address }) => address),
      knowledge: knowledgeOf(record),
      planned: all,
      plannedAt: groupedBy(all, ({ head }) => head.address),
      ids: new Set(all.flatMap(({ id }) => id ?? [])),
      context,
    };
  });
  const found: Disagreement[] = [];
  for (const [index, { head, stands }] of planned.keyed.entries()) {
    if (stands) continue;
    const views = records.flatMap((record): readonly View[] => {
      const change = record.planned[index];
      if (change === undefined) return [];
      return (record.reviewedAt.get(head.address) ?? []).map((reviewed) => ({ ...record, change, reviewed }));
    });
    const isReviewed = views.some((view) => isSame(view) || isLeftover(view)) || isUpdatedAsReviewed(views);
    if (!isReviewed) found.push({ kind: 'not reviewed', address: head.address, action: head.action, planned: index });
  }
  for (const [index, record] of records.entries()) {
    for (const reviewed of record.changes) {
      if (isPlannedOrDone(record, reviewed)) continue;
      const { address, action } = reviewed;
      found.push({ kind: 'no longer planned', address, action, record: index, reviewed });
    }
  }
  return found;
}

/** One record, and the plan as it is compared with it. */
interface Compared {
  readonly changes: readonly ReviewedChange[];
  /** By address, as `plannedAt`: both may have thousands. */
  readonly reviewedAt: ReadonlyMap<string, readonly ReviewedChange[]>;
  readonly knowledge: UnknownAtReview;
  readonly planned: readonly PlannedChange[];
  readonly plannedAt: ReadonlyMap<string, readonly PlannedChange[]>;
  /** Of all objects that are there. */
  readonly ids: ReadonlySet<string>;
  readonly context: Context;
}

/** A planned change beside one of a record. */
interface View extends Compared {
  readonly change: PlannedChange;
  readonly reviewed: ReviewedChange;
}

function isAbout({ head }: PlannedChange, reviewed: ReviewedChange): boolean {
  return head.kind === reviewed.kind && head.address === reviewed.address && head.deposed === reviewed.deposed;
}

/** The whole change is what was reviewed, or the rest of it. */
function isSame(view: View): boolean {
  const { change, reviewed, knowledge } = view;
  const { leaves, unknown } = change;
  if (!isAbout(change, reviewed) || !hasSameObject(view) || !hasSameAction(view)) return false;
  if (change.beside(reviewed.action, knowledge).digest !== reviewed.beside.digest) return false;
  const wasUnknown = pathsUnder(reviewed.unknown.map(({ path }) => path));
  // Known when it was reviewed, and not any more.
  if (!unknown.every(wasUnknown)) return false;
  const known = leaves.filter(({ path }) => !wasUnknown(path));
  return wholeOf(known) === reviewed.whole && hasSlices(view);
}

function hasSameAction({ change: { head, tainted }, reviewed, ids, context }: View): boolean {
  if (head.action === reviewed.action && head.destroys === reviewed.destroys) return true;
  if (reviewed.action !== 'create' && !isReplacement(reviewed)) return false;
  // The creation that was reviewed began and did not end: what is replaced is its own unfinished object.
  if (isReplacement(head) && tainted) return context.unfinishedDeploy;
  // Of a replacement the destruction is done already; not of what was never imported.
  const isGone = reviewed.destroys !== undefined && !ids.has(reviewed.destroys) && reviewed.importId === undefined;
  return head.action === 'create' && isGone;
}

/** A move or an import that is done is not planned any more. */
function hasSameObject({ change: { head }, reviewed }: View): boolean {
  return (
    head.type === reviewed.type &&
    head.provider === reviewed.provider &&
    (head.previousAddress === undefined || head.previousAddress === reviewed.previousAddress) &&
    (head.importId === undefined || head.importId === reviewed.importId)
  );
}

/** A replacement created first and failed to destroy: what is left to destroy is what the reviewer saw destroyed. */
function isLeftover({ change: { head }, reviewed, knowledge, plannedAt }: View): boolean {
  // What runs with it is told by the block, and the block by what took its place.
  const heir = plannedAt.get(head.address)?.find((one) => one.head.deposed === undefined);
  return (
    head.action === 'delete' &&
    head.deposed === true &&
    isReplacement(reviewed) &&
    head.address === reviewed.address &&
    head.type === reviewed.type &&
    head.destroys !== undefined &&
    head.destroys === reviewed.destroys &&
    heir?.beside(reviewed.action, knowledge).digest === reviewed.beside.digest
  );
}

function isReplacement({ action }: { readonly action: string }): boolean {
  return action === 'delete-create' || action === 'create-delete';
}

function hasSlices({ change, reviewed, knowledge }: Pick<View, 'change' | 'reviewed' | 'knowledge'>): boolean {
  return reviewed.unknown.every(({ path, slice }) => change.slice(path, knowledge)?.digest === slice?.digest);
}

/** An update is a set of leaves: each may come from another record, and what is done already is left out. */
function isUpdatedAsReviewed(views: readonly View[]): boolean {
  const updates = views.filter(
    (view) =>
      view.change.head.action === 'update' &&
      view.reviewed.action === 'update' &&
      isAbout(view.change, view.reviewed) &&
      hasSameObject(view) &&
      view.change.beside('update', view.knowledge).digest === view.reviewed.beside.digest,
  );
  const [first] = updates;
  if (first === undefined) return false;
  const isCovered = (path: string) =>
    updates.some(({ change, reviewed, knowledge }) => {
      const now = change.leaves.find((leaf) => leaf.path === path);
      if (now !== undefined && reviewed.leaves.some((leaf) => leaf.path === path && leaf.digest === now.digest))
        return true;
      const root = reviewed.unknown.find((one) => pathsUnder([one.path])(path));
      return root !== undefined && change.slice(root.path, knowledge)?.digest === root.slice?.digest;
    });
  return [...first.change.leaves.map(({ path }) => path), ...first.change.unknown].every(isCovered);
}

function isPlannedOrDone(record: Compared, reviewed: ReviewedChange): boolean {
  const { knowledge, plannedAt, ids } = record;
  const { action, destroys, kind } = reviewed;
  const here = plannedAt.get(reviewed.address) ?? [];
  const change = here.find((one) => isAbout(one, reviewed));
  if (change !== undefined && !change.stands && isSame({ ...record, change, reviewed })) return true;
  if (kind === 'output' && change === undefined) return action === 'delete';
  if (kind === 'invocation') return false;
  const leftover = here.some((one) => isLeftover({ ...record, change: one, reviewed }));
  if (destroys !== undefined && !leftover && ids.has(destroys)) return false;
  if (action === 'delete' || action === 'forget') return true;
  // A data source that is read already is a value, and compared where it is used.
  if (action === 'read') return change === undefined || hasSlices({ change, reviewed, knowledge });
  if (change === undefined || change.beside(action, knowledge).digest !== reviewed.beside.digest) return false;
  // Moved or imported: it is there.
  if (action === 'no-op') return true;
  // Whatever was done of it, it is not to stay, or was not done to the end.
  if (/^(?:delete|forget)$/.test(change.head.action) || change.tainted) return false;
  if (!hasSlices({ change, reviewed, knowledge })) return false;
  if (action === 'update') return holdsLeaves(reviewed, change);
  return isWhole(reviewed, change.now);
}

/**
 * Planned or done: the value is the recorded one after the apply, or now. What this plan makes of it then is in a review
 * too, or it is refused there.
 */
function holdsLeaves({ leaves, unknown: wasUnknown }: ReviewedChange, change: PlannedChange): boolean {
  const { now, after, stands, head } = change;
  const isUnknown = pathsUnder(change.unknown);
  // In place of an update a replacement is something else, whatever it sets; what is created was not there.
  const isUpdate = stands || head.action === 'update';
  if (!isUpdate && (wasUnknown.length > 0 || head.action === 'create')) return false;
  return leaves.every((leaf) => holds(now, leaf) || (isUpdate && !isUnknown(leaf.path) && holds(after, leaf)));
}

/** Taken away, it may stand there as an empty value. */
function holds({ digests, empties }: KnownValues, { path, digest }: ReviewedLeaf): boolean {
  return (digests.get(path) ?? absentAt(path)) === digest || (digest === absentAt(path) && empties.has(path));
}

/** What was created is what was reviewed, no less and no more, but for what is empty: it was planned as nothing. */
function isWhole({ filled, unknown }: ReviewedChange, { digests, empties }: KnownValues): boolean {
  const wasUnknown = pathsUnder(unknown.map(({ path }) => path));
  const known = [...digests]
    .filter(([path]) => !wasUnknown(path) && !empties.has(path))
    .map(([path, digest]) => ({ path, digest }));
  return wholeOf(known) === filled;
}

export function groupedBy<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return groups;
}
