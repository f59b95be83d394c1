import type { STSClient } from '@aws-sdk/client-sts';
import { ActionError, asError } from '../../errors.js';
import { sdkHandler } from '../web/sdk-handler.js';
import { type Attempts, inAttempts, isPassing } from './attempts.js';
import { type IdTokenClaims, type IdTokenRequest, requestIdToken } from './id-token.js';
import { type Credentials, type SessionCredentials, sessionCredentials } from './session-credentials.js';

/** Fixed: the caller's ARN, which configurations may read, is the same in every run. */
export const ROLE_SESSION_NAME = 'well-managed-deployments';
const UNREAD: IdTokenClaims = { iss: '', sub: '', aud: '' };
const AUDIENCE = 'sts.amazonaws.com';

/** It answers in a fraction of a second. */
const ANSWER_WITHIN_MS = 3000;

export interface SignInRequest extends Attempts {
  readonly roleArn: string;
  readonly region: string;
  /** Twelve digits; credentials of any other account are refused before they are used. */
  readonly allowedAccountId?: string;
  readonly idTokenRequest: IdTokenRequest | undefined;
  /** Else `AWS_ENDPOINT_URL_STS` and the SDK's own rules. */
  readonly stsEndpoint?: string;
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

/** Throws unless these credentials are of the one account that may be written to. */
export async function requireAccount(
  request: Pick<SignInRequest, 'region' | 'stsEndpoint' | keyof Attempts> & {
    readonly allowedAccountId: string;
    readonly credentials: Credentials;
  },
): Promise<void> {
  const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  const client = await openClient(request, request.credentials);
  try {
    const ask = () => client.send(new GetCallerIdentityCommand({}));
    const { Account = 'none', Arn } = await inAttempts(ask, isPassing, request);
    if (Account === request.allowedAccountId) return;
    throw new ActionError({
      what: 'The credentials are of another AWS account than the one that is allowed. Nothing was changed',
      found: `account ${Account}, as ${Arn}`,
      expected: `account ${request.allowedAccountId}, as the input "allowed-account-id" says`,
      wayOut: 'Look at "role-to-assume" and at the variables of the environment: they belong to another stage',
    });
  } catch (thrown) {
    if (thrown instanceof ActionError) throw thrown;
    throw new ActionError({
      what: 'Could not find out which AWS account the credentials are of',
      found: said(thrown),
      expected: `account ${request.allowedAccountId}, as the input "allowed-account-id" says`,
      wayOut: 'Run the job again. Nothing was changed',
      cause: thrown,
    });
  } finally {
    client.destroy();
  }
}

/** Who these credentials are of, or, without, those that the SDK finds. */
export async function callerArn(request: {
  readonly region: string;
  readonly stsEndpoint?: string;
  readonly credentials?: Credentials;
}): Promise<string> {
  const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  const client = await openClient(request, request.credentials);
  try {
    return (await client.send(new GetCallerIdentityCommand({}))).Arn ?? '';
  } catch (thrown) {
    throw new ActionError({
      what: 'Could not find out as whom this run works in AWS',
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
    throw thrown instanceof ActionError || sent === undefined ? thrown : refused(roleArn, sent, thrown);
  });
  const claims = sent as IdTokenClaims | undefined;
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = reply.Credentials ?? {};
  if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined) {
    throw refused(roleArn, claims ?? UNREAD, new Error('the reply has no credentials'));
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
  { region, stsEndpoint }: Pick<SignInRequest, 'region' | 'stsEndpoint'>,
  credentials?: Credentials,
): Promise<STSClient> {
  const { STSClient } = await import('@aws-sdk/client-sts');
  return new STSClient({
    region,
    maxAttempts: 1,
    ...(await sdkHandler(process.env, { connect: ANSWER_WITHIN_MS, silence: ANSWER_WITHIN_MS })),
    ...(stsEndpoint === undefined ? {} : { endpoint: stsEndpoint }),
    ...(credentials === undefined ? {} : { credentials }),
  });
}

function masked(credentials: Credentials, mask: (secret: string) => void): Credentials {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  for (const secret of [accessKeyId, secretAccessKey, sessionToken]) if (secret) mask(secret);
  return credentials;
}

/** STS does not say which condition failed, so the error shows what was sent beside the lines that decide. */
function refused(roleArn: string, { iss, sub, aud }: IdTokenClaims, thrown: unknown): ActionError {
  const issuer = iss.replace('https://', '');
  return new ActionError({
    what: `AWS did not let this job assume the role ${roleArn}`,
    found: `${said(thrown)}, for the identity sub "${sub}", aud "${aud}"`,
    expected: `a trust policy of the role with "${issuer}:sub": "${sub}" and "${issuer}:aud": "${aud}"`,
    wayOut: refusalWayOut(asError(thrown).name, issuer),
    cause: thrown,
  });
}

function refusalWayOut(name: string, issuer: string): string {
  if (name === 'InvalidIdentityToken' || name === 'InvalidIdentityTokenException') {
    return `Look at the account's identity provider ${issuer}: it has to exist, and its audiences to include ${AUDIENCE}`;
  }
  if (name.startsWith('ExpiredToken')) return 'Run the job again: the identity token was too old when it arrived';
  if (name === 'AccessDenied') {
    return 'Compare the trust policy of the role with these lines, letter by letter; the role has to exist, too. infra/bootstrap makes such roles';
  }
  return 'Look at the inputs "role-to-assume" and "aws-region", then run the job again';
}

function said(thrown: unknown): string {
  const { name, message } = asError(thrown);
  return `${name} ${message}`;
}
