import { expect, test } from '@jest/globals';
import { planComment } from '../../src/report/plan-comment.js';
import { outcomeOf } from './plan-folders.js';

/** A plan in which instances of one resource are replaced, each with its own value before. */
function commentOf(values: readonly string[]): string {
  const outcome = outcomeOf('aws-replace');
  const [replaced] = outcome.plan.changes.resources.filter(({ action }) => action === 'delete-create');
  if (replaced === undefined) throw new Error('nothing is replaced');
  const address = (at: number) => `aws_thing.row[${at}]`;
  const one = { ...replaced, module: '', type: 'aws_thing', name: 'row', replacePaths: ['kind'] };
  const resources = values.map((_, at) => ({ ...one, address: address(at) }));
  const blocks = values.map(
    (value, at) =>
      `  # ${address(at)} must be replaced\n-/+ resource "aws_thing" "row" {\n      ~ kind = "${value}" -> "b" # forces replacement\n    }\n`,
  );
  const text = `Terraform will perform the following actions:\n\n${blocks.join('\n')}\nPlan: 2 to add, 0 to change, 2 to destroy.\n`;
  const plan = { ...outcome.plan, text, changes: { ...outcome.plan.changes, resources } };
  return planComment({ ...outcome, plan }, { redact: (said) => said }).body;
}

test('a row of instances has the value that forces their replacement where it is the same in all', () => {
  expect(commentOf(['a', 'a'])).toContain('because of `kind = "a" -> "b"`');
  expect(commentOf(['a', 'other'])).toContain('because of `kind`');
});
