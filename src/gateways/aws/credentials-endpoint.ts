import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { devNull } from 'node:os';
import { asError } from '../../errors.js';
import type { Credentials } from './session-credentials.js';

export interface CredentialsEndpoint {
  /** What a child process needs so that it asks here. */
  readonly environment: Readonly<
    Record<'AWS_CONTAINER_CREDENTIALS_FULL_URI' | 'AWS_CONTAINER_AUTHORIZATION_TOKEN', string>
  >;
  close(): Promise<void>;
}

/** Whatever AWS SDKs look at before they ask a container's endpoint, or that would name another one. */
const WINS_OVER_ENDPOINT = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_ROLE_ARN',
  'AWS_ROLE_SESSION_NAME',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
];

/**
 * Gives credentials to Terraform over a loopback address, in the protocol of containers, so that it can ask for new
 * ones in the middle of a long apply: credentials in its environment would end with their session.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 * @param mask called with the endpoint's own token before anything can print it
 */
export async function serveCredentials(
  provider: () => Promise<Credentials>,
  mask: (secret: string) => void,
): Promise<CredentialsEndpoint> {
  const token = randomBytes(32).toString('hex');
  mask(token);
  const server = createServer((request, response) => {
    answer(request, response, token, provider).catch((thrown: unknown) => {
      // SDKs print the message, so it says why and no more.
      send(response, 500, { code: 'CredentialsUnavailable', message: asError(thrown).message });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  // It shall not keep the action from ending.
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    environment: {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: token,
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A child's environment in which the endpoint is the only place that credentials come from. */
export function environmentWith(
  endpoint: CredentialsEndpoint,
  environment: Readonly<Record<string, string>>,
  configFile: string,
): Record<string, string> {
  const kept = Object.entries(environment).filter(([name]) => !WINS_OVER_ENDPOINT.includes(name));
  return {
    ...Object.fromEntries(kept),
    // The default profile of either file would win too.
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_CONFIG_FILE: configFile,
    ...endpoint.environment,
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  token: string,
  provider: () => Promise<Credentials>,
): Promise<void> {
  if (!equal(request.headers.authorization ?? '', token)) {
    return send(response, 403, { code: 'AccessDenied', message: 'The authorization token is missing or wrong' });
  }
  if (request.method !== 'GET' || request.url !== '/credentials') {
    return send(response, 404, { code: 'NotFound', message: 'There is nothing at this address' });
  }
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = await provider();
  send(response, 200, {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    Token: sessionToken,
    Expiration: expiration?.toISOString(),
  });
}

function send(response: ServerResponse, status: number, body: Readonly<Record<string, string | undefined>>): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function equal(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
