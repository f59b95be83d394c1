import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** The contexts of a workflow (`github`, `inputs`, `needs` ...) as plain values. */
export type Contexts = Readonly<Record<string, unknown>>;

/** How the jobs or steps so far ended: what `success()` and its kin answer. */
export type Status = 'success' | 'failure' | 'cancelled';

/** Evaluates an expression without its `${{ }}`, as GitHub does. */
export function evaluate(expression: string, contexts: Contexts, status: Status = 'success'): data.ExpressionData {
  const functions = [
    statusFunction('always', true),
    statusFunction('success', status === 'success'),
    statusFunction('failure', status === 'failure'),
    statusFunction('cancelled', status === 'cancelled'),
    HASH_FILES,
  ];
  const tokens = new Lexer(expression).lex().tokens;
  const parsed = new Parser(tokens, Object.keys(contexts), functions).parse();
  const context = toData(contexts) as data.Dictionary;
  return new Evaluator(parsed, context, new Map(functions.map((one) => [one.name.toLowerCase(), one]))).evaluate();
}

/** Text with its `${{ }}` filled in. */
export function interpolate(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => evaluate(expression, contexts).coerceString());
}

/**
 * Whether an `if:` lets its job or step run. Without a status function in it GitHub puts `success() &&` before it.
 */
export function holds(condition: string | undefined, contexts: Contexts, status: Status): boolean {
  const bare = (condition ?? '').trim().replace(/^\$\{\{(.*)\}\}$/s, '$1');
  const asked = /\b(always|success|failure|cancelled)\(\)/.test(bare);
  const whole = bare === '' ? 'success()' : asked ? bare : `success() && (${bare})`;
  return evaluate(`(${whole}) && true || false`, contexts, status).coerceString() === 'true';
}

/** As where every pattern matches files, which are never the same. */
const HASH_FILES = {
  name: 'hashFiles',
  minArgs: 1,
  maxArgs: 255,
  call: (...patterns: data.ExpressionData[]) =>
    new data.StringData(patterns.map((pattern) => `hash of ${pattern.coerceString()}`).join(', ')),
};

function statusFunction(name: string, answer: boolean) {
  return { name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(answer) };
}

function toData(value: unknown): data.ExpressionData {
  if (typeof value === 'string') return new data.StringData(value);
  if (typeof value === 'number') return new data.NumberData(value);
  if (typeof value === 'boolean') return new data.BooleanData(value);
  if (Array.isArray(value)) return new data.Array(...value.map(toData));
  if (typeof value === 'object' && value !== null) {
    return new data.Dictionary(...Object.entries(value).map(([key, one]) => ({ key, value: toData(one) })));
  }
  return new data.Null();
}
