import { fingerprintOf } from '../plan/digest.js';
import { pathsUnder } from './changed-attributes.js';
import { type Difference, differenceFrom } from './difference.js';
import { type Entry, type EntryHead, entryDigest, type ReviewedEntry } from './entry.js';
import { recordedDigest } from './record-codec.js';

/** One plan that somebody reviewed. */
export interface ReviewedPlan {
  /** 64 hex digits. */
  readonly fingerprint: string;
  /** Absent where the record had room for the fingerprint alone: then only equality passes. */
  readonly entries?: readonly ReviewedEntry[];
}

export interface Comparison {
  /** `equal` to one reviewed plan; `covered`: everything planned was reviewed, in one plan or several. */
  readonly verdict: 'equal' | 'covered' | 'different';
  /** Entries that nothing reviewed allows; of `different` only. */
  readonly differences: readonly Difference[];
}

export interface ComparisonContext {
  /** A deploy of this stage began since the last one that succeeded: what is tainted may be its leftover. */
  readonly unfinishedDeploy: boolean;
}

/**
 * Compares a plan with what was reviewed. A subset passes: the rest is applied already. What was unknown at review may
 * have any value now. So a second run of a deploy that stopped half-way needs nobody's approval.
 */
export function compareWithReviewed(
  planned: readonly Entry[],
  reviewed: readonly ReviewedPlan[],
  context: ComparisonContext,
): Comparison {
  const fingerprint = fingerprintOf(planned.map(({ digest }) => digest));
  if (reviewed.some((plan) => plan.fingerprint === fingerprint)) return { verdict: 'equal', differences: [] };
  const entries = reviewed.flatMap((plan) => plan.entries ?? []);
  const differences = planned.flatMap((entry) => {
    const candidates = entries.filter((other) => isAbout(entry, other));
    const allowed =
      candidates.some((candidate) => matches(entry, candidate, context)) || coversUpdate(entry, candidates);
    return allowed ? [] : [differenceFrom(entry, candidates)];
  });
  return differences.length === 0 ? { verdict: 'covered', differences } : { verdict: 'different', differences };
}

function isAbout(entry: Entry, other: ReviewedEntry): boolean {
  return entry.kind === other.kind && entry.address === other.address;
}

/** Whether the planned entry, seen with the reviewer's knowledge, is what was reviewed or the rest of it. */
function matches(entry: Entry, reviewed: ReviewedEntry, context: ComparisonContext): boolean {
  if (isLeftoverOf(entry, reviewed)) return true;
  if (!isUnder(entry.unknown, reviewed.unknown)) return false;
  const wasUnknown = pathsUnder(reviewed.unknown);
  const leaves = entry.leaves
    .filter(({ path }) => !wasUnknown(path))
    .map(({ path, digest, digestWithoutKey }) => ({ path, digest: reviewed.keyed ? digest : digestWithoutKey }));
  const head = asReviewed(entry, reviewed, context);
  return head !== undefined && entryDigest(head, leaves, reviewed.unknown) === reviewed.digest;
}

/** A replacement created first and failed to destroy: what is left to destroy is what the reviewer saw destroyed. */
function isLeftoverOf(entry: Entry, reviewed: ReviewedEntry): boolean {
  return (
    entry.action === 'delete' &&
    entry.deposed === true &&
    isReplacement(reviewed) &&
    entry.type === reviewed.type &&
    entry.destroys !== undefined &&
    entry.destroys === reviewed.destroys
  );
}

/** The head as it was at review, where the difference is only how far an earlier deploy got. */
function asReviewed(entry: Entry, reviewed: ReviewedEntry, context: ComparisonContext): EntryHead | undefined {
  const { kind, address, type, provider, deposed } = entry;
  const moved = entry.previousAddress ?? reviewed.previousAddress;
  const imported = entry.importId ?? reviewed.importId;
  const head = (action: string, destroys: string | undefined): EntryHead => ({
    kind,
    address,
    type,
    provider,
    action,
    ...(moved === undefined ? {} : { previousAddress: moved }),
    ...(imported === undefined ? {} : { importId: imported }),
    ...(destroys === undefined ? {} : { destroys }),
    ...(deposed === undefined ? {} : { deposed }),
  });
  if (entry.action === reviewed.action && entry.destroys === reviewed.destroys) {
    return head(entry.action, entry.destroys);
  }
  const createsAsReviewed = reviewed.action === 'create' || isReplacement(reviewed);
  // The creation that was reviewed began and did not end: what is replaced is its own unfinished object.
  if (createsAsReviewed && isReplacement(entry) && entry.tainted && context.unfinishedDeploy) {
    return head(reviewed.action, reviewed.destroys);
  }
  // Of a replacement that was reviewed the destruction is done already.
  if (isReplacement(reviewed) && entry.action === 'create') return head(reviewed.action, reviewed.destroys);
  return undefined;
}

/**
 * An update is a set of values, so it may be the rest of a reviewed one, or the sum of several that were merged before
 * one of them was deployed. A creation is a whole: without one of its values it is another object.
 */
function coversUpdate(entry: Entry, candidates: readonly ReviewedEntry[]): boolean {
  if (entry.action !== 'update') return false;
  const updates = candidates
    .filter((other) => other.action === 'update' && other.type === entry.type && other.provider === entry.provider)
    .filter((other) => isDoneOrSame(entry.previousAddress, other.previousAddress))
    .filter((other) => isDoneOrSame(entry.importId, other.importId))
    .map((other) => ({
      keyed: other.keyed,
      wasUnknown: pathsUnder(other.unknown),
      leaves: new Set((other.leaves ?? []).map(({ path, digest }) => `${digest} ${path}`)),
    }));
  return (
    entry.unknown.every((path) => updates.some(({ wasUnknown }) => wasUnknown(path))) &&
    entry.leaves.every((leaf) =>
      updates.some(({ keyed, wasUnknown, leaves }) => {
        const digest = recordedDigest(keyed ? leaf.digest : leaf.digestWithoutKey);
        return wasUnknown(leaf.path) || leaves.has(`${digest} ${leaf.path}`);
      }),
    )
  );
}

function isDoneOrSame(now: string | undefined, reviewed: string | undefined): boolean {
  return now === undefined || now === reviewed;
}

function isReplacement({ action }: EntryHead): boolean {
  return action === 'delete-create' || action === 'create-delete';
}

function isUnder(paths: readonly string[], roots: readonly string[]): boolean {
  const under = pathsUnder(roots);
  return paths.every(under);
}
