import { setTimeout as pause } from 'node:timers/promises';
import { ActionError } from '../../errors.js';
import { checkedArchive } from '../../lambda/archive/checks.js';
import { archiveDigest } from '../../lambda/archive/contents.js';
import { base64Sha256, type LambdaPackage, packedFolder, passedThrough } from '../../lambda/lambda-package.js';
import type { ArtifactStore, PackageSources, StoredPackage } from '../../ports/packages.js';

/** One line of the input `lambda-packages`. */
export interface PackageRequest {
  readonly name: string;
  /** Relative to the workspace: a folder, a `.zip` or a `.jar`. */
  readonly path: string;
}

/** A package, and whether the bucket has it already. */
export interface PreparedPackage extends LambdaPackage {
  readonly state: 'new' | 'stored';
}

/** The Terraform variable that tells where the packages are. */
export const VARIABLE = 'lambda_packages';

/** Its value. */
export type LambdaPackagesVariable = Readonly<
  Record<string, { readonly s3_bucket: string; readonly s3_key: string; readonly source_code_hash: string }>
>;

const CONFLICT_ATTEMPTS = 5;

/**
 * Packs and looks up, uploads nothing: so the plan on a pull request knows key and hash, and shows a change exactly
 * when the code changed. Where the bucket has the key, the stored object's own hash counts, since that is what runs.
 */
export async function preparePackages(
  requests: readonly PackageRequest[],
  sources: PackageSources,
  store: Pick<ArtifactStore, 'find' | 'read'>,
): Promise<readonly PreparedPackage[]> {
  const prepared: PreparedPackage[] = [];
  // One after the other: each may take the memory of 250 MiB, and there are few.
  for (const { name, path } of requests) {
    const source = await sources.read(name, path);
    const built =
      source.kind === 'folder'
        ? packedFolder(name, source.entries)
        : passedThrough(name, source.extension, source.bytes);
    const stored = await store.find(built.key);
    prepared.push(
      stored === undefined
        ? { ...built, state: 'new' }
        : { ...built, sha256: await adoptedHash(built, stored, store), state: 'stored' },
    );
  }
  return prepared;
}

/** What Terraform is told of the packages. */
export function lambdaPackagesVariable(
  packages: readonly Pick<LambdaPackage, 'name' | 'key' | 'sha256'>[],
  bucket: string,
): LambdaPackagesVariable {
  return Object.fromEntries(
    packages.map(({ name, key, sha256 }) => [name, { s3_bucket: bucket, s3_key: key, source_code_hash: sha256 }]),
  );
}

/**
 * Uploads what the bucket does not have, once and for good. Another run that was faster is no error when it stored the
 * same. Returns the packages with the hashes that are stored: where one is not the planned one, the plan is outdated.
 */
export async function uploadPackages(
  packages: readonly PreparedPackage[],
  store: ArtifactStore,
  signal: AbortSignal,
  pauseMs = 500,
): Promise<readonly PreparedPackage[]> {
  const uploaded: PreparedPackage[] = [];
  for (const built of packages) {
    if (built.state === 'new')
      uploaded.push({ ...built, sha256: await storeOnce(built, store, signal, pauseMs), state: 'stored' });
    else uploaded.push(built);
  }
  return uploaded;
}

async function storeOnce(
  built: LambdaPackage,
  store: ArtifactStore,
  signal: AbortSignal,
  pauseMs: number,
): Promise<string> {
  for (let attempt = 1; attempt <= CONFLICT_ATTEMPTS; attempt++) {
    const result = await store.store(built.key, built.archive, built.sha256);
    if (result === 'stored') return built.sha256;
    if (result === 'exists') {
      const stored = await store.find(built.key);
      // Gone between the two answers: expired by a rule, or deleted by hand. The next attempt writes it.
      if (stored !== undefined) return await adoptedHash(built, stored, store);
    }
    await pause(pauseMs * attempt, undefined, { signal });
  }
  throw new ActionError({
    what: `The Lambda package "${built.name}" could not be stored`,
    found: `${CONFLICT_ATTEMPTS} conflicts with other writes of ${built.key}`,
    expected: 'one writer to win',
    wayOut: 'Run the deploy again: nothing was applied',
  });
}

/**
 * The key says what the content is. The stored bytes may still differ from ours: an older version of this action may
 * have compressed otherwise, or a build has written other times. They count when what is in them is the same, and stop the deploy when it is not.
 */
async function adoptedHash(
  built: LambdaPackage,
  stored: StoredPackage,
  store: Pick<ArtifactStore, 'read'>,
): Promise<string> {
  if (stored.sha256 === built.sha256 && stored.bytes === built.archive.length) return built.sha256;
  const archive = await store.read(built.key);
  const hash = base64Sha256(archive);
  const same = hash === built.sha256 || holdsTheSame(archive, built);
  if (same && archive.length === stored.bytes && (stored.sha256 ?? hash) === hash) return hash;
  throw new ActionError({
    what: `The artifact bucket has something else under the key of the Lambda package "${built.name}"`,
    found: `${stored.bytes} bytes with the SHA-256 ${hash} under ${built.key}`,
    expected: `${built.archive.length} bytes with the SHA-256 ${built.sha256}, or the same files packed otherwise`,
    wayOut: 'Find out who writes to that bucket besides this action; then delete the object and deploy again',
  });
}

function holdsTheSame(archive: Uint8Array, { name, key }: LambdaPackage): boolean {
  checkedArchive(archive, name);
  return key.startsWith(`${name}/${archiveDigest(archive, name)}.`);
}
