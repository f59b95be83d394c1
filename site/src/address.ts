import type { Reply } from './release.js';

/**
 * The folder that holds the page and its files, whatever the prefix is: this module lies one folder below it, in `src/`
 * on the development server and in `assets/` where it is built.
 */
export const SITE_ROOT = new URL('..', /* @vite-ignore */ import.meta.url);

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
