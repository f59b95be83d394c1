import { afterEach, describe, expect, test } from '@jest/globals';
import type { Issue } from '../../local/github/records.js';
import { Rehearsal } from '../../local/rehearsal.js';
import type { ActionResult } from '../../local/runner.js';
import { shopInfrastructure } from '../../local/sample-shop.js';

const MARKER =
  /^<!-- well-managed-deployments failure stage=dev directory=infra workspace=default state=[0-9a-f]+ story=[0-9a-f]{64} -->/;
/** Terraform that plans, and fails while it applies. */
const broken = (path: string) => `
resource "terraform_data" "broken" {
  provisioner "local-exec" {
    command = "echo 'It is broken by ${path}.' >&2; exit 1"
  }
}
`;

let rehearsal: Rehearsal;
afterEach(async () => {
  expect(rehearsal.cloud.journal.unknown()).toEqual([]);
  await rehearsal.stop();
});

const always = { inputs: { 'apply-policy': 'always' } };
const issues = (): Issue[] => [...rehearsal.github.issues.values()].filter(({ pull }) => pull === undefined);

/** A pull request with this Terraform, merged, and the run that its merge starts. */
async function merged(name: string, terraform: string, by = rehearsal.owner): Promise<ActionResult> {
  await rehearsal.change(name, name, shopInfrastructure({ ...rehearsal.shop, terraform }));
  await rehearsal.merge(rehearsal.open(name, name), 'squash', by);
  return await rehearsal.deployed(always);
}

describe('the issue about a failed deploy', () => {
  test('is opened, rewritten while it is the same story, commented on when it is another, and closed by the next success', async () => {
    rehearsal = await Rehearsal.start({ project: process.cwd() });
    const first = await rehearsal.deployed(always);
    expect([first.exitCode, issues()]).toEqual([0, []]);

    const failed = await merged('one', broken('one'));
    const [issue] = issues();
    expect(failed.exitCode).toBe(1);
    expect(failed.outputs['issue-url']).toBe(`https://github.com/octo/shop/issues/${issue?.number}`);
    expect(issue?.title).toMatch(/^Deploying dev failed: terraform apply failed/);
    expect(issue?.body).toMatch(MARKER);
    expect(issue?.body).toContain('It is broken by one.');
    expect(issue?.body).toContain('**Merged and not live:** #1.');
    expect(issue?.body).toContain('"Revert" on [#1](https://github.com/octo/shop/pull/1)');
    expect(issue?.labels.map(({ name }) => name)).toEqual(['failed-deploy']);
    expect(issue?.assignees).toEqual(['alice']);
    expect(issue?.body).not.toContain('@alice');

    await merged('two', broken('two'));
    expect(issues()).toHaveLength(1);
    expect(issue?.comments).toEqual([]);
    expect(issue?.body).toContain('It is broken by two.');
    expect(issue?.body).toMatch(/not live:\*\* #1, #\d+\./);

    const refused = await rehearsal.deployed({ inputs: { 'site-bucket': 'nobody-has-it' } });
    expect(refused.exitCode).toBe(1);
    expect(issues()).toHaveLength(1);
    expect(issue?.comments.map(({ body }) => body.split('\n')[2])).toEqual([
      expect.stringMatching(/^A newer run failed differently: /),
    ]);

    const fixed = await merged('three', '');
    expect(fixed.exitCode).toBe(0);
    expect(issue).toMatchObject({ state: 'closed', stateReason: 'completed' });
    expect(issue?.comments.at(-1)?.body).toContain('A later deploy succeeded: what is merged is live.');
    expect(fixed.outputs['issue-url']).toBe(failed.outputs['issue-url']);
  }, 180_000);

  test('mentions who merged, where GitHub does not let it be assigned to them; and takes the author, where an app merged', async () => {
    rehearsal = await Rehearsal.start({ project: process.cwd() });
    const carol = rehearsal.cloud.github.user('carol');
    await merged('one', broken('one'), carol);
    const [issue] = issues();
    expect(issue?.assignees ?? []).toEqual([]);
    expect(issue?.body).toContain('@carol: this is yours to look at. GitHub does not allow it to be assigned to you.');
    await merged('two', broken('two'), rehearsal.cloud.github.app('merge-bot'));
    expect(issue?.assignees).toEqual(['alice']);
  });

  test.each([
    [403, /No issue tells of this failure \(it needs issues: write\)/],
    [410, /No issue tells of this failure/],
    [500, /No issue tells of this failure/],
  ])('that GitHub refuses with %d is one warning, and changes nothing else', async (status, warning) => {
    rehearsal = await Rehearsal.start({ project: process.cwd() });
    rehearsal.cloud.faults.add({ operation: 'issues/create', nth: 1, times: 20, effect: { status } });
    const failed = await merged('one', broken('one'));
    expect(failed.exitCode).toBe(1);
    expect(failed.log).toMatch(warning);
    expect(failed.log).toContain('terraform apply failed');
    expect(failed.log.match(/No issue tells/g)).toHaveLength(1);
    expect(issues()).toEqual([]);
  });
});
