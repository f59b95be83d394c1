import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { HttpClient, type HttpClientResponse } from '@actions/http-client';
import { ActionError, asError } from '../../../errors.js';

/** Milliseconds between two attempts. */
const PAUSES = [1000, 3000];
/** Milliseconds without a byte. */
const SILENCE_MS = 30_000;

export interface Download {
  readonly url: string;
  /** Absolute path of the file to make. */
  readonly file: string;
  /** Bytes; more is refused. */
  readonly most: number;
  readonly signal: AbortSignal;
  /** What to do where the server cannot be reached. */
  readonly wayOut: string;
}

/** A server that does not have what was asked for. */
export class NotReleased extends ActionError {}

/**
 * Fetches one file, through the proxy that the environment names. What may pass is tried three times.
 *
 * @throws NotReleased for 404, and for 403, which a bucket answers for what it does not have
 */
export async function download(request: Download): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await attemptOf(request);
    } catch (thrown) {
      const pause = PAUSES[attempt];
      if (thrown instanceof ActionError || request.signal.aborted) throw thrown;
      if (pause === undefined) throw failed(request, thrown);
      await sleep(pause, undefined, { signal: request.signal });
    }
  }
}

async function attemptOf({ url, file, most, signal }: Download): Promise<void> {
  signal.throwIfAborted();
  // The proxies' variables are read anew for each client.
  const client = new HttpClient('well-managed-deployments', [], { socketTimeout: SILENCE_MS, keepAlive: false });
  try {
    const { message }: HttpClientResponse = await client.get(url);
    const { statusCode = 0, headers } = message;
    if (statusCode === 404 || statusCode === 403) {
      message.destroy();
      throw new NotReleased({ what: `${url} does not exist`, found: `HTTP ${statusCode}` });
    }
    if (statusCode !== 200) {
      message.destroy();
      throw new Error(`HTTP ${statusCode}`);
    }
    const size = Number(headers['content-length'] ?? Number.NaN);
    let bytes = 0;
    const counter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        done(bytes > most ? tooLarge(url, most) : null, chunk);
      },
    });
    try {
      await pipeline(message, counter, createWriteStream(file, { mode: 0o600 }), { signal });
    } catch (thrown) {
      if (thrown instanceof ActionError) throw thrown;
      throw new Error(`the connection broke after ${bytes} of ${Number.isNaN(size) ? 'unknown' : size} bytes`);
    }
    if (!Number.isNaN(size) && bytes !== size) throw new Error(`${bytes} of ${size} bytes arrived`);
  } finally {
    client.dispose();
  }
}

function tooLarge(url: string, most: number): ActionError {
  return new ActionError({ what: `${url} has more than ${most} bytes, which no release has` });
}

function failed({ url, wayOut }: Download, thrown: unknown): ActionError {
  const { message, code } = asError(thrown) as Error & { readonly code?: string };
  return new ActionError({
    what: `Downloading ${url} failed, three times`,
    found: message === '' ? (code ?? 'no answer') : message,
    wayOut,
    cause: thrown,
  });
}
