import type { PackageEntry } from '../lambda/package-entry.js';

/** What stands at a package's path: a folder's files, or an archive that is taken as it is. */
export type PackageSource =
  | { readonly kind: 'folder'; readonly entries: readonly PackageEntry[] }
  | { readonly kind: 'archive'; readonly extension: 'zip' | 'jar'; readonly bytes: Uint8Array };

export interface PackageSources {
  /** `name` is for the errors. Throws when there is nothing, or nothing that can be packed. */
  read(name: string, path: string): Promise<PackageSource>;
}

export interface StoredPackage {
  readonly bytes: number;
  /** Base64, as S3 computed it when the object came; `undefined` where it was stored without. */
  readonly sha256?: string | undefined;
}

/** The private bucket of packages: what is there is never changed. */
export interface ArtifactStore {
  /** `undefined` when there is no such key. A failed lookup throws. */
  find(key: string): Promise<StoredPackage | undefined>;
  read(key: string): Promise<Uint8Array>;
  /** Writes only where nothing is. `conflict`: another write of this key is going on. */
  store(key: string, archive: Uint8Array, sha256: string): Promise<'stored' | 'exists' | 'conflict'>;
}

export interface Functions {
  /** The base64 SHA-256 of the code that this function runs now; with a qualifier, what that alias or version runs. */
  codeSha256(functionName: string, qualifier?: string): Promise<string>;
}

export interface FunctionVersions {
  /** Numbers of the published versions. */
  list(functionName: string): Promise<readonly number[]>;
  /** `in-use`: Lambda refuses, since an alias names it. */
  remove(functionName: string, version: number): Promise<'removed' | 'in-use'>;
}

export interface ApiExports {
  /** An HTTP API as OpenAPI 3.0: what this stage serves; without a stage, what the API is now. */
  exported(apiId: string, stage?: string): Promise<unknown>;
}
