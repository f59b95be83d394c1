import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Upload } from '../site-ports.js';
import type { S3Connection, S3Sdk } from './s3-connection.js';
import { encodedKey } from './s3-key.js';
import { authorization } from './s3-signature.js';

/** Tries an upload once. @returns the ETag, or `undefined` for everything but a plain success */
export type QuickPut = (upload: Upload, bytes: Uint8Array) => Promise<string | undefined>;

interface Endpoint {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  /** As the `host` header says it. */
  readonly host: string;
  /** Before the key. */
  readonly path: string;
}

const SOCKETS = 64;
const ANSWER_WITHIN_MS = 60_000;

/**
 * Small uploads without the SDK's middleware, which takes a millisecond of each: that is what limits a first sync of
 * thousands of files. Endpoint, region and credentials are the SDK's own. Whatever is not a plain success goes to the SDK
 * afterwards, so that retries, redirects and errors stay its matter; an upload that is made twice is the same upload.
 */
export async function quickPut({ open, common, bucket }: S3Connection): Promise<QuickPut> {
  const { sdk, client } = await open();
  // An access point is signed in another way.
  if (bucket.startsWith('arn:')) return async () => undefined;
  const endpoint = await endpointOf(sdk, client, common);
  if (endpoint === undefined) return async () => undefined;
  const region = await client.config.region();
  const secure = endpoint.protocol === 'https:';
  const agent = secure
    ? new HttpsAgent({ keepAlive: true, maxSockets: SOCKETS })
    : new HttpAgent({ keepAlive: true, maxSockets: SOCKETS });
  const send = secure ? httpsRequest : httpRequest;
  const owner = common.ExpectedBucketOwner;

  return async ({ key, content, contentType, cacheControl }, bytes) => {
    if (!isPlain(contentType) || !isPlain(cacheControl)) return undefined;
    // Memoized by the SDK, and renewed before they expire.
    const credentials = await client.config.credentials();
    const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
    const path = endpoint.path + encodedKey(key);
    const headers: [string, string][] = [
      ['cache-control', cacheControl],
      ['content-type', contentType],
      ['host', endpoint.host],
      ['x-amz-checksum-sha256', Buffer.from(content.sha256, 'hex').toString('base64')],
      ['x-amz-content-sha256', content.sha256],
      ['x-amz-date', time],
      ...(owner === undefined ? [] : [['x-amz-expected-bucket-owner', owner] as [string, string]]),
      ...(credentials.sessionToken === undefined
        ? []
        : [['x-amz-security-token', credentials.sessionToken] as [string, string]]),
    ];
    const signed = { method: 'PUT', path, headers, bodySha256: content.sha256 };
    const sent = Object.fromEntries(headers);
    sent.authorization = authorization(signed, credentials, region, time);
    sent['content-length'] = String(bytes.length);
    const { hostname, port } = endpoint;
    const options = { method: 'PUT', hostname, path, headers: sent, agent, ...(port === undefined ? {} : { port }) };
    return await etagOf(send(options), bytes);
  };
}

function etagOf(request: ClientRequest, bytes: Uint8Array): Promise<string | undefined> {
  return new Promise((resolve) => {
    const nothing = () => resolve(undefined);
    request.setTimeout(ANSWER_WITHIN_MS, () => request.destroy());
    request.on('error', nothing);
    request.on('response', (reply: IncomingMessage) => {
      reply.on('error', nothing);
      reply.on('close', nothing);
      reply.on('end', () => {
        const { etag } = reply.headers;
        resolve(reply.statusCode === 200 && etag !== undefined ? etag.replaceAll('"', '') : undefined);
      });
      reply.resume();
    });
    request.end(bytes);
  });
}

/** Lets the SDK prepare an upload up to the point of sending, which says where it would go. */
async function endpointOf(sdk: S3Sdk, client: S3Client, common: S3Connection['common']): Promise<Endpoint | undefined> {
  const key = 'key';
  const command = new sdk.PutObjectCommand({ ...common, Key: key, Body: '' });
  let found: Endpoint | undefined;
  command.middlewareStack.add(
    () => async (args) => {
      const { protocol, hostname, port, path, headers } = args.request as unknown as Record<string, unknown>;
      if (typeof protocol === 'string' && typeof hostname === 'string' && typeof path === 'string') {
        const host = (headers as Record<string, string>).host ?? hostname;
        const where = typeof port === 'number' ? { port } : {};
        if (path.endsWith(`/${key}`)) {
          found = { protocol, hostname, host, path: path.slice(0, -key.length), ...where };
        }
      }
      return { response: {}, output: { $metadata: {} } };
    },
    { step: 'finalizeRequest', name: 'tellEndpoint', priority: 'high' },
  );
  await client.send(command).catch(() => {});
  return found;
}

/** What needs no encoding and is signed as it is written. */
function isPlain(value: string): boolean {
  return /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/.test(value);
}
