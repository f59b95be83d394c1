import type { LocalReply, LocalRequest } from './http-service.js';

/** What happens to a request that a rule picked. */
export type FaultEffect =
  /** This answer instead of the server's; `after`: the server did its work first, and its answer is lost. */
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      readonly when?: 'before' | 'after';
    }
  | { readonly delayMs: number }
  /**
   * The connection dies: `midBody` as soon as the head has arrived, `before` the server does anything, `after` it
   * did its work.
   */
  | { readonly reset: 'midBody' | 'before' | 'after' }
  /** Only this many bytes of the answer's body arrive, then the connection dies. */
  | { readonly truncate: number }
  /** The server's answer, changed: an XML cut short, a flipped byte, a token that repeats. */
  | { readonly rewrite: (reply: LocalReply) => LocalReply }
  /** Something that happens in the world just before the server does its work: a key vanishes, or the client hangs up. */
  | { readonly meanwhile: (hungUp: Promise<void>) => void | Promise<void> };

/** Which requests a rule is about. Everything given must match. */
export interface FaultRule {
  readonly service?: string;
  /** Any service but this one. */
  readonly notOf?: string;
  readonly operation?: string;
  readonly method?: string;
  /** Against the path as sent, encoded, without the query. */
  readonly path?: RegExp;
  /** The number in the journal of the whole cloud, from 1. */
  readonly number?: number;
  /** From the nth request on that matches the rest, from 1. */
  readonly nth?: number;
  /** How often it fires: once where `nth` or `number` is given, else always. */
  readonly times?: number;
  readonly effect: FaultEffect;
}

interface ActiveRule {
  readonly rule: FaultRule;
  matched: number;
  fired: number;
}

/** A request as the rules see it. */
export interface FaultSubject {
  readonly number: number;
  readonly operation: string;
  readonly request: LocalRequest;
}

/** Rules by which requests fail, added and withdrawn while the servers run. */
export class Faults {
  readonly #rules: ActiveRule[] = [];

  /** Returns a function that withdraws the rule. */
  add(rule: FaultRule): () => void {
    const active: ActiveRule = { rule, matched: 0, fired: 0 };
    this.#rules.push(active);
    return () => {
      const at = this.#rules.indexOf(active);
      if (at >= 0) this.#rules.splice(at, 1);
    };
  }

  clear(): void {
    this.#rules.length = 0;
  }

  /** Rules that never fired: a test that expected a fault did not meet it. */
  unused(): readonly FaultRule[] {
    return this.#rules.filter(({ fired }) => fired === 0).map(({ rule }) => rule);
  }

  /**
   * The effect for this request: of the rule added first among those due. Every matching rule counts the request,
   * fired or not. `head` is asked before the body has been read, `whole` after; a rule belongs to one of the two.
   */
  take(subject: FaultSubject, arrived: 'head' | 'whole'): FaultEffect | undefined {
    let effect: FaultEffect | undefined;
    for (const active of this.#rules) {
      if (arrivalOf(active.rule) !== arrived || !matches(active.rule, subject)) continue;
      active.matched += 1;
      if (effect !== undefined || active.matched < (active.rule.nth ?? 1) || active.fired >= limit(active.rule))
        continue;
      active.fired += 1;
      effect = active.rule.effect;
    }
    return effect;
  }
}

/** The effect in a few words, for the journal. */
export function describeEffect(effect: FaultEffect): string {
  if ('status' in effect) return `status ${effect.status}${effect.when === 'after' ? ' after the work' : ''}`;
  if ('delayMs' in effect) return `delay ${effect.delayMs} ms`;
  if ('reset' in effect) return `reset ${effect.reset}`;
  if ('truncate' in effect) return `truncated to ${effect.truncate} bytes`;
  return 'rewrite' in effect ? 'answer rewritten' : 'meanwhile';
}

function arrivalOf(rule: FaultRule): 'head' | 'whole' {
  return 'reset' in rule.effect && rule.effect.reset === 'midBody' ? 'head' : 'whole';
}

function limit(rule: FaultRule): number {
  return rule.times ?? (rule.nth === undefined && rule.number === undefined ? Number.POSITIVE_INFINITY : 1);
}

function matches(rule: FaultRule, { number, operation, request }: FaultSubject): boolean {
  return (
    (rule.service === undefined || rule.service === request.service) &&
    (rule.notOf === undefined || rule.notOf !== request.service) &&
    (rule.operation === undefined || rule.operation === operation) &&
    (rule.method === undefined || rule.method === request.method) &&
    (rule.number === undefined || rule.number === number) &&
    (rule.path === undefined || rule.path.test(request.path))
  );
}
