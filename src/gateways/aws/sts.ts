import type { STSClient } from '@aws-sdk/client-sts';
import { ActionError, asError, type ErrorParts } from '../../errors.js';
import { sdkHandler } from '../web/sdk-handler.js';
import { type Attempts, inAttempts, isPassing } from './attempts.js';
import { type IdTokenClaims, type IdTokenRequest, requestIdToken } from './id-token.js';
import { AUDIENCE, isAboutClock, refused, said, statusOf, unanswered, wrongClock } from './refusals.js';
import {
  type Credentials,
  REFRESH_BEFORE_MS,
  type SessionCredentials,
  sessionCredentials,
} from './session-credentials.js';

/** Fixed: the caller's ARN, which configurations may read, is the same in every run. */
export const ROLE_SESSION_NAME = 'well-managed-deployments';
const UNREAD: IdTokenClaims = { iss: '', sub: '', aud: '' };

/** It answers in a fraction of a second. */
const ANSWER_WITHIN_MS = 3000;

interface Reach {
  /** Else `AWS_ENDPOINT_URL_STS` and the SDK's own rules. */
  readonly stsEndpoint?: string;
  /** Tests wait less. */
  readonly answerWithinMs?: number;
}

export interface SignInRequest extends Attempts, Reach {
  readonly roleArn: string;
  readonly region: string;
  /** Twelve digits; credentials of any other account are refused before they are used. */
  readonly allowedAccountId?: string | undefined;
  readonly idTokenRequest: IdTokenRequest | undefined;
  /** Called with every secret before anything can print it. */
  readonly mask: (secret: string) => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/**
 * Credentials of a role, by the job's own identity: no stored key. Nothing is asked before their first use.
 * They throw `ActionError` when the job has no identity, the role refuses it, or the account is another one.
 */
export function signIn(request: SignInRequest): SessionCredentials {
  let accountChecked = false;
  return sessionCredentials(async () => {
    const client = await openClient(request);
    try {
      const credentials = await assumeRole(client, request);
      requireClock(credentials, (request.now ?? Date.now)());
      if (!accountChecked && request.allowedAccountId !== undefined) {
        await requireAccount({ ...request, allowedAccountId: request.allowedAccountId, credentials });
        accountChecked = true;
      }
      return credentials;
    } finally {
      client.destroy();
    }
  }, request.now ?? Date.now);
}

/** The credentials that are there already, by the SDK's own search: environment, files, container, instance. */
export function ambientCredentials(request: Pick<SignInRequest, 'region' | 'mask' | 'now'>): SessionCredentials {
  return sessionCredentials(async () => {
    const { STSClient } = await import('@aws-sdk/client-sts');
    // A new client each time: one that is kept would answer from its memory.
    const client = new STSClient({ region: request.region, ...(await sdkHandler(process.env)) });
    try {
      const found = await client.config.credentials();
      return masked({ ...found }, request.mask);
    } catch (thrown) {
      throw new ActionError({
        what: 'There are no AWS credentials',
        found: asError(thrown).message,
        wayOut: 'Give the input "role-to-assume", or sign in to AWS in a step before this one',
        cause: thrown,
      });
    } finally {
      client.destroy();
    }
  }, request.now ?? Date.now);
}

/** A session that is about to end when it was just made would be made anew for every request. */
function requireClock({ expiration }: Credentials, now: number): void {
  if (expiration === undefined || expiration.getTime() - now > REFRESH_BEFORE_MS) return;
  throw wrongClock(`${iso(now)} on the runner, for a new session that ends at ${iso(expiration.getTime())}`);
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

/** Throws unless these credentials are of the one account that may be written to. */
export async function requireAccount(
  request: Pick<SignInRequest, 'region' | keyof Reach | keyof Attempts> & {
    readonly allowedAccountId: string;
    readonly credentials: Credentials;
  },
): Promise<void> {
  const { account, arn } = await identityOf(request, {
    what: 'Could not find out which AWS account the credentials are of',
    expected: `account ${request.allowedAccountId}, as the input "allowed-account-id" says`,
  });
  if (account === request.allowedAccountId) return;
  throw new ActionError({
    what: 'The credentials are of another AWS account than the one that is allowed. Nothing was changed',
    found: `account ${account}, as ${arn}`,
    expected: `account ${request.allowedAccountId}, as the input "allowed-account-id" says`,
    wayOut: 'Look at "role-to-assume" and at the variables of the environment: they belong to another stage',
  });
}

/** Who these credentials are of, or, without, those that the SDK finds. */
export async function callerIdentity(request: IdentityRequest): Promise<Identity> {
  return await identityOf(request, { what: 'Could not find out as whom this run works in AWS' });
}

interface Identity {
  readonly account: string;
  readonly arn: string;
}

export interface IdentityRequest extends Attempts, Reach {
  readonly region: string;
  readonly credentials?: Credentials | undefined;
}

/** @param refusal what cannot be said where AWS does not answer, or refuses */
async function identityOf(request: IdentityRequest, refusal: Pick<ErrorParts, 'what' | 'expected'>): Promise<Identity> {
  const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  const client = await openClient(request, request.credentials);
  try {
    const ask = () => client.send(new GetCallerIdentityCommand({}));
    const { Account: account = 'none', Arn: arn = '' } = await inAttempts(ask, isPassing, request);
    return { account, arn };
  } catch (thrown) {
    if (isAboutClock(thrown)) throw wrongClock(said(thrown));
    if (statusOf(thrown) === undefined && request.credentials !== undefined) throw unanswered(thrown, request.region);
    throw new ActionError({
      ...refusal,
      found: said(thrown),
      wayOut: 'Run the job again. Nothing was changed',
      cause: thrown,
    });
  } finally {
    client.destroy();
  }
}

async function assumeRole(client: STSClient, request: SignInRequest): Promise<Credentials> {
  const { AssumeRoleWithWebIdentityCommand } = await import('@aws-sdk/client-sts');
  const { idTokenRequest, mask, roleArn } = request;
  let sent: IdTokenClaims | undefined;
  // Each attempt has a token of its own: one may be too old, or made before a key was known.
  const attempt = async () => {
    const { token, claims } = await requestIdToken(idTokenRequest, { audience: AUDIENCE, ...request, mask });
    sent = claims;
    return await client.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: roleArn,
        RoleSessionName: ROLE_SESSION_NAME,
        WebIdentityToken: token,
      }),
    );
  };
  const isWorthIt = (thrown: unknown) => !(thrown instanceof ActionError) && isPassing(thrown);
  const reply = await inAttempts(attempt, isWorthIt, request).catch((thrown: unknown) => {
    throw thrown instanceof ActionError || sent === undefined ? thrown : refused(roleArn, sent, thrown, request.region);
  });
  const claims = sent as IdTokenClaims | undefined;
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = reply.Credentials ?? {};
  if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined) {
    throw refused(roleArn, claims ?? UNREAD, new Error('the reply has no credentials'), request.region);
  }
  return masked(
    {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      ...(Expiration === undefined ? {} : { expiration: Expiration }),
    },
    request.mask,
  );
}

async function openClient(
  { region, stsEndpoint, answerWithinMs: within = ANSWER_WITHIN_MS }: Pick<SignInRequest, 'region'> & Reach,
  credentials?: Credentials,
): Promise<STSClient> {
  const { STSClient } = await import('@aws-sdk/client-sts');
  return new STSClient({
    region,
    maxAttempts: 1,
    ...(await sdkHandler(process.env, { connect: within, silence: within })),
    ...(stsEndpoint === undefined ? {} : { endpoint: stsEndpoint }),
    ...(credentials === undefined ? {} : { credentials }),
  });
}

function masked(credentials: Credentials, mask: (secret: string) => void): Credentials {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  for (const secret of [accessKeyId, secretAccessKey, sessionToken]) if (secret) mask(secret);
  return credentials;
}
