import { type FileHandle, open } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds between two looks at the file. */
const INTERVAL = 100;
const CHUNK = 256 * 1024;

/** Follows a file that another process writes. */
export interface FileFollower {
  /** Resolves when everything that the file holds now has been handed over. Call it when the writer has ended. */
  finish(): Promise<void>;
}

/**
 * Hands over each line of a growing file, as it comes. The writer never waits for the reader: however slow `onLine` is,
 * the lines wait in the file. An error thrown by `onLine` is thrown by `finish`.
 */
export function followLines(path: string, onLine: (line: string) => void): FileFollower {
  let finishing = false;
  const stopWaiting = new AbortController();
  const reading = read();
  // An early failure is reported by `finish`, not as an unhandled rejection.
  reading.catch(() => {});
  return {
    finish: async () => {
      finishing = true;
      stopWaiting.abort();
      await reading;
    },
  };

  async function read(): Promise<void> {
    const lines = new LineBuffer(onLine);
    let file: FileHandle | undefined;
    try {
      for (;;) {
        // Read before the look at the file: what was written before the end is then always seen.
        const last = finishing;
        file ??= await openIfThere(path);
        if (file !== undefined) await drain(file, lines);
        if (last) break;
        await sleep(INTERVAL, undefined, { signal: stopWaiting.signal }).catch(() => {});
      }
      lines.end();
    } finally {
      await file?.close();
    }
  }
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
}

async function drain(file: FileHandle, lines: LineBuffer): Promise<void> {
  const buffer = Buffer.alloc(CHUNK);
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, CHUNK, null);
    if (bytesRead === 0) return;
    lines.add(buffer.subarray(0, bytesRead));
  }
}

/** Cuts bytes into lines; a character or a line may come in pieces. */
class LineBuffer {
  readonly #decoder = new StringDecoder('utf8');
  readonly #onLine: (line: string) => void;
  #rest = '';

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  add(bytes: Buffer): void {
    const lines = (this.#rest + this.#decoder.write(bytes)).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
  }

  end(): void {
    const rest = this.#rest + this.#decoder.end();
    this.#rest = '';
    if (rest !== '') this.#onLine(rest);
  }
}
