import { setTimeout as sleep } from 'node:timers/promises';
import { asError } from '../../errors.js';

/** Milliseconds between attempts: five at most. */
export const PAUSES_MS = [500, 1000, 2000, 3000];
/** After so long no further attempt begins: a server that hangs is not waited for five times. */
const LAST_START_MS = 9000;

export interface Attempts {
  /** Says why it waits, before it does. */
  readonly say?: (sentence: string) => void;
  /** Tests wait less. */
  readonly pausesMs?: readonly number[];
}

/** Tries again what may be passing, as long as a person would wait. Throws the last error. */
export async function inAttempts<T>(
  work: () => Promise<T>,
  isPassing: (thrown: unknown) => boolean,
  { say = () => {}, pausesMs = PAUSES_MS }: Attempts,
): Promise<T> {
  const began = performance.now();
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (thrown) {
      const pause = pausesMs[attempt];
      if (pause === undefined || !isPassing(thrown) || performance.now() - began + pause > LAST_START_MS) throw thrown;
      const { name, message } = asError(thrown);
      say(`Signing in: ${name} ${message}. Trying again in ${pause / 1000} s`);
      await sleep(pause);
    }
  }
}

/** Right after a role or a provider was made, STS does not know it everywhere; the other words are of its own troubles. */
const PASSING = [
  'AccessDenied',
  'ExpiredToken',
  'IDPCommunicationError',
  'InternalFailure',
  'InvalidClientTokenId',
  'RequestLimitExceeded',
  'ServiceUnavailable',
  'Throttling',
  'TooManyRequests',
];

/** Whether STS may answer otherwise in a moment. */
export function isPassing(thrown: unknown): boolean {
  const { name, message } = asError(thrown);
  const { $metadata } = thrown as { readonly $metadata?: { readonly httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  if (status === undefined || status >= 500 || status === 408 || status === 429) return true;
  return PASSING.includes(name.replace(/Exception$/, '')) || /retrieve verification key/.test(message);
}
