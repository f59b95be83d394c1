import { setTimeout as sleep } from 'node:timers/promises';
import { ActionError } from '../../errors.js';
import type { Webhook } from '../../ports/webhook.js';

const TRIES = 3;
/** Of one try, so that a host that hangs once can still be told. */
const TRY_MS = 3_000;
/** Of all tries and pauses: nobody waits for a message. */
const ALL_MS = 10_000;
/** Of a run that was cancelled, which is killed 10 s after the first signal. */
const CANCELLED_MS = 1_500;
const PAUSE_MS = 400;

export interface WebhookTimes {
  readonly tryMs?: number;
  readonly allMs?: number;
  readonly pauseMs?: number;
  /** A signal that comes after so many milliseconds. */
  readonly limit?: (milliseconds: number) => AbortSignal;
}

/** Redirects are not followed: another host would get what was meant for this one. */
export function webhook(
  cancelled: AbortSignal,
  { tryMs = TRY_MS, allMs = ALL_MS, pauseMs = PAUSE_MS, limit = AbortSignal.timeout }: WebhookTimes = {},
): Webhook {
  return {
    async post(url, body) {
      const tries = cancelled.aborted ? 1 : TRIES;
      const all = limit(cancelled.aborted ? CANCELLED_MS : allMs);
      for (let number = 1; ; number++) {
        const found = await posted(url, body, AbortSignal.any([all, limit(tryMs)]));
        if (found === undefined) return;
        if (!found.again || number === tries || all.aborted) {
          throw new ActionError({ what: 'The webhook did not take the message', found: found.what });
        }
        await sleep(pauseMs * 2 ** (number - 1), undefined, { signal: all }).catch(() => undefined);
      }
    },
  };
}

interface Refusal {
  readonly what: string;
  readonly again: boolean;
}

async function posted(url: string, body: string, signal: AbortSignal): Promise<Refusal | undefined> {
  try {
    const reply = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      redirect: 'manual',
      signal,
    });
    await reply.body?.cancel();
    if (reply.ok) return undefined;
    const { status } = reply;
    if (status >= 300 && status < 400)
      return { what: `HTTP ${status}, a redirect, which is not followed`, again: false };
    return { what: `HTTP ${status}`, again: status === 429 || status >= 500 };
  } catch (thrown) {
    // Only the kind: a message of the network may hold the address.
    return { what: signal.aborted ? 'no answer in time' : `no connection (${codeOf(thrown)})`, again: true };
  }
}

function codeOf(thrown: unknown): string {
  const { cause } = thrown as { readonly cause?: { readonly code?: unknown } };
  return typeof cause?.code === 'string' ? cause.code : 'unknown';
}
