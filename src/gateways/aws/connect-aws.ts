import type { AwsConfig } from '../../config/config.js';
import { ActionError } from '../../errors.js';
import { checkedConfigFile } from './config-file.js';
import type { CredentialsEndpoint } from './credentials-endpoint.js';
import { idTokenRequestOf } from './id-token.js';
import { askedEachTime, type Credentials, freshCredentials, type SessionCredentials } from './session-credentials.js';
import { ambientCredentials, callerIdentity, requireAccount, signIn } from './sts.js';
import { requireTerraformIdentity, roleIn } from './terraform-identity.js';

/** As much of an SDK client as the renewal of a session needs. */
interface Client {
  readonly middlewareStack: {
    add(
      middleware: ReturnType<typeof freshCredentials>,
      options: { readonly step: 'initialize'; readonly name: string },
    ): void;
  };
}

/** Who this run is for AWS, as its clients and Terraform have to be told. */
export interface AwsConnection {
  readonly client: {
    readonly region?: string;
    readonly credentials?: () => Promise<Credentials & { readonly expiration: Date }>;
  };
  /** Twelve digits: S3 refuses every call on a bucket of another account. */
  readonly owner?: string | undefined;
  /** As the inputs name it, or their role. */
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  /** Lets a client renew a session that AWS has ended. */
  prepare<C>(client: C): C;
  /** Signs in, and checks the account, before anything is done. @returns what to say of it */
  signIn(): Promise<string>;
  /** The name of the role as which the run works; `undefined` where it is a user, or nobody. */
  roleName(): Promise<string | undefined>;
  /** Terraform's environment, in which its credentials are renewed during a long apply. */
  environment(given: Readonly<Record<string, string>>): Promise<Record<string, string>>;
}

/** What a connection needs of the run. */
export interface AwsRun {
  /** Makes the folder of the run's own files. */
  readonly folder: () => string;
  readonly say: (sentence: string) => void;
}

/** Nothing is asked of AWS or GitHub before `signIn` or the first request. */
export function connectAws(
  { role, region: wanted, allowedAccountId }: AwsConfig,
  environment: Readonly<Record<string, string | undefined>>,
  mask: (secret: string) => void,
  { folder, say }: AwsRun,
): AwsConnection {
  const region = wanted ?? environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION;
  const inRegion = region === undefined ? {} : { region };
  const account = allowedAccountId ?? role?.split(':')[4];
  const place = { account, region };
  const named = region === undefined ? {} : { AWS_REGION: region };
  if (role === undefined && allowedAccountId === undefined) {
    return {
      client: inRegion,
      ...place,
      prepare: (client) => client,
      signIn: async () => {
        requireOneIdentity(environment);
        return hasCredentials(environment)
          ? "The job's own credentials are used"
          : 'Not signed in: no role is given, and no credentials are in the environment';
      },
      roleName: async () => roleIn((await callerIdentity({ region: region ?? 'us-east-1', say })).arn),
      environment: async (given) => ({ ...given, ...named }),
    };
  }
  if (region === undefined) {
    // An offline plan gets this far too, and signs in to nothing.
    const refuse = async () => {
      throw noRegion();
    };
    return {
      client: {},
      prepare: (client) => client,
      signIn: refuse,
      roleName: refuse,
      environment: async (given) => ({ ...given }),
    };
  }
  const session =
    role === undefined
      ? ambientCredentials({ region, mask })
      : signIn({
          roleArn: role,
          region,
          allowedAccountId,
          idTokenRequest: idTokenRequestOf(environment),
          mask,
          say,
        });
  let served: CredentialsEndpoint | undefined;
  return {
    client: { region, credentials: askedEachTime(session) },
    owner: allowedAccountId,
    ...place,
    prepare(client) {
      (client as Client).middlewareStack.add(freshCredentials(session), {
        step: 'initialize',
        name: 'freshCredentials',
      });
      return client;
    },
    async signIn() {
      const signed = await signedIn(session, region, role, allowedAccountId, say);
      const name = role === undefined ? undefined : roleIn(role);
      const expected = { account: account ?? '', role: name };
      if (served !== undefined) await requireTerraformIdentity(served, expected, { region, say });
      return signed;
    },
    roleName: async () => roleIn(role ?? (await callerIdentity({ region, credentials: await session(), say })).arn),
    async environment(given) {
      const { environmentWith, serveCredentials } = await import('./credentials-endpoint.js');
      served = await serveCredentials(session, mask);
      return { ...environmentWith(served, given, checkedConfigFile(given, folder())), AWS_REGION: region };
    },
  };
}

async function signedIn(
  session: SessionCredentials,
  region: string,
  role: string | undefined,
  allowedAccountId: string | undefined,
  say: (sentence: string) => void,
): Promise<string> {
  const credentials = await session();
  if (role !== undefined) return `Signed in as ${role}`;
  if (allowedAccountId !== undefined) await requireAccount({ region, allowedAccountId, credentials, say });
  return `Signed in to account ${allowedAccountId}`;
}

/** The SDK of this action prefers the profile, the one of Terraform's provider the keys: they would be two people. */
function requireOneIdentity({
  AWS_PROFILE: profile = '',
  AWS_ACCESS_KEY_ID: key = '',
}: Readonly<Record<string, string | undefined>>): void {
  if (profile === '' || key === '') return;
  throw new ActionError({
    what: 'The environment names two AWS identities, and Terraform would use another one than this action',
    found: `AWS_PROFILE=${profile}, and AWS_ACCESS_KEY_ID`,
    wayOut: 'Remove one of the two from the environment of the job, or give the input "role-to-assume"',
  });
}

function noRegion(): ActionError {
  return new ActionError({
    what: 'There is no AWS region to sign in to',
    found: 'an empty "aws-region", and no AWS_REGION',
    expected: 'a region such as eu-central-1',
    wayOut: 'Give the input "aws-region"',
  });
}

/** A machine's own role, as self-hosted runners have it, shows in no variable: then this is only said, never refused. */
function hasCredentials(environment: Readonly<Record<string, string | undefined>>): boolean {
  const names = [
    'AWS_ACCESS_KEY_ID',
    'AWS_PROFILE',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  ];
  return [...names, 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'].some((name) => environment[name]);
}
