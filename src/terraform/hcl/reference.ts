import { formatPath } from '../plan/attribute-path.js';
import type { Json } from '../plan/json.js';
import { closes, isSign, opens } from './body.js';
import type { Token } from './tokens.js';

/** One step of a reference behind its root: `.name`, `["key"]`, `[0]`, one that is computed, or `*`. */
export type Step = string | number | Computed;

/** An index that is no literal. `tokens` is what stands between the brackets; empty for `*`. */
export interface Computed {
  readonly tokens: readonly Token[];
}

export interface Reference {
  /** `local`, `var`, `module`, `data`, `each`, a resource's type ... */
  readonly root: string;
  readonly steps: readonly Step[];
  readonly line: number;
}

export interface FunctionCall {
  readonly name: string;
  readonly arguments: readonly Token[];
  readonly line: number;
}

export const ANY: Computed = { tokens: [] };

/** Each expression is asked about for every change that it decides. */
const REFERENCES = new WeakMap<readonly Token[], readonly Reference[]>();
const CALLS = new WeakMap<readonly Token[], readonly FunctionCall[]>();

/** Everything in an expression that is written `name.something`, in templates too. */
export function referencesIn(expression: readonly Token[]): readonly Reference[] {
  const known = REFERENCES.get(expression);
  if (known !== undefined) return known;
  const found = findReferences(expression);
  REFERENCES.set(expression, found);
  return found;
}

function findReferences(expression: readonly Token[]): readonly Reference[] {
  const tokens = expression.filter(({ kind }) => kind !== 'newline');
  const found: Reference[] = [];
  for (let at = 0; at < tokens.length; at++) {
    if (beginsReference(tokens, at)) found.push(readReference(tokens, at).reference);
  }
  return found;
}

/** The reference that an expression consists of, and nothing else; round brackets around it do not count. */
export function onlyReference(expression: readonly Token[]): Reference | undefined {
  const tokens = expression.filter(({ kind }) => kind !== 'newline');
  if (tokens.length === 0) return undefined;
  if (!beginsReference(tokens, 0)) return undefined;
  const { reference, end } = readReference(tokens, 0);
  return end === tokens.length ? reference : undefined;
}

/** Calls of functions, those in templates and in arguments of others too. */
export function callsIn(expression: readonly Token[]): readonly FunctionCall[] {
  const known = CALLS.get(expression);
  if (known !== undefined) return known;
  const found = findCalls(expression);
  CALLS.set(expression, found);
  return found;
}

function findCalls(expression: readonly Token[]): readonly FunctionCall[] {
  const tokens = expression.filter(({ kind }) => kind !== 'newline');
  return tokens.flatMap((token, at): FunctionCall[] => {
    if (token.kind !== 'name' || !isSign(tokens[at + 1], '(')) return [];
    const end = closing(tokens, at + 1);
    return [{ name: token.text, arguments: tokens.slice(at + 2, end), line: token.line }];
  });
}

function beginsReference(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token?.kind !== 'name' || !isSign(tokens[at + 1], '.')) return false;
  const before = tokens[at - 1];
  return !isSign(before, '.') && !isSign(before, '::');
}

function readReference(tokens: readonly Token[], from: number): { reference: Reference; end: number } {
  const first = tokens[from];
  const steps: Step[] = [];
  let at = from + 1;
  for (;;) {
    const token = tokens[at];
    if (isSign(token, '.')) {
      const next = tokens[at + 1];
      if (next?.kind === 'name') steps.push(next.text);
      else if (next?.kind === 'number') steps.push(...next.text.split('.').map(Number));
      else if (isSign(next, '*')) steps.push(ANY);
      else break;
      at += 2;
    } else if (isSign(token, '[')) {
      const end = closing(tokens, at);
      steps.push(indexStep(tokens.slice(at + 1, end)));
      at = end + 1;
    } else break;
  }
  return { reference: { root: first?.text ?? '', steps, line: first?.line ?? 0 }, end: at };
}

function indexStep(tokens: readonly Token[]): Step {
  const [only] = tokens;
  if (tokens.length === 1 && only?.kind === 'number' && /^\d+$/.test(only.text)) return Number(only.text);
  if (tokens.length === 1 && isSign(only, '*')) return ANY;
  const text = literalText(tokens);
  return text === undefined ? { tokens } : text;
}

/** The text of `"..."` without interpolations and escapes; `undefined` for every other expression. */
export function literalText(tokens: readonly Token[]): string | undefined {
  const [open, literal, close] = tokens;
  if (open?.kind !== 'quote') return undefined;
  if (tokens.length === 2 && literal?.kind === 'quote') return '';
  if (tokens.length !== 3 || literal?.kind !== 'literal' || close?.kind !== 'quote') return undefined;
  return /\\|\$\$\{|%%\{/.test(literal.text) ? undefined : literal.text;
}

/** The index of the bracket that closes the one at `from`. */
export function closing(tokens: readonly Token[], from: number): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    const token = tokens[at];
    if (token?.kind !== 'sign') continue;
    if (opens(token.text)) depth++;
    else if (closes(token.text) && --depth === 0) return at;
  }
  return tokens.length;
}

/** `x[*].id` of what has neither `count` nor `for_each` is `x.id`. */
export function skipSplat(steps: readonly Step[]): readonly Step[] {
  return typeof steps[0] === 'object' || steps[0] === 0 ? steps.slice(1) : steps;
}

/** Steps as they stand behind a name: `.a["b c"]`. */
export function suffix(steps: readonly Step[]): string {
  const literal: Json[] = steps.map((step) => (typeof step === 'object' ? '*' : step));
  if (literal.length === 0) return '';
  const path = formatPath(literal);
  return path.startsWith('[') ? path : `.${path}`;
}
