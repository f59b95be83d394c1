import { CloudFrontError, type CloudFrontErrorCode } from './cloudfront-error.js';
import type { Distribution } from './distribution.js';

/** All distributions of the local CloudFront, and who may not use its API. */
export class CloudFrontStore {
  readonly #distributions = new Map<string, Distribution>();
  readonly #denied = new Map<string, CloudFrontErrorCode>();

  add(distribution: Distribution): void {
    const { id } = distribution.settings;
    if (this.#distributions.has(id)) throw new Error(`There is a distribution ${id} already`);
    this.#distributions.set(id, distribution);
  }

  /** Throws `NoSuchDistribution`. */
  distribution(id: string): Distribution {
    const distribution = this.#distributions.get(id);
    if (distribution === undefined) throw new CloudFrontError('NoSuchDistribution');
    return distribution;
  }

  distributions(): readonly Distribution[] {
    return [...this.#distributions.values()];
  }

  /** From now on requests with this access key are answered with this error. */
  denyAccessKey(accessKeyId: string, code: CloudFrontErrorCode): void {
    this.#denied.set(accessKeyId, code);
  }

  allowAccessKey(accessKeyId: string): void {
    this.#denied.delete(accessKeyId);
  }

  refusalOf(accessKeyId: string): CloudFrontErrorCode | undefined {
    return this.#denied.get(accessKeyId);
  }
}
