import { describe, expect, test } from '@jest/globals';
import type { SiteConfig, ValueSource } from '../../../src/config/config.js';
import { ActionError, MissingBucket } from '../../../src/errors.js';
import type { RunContext } from '../../../src/operation/run/context.js';
import { previewLane } from '../../../src/operation/site/lane.js';
import { contextOf } from '../review/review-world.js';

const context = {
  ...contextOf('commit', {}),
  workspace: '/workspace',
  signal: new AbortController().signal,
} as RunContext;

async function preview(bucket: ValueSource, thrown: Error) {
  const site = { directory: 'public', bucket, distributions: [], url: { kind: 'literal', value: '' } };
  const outputs = { site_bucket: { value: 'made-by-the-stack', sensitive: false } };
  const stack = { outputs: async () => outputs, resources: async () => [] };
  return await previewLane(context, site as unknown as SiteConfig, stack as never, () => {
    throw thrown;
  });
}

const missing = new MissingBucket({ what: 'There is no such bucket' });
const named: ValueSource = { kind: 'literal', value: 'nobodys-site' };

describe("the site's diff on a pull request", () => {
  test('fails for a bucket that the input names and that does not exist', async () => {
    await expect(preview(named, missing)).rejects.toThrow('There is no such bucket');
  });

  test('is not made for a bucket that the stack makes anew', async () => {
    const made: ValueSource = { kind: 'stack-output', name: 'site_bucket' };
    expect(await preview(made, missing)).toEqual({ unavailable: 'There is no such bucket.' });
  });

  test('is not made where the role may not read', async () => {
    const refused = new ActionError({ what: 'Could not list the bucket' });
    expect(await preview(named, refused)).toEqual({ unavailable: 'Could not list the bucket.' });
  });
});
