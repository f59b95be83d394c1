import { ActionError } from '../../errors.js';
import type { SiteRecord, SiteRecords } from '../../ports/site.js';
import { MANIFEST_PATH, type Manifest, manifestText } from '../../site/manifest.js';

/** The manifest as this run knows it: each version is written over exactly the one before. */
export class ManifestRecord {
  readonly #records: SiteRecords;
  readonly #key: string;
  #text: string | undefined;
  #etag: string | undefined;

  constructor(records: SiteRecords, prefix: string, found: SiteRecord | undefined) {
    this.#records = records;
    this.#key = prefix + MANIFEST_PATH;
    this.#text = found?.text;
    this.#etag = found?.etag;
  }

  /** Whether this is what lies in the bucket. */
  holds(manifest: Manifest): boolean {
    return this.#text === manifestText(manifest);
  }

  /** Writes nothing when nothing changes. @returns whether it could: not when somebody else wrote in between */
  async tryWrite(manifest: Manifest): Promise<boolean> {
    const text = manifestText(manifest);
    if (text === this.#text) return true;
    const written = await this.#records.write(this.#key, text, this.#etag ?? 'nothing');
    if (written === 'refused') return false;
    this.#text = text;
    this.#etag = written.etag;
    return true;
  }

  async write(manifest: Manifest): Promise<void> {
    if (await this.tryWrite(manifest)) return;
    throw new ActionError({
      what: `The site's manifest ${this.#key} was changed by somebody else during this deploy`,
      expected: 'one deploy of a site at a time',
      wayOut: 'Run the deploy again: it compares afresh and continues',
    });
  }
}
