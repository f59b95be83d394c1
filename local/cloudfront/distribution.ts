import { randomBytes } from 'node:crypto';
import type { CachePolicy } from './cache-policy.js';
import { EdgeCache } from './edge-cache.js';
import { type Invalidation, type InvalidationBatch, Invalidations } from './invalidation.js';
import type { Origin } from './origin.js';

export interface DistributionSettings {
  readonly id: string;
  readonly accountId: string;
  /** For the configuration that is read: the bucket's domain and the path in it. */
  readonly originDomain: string;
  readonly originPath: string;
  readonly cachePolicy: CachePolicy;
  readonly defaultRootObject: string;
  /** `spa`: a CloudFront Function maps a path without a file name to `/index.html`, as this project's `infra/` has it. */
  readonly functionRewrites: 'none' | 'spa';
  /** Milliseconds from an invalidation's creation until it is completed. */
  readonly invalidationMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** One distribution: its invalidations, and one edge location that caches. */
export class Distribution {
  readonly arn: string;
  readonly createdAt: number;
  readonly cache: EdgeCache;
  /** While this is set, every invalidation stays in progress. */
  held = false;
  readonly #invalidations = new Invalidations(newInvalidationId);

  constructor(
    readonly settings: DistributionSettings,
    readonly origin: Origin,
  ) {
    this.arn = `arn:aws:cloudfront::${settings.accountId}:distribution/${settings.id}`;
    this.createdAt = settings.now();
    this.cache = new EdgeCache(settings.cachePolicy, settings.now);
  }

  invalidate(batch: InvalidationBatch): { readonly invalidation: Invalidation; readonly created: boolean } {
    this.settle();
    return this.#invalidations.create(batch, this.settings.now());
  }

  /** Throws `NoSuchInvalidation`. */
  invalidation(id: string): Invalidation {
    this.settle();
    return this.#invalidations.get(id);
  }

  /** In the order in which they were made. */
  invalidations(): readonly Invalidation[] {
    this.settle();
    return this.#invalidations.all();
  }

  /** Completes what is due: only now the edge forgets. Called before anything is looked at, so no timer is needed. */
  settle(): void {
    if (this.held) return;
    const due = this.settings.now() - this.settings.invalidationMs;
    for (const invalidation of this.#invalidations.inProgress()) {
      if (invalidation.createdAt > due) continue;
      this.cache.forget(invalidation.paths);
      invalidation.status = 'Completed';
    }
  }
}

function newInvalidationId(): string {
  return `I${randomBytes(10).toString('hex').toUpperCase().slice(0, 19)}`;
}
