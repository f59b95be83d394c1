import { randomUUID } from 'node:crypto';
import { ActionError, asError } from '../../errors.js';
import type { SitePorts, SiteRecord, StoredVersion } from '../../ports/site.js';
import { LOCK_PATH } from '../../site/manifest.js';
import { shellWord } from '../run/shell-word.js';
import type { SiteRequest } from './request.js';

export interface SiteLock {
  /** Whether the bucket keeps versions, as its answer to the lock says. */
  readonly versioning: 'on' | 'suspended' | 'off';
  /** Never throws: what is deployed is deployed. A lock that stays names a run that ends, so the next one takes it over. */
  release(): Promise<void>;
}

interface Holder {
  readonly run: string;
  readonly attempt: string;
  readonly url: string;
}

/** Which site, and who wants it. */
export type LockRequest = Pick<SiteRequest, 'bucket' | 'prefix' | 'run'>;
export type LockPorts = Pick<SitePorts, 'records' | 'runs' | 'log'>;

/**
 * Keeps two deploys of one site apart, with an object that only one of them can create. A lock whose run GitHub calls
 * completed is taken over; any other is never broken, since its run may be writing.
 */
export async function takeLock(request: LockRequest, ports: LockPorts): Promise<SiteLock> {
  const { prefix, run } = request;
  const { records, log } = ports;
  const key = prefix + LOCK_PATH;
  const attempt = run.attempt ?? '';
  // The token tells this process's own lock from one of the same run.
  const text = `${JSON.stringify({ run: run.id, attempt, url: run.url, token: randomUUID() })}\n`;
  const taken = ({ etag, version }: StoredVersion): SiteLock => ({
    versioning: version === undefined ? 'off' : version === 'null' ? 'suspended' : 'on',
    async release() {
      try {
        await records.remove(key, etag);
      } catch (thrown) {
        log.warning(`The lock ${key} could not be removed; the next deploy takes it over: ${asError(thrown).message}`);
      }
    },
  });

  const created = await records.write(key, text, 'nothing');
  if (created !== 'refused') return taken(created);
  const left = await records.read(key);
  // Its owner removed it a moment ago.
  const over = left === undefined ? 'nothing' : await ended(left, request, ports, key);
  const replaced = await records.write(key, text, over);
  if (replaced === 'refused') {
    throw new ActionError({
      what: 'Another deploy of this site took the lock at the same moment',
      found: `${key} was written again`,
      wayOut: 'Run this one again when the other has ended; give both the same `concurrency` group',
    });
  }
  return taken(replaced);
}

/** Throws while a deploy of this site is under way, or when it cannot be known. */
export async function requireUnlocked(request: LockRequest, ports: LockPorts): Promise<void> {
  const key = request.prefix + LOCK_PATH;
  const left = await ports.records.read(key);
  if (left !== undefined) await ended(left, request, ports, key);
}

/** Removes the lock of a run that has ended; throws as `takeLock` does for any other. @returns whether there was one */
export async function releaseEnded(request: LockRequest, ports: LockPorts): Promise<boolean> {
  const key = request.prefix + LOCK_PATH;
  const left = await ports.records.read(key);
  if (left === undefined) return false;
  // Only as it was read: by now another run may have taken it over.
  await ports.records.remove(key, await ended(left, request, ports, key));
  return true;
}

/** The ETag of a lock that may be taken over. */
async function ended(
  { text, etag }: SiteRecord,
  { run, bucket }: LockRequest,
  { runs, log }: LockPorts,
  key: string,
): Promise<string> {
  const holder = holderIn(text);
  const theWayOut = `When nothing deploys any more: \`aws s3 rm ${shellWord(`s3://${bucket}/${key}`)}\``;
  if (holder === undefined) {
    throw new ActionError({
      what: `The site is locked, and the lock ${key} names no run`,
      found: text.slice(0, 200).trim(),
      expected: 'a lock of this action',
      wayOut: theWayOut,
    });
  }
  const earlierAttempt = holder.run === run.id && Number(holder.attempt) < Number(run.attempt ?? '');
  if (earlierAttempt || (holder.run !== run.id && (await runs.isCompleted(holder.run)))) {
    log.info(`The lock of ${holder.url} counts no more: that run has ended without removing it.`);
    return etag;
  }
  throw new ActionError({
    what: 'Another deploy of this site is under way',
    found: `the lock ${key} of ${holder.url}`,
    expected: 'no lock, or one whose run has ended',
    wayOut: `Wait for that run, then run this one again. ${theWayOut}`,
  });
}

function holderIn(text: string): Holder | undefined {
  try {
    const found = JSON.parse(text) as Partial<Record<keyof Holder, unknown>> | null;
    const { run, attempt, url } = found ?? {};
    return typeof run === 'string' && run !== '' && typeof attempt === 'string' && typeof url === 'string'
      ? { run, attempt, url }
      : undefined;
  } catch {
    return undefined;
  }
}

/** A run that goes no further holds no lock. */
export async function orUnlocked<T>(lock: SiteLock | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    await lock?.release();
    throw thrown;
  }
}
