/** The parts of an error that a person can act on. Each is a sentence or a phrase without a closing stop. */
export interface ErrorParts {
  /** What went wrong, as one sentence. */
  readonly what: string;
  /** What was found, quoted where it is a value. */
  readonly found?: string | undefined;
  /** What would have been right. */
  readonly expected?: string | undefined;
  /** What the reader can do now. */
  readonly wayOut?: string;
  readonly cause?: unknown | undefined;
}

/**
 * The one error type of the action: whatever ends a run is thrown as this, once, where it is first understood.
 * Its message reads `what. Found: ... Expected: ... wayOut.`, so that it makes sense alone in an annotation.
 */
export class ActionError extends Error {
  override readonly name = 'ActionError';
  readonly parts: ErrorParts;

  constructor(parts: ErrorParts) {
    const sentences = [closed(parts.what)];
    if (parts.found !== undefined) sentences.push(closed(`Found: ${parts.found}`));
    if (parts.expected !== undefined) sentences.push(closed(`Expected: ${parts.expected}`));
    if (parts.wayOut !== undefined) sentences.push(closed(parts.wayOut));
    super(sentences.join(' '), parts.cause === undefined ? undefined : { cause: parts.cause });
    this.parts = parts;
  }
}

/** The run was cancelled (SIGINT or SIGTERM). Not a fault of its own: it says where the work stopped. */
export class CancelledError extends ActionError {
  constructor(during: string, cause?: unknown) {
    super({
      what: `Cancelled during ${during}`,
      wayOut: 'Run the job again: it continues from what is already live',
      ...(cause === undefined ? {} : { cause }),
    });
  }
}

/** Whether it failed because the run's own signal was aborted: whatever words were put around that. */
export function wasAborted(thrown: unknown): boolean {
  for (let at = thrown, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    if (at.name === 'AbortError') return true;
  }
  return false;
}

/** A bucket that is named does not exist: waiting for another role or another run does not help. */
export class MissingBucket extends ActionError {}

/** Neither listed nor emptied: a policy of the role, or of the bucket, forbids it. */
export class BucketDenied extends ActionError {}

/** An `Error` for anything that was thrown, so that unknown values fail with words too. */
export function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  return new ActionError({ what: 'Something that is not an error was thrown', found: String(thrown) });
}

const FULL = 'Free space on the disk of the runner, then run the job again';
const RIGHTS = 'Give the user of the runner the right to this file, then run the job again';
/** What a file system refuses. Other codes are of the network, or are nobody's fault but ours. */
const FILE_ERRORS: Readonly<Record<string, string>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  EFBIG: FULL,
  EROFS: RIGHTS,
  EACCES: RIGHTS,
  EPERM: RIGHTS,
  EIO: 'The disk of the runner fails: run the job on another one',
};

/** The words of whatever ended a run. What the runner's disk refused is no defect of ours, and needs no stack. */
export function asActionError(thrown: unknown): ActionError {
  const error = asError(thrown);
  if (error instanceof ActionError) return error;
  const wayOut = FILE_ERRORS[(error as NodeJS.ErrnoException).code ?? ''];
  if (wayOut === undefined) return new ActionError({ what: `${error.name}: ${error.message}`, cause: error });
  return new ActionError({
    what: "The runner's disk refused to read or write a file",
    found: error.message,
    wayOut,
    cause: error,
  });
}

function closed(sentence: string): string {
  return /[.!?:]$/.test(sentence) ? sentence : `${sentence}.`;
}
