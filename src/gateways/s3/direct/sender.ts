import { type ClientRequest, Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { StoredVersion } from '../../../ports/site.js';
import { signedHeaders } from '../../web/signature.js';
import { type WholeAnswer, wholeAnswer } from '../../web/whole-answer.js';
import { encodedKey, encodedPart } from '../key.js';
import { stored } from '../stored.js';
import type { S3Access } from './access.js';

type Header = readonly [name: string, value: string];

export interface DirectRequest {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  /** `''`: the bucket itself. */
  readonly key: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Names in lower case; values printable, without spaces around. */
  readonly headers?: readonly Header[];
  readonly body?: Uint8Array;
  /** Hex, of the body. */
  readonly bodySha256?: string;
}

/** Tries a request once. @returns the whole answer, whatever it is, or `undefined` when none came or it broke off */
export type DirectSender = (request: DirectRequest) => Promise<WholeAnswer | undefined>;

const SOCKETS = 64;
const ANSWER_WITHIN_MS = 60_000;
const SHA256_OF_NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/**
 * Sends without the SDK, whose middleware takes a millisecond of each request: that is what limits the upload of
 * thousands of files. Its callers give what is not a plain success to the SDK afterwards, so that retries, redirects and
 * errors stay the SDK's matter. So only requests that may be made twice are sent this way.
 */
export function directSender(access: S3Access, owner: string | undefined, signal: AbortSignal): DirectSender {
  const { endpoint, region } = access;
  const scope = { region, service: 's3' };
  const { hostname, port } = endpoint;
  const secure = endpoint.protocol === 'https:';
  const options = { keepAlive: true, maxSockets: SOCKETS };
  const agent = secure ? new HttpsAgent(options) : new HttpAgent(options);
  const send = secure ? httpsRequest : httpRequest;
  // One listener for all: one for each of thousands of requests takes longer than signing them.
  const running = new Set<ClientRequest>();
  signal.addEventListener('abort', () => {
    for (const request of running) request.destroy();
  });
  const host: Header = ['host', endpoint.host];
  const owned: readonly Header[] = owner === undefined ? [] : [['x-amz-expected-bucket-owner', owner]];
  // No slash behind the bucket's name, but where the name is in the host.
  const bucketPath = endpoint.path === '/' ? '/' : endpoint.path.slice(0, -1);

  return async ({ method, key, query, headers = [], body, bodySha256 = SHA256_OF_NOTHING }) => {
    if (signal.aborted) return undefined;
    // Renewed by whoever gives them, before they expire.
    const credentials = await access.credentials().catch(() => undefined);
    // The SDK asks for them again, and says what is wrong with them.
    if (credentials === undefined) return undefined;
    const given: Header[] = [...headers, host, ['x-amz-content-sha256', bodySha256], ...owned];
    const path = key === '' ? bucketPath : endpoint.path + encodedKey(key);
    const search = query === undefined ? '' : encodedQuery(query);
    const signable = { method, path, query: search, headers: given, bodySha256 };
    const sent = signedHeaders(signable, credentials, scope);
    if (body !== undefined) sent['content-length'] = String(body.length);
    const target = search === '' ? path : `${path}?${search}`;
    return await new Promise((resolve) => {
      const nothing = () => resolve(undefined);
      const request = send({ method, hostname, path: target, headers: sent, agent, port }, (reply) =>
        wholeAnswer(reply, resolve),
      );
      request.setTimeout(ANSWER_WITHIN_MS, () => request.destroy());
      request.on('error', nothing);
      running.add(request);
      request.on('close', () => running.delete(request));
      request.end(body);
    });
  };
}

/** What a write was answered; `undefined` for everything but a plain success. */
export function storedAs(answer: WholeAnswer | undefined): StoredVersion | undefined {
  if (answer?.status !== 200 || answer.headers.etag === undefined) return undefined;
  return stored(answer.headers.etag, answer.headers['x-amz-version-id']?.toString());
}

function encodedQuery(query: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(query).map(([name, value]) => [encodedPart(name), encodedPart(value)] as const);
  pairs.sort(([a], [b]) => (a < b ? -1 : 1));
  return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}
