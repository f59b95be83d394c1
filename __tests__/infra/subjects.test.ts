import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

const installed = spawnSync('gh', ['--version']).status === 0;
if (!installed) console.warn('NOT RUN: infra/bootstrap/subjects.sh. It needs the GitHub CLI on PATH: gh.');
const withGh = installed ? test : test.skip;

/** What GitHub answers, by path. */
let answers: Record<string, unknown> = {};
let server: Server;

beforeAll(async () => {
  // The host of GitHub's own development environment is asked over plain HTTP, and through the proxy.
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://api.github.localhost');
    const answer = answers[pathname.slice(1)];
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? { message: 'Not Found' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

beforeEach(() => {
  const repository = { id: 456789, name: 'Shop', visibility: 'private', owner: { login: 'Octo-Org', id: 123456 } };
  answers = {
    'repos/octo-org/shop': repository,
    'repos/Octo-Org/Shop/actions/oidc/customization/sub': { use_default: true },
  };
});

async function subjects(...args: readonly string[]) {
  const { port } = server.address() as AddressInfo;
  const child = spawn('infra/bootstrap/subjects.sh', args, {
    env: {
      PATH: process.env.PATH ?? '',
      GH_HOST: 'github.localhost',
      GH_ENTERPRISE_TOKEN: 'token',
      GH_TOKEN: 'token',
      HTTP_PROXY: `http://127.0.0.1:${port}`,
      GH_CONFIG_DIR: '/nonexistent',
    },
  });
  const printed = { out: '', error: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    printed.out += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    printed.error += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, ...printed };
}

describe('the command that prints the subjects', () => {
  withGh('gives both forms, in the case that GitHub uses', async () => {
    expect(await subjects('octo-org/shop')).toEqual({
      code: 0,
      error: '',
      out: [
        'repository_id       = "456789"',
        'repository_subjects = [',
        '  "repo:Octo-Org/Shop",',
        '  "repo:Octo-Org@123456/Shop@456789",',
        ']\n',
      ].join('\n'),
    });
  });

  withGh("follows the repository's own template", async () => {
    const template = { use_default: false, include_claim_keys: ['repository_owner_id', 'repository_id', 'context'] };
    answers['repos/Octo-Org/Shop/actions/oidc/customization/sub'] = template;
    expect((await subjects('octo-org/shop')).out).toContain(
      '= [\n  "repository_owner_id:123456:repository_id:456789",\n]',
    );
  });

  withGh("follows the organisation's template where the repository has none", async () => {
    answers['repos/Octo-Org/Shop/actions/oidc/customization/sub'] = { use_default: false };
    const template = { include_claim_keys: ['repository_visibility', 'repo', 'context'] };
    answers['orgs/Octo-Org/actions/oidc/customization/sub'] = template;
    expect((await subjects('octo-org/shop')).out).toContain(
      '= [\n  "repository_visibility:private:repo:Octo-Org/Shop",\n  "repository_visibility:private:repo:Octo-Org@123456/Shop@456789",\n]',
    );
  });

  withGh.each([
    [['repo', 'job_workflow_ref'], 'The claim job_workflow_ref differs from job to job'],
    [['context', 'repo'], 'context, the part with the environment or the branch, to be its last claim'],
    [['repository_id'], 'context, the part with the environment or the branch, to be its last claim'],
  ])('refuses a template that no role can trust: %j', async (keys, why) => {
    const template = { use_default: false, include_claim_keys: keys };
    answers['repos/Octo-Org/Shop/actions/oidc/customization/sub'] = template;
    const { code, out, error } = await subjects('octo-org/shop');
    expect([code, out]).toEqual([1, '']);
    expect(error).toContain(why);
    expect(error).toContain(
      'gh api --method PUT repos/Octo-Org/Shop/actions/oidc/customization/sub -F use_default=true',
    );
  });

  withGh('prints nothing when GitHub does not say', async () => {
    delete answers['repos/Octo-Org/Shop/actions/oidc/customization/sub'];
    const { code, out } = await subjects('octo-org/shop');
    expect([code === 0, out]).toEqual([false, '']);
  });

  test('leaves no empty file behind when it fails', () => {
    const folder = mkdtempSync(join(tmpdir(), 'subjects-'));
    try {
      const written = join(folder, 'repository.auto.tfvars');
      const redirected = `"${resolve('infra/bootstrap/subjects.sh')}" octo/shop > repository.auto.tfvars`;
      // A gh that nobody is signed in to.
      mkdirSync(join(folder, 'bin'));
      writeFileSync(join(folder, 'bin/gh'), '#!/bin/sh\nexit 4\n', { mode: 0o755 });
      const env = { PATH: `${join(folder, 'bin')}:${process.env.PATH}` };
      const { status, stderr } = spawnSync('sh', ['-c', redirected], { cwd: folder, env, encoding: 'utf8' });
      expect([status, stderr]).toEqual([1, expect.stringContaining('gh auth login')]);
      expect(existsSync(written)).toBe(false);
      writeFileSync(written, 'repository_id = "1"\n');
      spawnSync('sh', ['-c', redirected.replace(/ >.*/, '')], { cwd: folder, env });
      expect(readFileSync(written, 'utf8')).toBe('repository_id = "1"\n');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('says how it is called', async () => {
    expect(await subjects()).toMatchObject({
      code: 2,
      error: expect.stringContaining('Usage: ./subjects.sh OWNER/REPO'),
    });
  });
});
