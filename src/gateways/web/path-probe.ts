import type { PathProbe } from '../../ports/site.js';

const ANSWER_WITHIN_MS = 10_000;
/** What a check may look for stands in the beginning of a page. */
const MOST_BYTES = 1024 * 1024;

/** Asks one address of the site: no cookie, and a redirect is an answer, so that headers reach no other host. */
export function pathProbe(signal: AbortSignal): PathProbe {
  return {
    async look(url, headers) {
      const reply = await fetch(url, {
        headers: headers.map(([name, value]): [string, string] => [name, value]),
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
      });
      return { status: reply.status, text: await beginning(reply) };
    },
  };
}

async function beginning({ body }: Response): Promise<string> {
  if (body === null) return '';
  const parts: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop cancels the rest.
  for await (const part of body as unknown as AsyncIterable<Uint8Array>) {
    parts.push(part.subarray(0, MOST_BYTES - bytes));
    bytes += part.length;
    if (bytes >= MOST_BYTES) break;
  }
  return Buffer.concat(parts).toString();
}
