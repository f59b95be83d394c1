import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type LocalCloud, startCloud } from '../../../local/cloud.js';
import { type CredentialsEndpoint, serveCredentials } from '../../../src/gateways/aws/credentials-endpoint.js';
import { idTokenRequestOf } from '../../../src/gateways/aws/id-token.js';
import { signIn } from '../../../src/gateways/aws/sts.js';
import { requireTerraformIdentity, roleIn } from '../../../src/gateways/aws/terraform-identity.js';

const ROLE = 'arn:aws:iam::123456789012:role/path/shop-deploy';
const SUBJECT = 'repo:octo/shop:environment:dev';

let cloud: LocalCloud;
let endpoint: CredentialsEndpoint;

beforeEach(async () => {
  cloud = await startCloud();
  cloud.sts.idTokens.claims = { sub: SUBJECT, repository_id: '42', environment: 'dev' };
  cloud.sts.store.addRole(ROLE, { subjects: [SUBJECT] });
  const session = signIn({
    roleArn: ROLE,
    region: 'eu-central-1',
    idTokenRequest: idTokenRequestOf(cloud.sts.runnerEnvironment()),
    stsEndpoint: cloud.sts.url,
    mask: () => {},
  });
  endpoint = await serveCredentials(session, () => {});
});
afterEach(async () => {
  await endpoint.close();
  await cloud.stop();
});

const require = (account: string, role?: string) =>
  requireTerraformIdentity(
    endpoint,
    { account, ...(role === undefined ? {} : { role }) },
    { region: 'eu-central-1', stsEndpoint: cloud.sts.url },
  );

test('Terraform is who signed in, as AWS says of what its environment gives it', async () => {
  await require('123456789012', 'shop-deploy');
  await require('123456789012');
  expect(cloud.journal.entries({ operation: 'GetCallerIdentity' })).toHaveLength(2);
});

test.each([
  ['another account', '111111111111', 'shop-deploy'],
  ['another role', '123456789012', 'shop'],
])('of %s nothing is begun', async (_what, account, role) => {
  await expect(require(account, role)).rejects.toThrow(
    /^Terraform would work as somebody else than this run has signed in as\. Found: account 123456789012, as arn/,
  );
});

test('a role is known by its name, with a path and in a session', () => {
  expect(roleIn(ROLE)).toBe('shop-deploy');
  expect(roleIn('arn:aws:sts::123456789012:assumed-role/shop-deploy/run')).toBe('shop-deploy');
  expect(roleIn('arn:aws:iam::123456789012:user/ada')).toBeUndefined();
});
