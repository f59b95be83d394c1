import type { ErrorParts } from '../../errors.js';

/** What `init` said about `.terraform.lock.hcl`, and how the reader calls it. */
export interface LockFileFailure {
  readonly binary: string;
  /** `linux_amd64`; `''` where it is not known. */
  readonly platform: string;
  readonly directory: string;
  /** The text of all errors, on one line. */
  readonly said: string;
  /** What `init` printed on its way. */
  readonly printed: string;
}

/** It reads every module, and installs none: in a fresh checkout they have to come first. @param platform `''`: this machine's */
export function lockProvidersLine(binary: string, directory: string, platform: string): string {
  const program = `${binary} -chdir=${directory}`;
  return `${program} get && ${program} providers lock${platform === '' ? '' : ` -platform=${platform}`}`;
}

/** `- Finding latest version of hashicorp/aws...`, `- Finding hashicorp/aws versions matching "~> 5.0"...` */
const NOT_LOCKED = /^- Finding (?:latest version of )?(\S+?)(?:\.\.\.| versions matching)/gm;

/**
 * The command that mends the lock file. Terraform's own advice is the same for an entry too many and one too few, and
 * `providers lock` removes none.
 */
export function lockFileWayOut(failure: LockFileFailure): Pick<ErrorParts, 'wayOut'> | undefined {
  const { binary, platform, directory, said, printed } = failure;
  const run = (command: string) => `\`${binary} -chdir=${directory} ${command}\``;
  const init = run('init -backend=false');
  const lock = `\`${lockProvidersLine(binary, directory, platform)}\``;
  const each = 'with a -platform for each machine that you use';
  if (/match any of the checksums/.test(said)) {
    return {
      wayOut: `The lock file .terraform.lock.hcl has no checksum for ${platform || 'this machine'}, or another one. Run ${lock} (${each}) and commit the file`,
    };
  }
  if (/init -upgrade|previously-selected version \S+ is no longer available/.test(said)) {
    return {
      wayOut: `The lock file .terraform.lock.hcl names a version that is not allowed or not there any more. Run ${run('init -backend=false -upgrade')}, then ${lock} (${each}), and commit the file`,
    };
  }
  if (!/lock file is read-only|Inconsistent dependency lock file/.test(said)) return undefined;
  const missing = [...printed.matchAll(NOT_LOCKED)].map(([, provider]) => provider);
  if (missing.length > 0 || /Inconsistent/.test(said)) {
    const named = missing.length === 0 ? 'a provider that is needed' : missing.join(', ');
    return {
      wayOut: `The lock file .terraform.lock.hcl is not rewritten here, and it lacks ${named}. Run ${init}, then ${lock} (${each}), and commit the file`,
    };
  }
  return {
    wayOut: `The lock file .terraform.lock.hcl is not rewritten here, and it names a provider or a constraint that the configuration does not have. Run ${init} and commit the file`,
  };
}
