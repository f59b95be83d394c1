import { createHash } from 'node:crypto';
import type { LocalRequest } from '../http-service.js';
import { decodeChunks } from './aws-chunked.js';
import {
  CHECKSUM_ALGORITHMS,
  type Checksum,
  type ChecksumAlgorithm,
  checksumHeader,
  digest,
  digestLength,
} from './checksum.js';
import { S3Error } from './s3-error.js';

/** What was sent, out of its transfer coding and held against every digest that came with it. */
export interface Payload {
  readonly body: Buffer;
  /** The checksum that the client sent, in a header or in a trailer. */
  readonly checksum?: Checksum;
}

/** Throws `BadDigest` and its relatives where the bytes are not those that the client said it sends. */
export function readPayload(request: LocalRequest): Payload {
  const { headers } = request;
  const signedAs = headers['x-amz-content-sha256'] ?? '';
  const chunked = signedAs.startsWith('STREAMING-') || /\baws-chunked\b/.test(headers['content-encoding'] ?? '');
  if (headers['transfer-encoding'] !== undefined && headers['x-amz-decoded-content-length'] === undefined) {
    throw new S3Error('MissingContentLength');
  }
  const { body, trailers } = chunked ? decodeChunks(request.body) : { body: request.body, trailers: {} };
  const declared = headers['x-amz-decoded-content-length'];
  if (declared !== undefined && Number(declared) !== body.length) throw new S3Error('IncompleteBody');
  if (/^[0-9a-f]{64}$/.test(signedAs)) checkSignedDigest(signedAs, body);
  if (headers['content-md5'] !== undefined) checkMd5(headers['content-md5'], body);
  const checksum = checkSent({ ...headers, ...trailers }, body);
  return checksum === undefined ? { body } : { body, checksum };
}

/** The algorithm and value of the one checksum header, without looking at any bytes. */
export function sentChecksum(
  headers: Readonly<Record<string, string>>,
): { readonly algorithm: ChecksumAlgorithm; readonly value: string } | undefined {
  const sent = CHECKSUM_ALGORITHMS.flatMap((algorithm) => {
    const value = headers[checksumHeader(algorithm)];
    return value === undefined ? [] : [{ algorithm, value }];
  });
  if (sent.length > 1) {
    throw new S3Error('InvalidRequest', {
      message: 'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    });
  }
  return sent[0];
}

function checkSent(headers: Readonly<Record<string, string>>, body: Buffer): Checksum | undefined {
  const sent = sentChecksum(headers);
  if (sent === undefined) return undefined;
  const { algorithm, value } = sent;
  if (Buffer.from(value, 'base64').length !== digestLength(algorithm)) {
    throw new S3Error('InvalidRequest', { message: `Value for ${checksumHeader(algorithm)} header is invalid.` });
  }
  if (digest(algorithm, body).toString('base64') !== value) {
    throw new S3Error('BadDigest', {
      message: `The ${algorithm} you specified did not match the calculated checksum.`,
    });
  }
  return { algorithm, value, type: 'FULL_OBJECT' };
}

function checkSignedDigest(expected: string, body: Buffer): void {
  const computed = createHash('sha256').update(body).digest('hex');
  if (computed === expected) return;
  throw new S3Error('XAmzContentSHA256Mismatch', {
    elements: { ClientComputedContentSHA256: expected, S3ComputedContentSHA256: computed },
  });
}

function checkMd5(expected: string, body: Buffer): void {
  if (Buffer.from(expected, 'base64').length !== 16) throw new S3Error('InvalidDigest');
  const computed = createHash('md5').update(body).digest('base64');
  if (computed === expected) return;
  throw new S3Error('BadDigest', {
    message: 'The Content-MD5 you specified did not match what we received.',
    elements: { ExpectedDigest: expected, CalculatedDigest: computed },
  });
}
