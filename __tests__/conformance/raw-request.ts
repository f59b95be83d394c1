import { request } from 'node:http';
import { CREDENTIALS, REGION } from './target.js';

const DATE = '20261101T000000Z';

export interface RawRequest {
  readonly method: string;
  /** Encoded, with its query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Without credentials where `false`. */
  readonly signed?: boolean;
}

/**
 * A request as no SDK would send it. Its signature is not right: neither server computes it, as AWS would.
 * Answers `200`, or `400 BadDigest`: the status, and the code of an error document.
 */
export function sendRaw(
  endpoint: string,
  { method, path, headers = {}, body = '', signed = true }: RawRequest,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${endpoint}${path}`, {
      method,
      headers: {
        'content-length': String(Buffer.byteLength(body)),
        ...(signed
          ? { authorization: authorization(), 'x-amz-date': DATE, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }
          : {}),
        ...headers,
      },
    });
    outgoing.once('error', reject);
    outgoing.once('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('error', reject);
      incoming.once('end', () => {
        const code = /<Code>(\w+)<\/Code>/.exec(Buffer.concat(chunks).toString())?.[1];
        resolve(code === undefined ? String(incoming.statusCode) : `${incoming.statusCode} ${code}`);
      });
    });
    outgoing.end(body);
  });
}

/** Credentials of the right form, with a signature that is none. */
export function authorization(): string {
  const scope = `${CREDENTIALS.accessKeyId}/${DATE.slice(0, 8)}/${REGION}/s3/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;
}
