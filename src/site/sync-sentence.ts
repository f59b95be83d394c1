import { counted } from '../counted.js';
import type { Expiry, SyncPlan } from './sync-plan.js';

const DATES_NAMED = 2;

/**
 * The sync plan as one sentence: `3 new, 1 changed, 1 headers, 195 unchanged; 2 expire on 2026-12-02; 412 KB to upload`.
 * @param verb what is restored or promoted is copied from versions that S3 has
 */
export function syncSentence(
  { counts, expiries }: SyncPlan,
  verb: 'uploaded' | 'restored' | 'copied' = 'uploaded',
): string {
  const to = verb === 'uploaded' ? 'upload' : 'copy inside S3';
  const files = [
    [counts.new, 'new'],
    [counts.content, 'changed'],
    [counts.headers, 'headers'],
    [counts.unchanged, 'unchanged'],
    [counts.excluded, 'excluded'],
  ] as const;
  const said = files.filter(([count]) => count > 0).map(([count, word]) => `${number(count)} ${word}`);
  return [
    said.join(', '),
    ...(counts.expiring > 0 ? [expiryPhrase(expiries)] : []),
    ...(counts.deletions > 0 ? [`${number(counts.deletions)} to delete`] : []),
    counts.bytes > 0 ? `${size(counts.bytes)} to ${to}` : `nothing to ${to}`,
  ].join('; ');
}

function expiryPhrase(expiries: readonly Expiry[]): string {
  const byDate = new Map<string, number>();
  for (const { deleteOn } of expiries) byDate.set(deleteOn, (byDate.get(deleteOn) ?? 0) + 1);
  const dates = [...byDate].sort(([a], [b]) => (a < b ? -1 : 1));
  const first = dates[0];
  if (first === undefined) return '';
  if (dates.length > DATES_NAMED) {
    return `${number(expiries.length)} expire between ${first[0]} and ${dates.at(-1)?.[0]}`;
  }
  const [one, ...others] = dates.map(([date, count]) => ({ date, count: number(count) }));
  return [
    `${one?.count} ${one?.count === '1' ? 'expires' : 'expire'} on ${one?.date}`,
    ...others.map(({ date, count }) => `${count} on ${date}`),
  ].join(', ');
}

/** In powers of 1,000, as storage is sold; whole numbers from 10 on. */
function size(bytes: number): string {
  if (bytes < 1000) return counted(bytes, 'byte');
  let value = bytes;
  let unit = '';
  for (const next of ['KB', 'MB', 'GB', 'TB']) {
    if (value < 1000) break;
    value /= 1000;
    unit = next;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

function number(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
