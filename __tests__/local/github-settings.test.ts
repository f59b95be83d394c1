import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { SETTINGS_ROUTES } from '../../local/github/settings.js';
import { GitHubStage } from './github-stage.js';

let stage: GitHubStage;
beforeAll(async () => {
  stage = await GitHubStage.start();
});
beforeEach(() => {
  stage.newRepository();
});
afterAll(async () => await stage.cloud.stop());

test('an environment has its rules, and one that is missing is not found', async () => {
  stage.shop.environments.set('dev', { branches: true, reviewers: true });
  stage.shop.environments.set('open', { branches: false, reviewers: false });
  const read = async (name: string) => (await stage.actions.send(`GET ${stage.repo}/environments/${name}`)).body;
  expect((await read('dev')).protection_rules.map(({ type }: { type: string }) => type)).toEqual([
    'required_reviewers',
    'branch_policy',
  ]);
  expect((await read('open')).deployment_branch_policy).toBeNull();
  expect(await stage.actions.status(`GET ${stage.repo}/environments/other`)).toBe('404 Not Found');
});

test('a branch says whether it is protected, and which rules are on it', async () => {
  const branch = async () => (await stage.actions.send(`GET ${stage.repo}/branches/main`)).body;
  expect(await branch()).toMatchObject({ name: 'main', protected: false });
  stage.shop.rules.push({
    type: 'required_status_checks',
    parameters: { required_status_checks: [{ context: 'plan' }], strict_required_status_checks_policy: false },
    ruleset_id: 1,
    ruleset_source: 'octo/shop',
    ruleset_source_type: 'Repository',
  });
  expect((await branch()).protected).toBe(true);
  const { body } = await stage.actions.send(`GET ${stage.repo}/rules/branches/main`);
  expect(body[0].parameters.required_status_checks).toEqual([{ context: 'plan' }]);
  expect(await stage.actions.status(`GET ${stage.repo}/branches/other`)).toBe('404 Not Found');
});

test('every reply is as GitHub describes it', () => {
  const seen = SETTINGS_ROUTES.map(({ operation }) => operation);
  expect(stage.described.unseen().filter((operation) => seen.includes(operation))).toEqual([]);
});
