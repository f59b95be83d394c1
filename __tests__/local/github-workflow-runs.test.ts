import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { WorkflowRun } from '../../local/github/records.js';
import { WORKFLOW_RUN_ROUTES } from '../../local/github/workflow-runs.js';
import { GitHubStage } from './github-stage.js';

let stage: GitHubStage;
beforeAll(async () => {
  stage = await GitHubStage.start();
});
beforeEach(() => {
  stage.newRepository();
});
afterAll(async () => await stage.cloud.stop());

const add = (id: number, run: Partial<WorkflowRun>) =>
  stage.shop.addRun({ id, headSha: stage.shop.history.resolve('main')?.sha ?? '', ...run });
const get = async (path: string) => (await stage.actions.send(`GET ${stage.repo}/actions/runs${path}`)).body;

test('runs are listed newest first, by branch, event, and status or conclusion', async () => {
  const failed = { status: 'completed', conclusion: 'failure' } as const;
  add(77, failed);
  add(78, { ...failed, headBranch: 'topic' });
  add(79, { ...failed, event: 'schedule' });
  add(80, {});
  add(81, failed);
  const ids = async (query: string) => (await get(query)).workflow_runs.map(({ id }: { id: number }) => id);
  expect(await ids('')).toEqual([81, 80, 79, 78, 77]);
  expect(await ids('?branch=main&event=push&status=failure')).toEqual([81, 77]);
  expect(await ids('?status=completed&per_page=2')).toEqual([81, 79]);
  expect((await get('/77')).conclusion).toBe('failure');
});

test('reviews say who approved or rejected which environment', async () => {
  stage.shop.environments.set('dev', { branches: false, reviewers: true });
  add(77, { reviews: [{ state: 'rejected', by: stage.alice, comment: 'Later', environments: ['dev'] }] });
  add(78, {});
  expect(await get('/77/approvals')).toMatchObject([
    { state: 'rejected', comment: 'Later', user: { login: 'alice' }, environments: [{ name: 'dev' }] },
  ]);
  expect(await get('/78/approvals')).toEqual([]);
  expect(await stage.actions.status(`GET ${stage.repo}/actions/runs/79/approvals`)).toBe('404 Not Found');
});

test('every reply is as GitHub describes it', () => {
  expect(stage.unseen(WORKFLOW_RUN_ROUTES)).toEqual([]);
});
