import { spawn } from 'node:child_process';
import { type FileHandle, open } from 'node:fs/promises';
import { ActionError } from '../../errors.js';

export interface ProcessRequest {
  /** Absolute path of the program. */
  readonly program: string;
  readonly arguments: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Files that receive the two outputs. Made new, readable by this user alone. */
  readonly stdout: string;
  readonly stderr: string;
  /** Asks the process to stop, once. */
  readonly signal: AbortSignal;
  /** Called at once when the process exists, before anything is waited for. */
  readonly started: (pid: number) => void;
}

export interface ProcessEnd {
  /** `null` when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Whether this run asked it to stop. */
  readonly interrupted: boolean;
}

/**
 * Runs a program that must survive its starter. Its outputs are files, because Terraform dies of SIGPIPE when the
 * reader of a pipe dies, lock and all; it leads its own process group, so that signals meant for us do not reach it;
 * and it is asked to stop with exactly one SIGINT, because a second one makes Terraform give up its state. Then it is
 * waited for, however long it takes.
 */
export async function runProcess(request: ProcessRequest): Promise<ProcessEnd> {
  const stdout = await open(request.stdout, 'w', 0o600);
  let stderr: FileHandle | undefined;
  try {
    stderr = await open(request.stderr, 'w', 0o600);
    return await untilItEnds(request, stdout.fd, stderr.fd);
  } finally {
    await stdout.close();
    await stderr?.close();
  }
}

async function untilItEnds(request: ProcessRequest, stdout: number, stderr: number): Promise<ProcessEnd> {
  const { signal } = request;
  return await new Promise<ProcessEnd>((resolve, reject) => {
    const child = spawn(request.program, request.arguments, {
      cwd: request.directory,
      env: { ...request.environment },
      detached: true,
      stdio: ['ignore', stdout, stderr],
    });
    let interrupted = false;
    let unsaved: { readonly cause: unknown } | undefined;
    const interrupt = () => {
      if (interrupted) return;
      interrupted = true;
      child.kill('SIGINT');
    };
    try {
      if (child.pid !== undefined) request.started(child.pid);
    } catch (cause) {
      // It runs already, so it is asked to stop and waited for like any other.
      unsaved = { cause };
      interrupt();
    }
    signal.addEventListener('abort', interrupt);
    if (signal.aborted) interrupt();
    child.on('error', (cause) => {
      // Also emitted when a signal could not be sent; then the process still runs, and its exit is what counts.
      if (child.pid !== undefined) return;
      signal.removeEventListener('abort', interrupt);
      reject(notStarted(request, cause));
    });
    child.on('exit', (code, endedBy) => {
      signal.removeEventListener('abort', interrupt);
      if (unsaved !== undefined) reject(unsaved.cause);
      else resolve({ code, signal: endedBy, interrupted });
    });
  });
}

function notStarted({ program, directory }: ProcessRequest, cause: Error): ActionError {
  return new ActionError({
    what: `${program} could not be started`,
    found: cause.message,
    expected: `an executable file, and the directory ${directory}`,
    cause,
  });
}
