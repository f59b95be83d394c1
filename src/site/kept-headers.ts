import type { FileTask } from './compare-files.js';
import type { Manifest } from './manifest.js';

/** One line of an object's access control list. */
export interface ObjectGrant {
  readonly permission: 'FULL_CONTROL' | 'READ' | 'READ_ACP' | 'WRITE_ACP';
  /** As the `x-amz-grant-*` headers write it: `id="..."`, `uri="..."`. */
  readonly grantee: string;
}

/** What an object that somebody else wrote has, beside what this action decides itself. A rewrite repeats it. */
export interface KeptHeaders {
  readonly contentEncoding?: string;
  readonly contentDisposition?: string;
  readonly contentLanguage?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly storageClass?: string;
  /** As a query. */
  readonly tagging?: string;
  /** Only where they give more than the owner's own control. */
  readonly grants?: readonly ObjectGrant[];
}

export function keepsNothing(kept: KeptHeaders): boolean {
  return Object.values(kept).every((value) => value === undefined);
}

const TEXT = /^(?:text\/|application\/(?:javascript|json|xml|manifest\+json|[\w.-]+\+(?:json|xml))|image\/svg\+xml)/;

/**
 * What goes with new bytes. Browsers unpack what is called gzip and fail on what is none, and show the packed bytes of a
 * text that is not called so.
 */
export function keptWith(
  kept: KeptHeaders | undefined,
  { gzip }: { readonly gzip?: true },
  contentType: string,
): KeptHeaders | undefined {
  const packed = gzip === true;
  if (packed && TEXT.test(contentType)) return { ...kept, contentEncoding: 'gzip' };
  if (packed || kept?.contentEncoding !== 'gzip') return kept;
  const { contentEncoding: _, ...rest } = kept;
  return rest;
}

/**
 * Paths whose object somebody else wrote, and whose own headers and access nobody has looked at since, or that are known
 * to have some. An intent without an ETag is this site's own.
 */
export function adoptedPaths(tasks: readonly FileTask[], manifest: Manifest | undefined): ReadonlySet<string> {
  return new Set(tasks.filter((task) => isForeign(task, manifest)).map(({ file }) => file.path));
}

function isForeign({ file, listed }: FileTask, manifest: Manifest | undefined): boolean {
  if (listed === undefined) return false;
  const known = manifest?.files.get(file.path);
  if (known === undefined || manifest?.adopted?.has(file.path) === true) return true;
  return known.etag !== '' && known.etag !== listed.etag;
}
