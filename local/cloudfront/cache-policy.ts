/** How long an edge keeps what the origin sends, and what tells two objects apart. Times are seconds. */
export interface CachePolicy {
  readonly id: string;
  readonly name: string;
  /** `all`: each query string is an object of its own, and an invalidation has to name it. */
  readonly queryStrings: 'none' | 'all';
  readonly minTtl: number;
  readonly defaultTtl: number;
  readonly maxTtl: number;
}

/** The managed policy of the same name (CloudFront Developer Guide, "Use managed cache policies"). */
export const CACHING_OPTIMIZED: CachePolicy = {
  id: '658327ea-f89d-4fab-a63d-7e88639e58f6',
  name: 'Managed-CachingOptimized',
  queryStrings: 'none',
  minTtl: 1,
  defaultTtl: 86_400,
  maxTtl: 31_536_000,
};

/** Keeps even a page that asks not to be kept, so that a forgotten invalidation shows: the old page goes on being served. */
export const CACHING_PATIENT: CachePolicy = {
  ...CACHING_OPTIMIZED,
  id: '7a0c1d52-54f4-4b7e-9d0c-5a7f2b9c1e30',
  name: 'patient',
  minTtl: 600,
};

/** Seconds for which errors are kept (Developer Guide, "Control how long CloudFront caches errors"). */
export const ERROR_TTL = 10;

/**
 * Seconds for which an object is fresh; 0: not kept at all. `s-maxage` goes before `max-age`, `max-age` before
 * `Expires`; all are bounded by the policy. `no-cache`, `no-store` and `private` mean the minimum TTL, which is why a
 * policy with one above 0 serves an old page (Developer Guide, "Manage how long content stays in the cache").
 */
export function freshSeconds(policy: CachePolicy, headers: Readonly<Record<string, string>>, now: number): number {
  const control = (headers['cache-control'] ?? '').toLowerCase();
  if (/(^|[\s,])(no-cache|no-store|private)($|[\s,=;])/.test(control)) return policy.minTtl;
  const age = /s-maxage=(\d+)/.exec(control) ?? /(?:^|[\s,])max-age=(\d+)/.exec(control);
  const expires = Date.parse(headers.expires ?? '');
  const asked =
    age?.[1] !== undefined
      ? Number(age[1])
      : Number.isNaN(expires)
        ? policy.defaultTtl
        : Math.max(0, Math.floor((expires - now) / 1000));
  return Math.min(Math.max(asked, policy.minTtl), policy.maxTtl);
}
