import type { Ancestry } from '../../ports/history.js';
import type { MergedPullRequest } from '../../ports/pull-requests.js';
import type { Difference } from '../../terraform/reviewed/difference.js';
import { decodeReviewed } from '../../terraform/reviewed/record-codec.js';
import type { ReviewedPlan } from '../../terraform/reviewed/reviewed-change.js';
import type { PlacedRecord } from './counting-records.js';
import type { RecordedPlan, ReviewedRecord } from './read-record.js';
import { recordName } from './refusal.js';
import type { ReviewRequest } from './review-request.js';

const NAMED = 3;

export interface RefusedPlan {
  readonly request: ReviewRequest;
  /** No pull request merged this commit. */
  readonly directPush: boolean;
  /** Those of the counting records that were reviewed on a pull request. */
  readonly reviewed: readonly ReviewedRecord[];
  /** Pull requests that were merged and have no record of this stack. */
  readonly withoutRecord: readonly number[];
  /** Merged and not deployed yet, beside this commit's own. */
  readonly merged: readonly MergedPullRequest[];
  readonly counting: readonly PlacedRecord[];
  readonly differences: readonly Difference[];
}

/**
 * Why a plan differs from what was reviewed, as a phrase, from the strongest evidence to the weakest. A guess for a
 * person, never part of a decision.
 */
export async function likelyCause(refused: RefusedPlan, history: Ancestry): Promise<string | undefined> {
  return (
    replanned(refused) ??
    noRecord(refused) ??
    drifted(refused) ??
    volatile(refused) ??
    (await mergedMeanwhile(refused, history)) ??
    filesChanged(refused)
  );
}

/** A later plan of the same pull request says what this one says: it came after the approval. */
function replanned({ reviewed, request: { report } }: RefusedPlan): string | undefined {
  for (const { pull, others, completedAt, approvedBy } of reviewed) {
    const later = others.find(
      (other) => other.fingerprint === report.fingerprint && Date.parse(other.completedAt) > Date.parse(completedAt),
    );
    if (later === undefined) continue;
    const after = approvedBy === undefined ? 'after the merge' : `after ${approvedBy} had approved it`;
    return `#${pull.number} was planned again ${after}, and the plan of this run agrees with that later plan only`;
  }
  return undefined;
}

function noRecord({ directPush, reviewed, withoutRecord }: RefusedPlan): string | undefined {
  const missing = withoutRecord.map((number) => `#${number}`).join(', ');
  if (missing !== '') {
    return `${missing} has no record of a plan that ended before the merge: pull requests of forks and of Dependabot are planned only after it, another base branch needs another plan, and a commit that was pushed after the approval another approval`;
  }
  if (!directPush) return undefined;
  return `${reviewed.length === 0 ? 'the' : 'a'} commit was pushed directly, without a pull request`;
}

function drifted({ request: { report }, differences }: RefusedPlan): string | undefined {
  const addresses = new Set(differences.map(({ address }) => address));
  const drift = report.changes.drift.map(({ address }) => address).filter((address) => addresses.has(address));
  if (drift.length === 0) return undefined;
  return `${drift.slice(0, NAMED).join(', ')} changed outside Terraform`;
}

/** The same commit, planned twice, gave two values: it is the value that is different each time. */
function volatile({ reviewed, differences }: RefusedPlan): string | undefined {
  for (const { plan, others } of reviewed) {
    if (typeof plan === 'string') continue;
    for (const other of others) {
      const again = readable(other);
      for (const { address, attributes } of differences) {
        const attribute = attributes.find(
          ({ path, how }) =>
            how === 'another value' && again !== undefined && leaf(plan, address, path) !== leaf(again, address, path),
        );
        if (attribute === undefined) continue;
        const path = attribute.path === '' ? '' : ` (${attribute.path})`;
        return `${address} has a value that differs in every plan${path}. If a variable gives it, name that in "volatile-variables"`;
      }
    }
  }
  return undefined;
}

/** Merged after what was reviewed was planned, and not known to it. */
async function mergedMeanwhile(
  { counting, merged, differences }: RefusedPlan,
  history: Ancestry,
): Promise<string | undefined> {
  for (const { record } of differences) {
    const concerned = record === undefined ? undefined : counting[record];
    if (concerned === undefined || typeof concerned.plan === 'string') continue;
    const { base } = concerned.plan;
    const unknown: number[] = [];
    for (const { number, mergeCommitSha } of merged) {
      if (mergeCommitSha === concerned.merge) continue;
      if (!(await history.isAncestor(mergeCommitSha, base))) unknown.push(number);
    }
    if (unknown.length === 0) continue;
    const names = unknown.slice(0, NAMED).map((number) => `#${number}`);
    const were = names.length === 1 ? 'was' : 'were';
    return `${recordName(concerned)} was planned before ${names.join(', ')} ${were} merged${changedFiles(differences)}`;
  }
  return undefined;
}

/** Sources that are not what they were when it was planned. */
function filesChanged({ counting, differences, request: { compared } }: RefusedPlan): string | undefined {
  for (const { record } of differences) {
    const concerned = record === undefined ? undefined : counting[record];
    if (concerned === undefined || typeof concerned.plan === 'string' || concerned.plan.files === undefined) continue;
    const before = new Map(concerned.plan.files.map(({ path, digest }) => [path, digest]));
    const changed = (compared.reviewed.files ?? []).filter(({ path, digest }) => before.get(path) !== digest);
    if (changed.length === 0) continue;
    // A folder that counts as a whole says less than a file in it.
    const byFile = [...changed].sort((a, b) => Number(a.path.endsWith('/')) - Number(b.path.endsWith('/')));
    const names = byFile.slice(0, NAMED).map(({ path }) => path);
    return `${names.join(', ')} changed after ${recordName(concerned)} was planned`;
  }
  return undefined;
}

/** The places of what differs, once. */
function changedFiles(differences: readonly Difference[]): string {
  const files = new Set(differences.flatMap(({ parts }) => parts.flatMap(({ file }) => file ?? [])));
  return files.size === 0 ? '' : `: see ${[...files].slice(0, NAMED).join(', ')}`;
}

function leaf({ changes }: ReviewedPlan, address: string, path: string): string | undefined {
  const change = changes.find((other) => other.address === address);
  return change?.leaves.find((other) => other.path === path)?.digest;
}

function readable({ text, fingerprint }: RecordedPlan): ReviewedPlan | undefined {
  try {
    return decodeReviewed([text], fingerprint);
  } catch {
    return undefined;
  }
}
