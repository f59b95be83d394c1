import { CloudFrontError } from './cloudfront-error.js';
import { checkInvalidationPath } from './invalidation-path.js';

/** Developer Guide, "Quotas": files, and paths that end in `*`, in progress at one time for a distribution. */
const MOST_PATHS = 3000;
const MOST_WILDCARDS = 15;

export interface InvalidationBatch {
  readonly callerReference: string;
  readonly paths: readonly string[];
}

export interface Invalidation extends InvalidationBatch {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  status: 'InProgress' | 'Completed';
}

/** The invalidations of one distribution, newest last. */
export class Invalidations {
  readonly #all: Invalidation[] = [];

  constructor(private readonly newId: () => string) {}

  /**
   * A caller reference that was used already gives the invalidation that it made, when its paths are the same.
   * @returns `created: false` for that
   */
  create(batch: InvalidationBatch, now: number): { readonly invalidation: Invalidation; readonly created: boolean } {
    if (batch.paths.length === 0 || batch.callerReference === '') throw new CloudFrontError('InvalidArgument');
    if (batch.paths.length > MOST_PATHS) throw new CloudFrontError('BatchTooLarge');
    for (const path of batch.paths) checkInvalidationPath(path);
    if (new Set(batch.paths).size !== batch.paths.length) {
      throw new CloudFrontError('InvalidArgument', 'Your request contains duplicate invalidation paths.');
    }
    const earlier = this.#all.find(({ callerReference }) => callerReference === batch.callerReference);
    if (earlier !== undefined) {
      if (!samePaths(earlier.paths, batch.paths)) throw new CloudFrontError('InvalidationBatchAlreadyExists');
      return { invalidation: earlier, created: false };
    }
    this.#checkQuota(batch.paths);
    const invalidation: Invalidation = { ...batch, id: this.newId(), createdAt: now, status: 'InProgress' };
    this.#all.push(invalidation);
    return { invalidation, created: true };
  }

  get(id: string): Invalidation {
    const found = this.#all.find((invalidation) => invalidation.id === id);
    if (found === undefined) throw new CloudFrontError('NoSuchInvalidation');
    return found;
  }

  all(): readonly Invalidation[] {
    return this.#all;
  }

  inProgress(): readonly Invalidation[] {
    return this.#all.filter(({ status }) => status === 'InProgress');
  }

  #checkQuota(paths: readonly string[]): void {
    const all = [...this.inProgress().flatMap((invalidation) => invalidation.paths), ...paths];
    const wildcards = all.filter((path) => path.endsWith('*')).length;
    if (wildcards > MOST_WILDCARDS || all.length - wildcards > MOST_PATHS) {
      throw new CloudFrontError('TooManyInvalidationsInProgress');
    }
  }
}

function samePaths(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify([...one].sort()) === JSON.stringify([...other].sort());
}
