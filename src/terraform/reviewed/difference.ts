import { pathsUnder } from './changed-attributes.js';
import type { Entry, EntryKind, ReviewedEntry } from './entry.js';
import { recordedDigest } from './record-codec.js';

/** One change that nothing reviewed allows. */
export interface Difference {
  readonly kind: EntryKind;
  readonly address: string;
  /** What is planned now. */
  readonly action: string;
  /** What was reviewed for this address; absent where nothing was. */
  readonly reviewedAction?: string;
  /** Attributes that differ; empty where the record does not tell. */
  readonly attributes: readonly AttributeDifference[];
}

export interface AttributeDifference {
  readonly path: string;
  readonly how: 'another value' | 'not in the reviewed plan' | 'no longer planned' | 'no longer known before apply';
}

/** Explains a planned entry by the reviewed one that comes closest to it. */
export function differenceFrom(entry: Entry, candidates: readonly ReviewedEntry[]): Difference {
  const base = { kind: entry.kind, address: entry.address, action: entry.action };
  const [closest] = candidates
    .map((candidate) => ({ candidate, attributes: attributesOf(entry, candidate) }))
    .sort(
      (a, b) =>
        Number(b.candidate.action === entry.action) - Number(a.candidate.action === entry.action) ||
        a.attributes.length - b.attributes.length,
    );
  if (closest === undefined) return { ...base, attributes: [] };
  return { ...base, reviewedAction: closest.candidate.action, attributes: closest.attributes };
}

function attributesOf(entry: Entry, reviewed: ReviewedEntry): readonly AttributeDifference[] {
  const wasUnknown = pathsUnder(reviewed.unknown);
  const unknown = entry.unknown
    .filter((path) => !wasUnknown(path))
    .map((path): AttributeDifference => ({ path, how: 'no longer known before apply' }));
  if (reviewed.leaves === undefined) return unknown;
  const before = new Map(reviewed.leaves.map(({ path, digest }) => [path, digest]));
  const isUnknown = pathsUnder(entry.unknown);
  const now = new Set(entry.leaves.map(({ path }) => path));
  const changed = entry.leaves.flatMap((leaf): AttributeDifference[] => {
    const { path } = leaf;
    if (wasUnknown(path)) return [];
    const old = before.get(path);
    if (old === undefined) return [{ path, how: 'not in the reviewed plan' }];
    const digest = recordedDigest(reviewed.keyed ? leaf.digest : leaf.digestWithoutKey);
    return old === digest ? [] : [{ path, how: 'another value' }];
  });
  const gone = [...before.keys()]
    .filter((path) => !now.has(path) && !isUnknown(path))
    .map((path): AttributeDifference => ({ path, how: 'no longer planned' }));
  return [...changed, ...gone, ...unknown];
}
