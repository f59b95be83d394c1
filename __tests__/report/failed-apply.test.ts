import { expect, test } from '@jest/globals';
import { deployComment } from '../../src/report/deploy-comment.js';
import { failedDeploy } from './sample-outcomes.js';

test('a failed apply tells its error first, then each change in a list of its own', () => {
  const outcome = failedDeploy();
  const applied = {
    done: [{ address: 'aws_thing.a', action: 'update' }],
    failed: [{ address: 'aws_thing.b', action: 'delete-create', detail: 'destroyed, creating it again failed' }],
    notBegun: [
      { address: 'aws_thing.c', action: 'create' },
      { address: 'aws_thing.d', action: 'create-delete' },
    ],
  };
  const diagnostics = [{ severity: 'error' as const, summary: 'BucketAlreadyExists', detail: 'Choose another name' }];
  const { body } = deployComment({ ...outcome, applied, diagnostics }, { redact: (text) => text });
  const list = [
    '**Infrastructure: 1 done, 1 failed, 2 not begun**',
    '',
    '- **Failed** `aws_thing.b`: destroyed, creating it again failed',
    '- Done `aws_thing.a`: changed',
    '- Not begun `aws_thing.c`: to be created',
    '- Not begun `aws_thing.d`: to be replaced',
    '',
  ].join('\n');
  expect(body).toContain(list);
  const [before = '', behind = ''] = body.split(list);
  expect(before).toContain('BucketAlreadyExists');
  expect(before).toContain('- **Infrastructure**: ');
  expect(behind.trimStart().startsWith('- ')).toBe(false);
});
