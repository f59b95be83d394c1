import picomatch from 'picomatch';
import { contentTypeOf } from './content-type.js';
import { phaseOf } from './file-phase.js';
import type { Phase } from './sync-plan.js';

/** What S3 is told of a file. */
export interface FileHeaders {
  readonly contentType: string;
  readonly cacheControl: string;
}

export interface FileTraits extends FileHeaders {
  readonly phase: Phase;
  /** Browsers keep it for a year under this name, so that other content needs another name. */
  readonly lasting: boolean;
}

/** A rule of the input `cache-rules`. */
export interface HeaderRule {
  /** Glob; without a `/` it is matched with the file's name in every folder. */
  readonly match: string;
  readonly cacheControl: string;
  readonly contentType?: string | undefined;
}

/** What the build says of its own files, beside their names. */
export interface BuildFacts {
  /** Paths whose names were made from their content. */
  readonly lasting: ReadonlySet<string>;
  /** Content types, by path, of files that declare a charset of their own. */
  readonly contentTypes: ReadonlyMap<string, string>;
  readonly hasFile: (path: string) => boolean;
}

export const NO_FACTS: BuildFacts = { lasting: new Set(), contentTypes: new Map(), hasFile: () => false };

/** What pages read at the start, where this action writes it: inside the site. */
export const CONFIG_PATH = 'config.json';

/** A year, which RFC 9111 readers take for ever; browsers do not even revalidate it on reload. */
export const IMMUTABLE = 'public, max-age=31536000, immutable';
const ALWAYS_ASK = 'no-cache';
const AN_HOUR = 'public, max-age=3600';

/** Whatever the cache rules say: a stack changes its outputs without a build. */
export const CONFIG_TRAITS: FileTraits = {
  contentType: contentTypeOf(CONFIG_PATH),
  cacheControl: ALWAYS_ASK,
  phase: 'config',
  lasting: false,
};

/** @returns a function that says how a file is served and when it goes up; the first rule that matches wins */
export function fileTraits(
  rules: readonly HeaderRule[],
  releaseFile: string,
  facts: BuildFacts = NO_FACTS,
): (path: string) => FileTraits {
  const matchers = rules.map((rule) => ({ rule, matches: globMatcher([rule.match]) }));
  return (path) => {
    const rule = matchers.find(({ matches }) => matches(path))?.rule;
    const contentType = rule?.contentType ?? facts.contentTypes.get(path) ?? contentTypeOf(path);
    const phase = phaseOf(path, contentType, releaseFile, facts.hasFile);
    // A rule is above all: with `immutable` it means it everywhere, without it takes it back.
    const lasting =
      phase !== 'release' &&
      (rule === undefined ? phase === 'other' && facts.lasting.has(path) : isImmutable(rule.cacheControl));
    const usual = lasting ? IMMUTABLE : phase === 'other' ? AN_HOUR : ALWAYS_ASK;
    return {
      contentType,
      cacheControl: rule?.cacheControl ?? usual,
      phase: lasting && phase === 'other' ? 'asset' : phase,
      lasting,
    };
  };
}

/** Whether browsers keep it without asking, so that nothing can take it back. */
export function isImmutable(cacheControl: string): boolean {
  return /\bimmutable\b/i.test(cacheControl);
}

/** Globs on paths inside the site's folder: dot files count, and a glob without `/` is about names. */
export function globMatcher(globs: readonly string[]): (path: string) => boolean {
  if (globs.length === 0) return () => false;
  const patterns = globs.map((glob) => {
    const rooted = glob.startsWith('/') ? glob.slice(1) : glob;
    // `drafts/` means what is in it.
    const whole = rooted.endsWith('/') ? `${rooted}**` : rooted;
    const ofNames = !glob.includes('/');
    return { whole, ofNames, source: picomatch.makeRe(whole, { dot: true, basename: ofNames }).source };
  });
  // A path with the letters of its own pattern, such as `[slug].html`.
  const letters = new Set(patterns.map(({ whole }) => whole));
  const names = anyOf(patterns.filter(({ ofNames }) => ofNames));
  const paths = anyOf(patterns.filter(({ ofNames }) => !ofNames));
  return (path) => letters.has(path) || names.test(path.slice(path.lastIndexOf('/') + 1)) || paths.test(path);
}

/** One expression for all: to try one after the other on thousands of paths takes ten times as long. */
function anyOf(patterns: readonly { readonly source: string }[]): RegExp {
  return patterns.length === 0 ? /$^/ : new RegExp(patterns.map(({ source }) => `(?:${source})`).join('|'));
}
