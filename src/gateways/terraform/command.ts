import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { CancelledError } from '../../errors.js';
import type { Log } from '../../ports/run.js';
import { commandLine, takesLock } from '../../terraform/command/arguments.js';
import { type ExitMeaning, exitMeaning } from '../../terraform/command/exit-codes.js';
import type { FailedCommand } from '../../terraform/command/failed-command.js';
import { type TerraformFailure, terraformFailure } from '../../terraform/command/failure.js';
import { hasGivenUp } from '../../terraform/command/how-it-ended.js';
import type { ApplyEvent } from '../../terraform/stream/applied-changes.js';
import { type Diagnostic, placedIn } from '../../terraform/stream/diagnostic.js';
import { parseDiagnosticsText } from '../../terraform/stream/diagnostics-text.js';
import { HeldLog } from '../runner/held-log.js';
import { processStartTime } from '../runner/run-state.js';
import { actionsSecrets } from '../runner/secret-register.js';
import type { EarlyVariables } from './early-variables.js';
import type { LeftForPost } from './left-for-post.js';
import { TerraformOutput } from './output.js';
import { type ProcessEnd, runProcess } from './process.js';
import { followLines } from './process-output.js';

export interface CommandSettings {
  /** Absolute path of the real binary, and how a reader knows it. */
  readonly program: string;
  readonly binary: string;
  readonly version: string;
  readonly platform: string;
  /** Absolute. */
  readonly directory: string;
  readonly workspace: string;
  readonly environment: Readonly<Record<string, string>>;
  /** For the files that commands write to; exists already. */
  readonly scratch: string;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly left: LeftForPost;
  /** Variables for the commands before the plan; absent where there are none. */
  readonly early?: EarlyVariables;
  readonly connectedLine?: ((command: string) => string) | undefined;
  /** Until then nothing that a command prints is said: it may quote a secret that is still unknown. Never rejects. */
  readonly secretsKnown?: Promise<void>;
}

export interface CommandEnd {
  readonly meaning: ExitMeaning;
  /** What the command wrote; the reader of it deletes it. */
  readonly stdout: string;
  readonly diagnostics: readonly Diagnostic[];
  /** Each planned change as the stream of `plan` says it: `ADDRESS: Plan to create`. */
  readonly planned: readonly string[];
}

/** How the standard output is read. `kept`: it is data, and never logged. */
type Reading = 'stream' | 'text' | 'kept';

/** Runs one Terraform command to its end, its outputs in files. Throws `TerraformFailure` for a code of failure. */
export async function runCommand(
  settings: CommandSettings,
  asked: readonly string[],
  reading: Reading,
  changed?: (event: ApplyEvent) => void,
): Promise<CommandEnd> {
  const { signal, left, secretsKnown } = settings;
  const log = secretsKnown === undefined ? settings.log : heldUntil(secretsKnown, settings.log);
  const command = asked[0] ?? '';
  if (signal.aborted) throw new CancelledError(`${settings.binary} ${command}, before it began`);
  const given = (await settings.early?.added(asked)) ?? asked;
  const files = filesOf(settings.scratch, command);
  // Beside the plans, which are gone before `post`: it compares what was made with the state.
  const events =
    command === 'apply' ? join(dirname(dirname(settings.scratch)), `${basename(files.stdout)}.events`) : undefined;
  const output = new TerraformOutput(log, (event) => {
    if (events !== undefined) kept(events, event);
    changed?.(event);
  });
  if (reading !== 'kept') output.text(commandLine(settings.binary, given));
  const follower =
    reading === 'kept'
      ? undefined
      : followLines(files.stdout, (line) => (reading === 'stream' ? output.stream(line) : output.line(line)));
  // Before it starts: a lock that is older than this is not its own.
  const startedAt = new Date().toISOString();
  let succeeded = false;
  try {
    const end = await runProcess({
      program: settings.program,
      arguments: given,
      directory: settings.directory,
      environment: settings.environment,
      ...files,
      signal,
      started: (pid) =>
        left.started({ ...running(settings, command, pid), startedAt, output: files.stdout, events }, takesLock(asked)),
    });
    await follower?.finish();
    await secretsKnown;
    const stderr = await readFile(files.stderr, 'utf8');
    const meaning = exitMeaning(command, end.code);
    // Terraform calls it an error that a first plan has no state. Whoever asked for the list knows what it means.
    const isNew = command === 'state' && meaning === 'failure' && NO_STATE.test(stderr);
    if (!isNew) output.end(stderr);
    // A program that was cut off behind a script may end with 0: nothing is live that nobody has heard of.
    const brokeOff = reading === 'stream' && !output.summed;
    if (meaning === 'failure' || brokeOff) {
      const printed = command === 'init' ? await readFile(files.stdout, 'utf8') : '';
      const failure = failureOf(settings, { command, ...end, printed }, output.diagnostics, stderr);
      // What ended badly is left for the `post` step: it may have left a state that could not be saved, or a lock. Terraform
      // does not always say that it could not release it: where the state could not be read either, it says that alone.
      if (end.code === null || command === 'apply' || (takesLock(asked) && failure.kind !== 'lock-held'))
        left.endedBadly(command === 'apply' && hasGivenUp(failure.diagnostics));
      else if (isNew) left.endedWell();
      else left.failedAlone();
      throw failure;
    }
    succeeded = true;
    left.endedWell();
    const diagnostics = output.diagnostics.map((one) => placedIn(settings.directory, one));
    return { meaning, stdout: files.stdout, diagnostics, planned: output.planned };
  } finally {
    await follower?.finish().catch(() => {});
    await rm(files.stderr, { force: true });
    if (reading !== 'kept' || !succeeded) await rm(files.stdout, { force: true });
  }
}

function failureOf(
  { binary, platform, directory, connectedLine }: CommandSettings,
  ended: ProcessEnd & Pick<FailedCommand, 'command' | 'printed'>,
  streamed: readonly Diagnostic[],
  stderr: string,
): TerraformFailure {
  // With `-json` the errors are in the stream; what stands on standard error is then of the binary itself.
  const printed = streamed.some(({ severity }) => severity === 'error') ? [] : parseDiagnosticsText(stderr);
  return terraformFailure({
    binary,
    platform,
    directory: relative(process.cwd(), directory) || '.',
    ...ended,
    connectedLine,
    diagnostics: [...streamed, ...printed].map((one) => masked(placedIn(directory, one))),
  });
}

function heldUntil(known: Promise<void>, log: Log): Log {
  const held = new HeldLog(log);
  known.then(() => held.release());
  return held;
}

/** A message is cut to be read, and half a secret would not be found any more. */
function masked({ summary, detail, ...diagnostic }: Diagnostic): Diagnostic {
  return { ...diagnostic, summary: actionsSecrets.redact(summary), detail: actionsSecrets.redact(detail) };
}

/** What `terraform state list` says before the first apply. */
const NO_STATE = /No state file was found/;

/** Runs a command whose output is data, and reads it. */
export async function readCommand(settings: CommandSettings, given: readonly string[]): Promise<string> {
  const { stdout } = await runCommand(settings, given, 'kept');
  try {
    return await readFile(stdout, 'utf8');
  } finally {
    await rm(stdout, { force: true });
  }
}

/** A full disk must not end the apply; `post` reads the output too, where that is still there. */
function kept(file: string, event: ApplyEvent): void {
  try {
    appendFileSync(file, `${JSON.stringify(withoutSecretId(event))}\n`, { mode: 0o600 });
  } catch {}
}

/** `post` posts it, and does not know what the plan has marked as sensitive. */
function withoutSecretId(event: ApplyEvent): ApplyEvent {
  const { id, ...rest } = event;
  return id === undefined || actionsSecrets.redact(id.value) === id.value ? event : rest;
}

function filesOf(scratch: string, command: string): { readonly stdout: string; readonly stderr: string } {
  const name = join(scratch, `${command}-${randomUUID()}`);
  return { stdout: `${name}.out`, stderr: `${name}.err` };
}

function running(settings: CommandSettings, command: string, pid: number) {
  const { program, directory, environment } = settings;
  const startTime = processStartTime(pid);
  const { TF_WORKSPACE: workspace } = environment;
  return {
    pid,
    startTime,
    command,
    binary: program,
    directory,
    workspace,
  };
}

/** `terraform` for `/opt/hostedtoolcache/.../terraform-bin`. */
export function readableName(program: string): string {
  return basename(program).replace(/-bin$/, '');
}
