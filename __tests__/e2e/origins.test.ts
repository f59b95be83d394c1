import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ReviewStage } from './review-stage.js';

let stage: ReviewStage;
beforeEach(async () => {
  stage = await ReviewStage.start();
});
afterEach(() => stage.stop());

const data = (name: string, input: string) => `resource "terraform_data" "${name}" {\n  input = "${input}"\n}\n`;

test('a plan says of each change that no line of its pull request explains where it comes from', async () => {
  const { rehearsal } = stage;
  // Merged with its review, and not deployed.
  await stage.merge(await stage.open({ resources: { other: data('other', 'a') } }));
  // Pushed directly: nothing tells where it comes from.
  await rehearsal.git.branch('main');
  await rehearsal.change('main', 'Directly', stage.files({ resources: { direct: data('direct', 'b') } }));
  stage.later();

  const pull = await stage.open({ resources: { own: data('own', 'c') } });
  const comment = pull.comments.at(-1)?.body ?? '';
  const row = (name: string) => comment.split('\n').find((line) => line.includes(`| \`terraform_data.${name}\` |`));
  expect(row('own')).toMatch(/\| *\|$/);
  expect(row('other')).toContain('| also in #1, which is merged and not deployed |');
  expect(row('direct')).toContain('| no file of this pull request explains it |');

  rehearsal.cloud.faults.add({ operation: 'pulls/list-files', effect: { status: 500 } });
  const again = await stage.plan(pull);
  expect(again.exitCode).toBe(0);
  expect(again.log).toContain('Where the changes come from is told without the files of the pull request: ');
  expect(pull.comments.at(-1)?.body).not.toContain('explains it');
});
