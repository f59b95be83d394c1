import { spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type LocalCloud, startCloud } from '../../local/cloud.js';
import { typed } from '../../local/empty-checkout.js';
import { GitRepository } from '../../local/git-repository.js';
import { GITHUB_ACTIONS } from '../../local/github/identity.js';
import { temporaryFolder } from './folder.js';
import { filled } from './printed-lines.js';

const succeeds = (...words: readonly string[]) => spawnSync('gh', words, { stdio: 'ignore' }).status === 0;
const installed = succeeds('--version');
if (!installed) console.warn('NOT RUN: the printed lines of gh. They need the GitHub CLI on PATH.');
const withGh = installed ? test : test.skip;
const knowsVariables = succeeds('variable', '--help');
if (installed && !knowsVariables) console.warn('NOT RUN: gh variable list. This gh is older than 2.27.');
const withVariables = knowsVariables ? test : test.skip;

const folder = temporaryFolder('github-lines-');
let cloud: LocalCloud;
/** What the local GitHub has not, by method and path; `undefined`: no content. */
const ANSWERS: Readonly<Record<string, readonly [status: number, body?: unknown]>> = {
  'GET /repos/octo/shop/actions/runs/77': [200, { id: 77, workflow_id: 5, status: 'in_progress' }],
  'GET /repos/octo/shop/actions/workflows/5': [200, { id: 5, name: 'Deploy' }],
  'POST /repos/octo/shop/actions/runs/77/cancel': [202],
  'GET /repos/octo/shop/actions/workflows/deploy.yml': [200, { id: 5, path: '.github/workflows/deploy.yml' }],
  'POST /repos/octo/shop/actions/workflows/5/dispatches': [204],
  'GET /repos/octo/shop/actions/variables': [200, { total_count: 1, variables: [{ name: 'PLAN_ROLE', value: 'arn' }] }],
  'POST /graphql': [
    200,
    { data: { repository: { id: 'R', name: 'shop', owner: { login: 'octo' }, defaultBranchRef: { name: 'main' } } } },
  ],
};
let stub: Server;
let asked: string[] = [];

beforeAll(async () => {
  cloud = await startCloud();
  cloud.github.repository('octo/shop').collaborators.set('alice', 'admin');
  const git = await GitRepository.create(join(folder.path, 'shop'));
  await git.git('remote', 'add', 'origin', 'http://github.localhost/octo/shop.git');
  await git.write({ 'README.md': 'The shop\n' });
  await git.commit('The shop');
  await cloud.github.repository('octo/shop').history.readGit(git.path);
  stub = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk;
    });
    request.on('end', () => {
      const { pathname } = new URL(request.url ?? '/', 'http://api.github.localhost');
      asked.push(`${request.method} ${pathname} ${pathname === '/graphql' ? '' : body}`.trim());
      const [status, answer] = ANSWERS[`${request.method} ${pathname}`] ?? [404, { message: 'Not Found' }];
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(answer === undefined ? (status === 202 ? '{}' : '') : JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => stub.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await cloud.stop();
  await new Promise((resolve) => stub.close(resolve));
});
beforeEach(() => {
  asked = [];
});

/** The host of GitHub's own development environment is asked over plain HTTP, and through the proxy. */
async function run(line: string, proxy: string, token = 'token') {
  return await typed(line, join(folder.path, 'shop'), {
    GH_HOST: 'github.localhost',
    GH_TOKEN: token,
    GH_ENTERPRISE_TOKEN: token,
    GH_CONFIG_DIR: '/nonexistent',
    HTTP_PROXY: proxy,
  });
}

const atStub = (line: string) => run(line, `http://127.0.0.1:${(stub.address() as AddressInfo).port}`);

withGh.each([
  ['gh api repos/…/deployments/…/statuses -f state=inactive', [], 'inactive'],
  ['gh api repos/…/deployments/…/statuses -f state=…', ['success'], 'success'],
  ['gh api repos/…/deployments/…/statuses -f state=…', ['failure'], 'failure'],
] as const)('%s %j', async (line, states, state) => {
  const { github } = cloud;
  const made = await fetch(`${github.url}/repos/octo/shop/deployments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${github.token(GITHUB_ACTIONS)}` },
    body: JSON.stringify({ ref: 'main', environment: 'dev', required_contexts: [], auto_merge: false }),
  });
  const { id } = (await made.json()) as { readonly id: number };
  const { exitCode } = await run(
    filled(line, 'octo/shop', String(id), ...states),
    github.url,
    github.token(github.user('alice')),
  );
  const deployment = github.repository('octo/shop').deployments.find((one) => one.id === id);
  expect([exitCode, deployment?.statuses.at(-1)?.state]).toEqual([0, state]);
});

withGh('gh run cancel', async () => {
  expect(await atStub(filled('gh run cancel … --repo …', '77', 'octo/shop'))).toMatchObject({ exitCode: 0 });
  expect(asked).toContain('POST /repos/octo/shop/actions/runs/77/cancel');
});

withGh.each([
  ['gh workflow run FILE -f operation=rollback', [], { operation: 'rollback' }],
  [
    'gh workflow run FILE -f operation=rollback-site -f release=…',
    ['0123456-89abcdef'],
    { operation: 'rollback-site', release: '0123456-89abcdef' },
  ],
])('%s', async (line, given, inputs) => {
  const { exitCode } = await atStub(filled(line, ...given).replace('FILE', 'deploy.yml'));
  expect(exitCode).toBe(0);
  const sent = asked.find((one) => one.includes('/dispatches'))?.replace(/^\S+ \S+ /, '') ?? '{}';
  expect(JSON.parse(sent)).toEqual({ ref: 'main', inputs });
});

withGh('gh repo view', async () => {
  const { said } = await atStub(filled('gh repo view --json defaultBranchRef'));
  expect(JSON.parse(said)).toEqual({ defaultBranchRef: { name: 'main' } });
});

withVariables('gh variable list', async () => {
  expect((await atStub(filled('gh variable list'))).said).toContain('PLAN_ROLE');
});
