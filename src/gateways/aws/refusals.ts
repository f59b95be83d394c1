import { ActionError, asError } from '../../errors.js';
import type { IdTokenClaims } from './id-token.js';

/** By which trust policies and identity providers know a job of GitHub for AWS. */
export const AUDIENCE = 'sts.amazonaws.com';

export function said(thrown: unknown): string {
  const { name, message } = asError(thrown);
  return `${name} ${message}`;
}

/**
 * Why a job did not get the role's session. STS does not say which condition of a trust policy failed, so the error shows
 * what was sent beside the lines that decide; what has nothing to do with trust does not mention them.
 */
export function refused(roleArn: string, claims: IdTokenClaims, thrown: unknown, region: string): ActionError {
  const issuer = claims.iss.replace('https://', '');
  const status = statusOf(thrown);
  if (status === undefined) return unanswered(thrown, region);
  if (status >= 500 || status === 429 || /Throttl|RequestLimit|TooManyRequests/.test(asError(thrown).name)) {
    return new ActionError({
      what: 'AWS was too busy to sign this job in',
      found: said(thrown),
      wayOut: 'Run the job again in a few minutes. Nothing was changed',
      cause: thrown,
    });
  }
  return new ActionError({
    what: `AWS did not let this job assume the role ${roleArn}`,
    found: `${said(thrown)}, for a token with ${claimsOf(claims)
      .map(([name, value]) => `${name} "${value}"`)
      .join(', ')}`,
    expected: `a trust policy of the role that allows ${claimsOf(claims)
      .map(([name, value]) => `"${issuer}:${name}": "${value}"`)
      .join(' and ')}`,
    wayOut: refusalWayOut(asError(thrown).name, issuer, claims.sub),
    cause: thrown,
  });
}

/** What a trust policy may ask for, and this token has. */
function claimsOf({ sub, aud, ref, repository_id }: IdTokenClaims): readonly (readonly [string, string])[] {
  const all = Object.entries({ sub, aud, ref, repository_id });
  return all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

/** Nothing came, or nothing that is an answer of AWS: a matter of the network. */
export function unanswered(thrown: unknown, region: string): ActionError {
  return new ActionError({
    what: 'AWS did not answer the sign-in',
    found: said(thrown),
    wayOut: `Check that this runner reaches sts.${region}.amazonaws.com (proxy variables, firewall, AWS_ENDPOINT_URL_STS), then run the job again. Nothing was changed`,
    cause: thrown,
  });
}

/** @param found both times, or what AWS said */
export function wrongClock(found: string): ActionError {
  return new ActionError({
    what: 'The clock of this runner is wrong',
    found,
    wayOut: 'Set the clock of the runner, for example with NTP, then run the job again. Nothing was changed',
  });
}

/** AWS refuses what is signed at another time than its own. */
export function isAboutClock(thrown: unknown): boolean {
  return /Signature (expired|not yet current)|RequestTimeTooSkewed|RequestExpired/.test(said(thrown));
}

/** `undefined`: there was no answer. */
export function statusOf(thrown: unknown): number | undefined {
  return (thrown as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

function refusalWayOut(name: string, issuer: string, sub: string): string {
  if (name === 'InvalidIdentityToken' || name === 'InvalidIdentityTokenException') {
    return `Look at the account's identity provider ${issuer}: it has to exist, and its audiences to include ${AUDIENCE}`;
  }
  if (name.startsWith('ExpiredToken')) return 'Run the job again: the identity token was too old when it arrived';
  if (name === 'AccessDenied') {
    const environment = /:environment:(.+)$/.exec(sub)?.[1];
    const variable = environment === undefined ? 'PLAN_ROLE' : `DEPLOY_ROLE_${environment.toUpperCase()}`;
    return `Check that the role exists and is the one for this job: ${environment === undefined ? 'a job without an environment' : `a job with the environment "${environment}"`} takes ${variable}, so the variables may be swapped. Then compare its trust policy with these lines, letter by letter; infra/bootstrap makes such roles`;
  }
  return 'Look at the inputs "role-to-assume" and "aws-region", then run the job again';
}
