import { base64Forms, writtenForms } from './secret-forms.js';
import { timedPatterns } from './timed-patterns.js';
import { replaceAcrossLines } from './wrapped-text.js';

const MASK = '***';

/** A shorter secret is masked where it stands alone: `main` is a password in `"main"`, and a word in `domain`. */
const SHORTEST_INSIDE = 8;
/** Literals in one expression: V8 searches them as one tree, up to a size. */
const LITERALS_AT_ONCE = 500;

/** The password of a URL, whoever wrote it there. A host or a blank ends the search, so each text is read once. */
const URL_PASSWORD = /(?<=:\/\/[^\s/@:]{0,100}:)[^\s/@:'"]{1,2000}(?=@)/g;

export type Redact = (text: string) => string;

/**
 * Masks registered secrets and everything that `patterns` match. GitHub masks its log, but not what is sent to its
 * API, so everything that is posted goes through here, before it is cut: half a secret would not be found any more.
 */
export function redactor({ secrets, patterns }: { secrets: readonly string[]; patterns: readonly RegExp[] }): Redact {
  const encoded = expressionsOf(secrets.flatMap(base64Forms));
  const literals = [...expressionsOf(secrets.flatMap(writtenForms)), ...encoded, URL_PASSWORD];
  const masked = timedPatterns(patterns, MASK);
  return (text) => {
    const plain = literals.reduce((left, expression) => left.replace(expression, MASK), text);
    return masked(encoded.reduce((left, expression) => replaceAcrossLines(left, expression, MASK), plain));
  };
}

/** The longest first, so that no rest of one stays. */
function expressionsOf(forms: readonly string[]): readonly RegExp[] {
  const literals = [...new Set(forms)].sort((a, b) => b.length - a.length);
  return Array.from(
    { length: Math.ceil(literals.length / LITERALS_AT_ONCE) },
    (_, index) =>
      new RegExp(
        literals
          .slice(index * LITERALS_AT_ONCE, (index + 1) * LITERALS_AT_ONCE)
          .map(literal)
          .join('|'),
        'g',
      ),
  );
}

function literal(text: string): string {
  const escaped = text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
  if (text.length >= SHORTEST_INSIDE) return escaped;
  return `${/^\w/.test(text) ? '(?<!\\w)' : ''}${escaped}${/\w$/.test(text) ? '(?!\\w)' : ''}`;
}
