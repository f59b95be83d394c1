import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { CancelledError } from '../errors.js';
import type { Log } from '../ports.js';
import { commandLine } from '../terraform/arguments.js';
import type { Diagnostic } from '../terraform/diagnostic.js';
import { parseDiagnosticsText, plainLines } from '../terraform/diagnostics-text.js';
import { type ExitMeaning, exitMeaning } from '../terraform/exit-codes.js';
import { ProgressLines } from '../terraform/progress-lines.js';
import { parseStreamLine } from '../terraform/stream.js';
import { terraformFailure } from '../terraform/terraform-failure.js';
import { runProcess } from './process.js';
import { followLines } from './process-output.js';
import { processStartTime, type RunState } from './run-state.js';

export interface CommandSettings {
  /** Absolute path of the real binary, and how a reader knows it. */
  readonly program: string;
  readonly binary: string;
  readonly platform: string;
  /** Absolute. */
  readonly directory: string;
  readonly workspace: string;
  readonly environment: Readonly<Record<string, string>>;
  /** For the files that commands write to; exists already. */
  readonly scratch: string;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly runState: RunState;
}

export interface CommandEnd {
  readonly meaning: ExitMeaning;
  /** What the command wrote; the reader of it deletes it. */
  readonly stdout: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** How the standard output is read. `kept`: it is data, and never logged. */
type Output = 'stream' | 'text' | 'kept';

/**
 * Runs one Terraform command to its end, its outputs in files. Throws `TerraformFailure`, unless `meaning` is one of the
 * good ones of this command.
 */
export async function runCommand(
  settings: CommandSettings,
  given: readonly string[],
  output: Output,
): Promise<CommandEnd> {
  const { log, signal, runState } = settings;
  const command = given[0] ?? '';
  if (signal.aborted) throw new CancelledError(`${settings.binary} ${command}, before it began`);
  const files = filesOf(settings.scratch, command);
  if (output !== 'kept') log.info(commandLine(settings.binary, given));
  const diagnostics: Diagnostic[] = [];
  const progress = new ProgressLines(Date.now());
  const onLine = lineReader(output, log, progress, diagnostics);
  const follower = output === 'kept' ? undefined : followLines(files.stdout, onLine);
  try {
    const end = await runProcess({
      program: settings.program,
      arguments: given,
      directory: settings.directory,
      environment: settings.environment,
      stdout: files.stdout,
      stderr: files.stderr,
      signal,
      started: (pid) => runState.save(running(settings, command, pid)),
    });
    runState.save(undefined);
    await follower?.finish();
    for (const sentence of progress.end()) log.info(sentence);
    const stderr = await readFile(files.stderr, 'utf8');
    const meaning = exitMeaning(command, end.code);
    if (meaning === 'failure') {
      // With `-json` the errors are in the stream; what stands on standard error is then of the binary itself.
      const errors = diagnostics.some(({ severity }) => severity === 'error') ? [] : parseDiagnosticsText(stderr);
      throw terraformFailure({
        command,
        binary: settings.binary,
        platform: settings.platform,
        directory: relative(process.cwd(), settings.directory) || '.',
        ...end,
        diagnostics: [...diagnostics, ...errors],
      });
    }
    for (const line of plainLines(stderr)) if (line.trim() !== '') log.info(line);
    return { meaning, stdout: files.stdout, diagnostics };
  } catch (thrown) {
    await follower?.finish().catch(() => {});
    await rm(files.stdout, { force: true });
    throw thrown;
  } finally {
    await rm(files.stderr, { force: true });
    if (output !== 'kept') await rm(files.stdout, { force: true });
  }
}

/** Runs a command whose output is data, and reads it. */
export async function readCommand(settings: CommandSettings, given: readonly string[]): Promise<string> {
  const { stdout } = await runCommand(settings, given, 'kept');
  try {
    return await readFile(stdout, 'utf8');
  } finally {
    await rm(stdout, { force: true });
  }
}

/** Shows progress as it comes, and collects the diagnostics: a warning is nowhere else. */
function lineReader(
  output: Output,
  log: Log,
  progress: ProgressLines,
  diagnostics: Diagnostic[],
): (line: string) => void {
  if (output !== 'stream') return (line) => log.info(line);
  return (line) => {
    const event = parseStreamLine(line);
    if (event.kind === 'silent') return;
    if (event.kind === 'diagnostic') {
      diagnostics.push(event.diagnostic);
      log.info(said(event.diagnostic));
    } else {
      for (const sentence of progress.of(event, Date.now())) log.info(sentence);
    }
  };
}

/** Only in the log: annotations, which are few, are made of the outcome. */
function said({ severity, summary, detail, file, startLine }: Diagnostic): string {
  const place = file === undefined ? '' : ` (${file}:${startLine})`;
  return `${severity === 'error' ? 'Error' : 'Warning'}: ${summary}${place}${detail === '' ? '' : `\n${detail}`}`;
}

function filesOf(scratch: string, command: string): { readonly stdout: string; readonly stderr: string } {
  const name = join(scratch, `${command}-${randomUUID()}`);
  return { stdout: `${name}.out`, stderr: `${name}.err` };
}

function running({ program, directory, workspace }: CommandSettings, command: string, pid: number) {
  const startTime = processStartTime(pid);
  return { pid, ...(startTime === undefined ? {} : { startTime }), command, binary: program, directory, workspace };
}

/** `terraform` for `/opt/hostedtoolcache/.../terraform-bin`. */
export function readableName(program: string): string {
  return basename(program).replace(/-bin$/, '');
}
