import { basename } from 'node:path/posix';
import { fileKind } from '../file-kind.js';
import { endingsOf, tokenIn } from './hash-form.js';
import { SHORTEST, stemOf } from './hash-token.js';

/** Who names a file: code (scripts and styles), or a page alone. Nobody has named what is in neither. */
export interface NamingEvidence {
  /** Paths that a script or a style names. */
  readonly byCode: ReadonlySet<string>;
  /** Paths that a page, a script or a style names. */
  readonly byAnything: ReadonlySet<string>;
}

/** A text of the site that may name other files. */
export interface NamingText {
  readonly path: string;
  readonly text: string;
}

const RUN = /[\w-]{8,}/g;
const CODE_EXTENSION = /\.(?:[cm]?js|css)\b/g;
/** What ends a name to the left. A name is looked for backwards: forwards, each start of a long line of data is tried. */
const BEFORE_NAME = /[\s"'`(),<>?#/\\]/;
/** Characters of a file's name (most file systems). */
const LONGEST_NAME = 255;

/**
 * Which files are named by another one. What is looked for is the end of the name, since bundlers put names together
 * where the page runs and keep the hashes in a table.
 */
export function namingEvidence(paths: readonly string[], texts: Iterable<NamingText>): NamingEvidence {
  const byToken = new Map<string, string[]>();
  const lengths = new Set<number>();
  const byName = new Map<string, string[]>();
  for (const path of paths) {
    if (fileKind(path) === undefined) continue;
    const stem = stemOf(path);
    const name = basename(path);
    if (fileKind(path) === 'code') byName.set(name, [...(byName.get(name) ?? []), path]);
    for (const ending of endingsOf(stem)) {
      const token = tokenIn(stem, ending) ?? '';
      lengths.add(token.length);
      byToken.set(token, [...(byToken.get(token) ?? []), path]);
    }
  }
  const byCode = new Set<string>();
  const byAnything = new Set<string>();
  if (byToken.size === 0) return { byCode, byAnything };
  for (const { path: from, text } of texts) {
    const isCode = fileKind(from) === 'code';
    for (const name of codeNames(text)) {
      for (const path of byName.get(name) ?? []) if (path !== from) byAnything.add(path);
    }
    for (const [run] of text.matchAll(RUN)) {
      // A token begins where a run does, or after a separator inside it.
      for (let at = 0; run.length - at >= SHORTEST; at += 1) {
        if (at > 0 && run[at - 1] !== '-' && run[at - 1] !== '_') continue;
        if (!lengths.has(run.length - at)) continue;
        for (const path of byToken.get(run.slice(at)) ?? []) {
          if (path === from) continue;
          byAnything.add(path);
          if (isCode) byCode.add(path);
        }
      }
    }
  }
  return { byCode, byAnything };
}

/** The names of scripts and styles in a text, in time that grows with its length alone. */
function* codeNames(text: string): Generator<string> {
  for (const { 0: extension, index } of text.matchAll(CODE_EXTENSION)) {
    const end = index + extension.length;
    let start = index;
    while (start > 0 && end - start < LONGEST_NAME && !BEFORE_NAME.test(text[start - 1] ?? '')) start -= 1;
    yield text.slice(start, end);
  }
}

/** Whether a file's text is worth reading for this. */
export function mayName(path: string): boolean {
  return /\.(?:html?|xhtml|[cm]?js|css)$/i.test(path);
}
