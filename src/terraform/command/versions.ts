import semver from 'semver';
import { ActionError } from '../../errors.js';
import { machineOutput } from '../stream/machine-output.js';

/**
 * The oldest that works. 1.5 brought `check` and `import` blocks into the plan's JSON and is the last one under the
 * MPL; OpenTofu began at 1.6. Both words of a version are asked with the same command.
 */
export const OLDEST_VERSION = '1.5.0';

export interface BinaryVersion {
  /** `1.11.4`. */
  readonly version: string;
  /** `linux_amd64`. */
  readonly platform: string;
}

/** Reads `version -json` of `terraform` or `tofu` (which answers with Terraform's field). Throws below 1.5. */
export function parseVersion(text: string, binary: string): BinaryVersion {
  const fields: Readonly<Record<string, unknown>> = { ...machineOutput(text, isVersion)?.value };
  const version = semver.valid(String(fields.terraform_version ?? fields.tofu_version ?? ''));
  if (version === null) {
    throw new ActionError({
      what: `${binary} does not say its version`,
      found: text.trim() === '' ? 'an empty answer to `version -json`' : text.trim().slice(0, 200),
      expected: 'the JSON of Terraform or OpenTofu',
      wayOut: 'Point "terraform-binary" at terraform or tofu itself',
    });
  }
  // A pre-release of a newer version counts as that version.
  if (semver.lt(semver.coerce(version) ?? version, OLDEST_VERSION)) {
    throw new ActionError({
      what: `${binary} is too old`,
      found: version,
      expected: `${OLDEST_VERSION} or newer`,
      wayOut: 'Name a newer one in "terraform-version", such as 1.11.4: this action downloads it',
    });
  }
  return { version, platform: String(fields.platform ?? '') };
}

/** Whether this is what `version -json` prints. */
export function isVersion(value: unknown): boolean {
  return typeof value === 'object' && value !== null && ('terraform_version' in value || 'tofu_version' in value);
}
