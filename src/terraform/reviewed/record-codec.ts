import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { ActionError } from '../../errors.js';
import { packed, unpacked } from './packed-record.js';
import { fingerprintOfPlan, type ReviewedPlan } from './reviewed-change.js';

/** GitHub refuses a longer text of a check run: https://docs.github.com/rest/checks/runs. */
const LONGEST_TEXT = 65_535;
const LONGEST_HEAD = 500;
/** Each part is a check run that is listed on the pull request. */
export const MOST_PARTS = 40;
/** No honest record inflates to more. */
const LARGEST_RECORD_BYTES = 64 * 1024 * 1024;

const INTRODUCTION =
  'What the merge will be compared with: digests of every change, without any value. Written by a machine for itself.';
const HEAD = /^Record 2, part (\d+) of (\d+), ([0-9a-f]{32})$/m;

/** One of the texts that hold a record together. */
export interface RecordPart {
  readonly part: number;
  readonly of: number;
  /** Of the whole record, 32 hex digits. */
  readonly digest: string;
}

/**
 * The texts of the check runs that record this plan: with everything where one is enough, else without what decides
 * nothing. `undefined` where `MOST_PARTS` are too few.
 */
export function encodeReviewed(plan: ReviewedPlan): readonly string[] | undefined {
  const full = texts(packed(plan, { forWords: true }));
  if (full.length === 1) return full;
  const least = texts(packed(plan, { forWords: false }));
  return least.length > MOST_PARTS ? undefined : least;
}

/** `undefined`: no text of a record in this form. */
export function partOf(text: string): RecordPart | undefined {
  const [, part, of, digest] = HEAD.exec(text) ?? [];
  return digest === undefined ? undefined : { part: Number(part), of: Number(of), digest };
}

/** Whether a text is a record of version 1 of this action, which says too little to be compared with. */
export function isFirstVersion(text: string): boolean {
  return (
    partOf(text) === undefined &&
    (text.trim() === '' || inflated(contentOf(text) ?? '')?.startsWith('{"version":1,') === true)
  );
}

/**
 * Reads a record back from its texts in their order. Throws when one is damaged, cut, missing, or does not belong to the
 * fingerprint: then nothing may be concluded from it.
 */
export function decodeReviewed(parts: readonly string[], fingerprint: string): ReviewedPlan {
  const heads = parts.map(partOf);
  const [first] = heads;
  const content = parts.map(contentOf).join('');
  const isComplete = heads.every((head, index) => head?.part === index + 1 && head.digest === first?.digest);
  if (!isComplete || first?.of !== parts.length || digestOf(content) !== first.digest)
    throw damaged('a part of a record');
  const json = inflated(content);
  const plan = json === undefined ? undefined : unpacked(json);
  if (plan === undefined) throw damaged('a text that is no record');
  if (fingerprintOfPlan(plan) !== fingerprint) throw damaged('entries of another fingerprint');
  return plan;
}

function texts(json: string): readonly string[] {
  const content = deflateRawSync(json, { level: 9 }).toString('base64');
  const room = LONGEST_TEXT - LONGEST_HEAD;
  const of = Math.max(1, Math.ceil(content.length / room));
  return Array.from({ length: of }, (_, index) =>
    [
      INTRODUCTION,
      `Record 2, part ${index + 1} of ${of}, ${digestOf(content)}`,
      `\`\`\`\n${content.slice(index * room, (index + 1) * room)}\n\`\`\`\n`,
    ].join('\n\n'),
  );
}

function digestOf(content: string): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 32);
}

function contentOf(text: string): string | undefined {
  return /```\r?\n([A-Za-z0-9+/=]+)\r?\n```/.exec(text)?.[1];
}

function inflated(base64: string): string | undefined {
  try {
    return inflateRawSync(Buffer.from(base64, 'base64'), { maxOutputLength: LARGEST_RECORD_BYTES }).toString('utf8');
  } catch {
    return undefined;
  }
}

function damaged(found: string): ActionError {
  return new ActionError({
    what: 'The record of what was reviewed cannot be read',
    found,
    expected: 'the text that a plan of this action wrote',
    wayOut: 'Start the workflow manually with the fingerprint of this plan in "approved-fingerprint"',
  });
}
