import type { LocalReply, LocalRequest, LocalService } from '../http-service.js';
import { element, nested } from '../s3/xml.js';
import { type StsStore, trusts } from './sts-store.js';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;

/** STS API reference, "Errors" of each call. */
const STATUSES = {
  AccessDenied: 403,
  ExpiredToken: 403,
  ExpiredTokenException: 400,
  InvalidIdentityToken: 400,
  MissingAuthenticationToken: 403,
  ValidationError: 400,
} as const;

class StsError extends Error {
  constructor(
    readonly code: keyof typeof STATUSES,
    message: string,
  ) {
    super(message);
  }

  reply(): LocalReply {
    const error = nested('Error', [
      element('Type', 'Sender'),
      element('Code', this.code),
      element('Message', this.message),
    ]);
    return xml(STATUSES[this.code], 'ErrorResponse', [error, element('RequestId', 'local')]);
  }
}

/** STS: signing in with an identity token, and asking who one is. */
export function stsService(store: StsStore): LocalService {
  return {
    name: 'sts',
    operationOf: ({ method, path, body }) => {
      const action = new URLSearchParams(body.toString()).get('Action');
      return method === 'POST' && path === '/' && action !== null && action in ANSWERS ? action : undefined;
    },
    answer(request, operation) {
      try {
        return ANSWERS[operation]?.(store, request, new URLSearchParams(request.body.toString()));
      } catch (error) {
        if (error instanceof StsError) return error.reply();
        throw error;
      }
    },
  };
}

const ANSWERS: Readonly<
  Record<string, (store: StsStore, request: LocalRequest, parameters: URLSearchParams) => LocalReply>
> = { AssumeRoleWithWebIdentity: assumeRole, GetCallerIdentity: getCallerIdentity };

/** Unsigned: the identity token is what is believed. */
function assumeRole(store: StsStore, _request: LocalRequest, parameters: URLSearchParams): LocalReply {
  const roleArn = parameters.get('RoleArn') ?? '';
  const sessionName = parameters.get('RoleSessionName') ?? '';
  if (!SESSION_NAME.test(sessionName)) throw new StsError('ValidationError', 'Invalid roleSessionName');
  const claims = claimsOf(parameters.get('WebIdentityToken') ?? '');
  if (claims === undefined) {
    throw new StsError('InvalidIdentityToken', 'The ID Token provided is not a valid JWT.');
  }
  if (!store.audiences.includes(String(claims.aud))) {
    throw new StsError('InvalidIdentityToken', 'Incorrect token audience');
  }
  if (Number(claims.exp) * 1000 <= store.options.now()) {
    throw new StsError('ExpiredTokenException', 'Token expired: current date/time must be before the expiration date');
  }
  const trust = store.trustOf(roleArn);
  // The same words for a role that does not exist: STS does not tell.
  if (trust === undefined || !trusts(trust, claims)) {
    throw new StsError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity');
  }
  const asked = parameters.get('DurationSeconds');
  const session = store.open(roleArn, sessionName, asked === null ? undefined : Number(asked));
  const result = nested('AssumeRoleWithWebIdentityResult', [
    element('SubjectFromWebIdentityToken', String(claims.sub)),
    element('Audience', String(claims.aud)),
    nested('AssumedRoleUser', [
      element('Arn', store.callerOf(session.accessKeyId).arn),
      element('AssumedRoleId', `AROALOCAL:${sessionName}`),
    ]),
    nested('Credentials', [
      element('AccessKeyId', session.accessKeyId),
      element('SecretAccessKey', session.secretAccessKey),
      element('SessionToken', session.sessionToken),
      element('Expiration', new Date(session.expiresAt).toISOString()),
    ]),
    element('Provider', String(claims.iss)),
  ]);
  return xml(200, 'AssumeRoleWithWebIdentityResponse', [result]);
}

function getCallerIdentity(store: StsStore, request: LocalRequest): LocalReply {
  const accessKeyId = /Credential=([^/,\s]+)\//.exec(request.headers.authorization ?? '')?.[1];
  if (accessKeyId === undefined) {
    throw new StsError('MissingAuthenticationToken', 'Request is missing Authentication Token');
  }
  const { account, arn } = store.callerOf(accessKeyId);
  const result = nested('GetCallerIdentityResult', [
    element('Arn', arn),
    element('UserId', accessKeyId),
    element('Account', account),
  ]);
  return xml(200, 'GetCallerIdentityResponse', [result]);
}

function claimsOf(token: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function xml(status: number, root: string, children: readonly string[]): LocalReply {
  const metadata = status === 200 ? nested('ResponseMetadata', [element('RequestId', 'local')]) : '';
  return {
    status,
    headers: { 'content-type': 'text/xml' },
    body: `<${root} xmlns="${NAMESPACE}">${children.join('')}${metadata}</${root}>`,
  };
}
