import type { Reply } from './release.js';

/** The folder that holds the page and its files: known from where this module came from, whatever the prefix is. */
export const SITE_ROOT = import.meta.env.DEV
  ? new URL('/', location.href)
  : new URL('..', /* @vite-ignore */ import.meta.url);

/** The distribution sends `/api/*` to the API, whatever the site's prefix is. */
export const API_RELEASE = new URL('/api/release', location.href);

/** `undefined`: nobody answered within ten seconds. */
export async function ask(url: URL): Promise<Reply | undefined> {
  try {
    const response = await fetch(url, {
      cache: 'no-store',
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(10_000),
    });
    return {
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      body: await response.text(),
    };
  } catch {
    return undefined;
  }
}
