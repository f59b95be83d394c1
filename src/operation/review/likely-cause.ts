import type { Difference } from '../../terraform/reviewed/difference.js';
import type { Entry, ReviewedEntry } from '../../terraform/reviewed/entry.js';
import { decodeReviewed } from '../../terraform/reviewed/record-codec.js';
import type { PlanReport } from '../run/outcome.js';
import type { ReviewedRecord } from './read-record.js';

export interface RefusedPlan {
  readonly report: PlanReport;
  readonly entries: readonly Entry[];
  /** No pull request merged this commit. */
  readonly directPush: boolean;
  readonly records: readonly ReviewedRecord[];
  /** Pull requests that were merged and have no record of this stack. */
  readonly withoutRecord: readonly number[];
  readonly differences: readonly Difference[];
}

/**
 * Why a plan differs from what was reviewed, as a phrase, from the strongest evidence to the weakest. A guess for a
 * person, never part of a decision.
 */
export function likelyCause(refused: RefusedPlan): string | undefined {
  return replanned(refused) ?? noRecord(refused) ?? drifted(refused) ?? volatile(refused) ?? provider(refused);
}

/** A later plan of the same pull request says what this one says: it came after the approval. */
function replanned({ records, report }: RefusedPlan): string | undefined {
  for (const { pull, others, completedAt, approvedBy } of records) {
    const later = others.find(
      (other) => other.fingerprint === report.fingerprint && Date.parse(other.completedAt) > Date.parse(completedAt),
    );
    if (later === undefined) continue;
    const after = approvedBy === undefined ? 'after the merge' : `after ${approvedBy} had approved`;
    return `#${pull.number} was planned again ${after}, and only that later plan says the same`;
  }
  return undefined;
}

function noRecord({ directPush, records, withoutRecord }: RefusedPlan): string | undefined {
  const missing = withoutRecord.map((number) => `#${number}`).join(', ');
  if (missing !== '') {
    return `${missing} has no record of a plan that ended before the merge: pull requests of forks and of Dependabot are planned only after it, another base branch needs another plan, and a commit that was pushed after the approval another approval`;
  }
  if (!directPush) return undefined;
  return `${records.length === 0 ? 'the' : 'a'} commit was pushed directly, without a pull request`;
}

function drifted({ report, differences }: RefusedPlan): string | undefined {
  const addresses = new Set(differences.map(({ address }) => address));
  const drift = report.changes.drift.map(({ address }) => address).filter((address) => addresses.has(address));
  if (drift.length === 0) return undefined;
  return `${drift.slice(0, 3).join(', ')} changed outside Terraform`;
}

/** The same commit, planned twice, gave two values: it is the value that is different each time. */
function volatile({ records, differences }: RefusedPlan): string | undefined {
  for (const { plan, others } of records) {
    for (const other of others) {
      const again = readable(other.text, other.fingerprint);
      const found = differences.find(({ address, attributes }) =>
        attributes.some(
          ({ path, how }) =>
            how === 'another value' && leaf(plan.entries, address, path) !== leaf(again, address, path),
        ),
      );
      const attribute = found?.attributes.find(({ how }) => how === 'another value');
      if (found !== undefined) {
        return `${found.address} has a value that differs in every plan${attribute?.path ? ` (${attribute.path})` : ''}`;
      }
    }
  }
  return undefined;
}

function provider({ records, entries, differences }: RefusedPlan): string | undefined {
  const changed = new Set(differences.map(({ address }) => address));
  const now = new Map(entries.map((entry) => [`${entry.kind} ${entry.address}`, entry.provider]));
  for (const entry of records.flatMap(({ plan }) => plan.entries ?? [])) {
    const other = now.get(`${entry.kind} ${entry.address}`);
    if (changed.has(entry.address) && other !== undefined && other !== entry.provider) {
      return `${entry.address} was planned with the provider ${entry.provider}, and is now planned with ${other}`;
    }
  }
  return undefined;
}

function leaf(entries: readonly ReviewedEntry[] | undefined, address: string, path: string): string | undefined {
  const entry = entries?.find((other) => other.address === address);
  return entry?.leaves?.find((other) => other.path === path)?.digest;
}

function readable(text: string, fingerprint: string): readonly ReviewedEntry[] | undefined {
  try {
    return decodeReviewed(text, fingerprint);
  } catch {
    return undefined;
  }
}
