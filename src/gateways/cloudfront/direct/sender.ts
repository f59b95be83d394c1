import { hash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type Environment, isPlain, isPlainRegion, keysOf } from '../../web/plain-environment.js';
import { authorization } from '../../web/signature.js';
import type { CloudFrontConnection } from '../distributions.js';

export interface DirectAnswer {
  readonly status: number;
  readonly body: string;
}

/** Tries a request once. @returns `undefined` when no whole answer came */
export type DirectSender = (method: 'GET' | 'POST', path: string, body?: string) => Promise<DirectAnswer | undefined>;

const ANSWER_WITHIN_MS = 20_000;
/** For all of the partition `aws` (CloudFront API reference, "CloudFront endpoints"). */
const ENDPOINT = 'https://cloudfront.amazonaws.com';
const SCOPE = { region: 'us-east-1', service: 'cloudfront' };

/**
 * Sends without the SDK, which takes longer to load than a small site takes to deploy. `undefined` where the environment alone
 * does not say who asks and where: then the SDK decides. So only requests that may be made twice are sent this way.
 */
export function directSender(
  { client: { region: given, credentials }, signal }: Pick<CloudFrontConnection, 'client' | 'signal'>,
  environment: Environment = process.env,
): DirectSender | undefined {
  const region = given ?? environment.AWS_REGION;
  const who = credentials ?? keysOf(environment);
  if (typeof region !== 'string' || !isPlainRegion(region) || who === undefined || !isPlain(environment))
    return undefined;
  const own = environment.AWS_ENDPOINT_URL_CLOUDFRONT ?? environment.AWS_ENDPOINT_URL ?? ENDPOINT;
  if (!/^https?:\/\/[\w.-]+(:\d+)?\/?$/.test(own)) return undefined;
  const { origin, host, protocol } = new URL(own);
  const send = protocol === 'https:' ? httpsRequest : httpRequest;

  return async (method, path, body = '') => {
    if (signal.aborted) return undefined;
    // The SDK asks for them again, and says what is wrong with them.
    const found = await (typeof who === 'function' ? who() : Promise.resolve(who)).catch(() => undefined);
    if (found === undefined) return undefined;
    const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
    const headers: (readonly [string, string])[] = [
      ['host', host],
      ['x-amz-date', time],
    ];
    if (found.sessionToken !== undefined) headers.push(['x-amz-security-token', found.sessionToken]);
    const signable = { method, path, query: '', headers, bodySha256: hash('sha256', body, 'hex') };
    const sent = {
      ...Object.fromEntries(headers),
      authorization: authorization(signable, found, SCOPE, time),
      ...(body === '' ? {} : { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(body) }),
    };
    return await new Promise((resolve) => {
      const nothing = () => resolve(undefined);
      const timeout = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
      const request = send(`${origin}${path}`, { method, headers: sent, signal: timeout }, (reply) => {
        let text = '';
        reply.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        reply.on('error', nothing).on('close', nothing);
        reply.on('end', () => resolve({ status: reply.statusCode ?? 0, body: text }));
      });
      request.on('error', nothing).end(body);
    });
  };
}
