import { createHash } from 'node:crypto';
import type { FileContent, SitePorts, StoredVersion } from '../../ports/site.js';
import type { FileTask } from '../../site/compare-files.js';
import { keptWith } from '../../site/kept-headers.js';
import type { ReleaseRecord } from '../../site/releases/release-record.js';
import { compareSite, type SiteComparison } from './compare.js';
import { requireAccess } from './kept-objects.js';
import type { SiteRequest } from './request.js';

/** What of a release is known beside its files. */
export interface AboutRelease
  extends Pick<
    ReleaseRecord,
    'commit' | 'stage' | 'run' | 'merged' | 'before' | 'backEnd' | 'outputs' | 'config' | 'url' | 'artifacts'
  > {
  /** It was live before, and keeps what its record says was live before it. */
  readonly restored: boolean;
}

/** Where the files come from that are going to be live. */
export interface SiteSource {
  /** What is done with a file. */
  readonly verb: 'uploaded' | 'restored' | 'copied';
  /** Functions follow: until they have, the manifest says that the release is being restored. */
  readonly withFunctions: boolean;
  /** What would be done. Reads, and changes nothing. */
  compare(): Promise<SiteComparison>;
  /** Under the lock and before the first write: throws where something could not be brought up. */
  check(comparison: SiteComparison): Promise<void>;
  /** Brings one file up. @returns the bytes that were uploaded for it, too */
  store(
    task: FileTask,
    comparison: SiteComparison,
  ): Promise<{ readonly stored: StoredVersion; readonly bytes: number }>;
  about(): Promise<AboutRelease>;
}

/** A folder that was built. @param comparing the first comparison, which has begun already */
export function folderSource(request: SiteRequest, ports: SitePorts, comparing?: Promise<SiteComparison>): SiteSource {
  let first = comparing;
  return {
    verb: 'uploaded',
    withFunctions: false,
    compare() {
      const begun = first;
      first = undefined;
      return begun ?? compareSite(request, ports);
    },
    check: ({ kept }) => requireAccess(kept, request.prefix, ports),
    async store({ decision, file, listed }, { kept: keptOf, written }) {
      const { key, contentType, cacheControl } = decision;
      const kept = keptWith(keptOf.get(file.path), file, contentType);
      if (decision.reason === 'headers' && listed !== undefined) {
        const stored = await ports.objects.rewrite(key, { contentType, cacheControl }, listed.etag, kept);
        if (stored !== 'too-large') return { stored, bytes: 0 };
      }
      const text = written.get(file.path);
      const content = text === undefined ? ports.folder.content(file) : inMemory(text);
      const upload = { key, contentType, cacheControl, content };
      const stored = await ports.objects.put(kept === undefined ? upload : { ...upload, kept });
      return { stored, bytes: file.size };
    },
    about: () => aboutBuilt(request),
  };
}

/** Of what is made live anew, and not restored. */
export async function aboutBuilt(request: SiteRequest): Promise<AboutRelease> {
  const { commit, stage, run, backEnd, outputs, config, url, artifacts } = request;
  const merged = await request.merged?.();
  const made = { backEnd, outputs, config: config?.lines, url, artifacts };
  return { commit, stage, run: { id: run.id, url: run.url }, merged, ...made, restored: false };
}

/** What is written for a release and comes from nowhere; `undefined` of any other file. */
export async function storedText(
  { file, decision: { key, contentType, cacheControl } }: FileTask,
  written: ReadonlyMap<string, string>,
  { objects }: Pick<SitePorts, 'objects'>,
): Promise<{ readonly stored: StoredVersion; readonly bytes: number } | undefined> {
  const text = written.get(file.path);
  if (text === undefined) return undefined;
  const stored = await objects.put({ key, contentType, cacheControl, content: inMemory(text) });
  return { stored, bytes: file.size };
}

function inMemory(text: string): FileContent {
  const bytes = Buffer.from(text);
  return {
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: async () => bytes,
    async *chunks() {
      yield bytes;
    },
  };
}
