import type { SiteSettings } from '../../config/config.js';
import type { ReleaseRecord } from '../../site/releases/release-record.js';
import type { ReadOutputs, ReleasedBackEnd } from '../../site/releases/released-back-end.js';
import type { WrittenConfig } from '../site-config/written-config.js';

/** One front end, and where it goes. */
export interface SiteRequest extends SiteSettings {
  /** Absolute path of the built front end. */
  readonly directory: string;
  readonly bucket: string;
  readonly distributions: readonly string[];
  /** The address of the site's root, under which the release file is looked for. */
  readonly url?: string | undefined;
  /** What `config.json` holds; absent: the build's own, where it has one. */
  readonly config?: WrittenConfig | undefined;
  readonly commit: string;
  readonly stage: string;
  readonly run: {
    readonly id: string;
    /** A run is attempted again only after its last attempt ended. */
    readonly attempt?: string;
    readonly url: string;
  };
  readonly now: Date;
  /** The pull request that the commit merged, for the release's record. */
  readonly merged?: (() => Promise<ReleaseRecord['merged']>) | undefined;
  /** What was applied for it, for its record; absent where this action makes no packages. */
  readonly backEnd?: ReleasedBackEnd | undefined;
  /** The bucket of its packages. */
  readonly artifacts?: string | undefined;
  /** The stack outputs that it is deployed by. */
  readonly outputs?: ReadOutputs | undefined;
  /** Asked under the lock, which a newer deploy may have held: throws when this one is to be given up. */
  readonly requireNewest?: () => Promise<void>;
}
