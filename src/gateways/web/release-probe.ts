import type { ReleaseProbe } from '../../ports/site.js';

const ANSWER_WITHIN_MS = 10_000;
const MOST_BYTES = 64 * 1024;
const BEGINNING = 100;

/** Asks as a browser does that comes for the first time: no `Cache-Control`, no query, redirects followed. */
export function releaseProbe(signal: AbortSignal, redact: (text: string) => string): ReleaseProbe {
  return {
    async get(url) {
      const reply = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]) });
      const text = (await reply.text()).slice(0, MOST_BYTES);
      // Masked before it is cut: half a secret would not be found any more.
      return { status: reply.status, text, beginning: redact(text).slice(0, BEGINNING) };
    },
  };
}
