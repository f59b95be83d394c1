import type { PackagesConfig } from '../../config/config.js';
import { ActionError } from '../../errors.js';
import { base64Sha256 } from '../../lambda/lambda-package.js';
import type { ArtifactStore } from '../../ports/packages.js';
import type { ReleasedPackage } from '../../site/releases/released-back-end.js';
import type { LanePackages } from './lane.js';
import { lambdaPackagesVariable, VARIABLE } from './prepare.js';

/** The packages of a release. Nothing is packed: they lie in the artifact bucket, and are known by their bytes. */
export interface ReleasedPackages extends Pick<LanePackages, 'variables' | 'reports'> {
  readonly prepared: readonly ReleasedPackage[];
}

const ELSE =
  'Nothing was changed. Roll back to another release, roll back the site alone with `operation: rollback-site`, or revert the pull requests since';

/** Looks each package up. Throws unless all are there, with the bytes that the release had. */
export async function releasedPackages(
  release: string,
  packages: readonly ReleasedPackage[] | undefined,
  { bucket, packages: configured }: PackagesConfig,
  store: Pick<ArtifactStore, 'find' | 'read'>,
): Promise<ReleasedPackages> {
  if (packages === undefined) {
    throw new ActionError({
      what: `The record of the release ${release} says nothing of its functions`,
      wayOut: `${ELSE}. Releases that were deployed with "lambda-packages" say it`,
    });
  }
  const faults: string[] = [];
  const names = new Set(packages.map(({ name }) => name));
  for (const { name } of configured) if (!names.has(name)) faults.push(`no package "${name}" in the release`);
  const reports: LanePackages['reports'][number][] = [];
  for (const { name, key, sha256 } of packages) {
    const found = await store.find(key);
    const hash = found === undefined ? undefined : (found.sha256 ?? base64Sha256(await store.read(key)));
    if (found === undefined) faults.push(`no ${key} in ${bucket}`);
    else if (hash !== sha256) faults.push(`SHA-256 ${hash} instead of ${sha256} under ${key}`);
    else reports.push({ name, key, bytes: found.bytes, state: 'stored' });
  }
  if (faults.length > 0) {
    throw new ActionError({
      what: `The functions of the release ${release} cannot be restored`,
      found: faults.join('; '),
      wayOut: ELSE,
    });
  }
  const value = JSON.stringify(lambdaPackagesVariable(packages, bucket));
  return { prepared: packages, variables: new Map([[VARIABLE, value]]), reports };
}
