import { CancelledError } from '../../errors.js';
import type { SitePorts, StoredVersion } from '../../ports/site.js';
import type { FileTask } from '../../site/compare-files.js';
import { KEPT_RELEASES } from '../../site/releases/recorded-releases.js';
import { isUpload, type SiteSync } from '../../site/site-sync.js';
import type { Phase } from '../../site/sync-plan.js';
import { inParallel } from '../run/in-parallel.js';
import type { SiteReport } from '../run/outcome.js';
import type { SiteComparison } from './compare.js';
import type { SiteRequest } from './request.js';
import type { SiteSource } from './source.js';

/** Small files are limited by the number of requests, large ones by memory and bandwidth. */
const LARGE = 1024 * 1024;
const SMALL_AT_ONCE = 64;
const LARGE_AT_ONCE = 4;
const SAY_EVERY_MS = 5000;

/** What an upload has done so far: read after a failure too. */
export interface UploadTally {
  files: number;
  /** Sent when the run was cancelled: whether the bucket has them nobody has said. */
  unanswered: number;
  /** Bytes. */
  bytes: number;
  /** The release has its record. */
  recorded: boolean;
  /** By path. */
  readonly stored: Map<string, StoredVersion>;
}

type UploadPorts = Pick<SitePorts, 'log' | 'clock' | 'signal'>;

/**
 * Brings one phase up. New files come before those that replace something, with a barrier between: what is replaced may
 * name what is new.
 */
export async function uploadPhase(
  phase: Phase,
  tasks: readonly FileTask[],
  tally: UploadTally,
  store: (task: FileTask) => ReturnType<SiteSource['store']>,
  ports: UploadPorts,
): Promise<void> {
  const mine = tasks.filter(({ decision }) => decision.phase === phase);
  const say = progressOf(mine, tally, ports);
  for (const reasons of [['new'], ['content', 'headers']]) {
    const wave = mine.filter(({ decision }) => reasons.includes(decision.reason));
    const large = wave.filter(({ file }) => file.size > LARGE);
    const small = wave.filter(({ file }) => file.size <= LARGE);
    await inParallel(large, LARGE_AT_ONCE, ports.signal, carryOut);
    await inParallel(small, SMALL_AT_ONCE, ports.signal, carryOut);
  }

  async function carryOut(task: FileTask): Promise<void> {
    const { stored, bytes } = await store(task).catch((thrown: unknown) => {
      if (thrown instanceof CancelledError) tally.unanswered += 1;
      throw thrown;
    });
    tally.stored.set(task.file.path, stored);
    tally.bytes += bytes;
    tally.files += 1;
    say();
  }
}

/** Only a site that reads its stack has a phase for that. */
export function phasesBeforePages({ tasks }: Pick<SiteSync, 'tasks'>): readonly Phase[] {
  const reads = tasks.some(({ decision }) => decision.phase === 'config');
  return reads ? ['asset', 'other', 'config'] : ['asset', 'other'];
}

/** What the uploads have done so far. */
export function siteReport(
  { sync: { plan, release }, releases }: Pick<SiteComparison, 'sync' | 'releases'>,
  { url, now }: Pick<SiteRequest, 'url' | 'now'>,
  verb: SiteSource['verb'],
  { files, unanswered, bytes, recorded }: UploadTally,
): Omit<SiteReport, 'deleted' | 'invalidations' | 'verified'> {
  const isKnown = releases.some((one) => one.release === release);
  const made = recorded && !isKnown ? [{ release, at: `${now.toISOString().slice(0, 19)}Z` }] : [];
  return {
    plan,
    release,
    releases: [...made, ...releases.map(({ release: name, at }) => ({ release: name, at }))].slice(0, KEPT_RELEASES),
    ...(url === undefined ? {} : { url }),
    uploaded: verb === 'uploaded' ? files : 0,
    ...(verb === 'restored' ? { restored: files } : {}),
    ...(verb === 'copied' ? { copied: files } : {}),
    ...(unanswered === 0 ? {} : { unanswered }),
    bytes,
  };
}

/** `2 new, 1 changed` of a phase, for the step's detail. */
export function phaseSentence(phase: Phase, tasks: readonly FileTask[], verb: SiteSource['verb'] = 'uploaded'): string {
  const mine = tasks.filter(({ decision }) => decision.phase === phase);
  const uploads = mine.filter(({ decision }) => isUpload(decision)).length;
  const rewrites = mine.filter(({ decision }) => decision.reason === 'headers').length;
  if (uploads + rewrites === 0) return 'nothing to do';
  if (verb !== 'uploaded') return `${uploads + rewrites} ${verb}`;
  const said = [
    ...(uploads > 0 ? [`${uploads} uploaded`] : []),
    ...(rewrites > 0 ? [`${rewrites} given other headers`] : []),
  ];
  return said.join(', ');
}

function progressOf(tasks: readonly FileTask[], tally: UploadTally, { log, clock }: UploadPorts): () => void {
  const total = tasks.filter(({ decision }) => decision.reason !== 'unchanged').length;
  const before = tally.files;
  let said = clock.now();
  return () => {
    if (clock.now() - said < SAY_EVERY_MS) return;
    said = clock.now();
    log.info(`${tally.files - before} of ${total} files, ${Math.round(tally.bytes / 1e6)} MB so far`);
  };
}
