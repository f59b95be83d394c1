import { describe, expect, test } from '@jest/globals';
import { packedFolder } from '../../../src/lambda/lambda-package.js';
import { checkStart } from '../../../src/operation/packages/check-start.js';

const packed = packedFolder('api', [
  { path: 'Index.mjs', mode: 0o644, content: Buffer.from('export const handler = 1;') },
]);

function plan(actions: readonly string[], settings: object) {
  const after = { function_name: 'shop', s3_key: packed.key, runtime: 'nodejs22.x', ...settings };
  const change = { actions, before: null, after, after_unknown: {} };
  return {
    resource_changes: [{ address: 'aws_lambda_function.api', mode: 'managed', type: 'aws_lambda_function', change }],
  };
}

describe('a function of the plan', () => {
  test('that cannot start from its package is refused, with what to do', () => {
    expect(() => checkStart(plan(['update'], { handler: 'index.handler' }), [packed])).toThrow(
      'The function aws_lambda_function.api cannot start from the package "api": The package has no file for the handler ' +
        '"index.handler" of the runtime nodejs22.x. Found: Index.mjs. Expected: one of index.js, index.mjs, index.cjs. ' +
        'Write file and handler in the same case: Linux tells them apart. Nothing was applied.',
    );
  });

  test('that has layers is warned of', () => {
    const { warnings } = checkStart(plan(['create'], { handler: 'index.handler', layers: ['arn'] }), [packed]);
    expect(warnings).toEqual([
      expect.stringContaining('aws_lambda_function.api: The package has no file for the handler'),
    ]);
  });

  test.each([
    ['can start', plan(['create'], { handler: 'Index.handler' }), 1],
    ['is not changed', plan(['no-op'], { handler: 'index.handler' }), 0],
    ['is destroyed', plan(['delete'], { s3_key: undefined }), 0],
    ['has another package', plan(['create'], { handler: 'index.handler', s3_key: 'else.zip' }), 0],
    ['has a handler that is not known yet', plan(['create'], {}), 1],
  ])('that %s is let through', (_, json, functions) => {
    expect(checkStart(json, [packed])).toEqual({ functions, warnings: [] });
  });
});
