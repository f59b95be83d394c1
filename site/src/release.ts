/** What `release.json` says: written by the action as the last file of a deploy, so that it is never ahead of the pages. */
export interface Release {
  readonly release: string;
  readonly commit: string;
  readonly stage: string;
}

export type ReleaseAnswer =
  | { readonly kind: 'live'; readonly release: Release }
  /** No release file: not deployed by the action, or the `release-file` input is empty. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreachable' };

/** What `/api/release` says: the function's published version, and whatever of the release it knows. */
export type ApiRelease = Partial<Release & { readonly version: string }>;

export type ApiAnswer =
  | { readonly kind: 'answered'; readonly release: ApiRelease }
  | { readonly kind: 'absent'; readonly status: number }
  | { readonly kind: 'failed'; readonly status: number }
  | { readonly kind: 'unreachable' };

/** A reply, as far as it decides what is shown. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** `undefined`: nobody answered. */
export function readRelease(reply: Reply | undefined): ReleaseAnswer {
  if (reply === undefined) return { kind: 'unreachable' };
  const found = reply.status === 200 ? fields(reply) : undefined;
  if (found?.release === undefined) return { kind: 'absent' };
  return { kind: 'live', release: { release: found.release, commit: found.commit ?? '', stage: found.stage ?? '' } };
}

/**
 * Without an API the edge asks the bucket, which answers 403 or 404, or the edge falls back to the entry page with
 * status 200: so a reply that is not JSON is no API either.
 */
export function readApi(reply: Reply | undefined): ApiAnswer {
  if (reply === undefined) return { kind: 'unreachable' };
  if (reply.status >= 500) return { kind: 'failed', status: reply.status };
  const found = reply.status === 200 ? fields(reply) : undefined;
  if (found === undefined) return { kind: 'absent', status: reply.status };
  return { kind: 'answered', release: found };
}

function fields(reply: Reply): ApiRelease | undefined {
  if (!/\bjson\b/.test(reply.contentType)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(reply.body);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const read: { release?: string; version?: string; commit?: string; stage?: string } = {};
  for (const name of ['release', 'version', 'commit', 'stage'] as const) {
    const field: unknown = (value as Record<string, unknown>)[name];
    if (typeof field === 'string' && field !== '') read[name] = field;
  }
  return read;
}

/** Commits are told apart by their first seven digits, as GitHub shows them. */
export function shortCommit(commit: string): string {
  return /^[0-9a-f]{40}$/.test(commit) ? commit.slice(0, 7) : commit;
}
