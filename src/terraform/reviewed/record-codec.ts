import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as v from 'valibot';
import { ActionError } from '../../errors.js';
import { fingerprintOf } from '../plan/digest.js';
import type { Entry, ReviewedEntry } from './entry.js';

/** GitHub refuses a longer text of a check run: https://docs.github.com/rest/checks/runs. */
const LONGEST_TEXT = 65_535;
/** No honest record inflates to more. */
const LARGEST_RECORD_BYTES = 32 * 1024 * 1024;
/** Hex digits of a leaf's digest in the record: 64 bits are enough between the leaves of one address. */
const LEAF_DIGITS = 16;

const INTRODUCTION =
  'What the merge will be compared with: digests of every change, without any value. Written by a machine for itself.';

const DIGEST = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
const ENTRY = v.object({
  k: v.picklist(['resource', 'output', 'invocation', 'deferred']),
  a: v.string(),
  t: v.optional(v.string(), ''),
  p: v.optional(v.string(), ''),
  x: v.string(),
  f: v.optional(v.string()),
  i: v.optional(v.string()),
  o: v.optional(v.string()),
  z: v.optional(v.literal(true)),
  u: v.optional(v.array(v.string()), []),
  d: DIGEST,
  l: v.optional(v.array(v.tuple([v.string(), v.pipe(v.string(), v.length(LEAF_DIGITS))]))),
});
const RECORD = v.object({ version: v.literal(1), keyed: v.boolean(), entries: v.array(ENTRY) });

/**
 * The text of a check run that records these entries: with a digest of each leaf, without where there is no room,
 * and `''` where even the entries do not fit. Then only an equal fingerprint passes.
 */
export function encodeReviewed(entries: readonly Entry[]): string {
  for (const withLeaves of [true, false]) {
    const text = encoded(entries, withLeaves);
    if (text.length <= LONGEST_TEXT) return text;
  }
  return '';
}

/**
 * Reads the text of a record back. `undefined`: it holds the fingerprint alone. Throws when the text is damaged, cut,
 * or does not belong to the fingerprint: then nothing may be concluded from it.
 */
export function decodeReviewed(text: string, fingerprint: string): readonly ReviewedEntry[] | undefined {
  if (text.trim() === '') return undefined;
  const record = parse(text);
  if (record === undefined) throw damaged('a text that is no record');
  if (fingerprintOf(record.entries.map(({ d }) => d)) !== fingerprint) throw damaged('entries of another fingerprint');
  return record.entries.map(
    (entry): ReviewedEntry => ({
      kind: entry.k,
      address: entry.a,
      type: entry.t,
      provider: entry.p,
      action: entry.x,
      ...(entry.f === undefined ? {} : { previousAddress: entry.f }),
      ...(entry.i === undefined ? {} : { importId: entry.i }),
      ...(entry.o === undefined ? {} : { destroys: entry.o }),
      ...(entry.z === undefined ? {} : { deposed: true }),
      unknown: entry.u,
      keyed: record.keyed,
      digest: entry.d,
      ...(entry.l === undefined ? {} : { leaves: entry.l.map(([path, digest]) => ({ path, digest })) }),
    }),
  );
}

/** A leaf's digest as a record holds it. */
export function recordedDigest(digest: string): string {
  return digest.slice(0, LEAF_DIGITS);
}

function encoded(entries: readonly Entry[], withLeaves: boolean): string {
  const record: v.InferInput<typeof RECORD> = {
    version: 1,
    keyed: entries.some(({ keyed }) => keyed),
    entries: entries.map((entry) => ({
      k: entry.kind,
      a: entry.address,
      ...(entry.type === '' ? {} : { t: entry.type }),
      ...(entry.provider === '' ? {} : { p: entry.provider }),
      x: entry.action,
      ...(entry.previousAddress === undefined ? {} : { f: entry.previousAddress }),
      ...(entry.importId === undefined ? {} : { i: entry.importId }),
      ...(entry.destroys === undefined ? {} : { o: entry.destroys }),
      ...(entry.deposed === undefined ? {} : { z: true as const }),
      ...(entry.unknown.length === 0 ? {} : { u: [...entry.unknown] }),
      d: entry.digest,
      ...(withLeaves
        ? { l: entry.leaves.map(({ path, digest }): [string, string] => [path, recordedDigest(digest)]) }
        : {}),
    })),
  };
  const deflated = deflateRawSync(JSON.stringify(record), { level: 9 }).toString('base64');
  return `${INTRODUCTION}\n\n\`\`\`\n${deflated}\n\`\`\`\n`;
}

function parse(text: string): v.InferOutput<typeof RECORD> | undefined {
  const [, base64] = /```\r?\n([A-Za-z0-9+/=]+)\r?\n```/.exec(text) ?? [];
  if (base64 === undefined) return undefined;
  try {
    const inflated = inflateRawSync(Buffer.from(base64, 'base64'), { maxOutputLength: LARGEST_RECORD_BYTES });
    const result = v.safeParse(RECORD, JSON.parse(inflated.toString('utf8')));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}

function damaged(found: string): ActionError {
  return new ActionError({
    what: 'The record of what was reviewed cannot be read',
    found,
    expected: 'the text that a plan of this action wrote',
    wayOut: 'Approve the fingerprint of this plan by hand ("approved-fingerprint")',
  });
}
