import { ActionError } from '../../errors.js';
import { LOCK_PROBE_ARGUMENTS, unlockArguments } from '../../terraform/command/arguments.js';
import { TerraformFailure } from '../../terraform/command/failure.js';
import type { StateLock } from '../../terraform/command/state-lock.js';
import { type CommandSettings, runCommand } from './command.js';

/** The lock on the state, whoever holds it, by Terraform itself, so that it works on every backend. A failed look throws. */
export async function heldLock(settings: CommandSettings): Promise<StateLock | undefined> {
  try {
    await runCommand(settings, LOCK_PROBE_ARGUMENTS, 'text');
    return undefined;
  } catch (thrown) {
    if (!(thrown instanceof TerraformFailure)) throw thrown;
    if (thrown.lock !== undefined) return thrown.lock;
    throw isAboutLock(thrown) ? unreadable(thrown) : thrown;
  }
}

function isAboutLock({ diagnostics }: TerraformFailure): boolean {
  return diagnostics.some(({ summary, detail }) => /acquiring the state lock/i.test(`${summary} ${detail}`));
}

function unreadable({ parts, diagnostics }: TerraformFailure): ActionError {
  return new ActionError({
    what: 'The state is locked, or its lock cannot be read',
    found: parts.found ?? diagnostics.map(({ summary }) => summary).join(', '),
    wayOut:
      'Where the words above speak of rights, allow the role to read and write the lock. Else look at the lock where the backend keeps it ' +
      '(S3: the object beside the state, with `.tflock` behind its name), and remove it there when nothing runs that may hold it',
  });
}

/** Terraform reads the lock once more, and refuses where it has another id by now. */
export async function releaseLock(settings: CommandSettings, id: string): Promise<void> {
  await runCommand(settings, unlockArguments(id), 'text');
}
