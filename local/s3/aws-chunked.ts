import { S3Error } from './s3-error.js';

const CRLF = Buffer.from('\r\n');

/**
 * Takes a body out of the `aws-chunked` coding: `SIZE[;chunk-signature=...]` CRLF, bytes, CRLF, ..., a chunk of size
 * 0, then trailers as header lines (Signature Version 4, "streaming"). Throws `IncompleteBody` where it is cut.
 */
export function decodeChunks(coded: Buffer): {
  readonly body: Buffer;
  readonly trailers: Readonly<Record<string, string>>;
} {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = coded.indexOf(CRLF, at);
    if (lineEnd < 0) throw new S3Error('IncompleteBody');
    const size = /^([0-9a-f]+)(?:;|$)/i.exec(coded.toString('latin1', at, lineEnd))?.[1];
    if (size === undefined) throw new S3Error('IncompleteBody');
    const length = Number.parseInt(size, 16);
    at = lineEnd + CRLF.length;
    if (length === 0) return { body: Buffer.concat(chunks), trailers: readTrailers(coded.toString('latin1', at)) };
    if (at + length + CRLF.length > coded.length) throw new S3Error('IncompleteBody');
    chunks.push(coded.subarray(at, at + length));
    at += length + CRLF.length;
  }
}

function readTrailers(text: string): Record<string, string> {
  const trailers: Record<string, string> = {};
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return trailers;
}
