import { createHash } from 'node:crypto';
import { ActionError } from '../../errors.js';
import type { FolderEntries, SitePorts, SiteRecord } from '../../ports/site.js';
import { type LocalFile, toLookAt } from '../../site/compare-files.js';
import { contentTypeOf, isPage } from '../../site/content-type.js';
import { type EdgeTraits, PLAIN_EDGE, servesAny } from '../../site/edge/invalidation.js';
import { CONFIG_PATH, CONFIG_TRAITS, fileTraits, globMatcher } from '../../site/file-headers.js';
import { checkKeys, checkPublished, readExclude } from '../../site/forbidden-files.js';
import type { KeptHeaders } from '../../site/kept-headers.js';
import { LOCK_PATH, MANIFEST_PATH, type Manifest, parseManifest, RECORDS } from '../../site/manifest.js';
import { releaseFileText, releaseOf } from '../../site/release.js';
import { type RecordedRelease, recordedReleases } from '../../site/releases/recorded-releases.js';
import { type SiteSync, siteSync } from '../../site/site-sync.js';
import { compareContent, type FoundObject, type ListedObject } from '../../site/stored-object.js';
import { UnfitSite } from '../../site/unfit-site.js';
import { inParallel } from '../run/in-parallel.js';
import { buildFacts } from './facts.js';
import { keptObjects } from './kept-objects.js';
import type { SiteRequest } from './request.js';

/** The sync plan, and the manifest that it was made from. */
export interface SiteComparison {
  readonly sync: SiteSync;
  /** Of the folder, with the release file. */
  readonly files: readonly LocalFile[];
  /** By path: the files that this action writes itself. */
  readonly written: ReadonlyMap<string, string>;
  /** By path: what the rewrite of an adopted object repeats. */
  readonly kept: ReadonlyMap<string, KeptHeaders>;
  readonly manifest: Manifest | undefined;
  /** The manifest as it lies in the bucket: the next one is written over exactly this. */
  readonly record: SiteRecord | undefined;
  /** Newest first. */
  readonly releases: readonly RecordedRelease[];
  /** A deploy is under way, or one was killed. */
  readonly locked: boolean;
}

type ReadingPorts = Pick<SitePorts, 'folder' | 'objects' | 'records' | 'distributions' | 'signal'>;

/** Looks at most this many objects up at once. */
const LOOK_UPS = 64;

/** What a deploy would do. Reads, and changes nothing; the folder is checked before AWS is asked anything. */
export async function compareSite(request: SiteRequest, ports: ReadingPorts): Promise<SiteComparison> {
  const { prefix, releaseFile, config, commit } = request;
  const settings = syncSettings(request);
  const entries = await ports.folder.walk(settings.isExcluded);
  checkFolder(request, entries);
  checkPublished(entries.files, request.exclude);
  const own = [...(releaseFile === '' ? [] : [releaseFile]), ...(config === undefined ? [] : [CONFIG_PATH])];
  const built = entries.files.filter(({ path }) => !own.includes(path));
  // AWS is asked first, and answers while the files are read.
  const asked = [liveSite(prefix, ports), ports.folder.hash(built), edgesOf(request, ports)] as const;
  // When one fails, the others end first: a run that has failed has nothing under way.
  await Promise.allSettled(asked);
  const [{ record, manifest, objects, releases }, hashed, edges] = await Promise.all(asked);
  checkKeys(hashed, request.exclude);
  checkEdges(edges, hashed, prefix);
  const release = releaseOf(commit, hashed);
  const written = writtenTexts(request, release);
  const files = [...hashed, ...[...written].map(writtenFile)];
  const listing = insideSite(objects, prefix);
  const found = await lookAt(toLookAt({ files, listing, manifest }), written, request, ports);
  const facts = await buildFacts(hashed, manifest, ports);
  const traitsOf = fileTraits(request.cacheRules, releaseFile, facts);
  const compared = siteSync({
    ...settings,
    files,
    excluded: entries.excluded,
    listing,
    manifest,
    found,
    traitsOf: (path) => (config !== undefined && path === CONFIG_PATH ? CONFIG_TRAITS : traitsOf(path)),
    release,
    edges,
    url: request.url,
    warnings: entries.files.flatMap(({ path }) =>
      own.includes(path) ? [`The built ${path} is replaced by the one of this deploy`] : [],
    ),
  });
  const { kept, adopted } = await keptObjects(compared, prefix, ports);
  const sync = { ...compared, adopted };
  return { sync, files, kept, written, manifest, record, releases, locked: objects.has(prefix + LOCK_PATH) };
}

/**
 * The manifest strictly before the objects: then whatever another deploy does after the manifest was read is seen by
 * its next write, and what it did before is in the listing.
 */
export async function liveSite(prefix: string, { objects, records }: Pick<ReadingPorts, 'objects' | 'records'>) {
  const record = await records.read(prefix + MANIFEST_PATH);
  const manifest = record === undefined ? undefined : parseManifest(record.text, prefix + MANIFEST_PATH);
  const likely = [...(manifest?.files.keys() ?? [])].map((path) => prefix + path);
  const listed = await objects.list(prefix, likely);
  return { record, manifest, objects: listed, releases: recordedReleases(listed, prefix) };
}

/** A folder that is no built site would take the live one down. */
function checkFolder({ directory }: SiteRequest, { files, excluded }: FolderEntries): void {
  const wayOut = 'Build the front end before this step, and look at the input "site-directory". Nothing was changed';
  if (files.length === 0) {
    throw new UnfitSite({
      what: 'The folder of the site is empty',
      found: `no file in ${directory}${excluded.length === 0 ? '' : `, apart from ${excluded.length} excluded ones`}`,
      expected: 'a built front end',
      wayOut,
    });
  }
  if (!files.some(({ path }) => isPage(contentTypeOf(path)))) {
    throw new UnfitSite({
      what: 'The folder of the site has no page',
      found: `${files.length} files in ${directory}, such as ${files[0]?.path}`,
      expected: 'a page, such as index.html, at its root or in a folder',
      wayOut,
    });
  }
  const reserved = files.find(({ path }) => path.startsWith(RECORDS));
  if (reserved === undefined) return;
  throw new UnfitSite({
    what: `The folder of the site has a file where this action keeps its records`,
    found: reserved.path,
    expected: `nothing under ${RECORDS}`,
    wayOut: 'Leave it out of the build, or name it in "exclude"',
  });
}

/** The distributions in front of the site. Throws where one of them serves no file of it. */
export async function siteEdges(
  request: SiteRequest,
  files: readonly LocalFile[],
  ports: Pick<ReadingPorts, 'distributions'>,
): Promise<ReadonlyMap<string, EdgeTraits>> {
  const edges = await edgesOf(request, ports);
  checkEdges(edges, files, request.prefix);
  return edges;
}

async function edgesOf(
  request: SiteRequest,
  ports: Pick<ReadingPorts, 'distributions'>,
): Promise<ReadonlyMap<string, EdgeTraits>> {
  const edges = new Map<string, EdgeTraits>();
  if (request.invalidation === 'none') return edges;
  for (const id of request.distributions) edges.set(id, (await ports.distributions.traits(id)) ?? PLAIN_EDGE);
  return edges;
}

/** CloudFront takes an invalidation that matches nothing, and calls it completed. */
function checkEdges(edges: ReadonlyMap<string, EdgeTraits>, files: readonly LocalFile[], prefix: string): void {
  const keys = files.map(({ path }) => prefix + path);
  for (const [id, edge] of edges) {
    if (servesAny(keys, edge)) continue;
    throw new ActionError({
      what: `The distribution ${id} serves no file of this site`,
      found: `its origins of this bucket serve ${edge.originPaths.join(' and ')}`,
      expected: prefix === '' ? 'the root of the bucket' : `/${prefix.slice(0, -1)}, or a folder above it`,
      wayOut:
        'Set "site-prefix" to the folder that the origin path names, or "distribution-id" to the distribution that serves this site',
    });
  }
}

/** What is written for a release beside the files that were built, by path. */
export function writtenTexts(
  { releaseFile, config, commit, stage }: SiteRequest,
  release: string,
): ReadonlyMap<string, string> {
  return new Map([
    ...(releaseFile === '' ? [] : [[releaseFile, releaseFileText({ release, commit, stage })] as const]),
    ...(config === undefined ? [] : [[CONFIG_PATH, config.text] as const]),
  ]);
}

/** How a site is compared, wherever its files come from. */
export function syncSettings({ prefix, exclude, keepUnreferencedDays, maxDeletes, now, invalidation }: SiteRequest) {
  const isExcluded = globMatcher(readExclude(exclude).left);
  return { prefix, isExcluded, keepDays: keepUnreferencedDays, maxDeletes, now, invalidation };
}

export function writtenFile([path, text]: readonly [path: string, text: string]): LocalFile {
  const bytes = Buffer.from(text);
  return { path, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** By path inside the site, without this action's own records. */
export function insideSite(
  objects: ReadonlyMap<string, ListedObject>,
  prefix: string,
): ReadonlyMap<string, ListedObject> {
  const inside = new Map<string, ListedObject>();
  for (const [key, object] of objects) {
    if (key.startsWith(prefix) && !key.startsWith(prefix + RECORDS)) inside.set(key.slice(prefix.length), object);
  }
  return inside;
}

/** Adoption: what another tool or a run that died left is taken over by its content, so that it is not uploaded again. */
async function lookAt(
  files: readonly LocalFile[],
  written: SiteComparison['written'],
  { prefix }: SiteRequest,
  { folder, objects, signal }: ReadingPorts,
): Promise<ReadonlyMap<string, FoundObject>> {
  const found = new Map<string, FoundObject>();
  await inParallel(files, LOOK_UPS, signal, async ({ path, size, sha256 }) => {
    const facts = await objects.look(prefix + path);
    // It vanished after it was listed: uploaded like any content that is not known.
    if (facts === undefined) return;
    const text = written.get(path);
    const md5 = text === undefined ? await folder.md5(path) : createHash('md5').update(text).digest('hex');
    const { contentType, cacheControl, version } = facts;
    const content = compareContent({ size, sha256, md5 }, facts);
    found.set(path, { content, contentType, cacheControl, version });
  });
  return found;
}
