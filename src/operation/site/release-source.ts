import { ActionError } from '../../errors.js';
import type { SitePorts } from '../../ports/site.js';
import { toLookAt } from '../../site/compare-files.js';
import { CONFIG_PATH } from '../../site/file-headers.js';
import { LOCK_PATH, MANIFEST_PATH, type Manifest } from '../../site/manifest.js';
import type { RecordedRelease } from '../../site/releases/recorded-releases.js';
import type { ReleaseRecord } from '../../site/releases/release-record.js';
import { filesOf, restoredTraits, restoredVersion } from '../../site/releases/restored-files.js';
import { siteSync } from '../../site/site-sync.js';
import type { FoundObject } from '../../site/stored-object.js';
import type { StackOutputs } from '../../terraform/command/stack-outputs.js';
import { inParallel } from '../run/in-parallel.js';
import { type RestoredConfig, restoredConfig } from '../site-config/restored-config.js';
import { insideSite, liveSite, type SiteComparison, siteEdges, syncSettings } from './compare.js';
import { readRelease } from './releases.js';
import type { SiteRequest } from './request.js';
import { requireRestorable } from './restorable.js';
import { type SiteSource, storedText } from './source.js';

/** Requests under way at once. */
const LOOK_UPS = 64;
const LISTED = 10;

export interface ReleaseRequest extends SiteRequest {
  /** The one before the live one where it is not given. */
  readonly wanted: string | undefined;
  /** As they are now. */
  readonly stackOutputs: StackOutputs;
  /** Whether its functions follow. */
  readonly withFunctions: boolean;
}

/** A release that was live: everything it needs lies in the bucket, in versions. */
export function releaseSource(request: ReleaseRequest, ports: SitePorts): SiteSource {
  const { prefix } = request;
  let wanted = request.wanted;
  let target: ReleaseRecord | undefined;
  let config: RestoredConfig | undefined;
  return {
    verb: 'restored',
    withFunctions: request.withFunctions,
    async compare(): Promise<SiteComparison> {
      const { record, manifest, objects, releases } = await liveSite(prefix, ports);
      const chosen = await chosenRelease({ prefix, wanted }, manifest, releases, ports);
      // Whatever is deployed meanwhile: this is what was checked.
      wanted = chosen.release;
      target = await readRelease(prefix + chosen.path, ports.records);
      if (target === undefined) throw notRecorded(chosen.release, releases);
      config = restoredConfig(target, request.stackOutputs);
      target = config?.of ?? target;
      const files = filesOf(target);
      const listing = insideSite(objects, prefix);
      const edges = await siteEdges(request, files, ports);
      const compared = siteSync({
        ...syncSettings(request),
        files,
        excluded: [],
        listing,
        manifest,
        found: await alreadyRestored(target, { files, listing, manifest }, prefix, ports),
        traitsOf: restoredTraits(target, request.releaseFile),
        release: target.release,
        edges,
        warnings: config === undefined ? [] : [config.warning],
      });
      const sync = { ...compared, adopted: new Set([...compared.adopted, ...target.adopted]) };
      const locked = objects.has(prefix + LOCK_PATH);
      const written = new Map(config === undefined ? [] : [[CONFIG_PATH, config.text]]);
      return { sync, files, kept: new Map(), written, manifest, record, releases, locked };
    },

    async check(comparison) {
      if (target !== undefined) await requireRestorable(target, comparison, request, ports);
    },

    async store(task, { manifest, written }) {
      const own = await storedText(task, written, ports);
      if (own !== undefined) return own;
      const { file, decision } = task;
      const { key } = decision;
      const wanted = target?.files.get(file.path);
      const version = wanted && restoredVersion(file.path, wanted, manifest);
      if (wanted === undefined || version === undefined) throw new Error(`${key} was not checked`);
      const { sha256, ...stored } = await ports.objects.restore(key, version, wanted.etag);
      if (sha256 !== undefined && sha256 !== wanted.sha256) throw otherBytes(key, sha256, wanted.sha256);
      return { stored, bytes: 0 };
    },

    async about() {
      if (target === undefined) throw new Error('No release was compared with');
      const { adopted: _, files: __, at: ___, release: ____, ...about } = target;
      return { ...about, restored: true };
    },
  };
}

/**
 * The one that was asked for. Otherwise the one that was live before the live one; where a change of the site has not
 * ended, what a rollback was restoring, or what was live before the deploy began.
 */
async function chosenRelease(
  { wanted, prefix }: Pick<ReleaseRequest, 'wanted' | 'prefix'>,
  manifest: Manifest | undefined,
  releases: readonly RecordedRelease[],
  { records }: SitePorts,
): Promise<RecordedRelease> {
  if (manifest === undefined) {
    throw new ActionError({
      what: 'There is no release to roll back to: nothing is deployed here',
      found: `no ${prefix}${MANIFEST_PATH}`,
      wayOut: 'Look at "site-bucket" and "site-prefix"',
    });
  }
  const named = (release: string) => {
    const found = releases.find((one) => one.release === release);
    if (found === undefined) throw notRecorded(release, releases);
    return found;
  };
  if (wanted !== undefined) return named(wanted);
  if (manifest.restores !== undefined) return named(manifest.restores);
  if (manifest.intent !== undefined) return named(manifest.release);
  const live = await readRelease(prefix + named(manifest.release).path, records);
  if (live?.before !== undefined) return named(live.before);
  throw new ActionError({
    what: `There is no release before ${manifest.release}, which is live`,
    found: listOf(releases),
    wayOut: 'Name one in the input "release", or revert the pull request',
  });
}

/** What a rollback that died has brought back already, and the manifest does not know. */
async function alreadyRestored(
  { files: wanted }: ReleaseRecord,
  compared: Parameters<typeof toLookAt>[0],
  prefix: string,
  { objects, signal }: Pick<SitePorts, 'objects' | 'signal'>,
): Promise<ReadonlyMap<string, FoundObject>> {
  const found = new Map<string, FoundObject>();
  await inParallel(toLookAt(compared), LOOK_UPS, signal, async ({ path, sha256 }) => {
    const facts = await objects.look(prefix + path);
    if (facts === undefined) return;
    const { version, contentType, cacheControl } = facts;
    const same = facts.sha256 === sha256 || (version !== undefined && version === wanted.get(path)?.version);
    found.set(path, {
      content: same ? 'same' : 'unknown',
      contentType,
      cacheControl,
      version,
    });
  });
  return found;
}

function notRecorded(release: string, releases: readonly RecordedRelease[]): ActionError {
  return new ActionError({
    what: `The release ${release} has no record to roll back to`,
    found: listOf(releases),
    wayOut:
      releases.length === 0
        ? 'Releases are recorded by deploys to a bucket that keeps versions. Revert the pull request'
        : 'Name another one in the input "release", or revert the pull request',
  });
}

/** Newest first, each with its date. */
export function listOf(releases: readonly RecordedRelease[]): string {
  if (releases.length === 0) return 'no recorded release';
  const more = releases.length > LISTED ? ` and ${releases.length - LISTED} older ones` : '';
  return (
    releases
      .slice(0, LISTED)
      .map(({ release, at }) => `${release} of ${at}`)
      .join(', ') + more
  );
}

function otherBytes(key: string, found: string, expected: string): ActionError {
  return new ActionError({
    what: `The restored ${key} has other bytes than the release`,
    found: `SHA-256 ${found}`,
    expected,
    wayOut: 'Run the rollback again with another release, or deploy',
  });
}
