import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectGitHub, type GitHub } from '../../src/gateways/github/connect-github.js';
import { faultyDocument, faultyText } from './mutations.js';
import type { Random } from './random.js';
import type { Target } from './target.js';

const SHA = 'a'.repeat(40);
const USER = { login: 'bob', type: 'User' };
const PULL = {
  number: 3,
  title: 'A change',
  state: 'closed',
  user: USER,
  head: { sha: SHA },
  base: { ref: 'main' },
  merged_at: '2026-01-02T03:04:05Z',
  merge_commit_sha: SHA,
  labels: [{ name: 'allow-destroy' }],
};
const RUN = {
  id: 1,
  name: 'plan',
  head_sha: SHA,
  status: 'completed',
  external_id: 'x',
  conclusion: 'success',
  completed_at: '2026-01-02T03:04:05Z',
  app: { slug: 'github-actions' },
  output: { text: 'text' },
};
const DEPLOYMENT = { id: 5, sha: SHA, task: 't', environment: 'dev', creator: USER, payload: { stage: 'dev' } };
const COMMITS = [
  { sha: SHA, parents: [{ sha: 'b'.repeat(40) }] },
  { sha: 'b'.repeat(40), parents: [] },
];

/** Honest answers, by the end of the address. */
const ANSWERS: readonly (readonly [RegExp, unknown])[] = [
  [/graphql/, { data: { viewer: { login: 'github-actions[bot]' } } }],
  [/check-runs/, { total_count: 1, check_runs: [RUN] }],
  [/reviews/, [{ user: USER, state: 'APPROVED', submitted_at: '2026-01-02T03:04:05Z', commit_id: SHA }]],
  [/permission/, { permission: 'write', role_name: 'write', user: USER }],
  [/statuses/, [{ state: 'success', log_url: 'https://example.org', target_url: null }]],
  [/deployments/, [DEPLOYMENT]],
  [/compare/, { status: 'ahead', total_commits: 2, commits: COMMITS }],
  [/commits\/\w+\/pulls/, [PULL]],
  [/commits/, COMMITS],
  [/matching-refs/, [{ ref: 'refs/heads/gh-readonly-queue/main/pr-3-x', object: { sha: SHA } }]],
  [/events/, [{ event: 'labeled', created_at: '2026-01-02T03:04:05Z', actor: USER, label: { name: 'allow-destroy' } }]],
  [/pulls\/3/, PULL],
  [/comments/, [{ id: 9, html_url: 'https://example.org', body: 'body', user: USER }]],
  [
    /issues/,
    [{ number: 4, html_url: 'https://example.org', body: '<!-- m -->', user: USER, state: 'open', title: 't' }],
  ],
  [/runs\/\d+/, { status: 'completed' }],
];

const QUESTIONS: readonly ((github: GitHub) => Promise<unknown>)[] = [
  (github) => github.checks.list(SHA, 'plan'),
  (github) => github.pulls.headSha(3),
  (github) => github.pulls.approvals(3),
  (github) => github.pulls.mergedSince(undefined, SHA, 'main'),
  (github) => github.pulls.mergedSince('c'.repeat(40), SHA, 'main'),
  (github) => github.deployments.lastSuccessful('t', 'dev'),
  (github) => github.deployments.latest('t', 'dev'),
  (github) => github.deployments.remembered('t', 'dev', { place: 'a'.repeat(32) }),
  (github) => github.history.isAncestor(SHA, 'main'),
  (github) => github.labels.labelled(3, 'allow-destroy', '2026-01-03T00:00:00Z'),
  (github) => github.collaborators.mayWrite('bob'),
  (github) => github.pulls.queued(SHA, 'main'),
  (github) => github.runs.isCompleted('77'),
  (github) => github.issues.openIssues('<!-- m'),
  (github) => github.comments.upsert(3, '<!-- m -->', 'body', { create: true }),
];

/** GitHub's API, over HTTP, on the loopback: every second answer has a fault. */
export async function gitHubTarget(): Promise<Target & { stop(): void }> {
  let random: Random | undefined;
  const server: Server = createServer((request, response) => {
    const [, honest] = ANSWERS.find(([path]) => path.test(request.url ?? '')) ?? [undefined, {}];
    const chance = random as Random;
    const document = chance.isOnce(2) ? faultyDocument(honest, chance) : honest;
    const text = chance.isOnce(10) ? faultyText(JSON.stringify(document), chance) : JSON.stringify(document);
    const status = chance.isOnce(30) ? chance.of([204, 301, 400, 403, 404, 422, 502]) : 200;
    const type = chance.isOnce(30) ? 'text/html' : 'application/json; charset=utf-8';
    const more = chance.isOnce(10) ? { link: '<http://127.0.0.1/?page=2>; rel="next"' } : {};
    request.resume();
    response.writeHead(status, { 'content-type': type, ...more });
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const nothing = () => {};
  const log = {
    info: nothing,
    warning: nothing,
    error: nothing,
    group: async <T>(_: string, work: () => Promise<T>) => await work(),
  };
  const ended = new AbortController();
  // Nothing is tried again: a second answer is another case.
  ended.abort();
  return {
    name: "GitHub's replies",
    once: async (chance) => {
      random = chance;
      const apiUrl = `http://127.0.0.1:${port}`;
      const connection = { token: 'token', apiUrl, owner: 'octo', repo: 'shop', log, signal: ended.signal, pauseMs: 0 };
      return await chance.of(QUESTIONS)(connectGitHub(connection));
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
