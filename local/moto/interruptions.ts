import type { Answer, CloudReply } from './exchange.js';

export interface Interruption {
  readonly method: string;
  /** Against the path as sent. */
  readonly path: RegExp;
  /** Name of a parameter that the query has to have. */
  readonly query?: string;
  readonly reply: CloudReply;
}

/** Faults that are injected: each is met once. */
export function interruptions(): { readonly answer: Answer; readonly add: (interruption: Interruption) => void } {
  const waiting: Interruption[] = [];
  const answer: Answer = ({ method, path, query }) => {
    const at = waiting.findIndex(
      (one) => one.method === method && one.path.test(path) && (one.query === undefined || query.has(one.query)),
    );
    const [met] = at < 0 ? [] : waiting.splice(at, 1);
    return met === undefined ? undefined : { name: `injected: ${method} ${path}`, reply: met.reply };
  };
  return { answer, add: (interruption) => waiting.push(interruption) };
}
