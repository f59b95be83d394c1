import { ActionError } from '../../errors.js';
import type { CredentialsEndpoint } from './credentials-endpoint.js';
import { callerIdentity, type IdentityRequest } from './sts.js';

export interface ExpectedIdentity {
  /** Twelve digits. */
  readonly account: string;
  /** The name of the role that was assumed; absent where the job brought its credentials along. */
  readonly role?: string | undefined;
}

/**
 * Asks AWS who Terraform will be, with what Terraform's environment gives it: checked is what is used. Throws where that
 * is another account or role than this run signed in as.
 */
export async function requireTerraformIdentity(
  { environment }: CredentialsEndpoint,
  expected: ExpectedIdentity,
  request: Omit<IdentityRequest, 'credentials'>,
): Promise<void> {
  const response = await fetch(environment.AWS_CONTAINER_CREDENTIALS_FULL_URI, {
    headers: { authorization: environment.AWS_CONTAINER_AUTHORIZATION_TOKEN },
  });
  const given = (await response.json()) as Readonly<Record<string, string>>;
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '', Token: sessionToken } = given;
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
  const { account, arn } = await callerIdentity({ ...request, credentials });
  if (account === expected.account && (expected.role === undefined || roleIn(arn) === expected.role)) return;
  throw new ActionError({
    what: 'Terraform would work as somebody else than this run has signed in as',
    found: `account ${account}, as ${arn}`,
    expected: `account ${expected.account}${expected.role === undefined ? '' : `, as the role ${expected.role}`}`,
    wayOut: 'Nothing was changed. Remove what names an AWS identity from the environment of the job',
  });
}

/** `arn:aws:iam::ACCOUNT:role/PATH/NAME`, or, of a session, `arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION`. */
export function roleIn(arn: string): string | undefined {
  return /:role\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1] ?? /:assumed-role\/([^/]+)\//.exec(arn)?.[1];
}
