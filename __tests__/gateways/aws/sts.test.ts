import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LocalCloud, startCloud } from '../../../local/cloud.js';
import { ActionError } from '../../../src/errors.js';
import { PAUSES_MS } from '../../../src/gateways/aws/attempts.js';
import { idTokenRequestOf } from '../../../src/gateways/aws/id-token.js';
import {
  askedEachTime,
  freshCredentials,
  type SessionCredentials,
  withFreshCredentials,
} from '../../../src/gateways/aws/session-credentials.js';
import { ROLE_SESSION_NAME, requireAccount, type SignInRequest, signIn } from '../../../src/gateways/aws/sts.js';

const ROLE = 'arn:aws:iam::123456789012:role/shop-deploy';
const SUBJECT = 'repo:octo/shop:environment:dev';

let cloud: LocalCloud;
let masked: string[];
let time: number;

beforeEach(async () => {
  time = Date.UTC(2026, 0, 1);
  masked = [];
  cloud = await startCloud({ sts: { now: () => time } });
  cloud.sts.idTokens.claims = { sub: SUBJECT, repository_id: '42', environment: 'dev' };
  cloud.sts.store.addRole(ROLE, { subjects: [SUBJECT], repositoryId: '42' });
});
afterEach(async () => await cloud.stop());

function request(changes: Partial<SignInRequest> = {}): SignInRequest {
  return {
    roleArn: ROLE,
    region: 'eu-central-1',
    idTokenRequest: idTokenRequestOf(cloud.sts.runnerEnvironment()),
    stsEndpoint: cloud.sts.url,
    mask: (secret) => masked.push(secret),
    now: () => time,
    pausesMs: [1, 1, 1],
    ...changes,
  };
}

const signIns = () => cloud.journal.entries({ operation: 'AssumeRoleWithWebIdentity' });

async function refusal(call: Promise<unknown>): Promise<ActionError> {
  const thrown = await call.then(
    () => new Error('it was not refused'),
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(ActionError);
  return thrown as ActionError;
}

describe('signing in', () => {
  test("gives credentials of the role, by the job's identity and with a fixed session name", async () => {
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = await signIn(request())();
    const [session] = cloud.sts.store.sessions();
    expect({ accessKeyId, secretAccessKey, sessionToken, expiration: expiration?.getTime() }).toEqual({
      accessKeyId: session?.accessKeyId,
      secretAccessKey: session?.secretAccessKey,
      sessionToken: session?.sessionToken,
      expiration: time + 3_600_000,
    });
    expect(session?.sessionName).toBe(ROLE_SESSION_NAME);
    expect(ROLE_SESSION_NAME).toBe('well-managed-deployments');
    const [asked] = cloud.journal.entries({ operation: 'GetIdToken' });
    expect(asked?.query).toBe('api-version=2.0&audience=sts.amazonaws.com');
  });

  test('asks nothing before the first use, and once for many uses', async () => {
    const credentials = signIn(request());
    expect(cloud.journal.entries()).toEqual([]);
    await Promise.all([credentials(), credentials(), credentials()]);
    await credentials();
    expect(signIns()).toHaveLength(1);
  });

  test('registers every secret for masking', async () => {
    const { accessKeyId, secretAccessKey, sessionToken } = await signIn(request())();
    const [idToken] = cloud.sts.idTokens.issued;
    expect(masked).toEqual(
      expect.arrayContaining([cloud.sts.idTokens.requestToken, idToken, accessKeyId, secretAccessKey, sessionToken]),
    );
  });

  test('renews five minutes before the session ends, not earlier', async () => {
    const credentials = signIn(request());
    const first = await credentials();
    time += 3_600_000 - 300_001;
    expect((await credentials()).accessKeyId).toBe(first.accessKeyId);
    time += 1;
    const second = await credentials();
    expect(second.accessKeyId).not.toBe(first.accessKeyId);
    expect(cloud.sts.idTokens.issued).toHaveLength(2);
  });

  test('goes on with a session that is still valid when its renewal fails, and no longer than that', async () => {
    const credentials = signIn(request());
    const first = await credentials();
    cloud.faults.add({ operation: 'AssumeRoleWithWebIdentity', effect: { status: 400, body: 'no' } });
    time += 3_600_000 - 60_000;
    expect((await credentials()).accessKeyId).toBe(first.accessKeyId);
    time += 60_000;
    expect((await refusal(credentials())).message).toMatch(/did not let this job assume the role/);
    cloud.faults.clear();
    expect((await credentials()).accessKeyId).not.toBe(first.accessKeyId);
  });
});

describe('a sign-in that does not succeed at once', () => {
  const fault = (operation: string, times: number, status: number, body: string) =>
    cloud.faults.add({ operation, times, effect: { status, headers: { 'content-type': 'text/xml' }, body } });
  const xml = (code: string, message = 'no') =>
    `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

  test.each([
    ['AccessDenied', 403, 'Not authorized to perform sts:AssumeRoleWithWebIdentity'],
    ['InvalidIdentityToken', 400, "Couldn't retrieve verification key from your identity provider"],
    ['IDPCommunicationError', 400, 'the identity provider'],
    ['Throttling', 400, 'Rate exceeded'],
    ['ServiceUnavailable', 503, 'later'],
  ])('tries again after %s, each time with a new identity token', async (code, status, message) => {
    fault('AssumeRoleWithWebIdentity', 3, status, xml(code, message));
    const said: string[] = [];
    await signIn(request({ say: (sentence) => said.push(sentence) }))();
    expect(signIns()).toHaveLength(4);
    expect(cloud.sts.idTokens.issued).toHaveLength(4);
    expect(said).toHaveLength(3);
    expect(said[0]).toContain(message);
  });

  test('gives up after five attempts, and says that it is no matter of trust', async () => {
    fault('AssumeRoleWithWebIdentity', 9, 400, xml('Throttling', 'Rate exceeded'));
    const { message } = await refusal(signIn({ ...request(), pausesMs: [1, 1, 1, 1] })());
    expect(message).toBe(
      'AWS was too busy to sign this job in. Found: Throttling Rate exceeded. ' +
        'Run the job again in a few minutes. Nothing was changed.',
    );
    expect(signIns()).toHaveLength(5);
    expect(PAUSES_MS).toHaveLength(4);
  });

  test('to which nobody answers is a matter of the network', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const stsEndpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const { message } = await refusal(signIn(request({ stsEndpoint, answerWithinMs: 60 }))());
    expect(message).toMatch(/^AWS did not answer the sign-in\. Found: TimeoutError/);
    expect(message).toContain('reaches sts.eu-central-1.amazonaws.com (proxy variables, firewall');
    expect(message).not.toMatch(/trust policy/);
    // Each with an identity token of its own.
    expect(cloud.sts.idTokens.issued).toHaveLength(4);
    for (const socket of sockets) socket.destroy();
    silent.close();
    await once(silent, 'close');
    const gone = await refusal(signIn(request({ stsEndpoint }))());
    expect(gone.message).toMatch(/^AWS did not answer the sign-in\. Found: .*ECONNREFUSED/);
  });

  test('whose session ends at once by the clock of the runner is made once', async () => {
    time += 56 * 60_000;
    const behind = { ...request(), now: () => time + 60 * 60_000 };
    const credentials = signIn(behind);
    const { message } = await refusal(credentials());
    expect(message).toBe(
      'The clock of this runner is wrong. Found: 2026-01-01T01:56:00.000Z on the runner, for a new session that ends at ' +
        '2026-01-01T01:56:00.000Z. Set the clock of the runner, for example with NTP, then run the job again. ' +
        'Nothing was changed.',
    );
    expect(signIns()).toHaveLength(1);
  });

  test('to which AWS says that it is dated wrongly names the clock', async () => {
    fault('GetCallerIdentity', 9, 403, xml('SignatureDoesNotMatch', 'Signature expired: 1 is now earlier than 2'));
    const { message } = await refusal(signIn(request({ allowedAccountId: '123456789012' }))());
    expect(message).toMatch(/^The clock of this runner is wrong\. Found: SignatureDoesNotMatch Signature expired/);
    expect(cloud.journal.entries({ operation: 'GetCallerIdentity' })).toHaveLength(1);
  });

  test('does not ask again what will not change', async () => {
    fault('AssumeRoleWithWebIdentity', 9, 400, xml('ValidationError', 'too long'));
    await refusal(signIn(request())());
    expect(signIns()).toHaveLength(1);
  });

  test.each([403, 408, 429, 503])('asks the token service again after %i', async (status) => {
    fault('GetIdToken', 3, status, '{"message":"job in Pending state"}');
    await signIn(request())();
    expect(cloud.journal.entries({ operation: 'GetIdToken' })).toHaveLength(4);
  });

  test("repeats the token service's own words", async () => {
    fault('GetIdToken', 9, 403, '{"message":"job in Pending state"}');
    expect((await refusal(signIn(request())())).message).toContain('status 403 job in Pending state');
  });

  test('asks again as whom a role works that was just made', async () => {
    fault('GetCallerIdentity', 2, 403, xml('InvalidClientTokenId', 'The security token is invalid'));
    await signIn(request({ allowedAccountId: '123456789012' }))();
    expect(cloud.journal.entries({ operation: 'GetCallerIdentity' })).toHaveLength(3);
  });
});

describe('a sign-in that is refused', () => {
  test('names sub and aud as sent, and the trust lines that were expected', async () => {
    cloud.sts.idTokens.claims = { sub: 'repo:octo/shop:ref:refs/heads/topic', repository_id: '42' };
    expect((await refusal(signIn(request())())).message).toBe(
      'AWS did not let this job assume the role arn:aws:iam::123456789012:role/shop-deploy. ' +
        'Found: AccessDenied Not authorized to perform sts:AssumeRoleWithWebIdentity, for a token with ' +
        'sub "repo:octo/shop:ref:refs/heads/topic", aud "sts.amazonaws.com", repository_id "42". ' +
        'Expected: a trust policy of the role that allows ' +
        '"token.actions.githubusercontent.com:sub": "repo:octo/shop:ref:refs/heads/topic" and ' +
        '"token.actions.githubusercontent.com:aud": "sts.amazonaws.com" and ' +
        '"token.actions.githubusercontent.com:repository_id": "42". ' +
        'Check that the role exists and is the one for this job: a job without an environment takes PLAN_ROLE, so the ' +
        'variables may be swapped. Then compare its trust policy with these lines, letter by letter; infra/bootstrap ' +
        'makes such roles.',
    );
  });

  test('another repository under the same name is another one', async () => {
    cloud.sts.idTokens.claims = { sub: SUBJECT, repository_id: '43' };
    expect((await refusal(signIn(request())())).message).toContain('AccessDenied');
    expect(cloud.sts.store.sessions()).toEqual([]);
  });

  test('for its audience points to the identity provider', async () => {
    cloud.sts.store.audiences = ['https://github.com/octo'];
    const { message } = await refusal(signIn(request())());
    expect(message).toContain('Incorrect token audience');
    expect(message).toContain('its audiences to include sts.amazonaws.com');
  });

  test('for a token that came too late', async () => {
    cloud.sts.idTokens.lifetime = -1;
    expect((await refusal(signIn(request())())).message).toContain('the identity token was too old');
  });

  test('without the permission "id-token: write" nothing is asked of AWS', async () => {
    const { message } = await refusal(signIn(request({ idTokenRequest: idTokenRequestOf({}) }))());
    expect(message).toContain('"id-token: write" among the permissions of the job');
    expect(cloud.journal.entries()).toEqual([]);
  });

  test("when GitHub's endpoint stumbles it is asked again, and a refusal is said in its words", async () => {
    cloud.faults.add({ operation: 'GetIdToken', times: 2, effect: { status: 503 } });
    await signIn(request())();
    expect(cloud.journal.entries({ operation: 'GetIdToken' })).toHaveLength(3);
    const wrong = { url: cloud.sts.runnerEnvironment().ACTIONS_ID_TOKEN_REQUEST_URL ?? '', token: 'wrong' };
    const { message } = await refusal(signIn(request({ idTokenRequest: wrong }))());
    expect(message).toBe(
      'GitHub gave no identity token for this job. Found: status 401 unauthorized. Run the job again.',
    );
    expect(cloud.journal.entries({ operation: 'GetIdToken' })).toHaveLength(7);
  });

  test('no error holds a secret', async () => {
    cloud.sts.store.audiences = [];
    const { message, stack = '' } = await refusal(signIn(request())());
    for (const secret of masked) expect(message + stack).not.toContain(secret);
    expect(masked.length).toBeGreaterThanOrEqual(2);
  });
});

describe('the account', () => {
  test('is checked once, before any credential is handed out', async () => {
    const credentials = signIn(request({ allowedAccountId: '123456789012' }));
    await credentials();
    await credentials.refresh();
    expect(cloud.journal.entries({ operation: 'GetCallerIdentity' })).toHaveLength(1);
  });

  test('when it is another one, nothing gets the credentials', async () => {
    const { message } = await refusal(signIn(request({ allowedAccountId: '999999999999' }))());
    expect(message).toContain(
      `Found: account 123456789012, as arn:aws:sts::123456789012:assumed-role/shop-deploy/${ROLE_SESSION_NAME}`,
    );
    expect(message).toContain('Expected: account 999999999999');
    expect(message).toContain('Nothing was changed');
  });

  test('a lookup that fails is a refusal', async () => {
    cloud.faults.add({ operation: 'GetCallerIdentity', effect: { status: 403, body: '' } });
    expect((await refusal(signIn(request({ allowedAccountId: '123456789012' }))())).message).toMatch(
      /^Could not find out which AWS account/,
    );
  });

  test('can be asked of any credentials', async () => {
    const credentials = { accessKeyId: 'AKIAAMBIENT', secretAccessKey: 'local' };
    const about = { region: 'eu-central-1', stsEndpoint: cloud.sts.url, credentials };
    await requireAccount({ ...about, allowedAccountId: '123456789012' });
    expect((await refusal(requireAccount({ ...about, allowedAccountId: '111111111111' }))).message).toContain(
      'account 111111111111',
    );
  });
});

describe('a session that ends early', () => {
  function clientOf(session: SessionCredentials): S3Client {
    const s3 = new S3Client({
      region: 'eu-central-1',
      endpoint: cloud.s3.url,
      forcePathStyle: true,
      credentials: askedEachTime(session),
    });
    s3.middlewareStack.add(freshCredentials(session), { step: 'initialize', name: 'freshCredentials' });
    return s3;
  }

  async function upload(s3: S3Client, key: string): Promise<void> {
    await s3.send(new PutObjectCommand({ Bucket: 'shop', Key: key, Body: key }));
  }

  test('in the middle of 300 uploads it is renewed once, and every file arrives', async () => {
    const bucket = cloud.s3.store.createBucket('shop', { region: 'eu-central-1' });
    const session = signIn(request());
    const s3 = clientOf(session);
    const first = (await session()).accessKeyId;
    cloud.faults.add({
      operation: 'PutObject',
      nth: 100,
      effect: { meanwhile: () => cloud.sts.store.expire(first) },
    });
    const keys = Array.from({ length: 300 }, (_, index) => `file-${index}`);
    const waiting = [...keys];
    const worker = async () => {
      for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) await upload(s3, key);
    };
    await Promise.all(Array.from({ length: 16 }, worker));
    s3.destroy();
    expect([...bucket.keys()].sort()).toEqual([...keys].sort());
    expect(signIns()).toHaveLength(2);
    const refused = cloud.journal.entries({ operation: 'PutObject' }).filter(({ status }) => status === 400);
    expect(refused.length).toBeGreaterThanOrEqual(1);
    expect(new Set(refused.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set([first]));
  });

  test('a second refusal in a row is not renewed again', async () => {
    cloud.s3.store.createBucket('shop', { region: 'eu-central-1' });
    const session = signIn(request());
    let calls = 0;
    const expired = Object.assign(new Error('The provided token has expired.'), { name: 'ExpiredToken' });
    const call = async () => {
      calls += 1;
      throw expired;
    };
    await expect(withFreshCredentials(session, call)).rejects.toBe(expired);
    expect([calls, signIns().length]).toEqual([2, 2]);
  });

  test('a request that fails after another one renewed it finds it renewed', async () => {
    const session = signIn(request());
    let calls = 0;
    const call = async () => {
      calls += 1;
      if (calls === 2) return 'stored';
      await session.refresh();
      throw Object.assign(new Error('The provided token has expired.'), { name: 'ExpiredToken' });
    };
    expect(await withFreshCredentials(session, call)).toBe('stored');
    expect(signIns()).toHaveLength(2);
  });

  test('another error is not taken for it', async () => {
    const session = signIn(request());
    const denied = Object.assign(new Error('Access Denied'), {
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
    });
    await expect(withFreshCredentials(session, () => Promise.reject(denied))).rejects.toBe(denied);
    expect(signIns()).toHaveLength(1);
  });

  test('is found out by a HEAD too, whose answer has no words', async () => {
    cloud.s3.store.createBucket('shop', { region: 'eu-central-1' }).put('file', 'content');
    const session = signIn(request());
    const s3 = clientOf(session);
    const head = async () => (await s3.send(new HeadObjectCommand({ Bucket: 'shop', Key: 'file' }))).ContentLength;
    expect(await head()).toBe(7);
    cloud.sts.store.expire((await session()).accessKeyId);
    expect(await head()).toBe(7);
    expect(signIns()).toHaveLength(2);
    await expect(s3.send(new HeadObjectCommand({ Bucket: 'shop', Key: 'none' }))).rejects.toThrow();
    expect(signIns()).toHaveLength(2);
    s3.destroy();
  });
});
