import { hash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type Environment, isPlain, isPlainRegion, signerOf } from '../../web/plain-environment.js';
import { signedHeaders } from '../../web/signature.js';
import { type WholeAnswer, wholeAnswer } from '../../web/whole-answer.js';
import type { CloudFrontConnection } from '../distributions.js';

/** Tries a request once. @returns `undefined` when no whole answer came */
export type DirectSender = (method: 'GET' | 'POST', path: string, body?: string) => Promise<WholeAnswer | undefined>;

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
  const signer = signerOf(credentials, environment);
  if (typeof region !== 'string' || !isPlainRegion(region) || signer === undefined || !isPlain(environment))
    return undefined;
  const own = environment.AWS_ENDPOINT_URL_CLOUDFRONT ?? environment.AWS_ENDPOINT_URL ?? ENDPOINT;
  if (!/^https?:\/\/[\w.-]+(:\d+)?\/?$/.test(own)) return undefined;
  const { origin, host, protocol } = new URL(own);
  const send = protocol === 'https:' ? httpsRequest : httpRequest;

  return async (method, path, body = '') => {
    if (signal.aborted) return undefined;
    // The SDK asks for them again, and says what is wrong with them.
    const found = await signer().catch(() => undefined);
    if (found === undefined) return undefined;
    const headers = [['host', host]] as const;
    const signable = { method, path, query: '', headers, bodySha256: hash('sha256', body, 'hex') };
    const sent = {
      ...signedHeaders(signable, found, SCOPE),
      ...(body === '' ? {} : { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(body) }),
    };
    return await new Promise((resolve) => {
      const timeout = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
      const options = { method, headers: sent, signal: timeout };
      send(`${origin}${path}`, options, (reply) => wholeAnswer(reply, resolve))
        .on('error', () => resolve(undefined))
        .end(body);
    });
  };
}
