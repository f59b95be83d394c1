import { afterEach, describe, expect, test } from '@jest/globals';
import { openPullRequest, type PullRequest } from '../../local/github/pull-requests.js';
import type { ActionResult } from '../../local/runner.js';
import { ReviewStage, succeeded } from './review-stage.js';

let stage: ReviewStage;
afterEach(async () => {
  expect(stage.rehearsal.cloud.journal.unknown()).toEqual([]);
  await stage.stop();
});

const extra = (name: string) => ({
  resources: { [name]: `resource "terraform_data" "${name}" {\n  input = "a"\n}\n` },
});

/** "Run workflow" on a branch, by somebody who may write. */
async function onBranch(branch: string, started?: string): Promise<ActionResult> {
  const { rehearsal } = stage;
  const { git } = rehearsal;
  const sha = started ?? (await git.head(branch));
  await git.checkout(sha);
  const event = { name: 'workflow_dispatch', payload: rehearsal.payload() };
  const running = await rehearsal.started(event, sha, `refs/heads/${branch}`, {
    inputs: { operation: 'plan', 'site-directory': '' },
    // The local GitHub serves no git: its repository is the folder.
    environment: {
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: `url.${git.path}.insteadOf`,
      GIT_CONFIG_VALUE_0: 'https://github.com/octo/shop.git',
    },
  });
  const result = await running.finished;
  stage.later();
  return result;
}

/** What a person reads: a number in a warning is no reference, which a character without width sees to. */
const shownBy = ({ log, summary }: ActionResult) => [log, summary.replaceAll('\u200b', '')];

const recordsOf = (pull: PullRequest) =>
  stage.rehearsal.github.checkRuns.filter(
    ({ headSha, name }) => headSha === pull.pull.headSha && name === 'plan (dev)',
  );

describe('a plan by hand on a branch', () => {
  test("plans a bot's pull request as it would be merged now; its record counts", async () => {
    stage = await ReviewStage.start();
    const bot = stage.rehearsal.cloud.github.app('dependabot');
    const pull = await stage.open(extra('bumped'), { author: bot, planned: false });
    // Meanwhile somebody else's change is merged and deployed.
    const other = await stage.open(extra('other'));
    await stage.merge(other);
    succeeded(await stage.deploy());

    const planned = succeeded(await onBranch(pull.pull.headRef));
    expect(planned.outputs).toMatchObject({ operation: 'plan', add: '1', change: '0', destroy: '0' });
    expect(pull.comments.map(({ body }) => body)).toEqual([expect.stringContaining('terraform_data.bumped')]);
    expect(pull.comments[0]?.body).not.toContain('terraform_data.other');
    expect(recordsOf(pull)).toHaveLength(1);

    stage.approve(pull);
    await stage.merge(pull);
    const deployed = succeeded(await stage.deploy());
    expect(deployed.outputs.add).toBe('1');
    // Nothing of the token is left in the checkout.
    const { git } = stage.rehearsal;
    expect(await git.git('config', '--list', '--local')).not.toMatch(/extraheader/i);
  }, 180_000);

  test('of a fork, of a closed pull request, without one, and in conflict: each in words', async () => {
    stage = await ReviewStage.start();
    const { rehearsal } = stage;
    const recorded = () => rehearsal.github.checkRuns.length;
    const before = recorded();

    await rehearsal.change('alone', 'Alone', stage.files(extra('alone')));
    expect(succeeded(await onBranch('alone')).log).toContain(
      'Open a pull request from alone to have its plan reviewed',
    );

    await rehearsal.change('from-fork', 'Fork', stage.files(extra('fork')));
    const fork = rehearsal.cloud.github.repository('eve/shop');
    await fork.history.readGit(rehearsal.git.path);
    const author = rehearsal.cloud.github.user('eve');
    const theirs = openPullRequest(rehearsal.github, { author, title: 'Fork', head: 'from-fork', from: fork });
    const ofFork = succeeded(await onBranch('from-fork'));
    for (const text of shownBy(ofFork)) {
      expect(text).toContain(`Pull request #${theirs.number} has a branch of that name in a fork`);
    }

    const closed = await stage.open(extra('closed'), { planned: false });
    Object.assign(closed, { state: 'closed' });
    const ofClosed = succeeded(await onBranch(closed.pull.headRef));
    for (const text of shownBy(ofClosed)) {
      expect(text).toContain(`Pull request #${closed.number} is closed; reopen it to plan it`);
    }

    // GitHub knows a newer commit than the one that this run checked out.
    const moved = await stage.open(extra('moved'), { planned: false });
    const known = moved.pull.headSha;
    await stage.push(moved, extra('moved-on'));
    const late = await onBranch(moved.pull.headRef, known);
    expect(late.exitCode).toBe(1);
    for (const text of shownBy(late)) {
      expect(text).toContain(`The branch of pull request #${moved.number} was pushed to after this run was started`);
    }
    expect([theirs, closed].flatMap(({ comments }) => comments)).toEqual([]);
    expect(recorded()).toBe(before);

    const one = await stage.open({ size: 5 }, { planned: false });
    await stage.merge(await stage.open({ size: 6 }, { planned: false }));
    const conflict = await onBranch(one.pull.headRef);
    expect(conflict.exitCode).toBe(1);
    expect(conflict.log).toContain(`Pull request #${one.number} conflicts with main, so that there is nothing to plan`);
    expect(conflict.log).toContain('Found: infra/main.tf');
    expect(shownBy(conflict)[1]).toContain(`**Pull request #${one.number} conflicts with main`);
    expect(conflict.summary).toContain('Merge main into the branch and resolve the conflicts');
  }, 180_000);
});
