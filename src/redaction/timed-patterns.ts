import { createContext, Script } from 'node:vm';

/** Milliseconds for one pattern on one text. A pattern without nested repetitions needs a few for a whole plan. */
const PATIENCE = 1_000;
/** Milliseconds that all patterns of a run may lose. Then the rest is withheld at once. */
const PATIENCE_IN_ALL = 5_000;

/**
 * Masks what a user's patterns match. JavaScript's expressions backtrack, so that a pattern such as `(a+)+$` may take
 * years for thirty characters. A script with a time limit is the only way to end one. What was not searched to its end
 * is withheld: to post it would be to post what the pattern was there for.
 */
export function timedPatterns(patterns: readonly RegExp[], mask: string): (text: string) => string {
  if (patterns.length === 0) return (text) => text;
  const replace = new Script('text.replace(pattern, (match) => match === "" ? "" : mask)');
  const sandbox = createContext({ mask, text: '', pattern: /(?:)/ });
  let left = PATIENCE_IN_ALL;
  return (text) => {
    let masked = text;
    for (const [index, pattern] of patterns.entries()) {
      const began = performance.now();
      try {
        if (left <= 0) return withheld(index);
        Object.assign(sandbox, { text: masked, pattern: everywhere(pattern) });
        masked = replace.runInContext(sandbox, { timeout: Math.ceil(Math.min(PATIENCE, left)) }) as string;
      } catch (thrown) {
        if ((thrown as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw thrown;
        left -= performance.now() - began;
        return withheld(index);
      }
    }
    return masked;
  };
}

function withheld(index: number): string {
  return `(withheld: pattern ${index + 1} of the input "redact" took too long on this text; write it without nested repetitions)`;
}

function everywhere(pattern: RegExp): RegExp {
  return new RegExp(pattern.source, pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`);
}
