import type { ReleaseProbe } from '../../ports/site.js';

const ANSWER_WITHIN_MS = 10_000;
const MOST_BYTES = 64 * 1024;

/** Asks as a browser does that comes for the first time: no `Cache-Control`, no query, redirects followed. */
export function releaseProbe(signal: AbortSignal): ReleaseProbe {
  return {
    async get(url) {
      const reply = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]) });
      return { status: reply.status, text: (await reply.text()).slice(0, MOST_BYTES) };
    },
  };
}
