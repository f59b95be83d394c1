import { type CachePolicy, ERROR_TTL, freshSeconds } from './cache-policy.js';
import { forgets } from './invalidation-path.js';
import type { Origin, OriginReply } from './origin.js';
import type { ObjectRequest } from './viewer-request.js';

export type CacheResult = 'Hit' | 'Miss' | 'RefreshHit' | 'Error';

export interface CachedReply extends OriginReply {
  readonly result: CacheResult;
  /** Whole seconds since the origin sent it. */
  readonly age: number;
}

interface Entry {
  reply: OriginReply;
  storedAt: number;
  freshUntil: number;
}

/** What one edge location remembers. Times are milliseconds since 1970. */
export class EdgeCache {
  readonly #entries = new Map<string, Entry>();

  constructor(
    private readonly policy: CachePolicy,
    private readonly now: () => number,
  ) {}

  async get({ uri, originUri }: ObjectRequest, origin: Origin): Promise<CachedReply> {
    const kept = this.#entries.get(uri);
    const now = this.now();
    if (kept !== undefined && now < kept.freshUntil) {
      const age = Math.floor((now - kept.storedAt) / 1000);
      return { ...kept.reply, result: kept.reply.status < 400 ? 'Hit' : 'Error', age };
    }
    const etag = kept?.reply.headers.etag;
    const reply = await origin.fetch(originUri, kept?.reply.status === 200 ? etag : undefined);
    if (reply.status === 304 && kept !== undefined) {
      // Headers of the origin's answer count, not those that were kept.
      const renewed = { ...kept.reply, headers: { ...kept.reply.headers, ...reply.headers } };
      this.#keep(uri, renewed);
      return { ...renewed, result: 'RefreshHit', age: 0 };
    }
    this.#keep(uri, reply);
    return { ...reply, result: reply.status < 400 ? 'Miss' : 'Error', age: 0 };
  }

  /** Forgets the objects that these paths name, and nothing else. */
  forget(paths: readonly string[]): void {
    for (const uri of this.#entries.keys()) {
      if (paths.some((path) => forgets(path, uri))) this.#entries.delete(uri);
    }
  }

  /** The URIs that are kept, fresh or not. */
  uris(): readonly string[] {
    return [...this.#entries.keys()];
  }

  #keep(uri: string, reply: OriginReply): void {
    const now = this.now();
    const seconds = reply.status < 400 ? freshSeconds(this.policy, reply.headers, now) : ERROR_TTL;
    if (seconds === 0) this.#entries.delete(uri);
    else this.#entries.set(uri, { reply, storedAt: now, freshUntil: now + seconds * 1000 });
  }
}
