import { isSign } from './body.js';
import { closing, literalText, type Step } from './reference.js';
import { isFor, splitElements } from './token-text.js';
import type { Token } from './tokens.js';

export interface Narrowed {
  readonly tokens: readonly Token[];
  /** Steps that lead into what `tokens` give: nothing is known of its parts. */
  readonly rest: readonly Step[];
}

/**
 * The part of an expression that a path leads to, where that is written out: `{ a = 1, b = x }` at `b` is `x`. So the
 * neighbours in a map do not count. Everything that is computed is taken whole.
 */
export function narrow(expression: readonly Token[], steps: readonly Step[]): Narrowed {
  const tokens = unwrapped(expression);
  const [step, ...rest] = steps;
  const whole: Narrowed = { tokens, rest: steps };
  const [first] = tokens;
  if (step === undefined || typeof step === 'object' || first?.kind !== 'sign') return whole;
  if (closing(tokens, 0) !== tokens.length - 1 || isFor(tokens, 1)) return whole;
  const inner = tokens.slice(1, -1);
  if (first.text === '[' && typeof step === 'number') {
    const element = splitElements(inner, false)[step];
    return element === undefined || element.some((token) => isSign(token, '...')) ? whole : narrow(element, rest);
  }
  if (first.text !== '{' || typeof step !== 'string') return whole;
  let found: readonly Token[] | undefined;
  for (const element of splitElements(inner, true)) {
    const { key, value } = keyAndValue(element);
    // A computed key could be this one; a second one of the same name wins over the first.
    if (key === undefined) return whole;
    if (key === step) found = value;
  }
  return found === undefined ? whole : narrow(found, rest);
}

/** Names of an object's elements as it is written; `undefined`: it is computed, or a name is. */
export function literalKeys(expression: readonly Token[]): readonly string[] | undefined {
  const tokens = unwrapped(expression);
  if (!isSign(tokens[0], '{') || closing(tokens, 0) !== tokens.length - 1 || isFor(tokens, 1)) return undefined;
  const keys = splitElements(tokens.slice(1, -1), true).map((element) => keyAndValue(element).key);
  return keys.every((key) => key !== undefined) ? keys : undefined;
}

/** Without newlines around and without round brackets that hold all of it. */
export function unwrapped(expression: readonly Token[]): readonly Token[] {
  let from = 0;
  let to = expression.length;
  while (expression[from]?.kind === 'newline') from++;
  while (to > from && expression[to - 1]?.kind === 'newline') to--;
  const tokens = from === 0 && to === expression.length ? expression : expression.slice(from, to);
  if (!isSign(tokens[0], '(') || closing(tokens, 0) !== tokens.length - 1) return tokens;
  return unwrapped(tokens.slice(1, -1));
}

function keyAndValue(element: readonly Token[]): { key: string | undefined; value: readonly Token[] } {
  const tokens = unwrapped(element);
  const [first, second] = tokens;
  if (first?.kind === 'name' && isAssignment(second)) return { key: first.text, value: tokens.slice(2) };
  const at = tokens.findIndex((token, index) => isAssignment(token) && index > 0);
  const key = at < 0 ? undefined : literalText(tokens.slice(0, at));
  return { key, value: tokens.slice(at + 1) };
}

function isAssignment(token: Token | undefined): boolean {
  return isSign(token, '=') || isSign(token, ':');
}
