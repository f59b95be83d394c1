import { ActionError } from '../../errors.js';
import type { SitePorts, VersionFacts } from '../../ports/site.js';
import type { DescribedFile } from '../../site/releases/file-rows.js';
import type { ReleaseRecord } from '../../site/releases/release-record.js';
import { restoredVersion } from '../../site/releases/restored-files.js';
import { LARGEST_COPY } from '../../site/stored-object.js';
import { inParallel } from '../run/in-parallel.js';
import { shellWord } from '../run/shell-word.js';
import type { SiteComparison } from './compare.js';
import { readRelease } from './releases.js';
import type { SiteRequest } from './request.js';

/** Requests under way at once. */
const LOOK_UPS = 64;
const NAMED = 10;

/** Throws, before anything is written, unless every version that is needed is there and can be read. */
export async function requireRestorable(
  target: ReleaseRecord,
  { sync, manifest, releases, written }: SiteComparison,
  { bucket, prefix }: Pick<SiteRequest, 'bucket' | 'prefix'>,
  { objects, records, signal }: Pick<SitePorts, 'objects' | 'records' | 'signal'>,
): Promise<void> {
  const needed = sync.tasks.filter(({ file, decision }) => decision.reason !== 'unchanged' && !written.has(file.path));
  const acl = needed.some(({ file }) => target.adopted.has(file.path)) && (await objects.mayHaveAcls());
  const missing = new Map<string, string>();
  const archived = new Map<string, string>();
  await inParallel(needed, LOOK_UPS, signal, async ({ file, decision }) => {
    const wanted = target.files.get(file.path);
    const version = wanted && restoredVersion(file.path, wanted, manifest);
    const facts =
      version === undefined
        ? undefined
        : await objects.lookAtVersion(decision.key, version, acl && target.adopted.has(file.path));
    const fault = faultOf(wanted, version, facts);
    if (fault === undefined) return;
    missing.set(file.path, fault);
    if (version !== undefined && facts?.archived !== undefined) {
      const place = `--bucket ${bucket} --key ${shellWord(decision.key)} --version-id ${version}`;
      archived.set(file.path, `aws s3api restore-object ${place} --restore-request ${lasting(facts.archived)}`);
    }
  });
  if (missing.size === 0) return;
  const paths = [...missing.keys()].sort();
  const replacedBy = await replacements(paths.slice(0, NAMED));
  const named = paths.slice(0, NAMED).map((path) => {
    const at = replacedBy.get(path);
    return `${path} ${missing.get(path)}${at === undefined ? '' : `, and was replaced or deleted after ${at}`}`;
  });
  const line = [...archived].sort()[0]?.[1];
  throw new ActionError({
    what: `The release ${target.release} cannot be restored as a whole`,
    found: named.join('; ') + (paths.length > NAMED ? `; and ${paths.length - NAMED} more files` : ''),
    wayOut:
      'Nothing was changed. Roll back to a later release, or revert the pull request. How long a version stays is the ' +
      '`noncurrent_days` of the lifecycle rule of the bucket' +
      (line === undefined ? '' : `. Archived ones come back within hours, each by a line such as: ${line}`),
  });

  /** By path: until when it was live, from the records of the releases that followed. */
  async function replacements(of: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    const later = releases.filter(({ at }) => at > target.at.slice(0, 19)).reverse();
    for (const { path: place, at } of later) {
      const open = of.filter((path) => !found.has(path));
      if (open.length === 0) break;
      const record = await readRelease(prefix + place, records).catch(() => undefined);
      for (const path of open) {
        if (record !== undefined && record.files.get(path)?.etag !== target.files.get(path)?.etag) found.set(path, at);
      }
    }
    return found;
  }
}

/** What S3 takes for a class of storage, from which something comes back for days, and for a tier, which it leaves. */
function lasting(archived: string): string {
  return archived.endsWith('_ACCESS') ? '{}' : 'Days=7';
}

/** What keeps a version from being copied. */
export function faultOf(
  wanted: DescribedFile | undefined,
  version: string | undefined,
  facts: VersionFacts | undefined,
): string | undefined {
  if (wanted === undefined || version === undefined) return 'has no known version';
  if (wanted.size > LARGEST_COPY) return 'is larger than 5 GiB, which S3 does not copy in one request';
  if (facts === undefined) return 'is not there any more in this version';
  if (facts.etag !== wanted.etag || facts.size !== wanted.size) return 'is another object now in this version';
  return facts.archived === undefined ? undefined : `is archived (${facts.archived})`;
}
