import type { FileTraits } from './file-headers.js';
import type { Manifest, ManifestFile } from './manifest.js';
import type { FoundObject, ListedObject } from './stored-object.js';
import type { FileDecision, FileReason } from './sync-plan.js';
import { UnfitSite } from './unfit-site.js';

/** A file that belongs to the new release. */
export interface LocalFile {
  /** Inside the site, with `/`, in Unicode's composed form. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
  /** Its bytes are packed. */
  readonly gzip?: true;
  /** It begins as a private key does. */
  readonly privateKey?: true;
}

/** A decision, and what its execution needs. */
export interface FileTask {
  readonly file: LocalFile;
  readonly decision: FileDecision;
  /** Its name lasts: browsers keep it for a year. */
  readonly lasting: boolean;
  /** What lies at its key now, if anything does. */
  readonly listed?: ListedObject | undefined;
  /** Of what lies there, where it is known. */
  readonly version?: string | undefined;
}

export interface Comparison {
  readonly prefix: string;
  readonly files: readonly LocalFile[];
  /** By path inside the site. */
  readonly listing: ReadonlyMap<string, ListedObject>;
  readonly manifest: Manifest | undefined;
  /** What `toLookAt` asked for, by path. */
  readonly found: ReadonlyMap<string, FoundObject>;
  readonly traitsOf: (path: string) => FileTraits;
}

/** Files whose object the manifest does not describe as it is now: another tool wrote it, or a run that died. */
export function toLookAt({
  files,
  listing,
  manifest,
}: Pick<Comparison, 'files' | 'listing' | 'manifest'>): readonly LocalFile[] {
  return files.filter(({ path }) => {
    const listed = listing.get(path);
    return listed !== undefined && !describes(manifest?.files.get(path), listed);
  });
}

/** What to do with each file, and why. Throws when a file that browsers keep would change its content. Sorted by path. */
export function compareFiles(comparison: Comparison): readonly FileTask[] {
  const { prefix, files, listing, traitsOf } = comparison;
  const changedForever: string[] = [];
  const tasks = [...files]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map((file): FileTask => {
      const { lasting, phase, contentType, cacheControl } = traitsOf(file.path);
      const { reason, certain, version } = reasonFor(file, { contentType, cacheControl }, comparison);
      if (reason === 'content' && certain && lasting) changedForever.push(file.path);
      const listed = listing.get(file.path);
      return {
        file,
        lasting,
        decision: {
          key: prefix + file.path,
          path: file.path,
          reason,
          phase,
          size: file.size,
          contentType,
          cacheControl,
        },
        listed,
        version,
      };
    });
  if (changedForever.length > 0) throw changedUnderHash(changedForever);
  return tasks;
}

function reasonFor(
  file: LocalFile,
  wanted: { readonly contentType: string; readonly cacheControl: string },
  { listing, manifest, found }: Comparison,
): { readonly reason: FileReason; readonly certain: boolean; readonly version?: string | undefined } {
  const listed = listing.get(file.path);
  if (listed === undefined) return { reason: 'new', certain: true };
  const known = manifest?.files.get(file.path);
  const current = known !== undefined && describes(known, listed) ? known : undefined;
  const content =
    current !== undefined
      ? current.sha256 === file.sha256
        ? 'same'
        : 'different'
      : (found.get(file.path)?.content ?? 'unknown');
  const there = current ?? found.get(file.path);
  const version = there?.version === undefined ? {} : { version: there.version };
  if (content !== 'same') return { reason: 'content', certain: content === 'different', ...version };
  const same = there?.contentType === wanted.contentType && there.cacheControl === wanted.cacheControl;
  return { reason: same ? 'unchanged' : 'headers', certain: true, ...version };
}

/** ETags are compared with what S3 returned when it was written: then it matters little how they are computed. */
function describes(known: ManifestFile | undefined, listed: ListedObject): boolean {
  return known !== undefined && known.etag !== '' && known.etag === listed.etag && known.size === listed.size;
}

const NAMED = 10;

function changedUnderHash(paths: readonly string[]): UnfitSite {
  const more = paths.length > NAMED ? ` and ${paths.length - NAMED} more` : '';
  return new UnfitSite({
    what: 'Files whose name holds a hash of their content have other content than what is live under the same name',
    found: paths.slice(0, NAMED).join(', ') + more,
    expected: 'a new name for new content: browsers keep these for a year, and no invalidation reaches them',
    wayOut:
      'Let the build hash what it writes; or, if the name only looks like a hash, give it a rule in "cache-rules" ' +
      'with a cache-control without "immutable"',
  });
}
