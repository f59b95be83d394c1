import type { ArtifactStore } from './packages.js';
import type { ObjectVersions, ReleaseProbe, SiteObjects, SiteRecords } from './site.js';

/** Where a stage's site lies, as its deployments say. */
export interface DeployedSite {
  readonly bucket: string;
  /** `''` or a path that ends in `/`. */
  readonly prefix: string;
  /** Twelve digits, of the bucket's owner; absent where the deploy did not know. */
  readonly account?: string | undefined;
}

/** Another stage, which is read and never written to. */
export interface StageSource {
  readonly records: Pick<SiteRecords, 'read'>;
  readonly objects: Pick<SiteObjects, 'list'>;
  readonly probe: ReleaseProbe;
  /** Its versions, by the keys that they get in the target. */
  versionsFor(target: { readonly bucket: string; readonly prefix: string }): ObjectVersions;
  packages(bucket: string): Pick<ArtifactStore, 'read'>;
}

/** Nothing is asked before its first use. */
export type StageConnector = (site: DeployedSite) => Promise<StageSource>;
