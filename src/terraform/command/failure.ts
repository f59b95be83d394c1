import { ActionError, type ErrorParts } from '../../errors.js';
import type { Diagnostic } from '../stream/diagnostic.js';
import { type FailedCommand, typed } from './failed-command.js';
import { hasGivenUp, howItEnded } from './how-it-ended.js';
import { lockFileWayOut } from './lock-file.js';
import { parseLockText, type StateLock } from './state-lock.js';

export type FailureKind =
  | 'stale-plan'
  | 'lock-held'
  | 'lock-kept'
  | 'interrupted'
  | 'init'
  | 'unsaved-state'
  | 'killed'
  | 'failed';

/** The command did its work, and the back end did not take the lock back. */
const KEPT_LOCK = /Error releasing the state lock/;

/** Terraform ran and failed. What it printed is in `diagnostics`, for annotations on files. */
export class TerraformFailure extends ActionError {
  readonly kind: FailureKind;
  readonly diagnostics: readonly Diagnostic[];
  readonly lock?: StateLock;

  constructor(kind: FailureKind, parts: ErrorParts, diagnostics: readonly Diagnostic[], lock?: StateLock) {
    super(parts);
    this.kind = kind;
    this.diagnostics = diagnostics;
    if (lock !== undefined) this.lock = lock;
  }
}

/** Whether Terraform ended without having saved all that it had made, or nobody knows. */
export function leavesUnsaved(thrown: unknown): boolean {
  return thrown instanceof TerraformFailure && (thrown.kind === 'unsaved-state' || thrown.kind === 'killed');
}

/** Says what failed, by Terraform's own diagnostics, and what to do about it. */
export function terraformFailure(failed: FailedCommand): TerraformFailure {
  const { diagnostics } = failed;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const said = (pattern: RegExp) => errors.find(({ summary, detail }) => pattern.test(flat(`${summary} ${detail}`)));
  if (failed.code === 0) return endless(failed);
  const lock = errors.map(({ detail }) => parseLockText(detail)).find((found) => found !== undefined);
  if (lock !== undefined) return lockHeld(failed, lock);
  if (said(/Saved plan is stale/)) {
    return new TerraformFailure(
      'stale-plan',
      {
        what: 'The saved plan is stale: somebody else changed the state since it was made',
        wayOut: 'Plan again; nothing of this plan was applied',
      },
      diagnostics,
    );
  }
  const gaveUp = hasGivenUp(errors);
  // Asked to stop, and killed or unable to save after that: then it did not stop in order.
  if (failed.interrupted && failed.code !== null && !gaveUp && !said(/errored\.tfstate/)) {
    return new TerraformFailure(
      'interrupted',
      {
        what: `${failed.binary} ${failed.command} was cancelled and shut down cleanly`,
        ...found(errors),
        wayOut:
          failed.command === 'apply'
            ? 'What was finished is in the state. Run the job again: it plans from there'
            : 'Run the job again; nothing was changed',
      },
      diagnostics,
    );
  }
  return new TerraformFailure(
    kindOf(failed, said),
    {
      what: howItEnded(failed),
      ...found(errors),
      ...wayOut(failed, said),
    },
    diagnostics,
  );
}

/** It may have been killed behind a script that ends with 0: what it had begun is not known. */
function endless({ binary, command, diagnostics }: FailedCommand): TerraformFailure {
  return new TerraformFailure(
    command === 'apply' ? 'killed' : 'failed',
    {
      what: `${binary} ${command} ended without saying what it has done`,
      found: 'exit code 0, and output that breaks off',
      wayOut:
        'Look whether the disk of the runner is full, and whether "terraform-binary" names a script that cuts the output off. Then run the job again',
    },
    diagnostics,
  );
}

function kindOf(
  { command, code, diagnostics }: FailedCommand,
  said: (pattern: RegExp) => Diagnostic | undefined,
): Exclude<FailureKind, 'stale-plan' | 'lock-held' | 'interrupted'> {
  if (command === 'init') return 'init';
  if (command !== 'apply') return said(KEPT_LOCK) ? 'lock-kept' : 'failed';
  if (said(/errored\.tfstate/)) return 'unsaved-state';
  return code === null || hasGivenUp(diagnostics) ? 'killed' : 'failed';
}

function lockHeld(failed: FailedCommand, lock: StateLock): TerraformFailure {
  const since = lock.created === '' ? '' : ` since ${lock.created}`;
  return new TerraformFailure(
    'lock-held',
    {
      what: `The state is locked, so ${failed.binary} ${failed.command} did nothing`,
      found: `lock ${lock.id}, held by ${lock.who || 'an unnamed process'}${since} for ${lock.operation || 'an operation'}`,
      expected: 'no lock, or one that is released within "lock-timeout"',
      wayOut: `Wait for the run that holds it. If it was cut off, start the workflow manually with "operation: unlock". Only when that run is certainly over: ${typed(failed, `force-unlock ${lock.id}`)}`,
    },
    failed.diagnostics,
    lock,
  );
}

/** How a registry, or the host it sends to, fails to answer. */
const UNREACHABLE =
  /could not connect to|failed to request discovery document|could not query provider registry|the request failed after|TLS handshake timeout|i\/o timeout|connection (reset|refused)|deadline exceeded|Client\.Timeout/i;

/** Which texts have a way out that Terraform does not name. */
function wayOut(failed: FailedCommand, said: (pattern: RegExp) => Diagnostic | undefined): Pick<ErrorParts, 'wayOut'> {
  const { command, binary, platform, directory, diagnostics, printed } = failed;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const all = flat(errors.map(({ summary, detail }) => `${summary} ${detail}`).join(' '));
  const mended = lockFileWayOut({ binary, platform, directory, said: all, printed });
  if (mended !== undefined) return mended;
  if (command === 'init' && said(UNREACHABLE)) {
    return {
      wayOut:
        'The registry did not answer. Run the job again; if it stays, look at its status page, the proxy variables and TF_CLI_CONFIG_FILE',
    };
  }
  // Before the cause, which may be that the credentials have expired.
  if (said(/errored\.tfstate/)) {
    return {
      wayOut: `The state could not be saved and is in ${directory}/errored.tfstate on this runner. Nothing may be applied before it is pushed: ${binary} -chdir=${directory} state push errored.tfstate`,
    };
  }
  // Before the cause, too: what is left matters more.
  if (said(KEPT_LOCK)) {
    return {
      wayOut:
        'The lock may still be on the state. The end of this job releases it, and says so in its last step. A run that finds it later prints the command that does',
    };
  }
  if (hasGivenUp(errors)) {
    return { wayOut: 'Run the job again. After an apply, read first what its last step says that the state lacks' };
  }
  // Before what looks like missing credentials: AWS calls a request that is dated wrongly expired, too.
  if (said(/Signature (expired|not yet current)|RequestTimeTooSkewed|RequestExpired/)) {
    return { wayOut: 'The clock of this runner is wrong: set it, for example with NTP, then run the job again' };
  }
  if (said(/failed to get shared config profile|config profile could not be found/i)) {
    return {
      wayOut:
        'A provider block names a "profile", which this run does not have. Remove "profile": the provider then works as this run is signed in',
    };
  }
  if (said(/No valid credential sources|ExpiredToken|security token included in the request is (invalid|expired)/)) {
    return {
      wayOut:
        'Give "role-to-assume" (or "plan-role" and "deploy-role") the ARN of a role. Where it reads a variable of the repository, that may be missing: `gh variable list`. Credentials of another step have to be there before this one, and still valid',
    };
  }
  if (said(/attribute "(bucket|key|region)" is required by the backend|^Missing region value/i)) {
    return {
      wayOut:
        'Give the input "backend-config" the lines `bucket=NAME` and `key=STAGE/terraform.tfstate`, and "aws-region" the region of the bucket',
    };
  }
  if (command === 'init' && said(/S3 bucket "[^"]*" does not exist|NoSuchBucket/)) {
    return {
      wayOut:
        'Correct `bucket=` in the input "backend-config". Where it reads a variable of the repository: `gh variable list`. infra/bootstrap makes such a bucket',
    };
  }
  if (said(/^No configuration files/)) {
    return { wayOut: `There are no *.tf files in ${directory}: name the folder that has them in "infra-directory"` };
  }
  const gone = errors.find(isGoneData);
  if (command === 'plan' && gone?.address !== undefined) {
    return {
      wayOut: `${gone.address} finds nothing any more. Remove it, or point it at what exists, in a pull request. To destroy the stack without reading it: ${typed(failed, 'destroy -refresh=false')}`,
    };
  }
  if (said(/Unsupported Terraform Core version|Unsupported OpenTofu/)) {
    return { wayOut: `Install a version of ${binary} that "required_version" allows before this step` };
  }
  return {};
}

/** How the data sources of providers say that what they look for is not there. */
const GONE =
  /no (matching|\S+ matched|.{0,60} found)|not found|couldn't find|could not find|unable to find|does not exist|returned no results|empty result|NoSuch|NotFound/i;

function isGoneData({ address, summary, detail }: Diagnostic): boolean {
  return address !== undefined && /(^|\.)data\./.test(address) && GONE.test(flat(`${summary} ${detail}`));
}

function found(errors: readonly Diagnostic[]): Pick<ErrorParts, 'found'> {
  // A general heading may come first; the place is what helps.
  const first = errors.find(({ file }) => file !== undefined) ?? errors[0];
  if (first === undefined) return {};
  const place =
    first.file === undefined ? '' : ` (${first.file}${first.startLine === undefined ? '' : `:${first.startLine}`})`;
  const more = errors.length === 1 ? '' : `, and ${errors.length - 1} more`;
  const detail = flat(first.detail);
  return { found: `${first.summary}${place}${detail === '' ? '' : `: ${shortened(detail)}`}${more}` };
}

/** Terraform wraps its prose at 78 columns; texts are compared and quoted without that. */
function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function shortened(text: string): string {
  return text.length <= 400 ? text : `${text.slice(0, 399)}…`;
}
