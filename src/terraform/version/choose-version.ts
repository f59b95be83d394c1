import semver from 'semver';
import { ActionError } from '../../errors.js';
import { OLDEST_VERSION } from '../command/versions.js';
import { type Constraint, exactVersion, meets } from './constraint.js';

/** The two programs that can be installed. */
export type Program = 'terraform' | 'tofu';

export const PROGRAM_NAMES: Readonly<Record<Program, string>> = { terraform: 'Terraform', tofu: 'OpenTofu' };

/**
 * The newest version whose plans this action is known to read. Of Terraform it is the one that all tests run. No test
 * runs an OpenTofu: of it, this is the last line whose plan format is Terraform 1.11's or older.
 */
export const TESTED_VERSIONS: Readonly<Record<Program, string>> = { terraform: '1.11.4', tofu: '1.10.6' };

/** What is asked for, and by what. */
export interface WantedVersion {
  readonly constraint: Constraint;
  /** As it was written. */
  readonly text: string;
  /** `the input "terraform-version"`, `infra/.terraform-version`. */
  readonly namedBy: string;
  /** Why it is this one, where nothing names one. */
  readonly because?: string;
}

/** Without a list: the version that is named, or the tested one where it will do. `undefined`: a list is needed. */
export function versionWithoutList(program: Program, { constraint }: WantedVersion): string | undefined {
  const exact = exactVersion(constraint);
  if (exact !== undefined) return exact;
  const tested = TESTED_VERSIONS[program];
  return meets(tested, constraint) ? tested : undefined;
}

/**
 * The newest release that meets the constraint and is not newer than the tested one: a release of tomorrow morning does
 * not change what the merge of this afternoon does. Only where there is none, the newest that meets it.
 */
export function versionFromList(program: Program, wanted: WantedVersion, released: readonly string[]): string {
  const stable = released.filter((version) => semver.valid(version) !== null && semver.prerelease(version) === null);
  const newestFirst = stable
    .filter((version) => !isTooOld(version) && meets(version, wanted.constraint))
    .sort(semver.rcompare);
  const tested = TESTED_VERSIONS[program];
  const chosen = newestFirst.find((version) => semver.lte(version, tested)) ?? newestFirst[0];
  if (chosen !== undefined) return chosen;
  const [newest] = [...stable].sort(semver.rcompare);
  throw new ActionError({
    what: `No release of ${PROGRAM_NAMES[program]} from ${OLDEST_VERSION} on meets "${wanted.text}"`,
    found: `${released.length} releases, the newest of which is ${newest ?? 'none'}`,
    wayOut: `Change ${wanted.namedBy}. In YAML a version needs quotes: 1.10 is the number 1.1`,
  });
}

/** Throws for a version that this action cannot work with, before it is downloaded. */
export function requireVersion(program: Program, version: string, { namedBy }: WantedVersion): void {
  if (!isTooOld(version)) return;
  throw new ActionError({
    what: `${PROGRAM_NAMES[program]} ${version} is too old for this action`,
    found: `${version}, named by ${namedBy}`,
    expected: `${OLDEST_VERSION} or newer`,
    wayOut: `Change ${namedBy}. In YAML a version needs quotes: 1.10 is the number 1.1`,
  });
}

function isTooOld(version: string): boolean {
  // A pre-release of a newer version counts as that version.
  return semver.lt(semver.coerce(version) ?? version, OLDEST_VERSION);
}
