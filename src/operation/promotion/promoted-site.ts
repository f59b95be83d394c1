import type { SitePorts } from '../../ports/site.js';
import { toLookAt } from '../../site/compare-files.js';
import { isPage } from '../../site/content-type.js';
import { CONFIG_PATH, CONFIG_TRAITS, type FileTraits, fileTraits } from '../../site/file-headers.js';
import { LOCK_PATH } from '../../site/manifest.js';
import { referencesOf } from '../../site/page-references.js';
import { filesOf, restoredTraits } from '../../site/releases/restored-files.js';
import { siteSync } from '../../site/site-sync.js';
import type { FoundObject } from '../../site/stored-object.js';
import { inParallel } from '../run/in-parallel.js';
import {
  insideSite,
  liveSite,
  type SiteComparison,
  siteEdges,
  syncSettings,
  writtenFile,
  writtenTexts,
} from '../site/compare.js';
import { keptObjects, requireAccess } from '../site/kept-objects.js';
import type { SiteRequest } from '../site/request.js';
import { faultOf } from '../site/restorable.js';
import { aboutBuilt, type SiteSource, storedText } from '../site/source.js';
import type { PromotedRelease } from './promoted-release.js';
import { refusedPromotion } from './refusal.js';

/** Requests under way at once. */
const LOOK_UPS = 64;
const NAMED = 10;

/** The release of another stage: its versions are copied between the buckets. What is this stage's own is written. */
export function promotedSource(promoted: PromotedRelease, request: SiteRequest, ports: SitePorts): SiteSource {
  const { record, from, site } = promoted;
  const { prefix, releaseFile, config, stage } = request;
  const refused = (found: string, todo: string) => refusedPromotion({ from, to: stage }, found, todo);
  const versions = promoted.source.versionsFor(request);
  return {
    verb: 'copied',
    withFunctions: false,
    async compare(): Promise<SiteComparison> {
      if (site.bucket === request.bucket && site.prefix === prefix) {
        throw refused(`both stages have the site in ${site.bucket}/${prefix}`, 'Give each stage a site of its own');
      }
      if (record.config !== undefined && config === undefined) {
        throw refused(`its pages read a config.json, which ${stage} does not write`, 'Give it the same "site-config"');
      }
      await requireSamePath();
      const { record: stored, manifest, objects, releases } = await liveSite(prefix, ports);
      const written = writtenTexts(request, record.release);
      const copied = filesOf(record).filter(({ path }) => !written.has(path));
      const files = [...copied, ...[...written].map(writtenFile)];
      const listing = insideSite(objects, prefix);
      const edges = await siteEdges(request, files, ports);
      const compared = siteSync({
        ...syncSettings(request),
        files,
        excluded: [],
        listing,
        manifest,
        found: await lookedAt({ files, listing, manifest }),
        traitsOf: traits(),
        release: record.release,
        edges,
        url: request.url,
        warnings: [],
      });
      const { kept, adopted } = await keptObjects(compared, prefix, ports);
      const sync = { ...compared, adopted };
      const locked = objects.has(prefix + LOCK_PATH);
      return { sync, files, kept, written, manifest, record: stored, releases, locked };
    },

    async check({ sync, kept, written }) {
      await requireAccess(kept, prefix, ports);
      const needed = sync.tasks.filter(
        ({ file, decision }) => decision.reason !== 'unchanged' && !written.has(file.path),
      );
      const faults: string[] = [];
      await inParallel(needed, LOOK_UPS, ports.signal, async ({ file, decision }) => {
        const wanted = record.files.get(file.path);
        const version = wanted?.version;
        const facts = version === undefined ? undefined : await versions.lookAtVersion(decision.key, version, false);
        const fault = faultOf(wanted, version, facts);
        if (fault !== undefined) faults.push(`${file.path} ${fault}`);
      });
      if (faults.length === 0) return;
      const more = faults.length > NAMED ? `; and ${faults.length - NAMED} more files` : '';
      throw refused(faults.sort().slice(0, NAMED).join('; ') + more, `Deploy ${from} again: its site is made whole`);
    },

    async store(task, { written, kept }) {
      const own = await storedText(task, written, ports);
      if (own !== undefined) return own;
      const { file, decision } = task;
      const { key } = decision;
      const wanted = record.files.get(file.path);
      if (wanted?.version === undefined) throw new Error(`${key} was not checked`);
      const { grants } = kept.get(file.path) ?? {};
      const { sha256, ...stored } = await versions.restore(key, wanted.version, wanted.etag, grants);
      if (sha256 !== undefined && sha256 !== wanted.sha256) {
        throw refused(
          `${key} was copied with the SHA-256 ${sha256} instead of ${wanted.sha256}`,
          `Deploy ${from} again`,
        );
      }
      return { stored, bytes: 0 };
    },

    about: () => aboutBuilt(request),
  };

  /** Headers as they are in the other stage, but of what this one writes. */
  function traits(): (path: string) => FileTraits {
    const there = restoredTraits(record, releaseFile);
    const here = fileTraits(request.cacheRules, releaseFile);
    return (path) => {
      if (config !== undefined && path === CONFIG_PATH) return CONFIG_TRAITS;
      if (path === releaseFile) return here(path);
      const found = there(path);
      return { ...found, lasting: found.phase === 'asset' };
    };
  }

  /** What a promotion that died has copied already. */
  async function lookedAt(compared: Parameters<typeof toLookAt>[0]): Promise<ReadonlyMap<string, FoundObject>> {
    const found = new Map<string, FoundObject>();
    await inParallel(toLookAt(compared), LOOK_UPS, ports.signal, async ({ path, sha256 }) => {
      const facts = await ports.objects.look(prefix + path);
      if (facts === undefined) return;
      const { version, contentType, cacheControl } = facts;
      const content = facts.sha256 === sha256 ? 'same' : facts.sha256 === undefined ? 'unknown' : 'different';
      found.set(path, { content, contentType, cacheControl, version });
    });
    return found;
  }

  /** A build names its files from the root that it was made for. */
  async function requireSamePath(): Promise<void> {
    const [there, here] = [record.url, request.url].map((url) => url && new URL(url).pathname.replace(/\/?$/, '/'));
    const same = there !== undefined && here !== undefined ? there === here : site.prefix === prefix;
    if (same) return;
    const pages = [...record.files].filter(([, { contentType }]) => isPage(contentType)).map(([path]) => path);
    const named = new Map<string, string>();
    await inParallel(pages, LOOK_UPS, ports.signal, async (path) => {
      const page = await promoted.source.records.read(site.prefix + path);
      // Two roots: what is named from one of them alone is named from the root.
      const [rooted = ''] = referencesOf(path, page?.text ?? '', '/').filter(
        (file) => !referencesOf(path, page?.text ?? '', '/\0/').includes(file),
      );
      if (rooted !== '') named.set(path, rooted);
    });
    const [first] = [...named].sort();
    if (first === undefined) return;
    throw refused(
      `it was built for ${there ?? `/${site.prefix}`}, and ${stage} is served at ${here ?? `/${prefix}`}: ${first[0]} names /${first[1]} from the root`,
      'Let pages name their files relatively, or serve both stages at the same path',
    );
  }
}
