import { afterEach, describe, expect, test } from '@jest/globals';
import { Rehearsal, type RunRequest, SITE_BUCKET, STATE_BUCKET } from '../../local/rehearsal.js';

const ROLE = 'arn:aws:iam::123456789012:role/deploy';
let rehearsal: Rehearsal;
afterEach(() => rehearsal.stop());

async function start(subjects: readonly string[], pages = 0): Promise<void> {
  rehearsal = await Rehearsal.start({ project: process.cwd(), site: { headline: 'Welcome', pages } });
  rehearsal.cloud.sts.store.addRole(ROLE, { subjects });
}

/** A job that may ask for its identity, and has no keys of its own. */
function job(inputs: Record<string, string> = {}): RunRequest {
  return {
    inputs: { 'role-to-assume': ROLE, 'aws-region': 'us-east-1', 'allowed-account-id': '123456789012', ...inputs },
    environment: { ...rehearsal.cloud.sts.runnerEnvironment(), AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' },
  };
}

const DEFAULT_BRANCH = 'repo:octo/shop:ref:refs/heads/main';

function requestsTo(bucket: string) {
  return rehearsal.cloud.journal.entries({ service: 's3' }).filter(({ path }) => path.startsWith(`/${bucket}`));
}

describe('signing in by the action itself', () => {
  test("uses the role's session for the site and for Terraform's state, and nothing else", async () => {
    await start([DEFAULT_BRANCH]);
    const result = await rehearsal.deployed(job());
    expect(result.log).toContain(`Signed in as ${ROLE}`);
    expect(result.exitCode).toBe(0);
    const sessions = new Set(rehearsal.cloud.sts.store.sessions().map(({ accessKeyId }) => accessKeyId));
    for (const bucket of [SITE_BUCKET, STATE_BUCKET]) {
      const keys = requestsTo(bucket).map(({ accessKeyId }) => accessKeyId ?? '');
      expect(keys.length).toBeGreaterThan(0);
      expect(keys.filter((key) => !sessions.has(key))).toEqual([]);
    }
    for (const { secretAccessKey, sessionToken, sessionName } of rehearsal.cloud.sts.store.sessions()) {
      expect(sessionName).toBe('well-managed-deployments');
      const shown = result.log.replace(/^::add-mask::.*$/gm, '') + result.summary;
      expect(shown).not.toContain(secretAccessKey);
      expect(shown).not.toContain(sessionToken);
    }
    expect(rehearsal.cloud.journal.unknown()).toEqual([]);
  });

  test('that is refused names sub and aud as sent and the trust line that was expected, and changes nothing', async () => {
    await start(['repo:octo/shop:environment:prod']);
    const result = await rehearsal.deployed(job());
    expect(result.exitCode).toBe(1);
    expect(result.log).toContain(DEFAULT_BRANCH);
    expect(result.log).toContain('sts.amazonaws.com');
    expect(result.log).toContain('token.actions.githubusercontent.com:sub');
    expect(rehearsal.cloud.journal.entries({ service: 's3' })).toEqual([]);
    expect(rehearsal.github.deployments).toEqual([]);
  });

  test('in another account than the allowed one is refused before the first write', async () => {
    await start([DEFAULT_BRANCH]);
    const result = await rehearsal.deployed(job({ 'allowed-account-id': '999999999999' }));
    expect(result.exitCode).toBe(1);
    expect(result.log).toMatch(/The credentials are of another AWS account than the one that is allowed\./);
    expect(rehearsal.cloud.journal.entries({ service: 's3' })).toEqual([]);
    expect(rehearsal.github.deployments).toEqual([]);
  });

  test('without the permission to ask for an identity names the permission', async () => {
    await start([DEFAULT_BRANCH]);
    const request = job();
    const result = await rehearsal.deployed({ ...request, environment: {} });
    expect(result.exitCode).toBe(1);
    expect(result.log).toContain('id-token: write');
    expect(rehearsal.cloud.journal.entries({ service: 's3' })).toEqual([]);
  });

  test('again, once, when the session ends in the middle of an upload of 300 files', async () => {
    await start([DEFAULT_BRANCH], 295);
    const { sts, faults } = rehearsal.cloud;
    let ended = '';
    faults.add({
      service: 's3',
      operation: 'PutObject',
      path: new RegExp(`^/${SITE_BUCKET}/articles/`),
      nth: 150,
      effect: {
        meanwhile: () => {
          ended = sts.store.sessions().at(-1)?.accessKeyId ?? '';
          sts.store.expire(ended);
        },
      },
    });
    const result = await rehearsal.deployed(job());
    expect(result.exitCode).toBe(0);
    expect(result.outputs['files-uploaded']).toBe('301');
    expect(ended).not.toBe('');
    expect(faults.unused()).toEqual([]);
    // One renewal for all requests that met the end.
    expect(sts.store.sessions().length).toBe(2);
    const served = await (await fetch(`${rehearsal.edge}/articles/295/index.html`)).text();
    expect(served).toContain('Article 295');
  });
});
