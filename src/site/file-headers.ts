import { basename } from 'node:path/posix';
import picomatch from 'picomatch';
import { contentTypeOf, isPage } from './content-type.js';
import { hasContentHash } from './hash-name.js';
import type { Phase } from './sync-plan.js';

/** What S3 is told of a file, and what follows from its name. */
export interface FileHeaders {
  readonly contentType: string;
  readonly cacheControl: string;
}

export interface FileTraits extends FileHeaders {
  readonly phase: Phase;
  /** The name holds a hash of the content. */
  readonly hashed: boolean;
}

/** A rule of the input `cache-rules`. */
export interface HeaderRule {
  /** Glob; without a `/` it is matched with the file's name in every folder. */
  readonly match: string;
  readonly cacheControl: string;
  readonly contentType?: string;
}

/** A year, which RFC 9111 readers take for ever; browsers do not even revalidate it on reload. */
export const IMMUTABLE = 'public, max-age=31536000, immutable';
const ALWAYS_ASK = 'no-cache';
const AN_HOUR = 'public, max-age=3600';

const SERVICE_WORKER = /^(?:sw|service-?worker|ngsw-worker|firebase-messaging-sw)\.m?js$/i;
const APP_MANIFEST = /\.webmanifest$|^(?:manifest|asset-manifest|ngsw)\.json$/i;

/** @returns a function that says how a file is served and when it goes up; the first rule that matches wins */
export function fileTraits(rules: readonly HeaderRule[], releaseFile: string): (path: string) => FileTraits {
  const matchers = rules.map((rule) => ({ rule, matches: globMatcher([rule.match]) }));
  return (path) => {
    const rule = matchers.find(({ matches }) => matches(path))?.rule;
    const contentType = rule?.contentType ?? contentTypeOf(path);
    const kind = kindOf(path, contentType, releaseFile);
    return {
      contentType,
      cacheControl:
        rule?.cacheControl ?? { asset: IMMUTABLE, other: AN_HOUR, page: ALWAYS_ASK, release: ALWAYS_ASK }[kind],
      phase: kind,
      hashed: kind === 'asset',
    };
  };
}

/** A page stays a page whatever its name: it is what people hold an address of, so it may change in place. */
function kindOf(path: string, contentType: string, releaseFile: string): Phase {
  if (path === releaseFile) return 'release';
  const name = basename(path);
  // A service worker and an app's manifest are read first and name other files, like a page.
  if (isPage(contentType) || SERVICE_WORKER.test(name) || APP_MANIFEST.test(name)) return 'page';
  return hasContentHash(path) ? 'asset' : 'other';
}

/** Whether browsers keep it without asking, so that nothing can take it back. */
export function isImmutable(cacheControl: string): boolean {
  return /\bimmutable\b/i.test(cacheControl);
}

/** Globs on paths inside the site's folder: dot files count, and a glob without `/` is about names. */
export function globMatcher(globs: readonly string[]): (path: string) => boolean {
  if (globs.length === 0) return () => false;
  const matchers = globs.map((glob) => {
    const rooted = glob.startsWith('/') ? glob.slice(1) : glob;
    // `drafts/` means what is in it.
    const whole = rooted.endsWith('/') ? `${rooted}**` : rooted;
    return picomatch(whole, { dot: true, basename: !glob.includes('/') });
  });
  return (path) => matchers.some((matches) => matches(path));
}
