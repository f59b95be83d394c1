import { CloudFrontClient, GetDistributionCommand } from '@aws-sdk/client-cloudfront';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LocalCloud, startCloud } from '../../local/cloud.js';

const ROLE = 'arn:aws:iam::210987654321:role/teams/shop-deploy';
const KEYS = { accessKeyId: 'AKIATEST', secretAccessKey: 'local' };
let cloud: LocalCloud;
let sts: STSClient;

beforeAll(async () => {
  cloud = await startCloud();
  cloud.sts.store.addRole(ROLE, { subjects: ['repo:octo/shop:*'] });
  sts = clientOf();
});
afterAll(async () => {
  sts.destroy();
  await cloud.stop();
});

function clientOf(credentials = KEYS): STSClient {
  return new STSClient({ region: 'us-east-1', endpoint: cloud.sts.url, credentials, maxAttempts: 1 });
}

async function idToken(audience: string, token = cloud.sts.idTokens.requestToken): Promise<Response> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url } = cloud.sts.runnerEnvironment();
  return await fetch(`${url}&audience=${audience}`, { headers: { authorization: `bearer ${token}` } });
}

async function assume(
  changes: { readonly RoleArn?: string; readonly RoleSessionName?: string; readonly token?: string } = {},
) {
  const { value } = (await (await idToken('sts.amazonaws.com')).json()) as { value: string };
  const { token = value, ...rest } = changes;
  return await sts.send(
    new AssumeRoleWithWebIdentityCommand({ RoleArn: ROLE, RoleSessionName: 'test', WebIdentityToken: token, ...rest }),
  );
}

async function refusal(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => new Error('accepted'),
    (thrown: Error) => thrown,
  );
  return `${error.name}: ${error.message}`;
}

describe("the runner's endpoint", () => {
  test('gives a token that says which job it is, to the job alone', async () => {
    const reply = await idToken('sts.amazonaws.com');
    const { value } = (await reply.json()) as { value: string };
    const claims: unknown = JSON.parse(Buffer.from(value.split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toMatchObject({
      iss: 'https://token.actions.githubusercontent.com',
      aud: 'sts.amazonaws.com',
      sub: 'repo:octo/shop:ref:refs/heads/main',
    });
    expect((await idToken('sts.amazonaws.com', 'wrong')).status).toBe(401);
  });
});

describe('STS', () => {
  test('gives a session of the role, which is of the account of the role', async () => {
    const { Credentials, AssumedRoleUser } = await assume();
    expect(AssumedRoleUser?.Arn).toBe('arn:aws:sts::210987654321:assumed-role/shop-deploy/test');
    const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = Credentials ?? {};
    const session = clientOf({ accessKeyId, secretAccessKey });
    expect(await session.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '210987654321',
      Arn: AssumedRoleUser?.Arn,
    });
    session.destroy();
    expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe('123456789012');
  });

  test('lasts as long as it is set to', async () => {
    cloud.sts.store.sessionSeconds = 900;
    const before = Date.now();
    const { Credentials } = await assume();
    cloud.sts.store.sessionSeconds = undefined;
    const begun = (Credentials?.Expiration?.getTime() ?? 0) - 900_000;
    // The answer has whole seconds.
    expect(begun).toBeGreaterThan(before - 1000);
    expect(begun).toBeLessThanOrEqual(Date.now());
  });

  test('refuses an unknown role, a bad session name and what is no token', async () => {
    const unknown = await refusal(assume({ RoleArn: 'arn:aws:iam::210987654321:role/none' }));
    expect(unknown).toMatch(/^AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity/);
    expect(await refusal(assume({ RoleSessionName: 'with space' }))).toMatch(/^ValidationError/);
    expect(await refusal(assume({ token: 'no token' }))).toMatch(/^InvalidIdentityToken/);
  });

  test('a session that ended is refused by S3 and by CloudFront', async () => {
    const { Credentials } = await assume();
    const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = Credentials ?? {};
    const common = { region: 'us-east-1', credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 };
    const s3 = new S3Client({ ...common, endpoint: cloud.s3.url, forcePathStyle: true });
    const cloudFront = new CloudFrontClient({ ...common, endpoint: cloud.cloudfront.url });
    await s3.send(new ListBucketsCommand({}));
    cloud.sts.store.expire(accessKeyId);
    expect(await refusal(s3.send(new ListBucketsCommand({})))).toMatch(/^ExpiredToken:/);
    expect(await refusal(cloudFront.send(new GetDistributionCommand({ Id: 'E1' })))).toMatch(/^ExpiredToken:/);
    s3.destroy();
    cloudFront.destroy();
  });

  test('does not know other calls', async () => {
    const response = await fetch(cloud.sts.url, { method: 'POST', body: 'Action=AssumeRole&Version=2011-06-15' });
    expect(response.status).toBe(501);
    expect(cloud.journal.unknown()).toHaveLength(1);
  });
});
