import { ActionError } from '../../errors.js';
import type { SitePorts } from '../../ports/site.js';
import type { Manifest, ReplacedVersion } from '../../site/manifest.js';
import { KEPT_RELEASES, releasePath } from '../../site/releases/recorded-releases.js';
import { parseReleaseRecord, type ReleaseRecord, releaseRecordText } from '../../site/releases/release-record.js';
import { isSameBackEnd } from '../../site/releases/released-back-end.js';
import { inParallel } from '../run/in-parallel.js';
import type { SiteComparison } from './compare.js';
import type { SiteLock } from './lock.js';
import { removeAll } from './prune.js';
import type { SiteRequest } from './request.js';
import type { AboutRelease } from './source.js';

/** Requests under way at once. */
const LOOK_UPS = 64;

/**
 * Versions of objects that are about to be replaced or deleted and that nothing knows: an older version of this action
 * wrote them, or versions were switched on later. Asked for once in the life of an object.
 */
export async function replacedVersions(
  { sync, manifest, releases }: SiteComparison,
  { prefix, now }: Pick<SiteRequest, 'prefix' | 'now'>,
  { objects, signal }: Pick<SitePorts, 'objects' | 'signal'>,
): Promise<readonly ReplacedVersion[]> {
  const oldest = releases.at(-1);
  // No release has them, so none will miss them.
  if (oldest === undefined) return [];
  const written = sync.tasks.filter(({ decision }) => decision.reason === 'content' || decision.reason === 'headers');
  const paths = [...written.map(({ file }) => file.path), ...sync.retention.due].filter((path) => {
    const known = manifest?.files.get(path);
    return known !== undefined && known.etag !== '' && known.version === undefined;
  });
  const found: ReplacedVersion[] = [];
  await inParallel(paths, LOOK_UPS, signal, async (path) => {
    const facts = await objects.look(prefix + path);
    const { etag } = manifest?.files.get(path) ?? {};
    if (facts?.version === undefined || facts.etag !== etag) return;
    found.push({ path, etag, version: facts.version, at: now.toISOString() });
  });
  const still = (manifest?.replaced ?? []).filter(({ at }) => at >= oldest.at);
  return [...still, ...found.sort((a, b) => (a.path < b.path ? -1 : 1))];
}

/**
 * Writes down what is live now, before the manifest says so: a settled manifest has its record. The same release again
 * keeps its place, and knows its newest versions.
 * @returns whether there is a record now
 */
export async function recordRelease(
  { sync, releases, manifest: before }: SiteComparison,
  manifest: Manifest,
  about: () => Promise<AboutRelease>,
  versioning: SiteLock['versioning'],
  { bucket, prefix, now }: Pick<SiteRequest, 'bucket' | 'prefix' | 'now'>,
  { records, log }: Pick<SitePorts, 'records' | 'log'>,
): Promise<boolean> {
  if (versioning !== 'on') {
    log.warning(noVersions(versioning, bucket));
    return false;
  }
  const { release, tasks } = sync;
  const known = releases.find((one) => one.release === release);
  const at = known?.at ?? now.toISOString();
  const path = known?.path ?? releasePath(release, at);
  const files = new Map(
    tasks.flatMap(({ file }) => {
      const described = manifest.files.get(file.path);
      return described === undefined ? [] : [[file.path, described] as const];
    }),
  );
  const adopted = new Set([...(manifest.adopted ?? [])].filter((name) => files.has(name)));
  const { restored, before: kept, ...rest } = await about();
  const again = !restored && known !== undefined && before?.release === release;
  const follows = restored
    ? kept
    : again
      ? (await readRelease(prefix + path, records))?.before
      : before?.release === release
        ? undefined
        : before?.release;
  const record: ReleaseRecord = {
    release,
    ...rest,
    at,
    before: follows,
    adopted,
    files,
  };
  const written = await records.write(prefix + path, releaseRecordText(record), known?.etag ?? 'nothing');
  if (written !== 'refused') return true;
  throw new ActionError({
    what: `The record of the release, ${prefix + path}, was changed by somebody else during this deploy`,
    wayOut: 'Run the deploy again: it compares afresh and continues',
  });
}

/** Whether the record of what is live says what runs behind it: the same site may be deployed again with other functions. */
export async function isRecorded(
  { sync, releases }: SiteComparison,
  { prefix, backEnd }: Pick<SiteRequest, 'prefix' | 'backEnd'>,
  { records }: Pick<SitePorts, 'records'>,
): Promise<boolean> {
  const known = releases.find(({ release }) => release === sync.release);
  if (backEnd === undefined || known === undefined) return true;
  return isSameBackEnd((await readRelease(prefix + known.path, records))?.backEnd, backEnd);
}

export async function readRelease(
  key: string,
  records: Pick<SitePorts['records'], 'read'>,
): Promise<ReleaseRecord | undefined> {
  const found = await records.read(key);
  return found === undefined ? undefined : parseReleaseRecord(found.text, key);
}

/** The oldest ones beyond those that are kept; never what is live. */
export async function forgetOldReleases(
  { releases, sync }: SiteComparison,
  prefix: string,
  ports: Pick<SitePorts, 'objects' | 'signal'>,
): Promise<void> {
  const others = releases.filter(({ release }) => release !== sync.release);
  const old = others.slice(KEPT_RELEASES - 1).map(({ path }) => prefix + path);
  await removeAll(old, ports, () => {});
}

/** Why what is live now will not be restored once it is replaced, and the setting that changes it. */
function noVersions(versioning: 'suspended' | 'off', bucket: string): string {
  const why = versioning === 'off' ? 'keeps no versions of its objects' : 'has its versions suspended';
  return (
    `This release cannot be rolled back to later: the bucket ${bucket} ${why}. Switch them on: ` +
    `\`aws s3api put-bucket-versioning --bucket ${bucket} --versioning-configuration Status=Enabled\``
  );
}
