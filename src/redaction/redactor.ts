import { base64Forms, writtenForms } from './secret-forms.js';
import { timedPatterns } from './timed-patterns.js';
import { replaceAcrossLines } from './wrapped-text.js';

/** What stands in the place of a secret. */
export const MASK = '***';

/** A shorter secret is masked where it stands alone: `main` is a password in `"main"`, and a word in `domain`. */
const SHORTEST_INSIDE = 8;
/** Literals in one expression: V8 searches them as one tree, up to a size. */
const LITERALS_AT_ONCE = 500;
/** A key file or a whole configuration is no part of an expression, which has a size that V8 refuses. */
const LONGEST_IN_EXPRESSION = 200;

/** Characters. Every report of a plan asks for the plan's whole text: it is masked once. */
const WHOLE_PLAN = 100_000;

/** The password of a URL, whoever wrote it there. A host or a blank ends the search, so each text is read once. */
const URL_PASSWORD = /(?<=:\/\/[^\s/@:]{0,100}:)[^\s/@:'"]{1,2000}(?=@)/g;

export type Redact = (text: string) => string;

/**
 * Masks registered secrets and everything that `patterns` match. GitHub masks its log, but not what is sent to its
 * API, so everything that is posted goes through here, before it is cut: half a secret would not be found any more.
 */
export function redactor({ secrets, patterns }: { secrets: readonly string[]; patterns: readonly RegExp[] }): Redact {
  const encoded = searchedFor(secrets.flatMap(base64Forms));
  const literals = [...searchedFor(secrets.flatMap(writtenForms)), ...encoded, URL_PASSWORD];
  const masked = timedPatterns(patterns, MASK);
  const redact: Redact = (text) => {
    const plain = literals.reduce<string>((left, expression) => left.replaceAll(expression, MASK), text);
    return masked(encoded.reduce<string>((left, expression) => replaceAcrossLines(left, expression, MASK), plain));
  };
  let last = { text: '', redacted: '' };
  return (text) => {
    if (text.length < WHOLE_PLAN) return redact(text);
    if (text !== last.text) last = { text, redacted: redact(text) };
    return last.redacted;
  };
}

/** The longest first, so that no rest of one stays. */
function searchedFor(forms: readonly string[]): readonly (string | RegExp)[] {
  const literals = [...new Set(forms)].sort((a, b) => b.length - a.length);
  const short = literals.findIndex(({ length }) => length <= LONGEST_IN_EXPRESSION);
  const long = short < 0 ? literals.length : short;
  const expressions: RegExp[] = [];
  for (let at = long; at < literals.length; at += LITERALS_AT_ONCE) {
    const together = literals.slice(at, at + LITERALS_AT_ONCE).map(literal);
    expressions.push(new RegExp(together.join('|'), 'g'));
  }
  return [...literals.slice(0, long), ...expressions];
}

function literal(text: string): string {
  const escaped = text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
  if (text.length >= SHORTEST_INSIDE) return escaped;
  return `${/^\w/.test(text) ? '(?<!\\w)' : ''}${escaped}${/\w$/.test(text) ? '(?!\\w)' : ''}`;
}
