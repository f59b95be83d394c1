import { afterEach, describe, expect, test } from '@jest/globals';
import { Rehearsal } from '../../local/rehearsal.js';

let rehearsal: Rehearsal;
afterEach(() => rehearsal.stop());

async function planned(inputs: Readonly<Record<string, string>>, files = {}) {
  rehearsal = await Rehearsal.start({ project: process.cwd() });
  await rehearsal.change('feature', 'A page', { 'README.md': 'The shop\n', ...files });
  return await rehearsal.planned(rehearsal.open('feature', 'A page'), 'opened', { inputs });
}

// The merge would fail, after the infrastructure was applied.
describe('a bucket that does not exist fails the pull request', () => {
  test('when the input names it for the site', async () => {
    const { exitCode, log } = await planned({ 'infra-directory': '', 'site-bucket': 'nobodys-site' });
    expect([exitCode, log]).toEqual([1, expect.stringContaining('there is no such bucket')]);
  });

  test('when the input names it for packages', async () => {
    const inputs = { 'lambda-packages': 'api=api/dist', 'artifact-bucket': 'nobodys-packages' };
    const { exitCode, log } = await planned(inputs, { 'api/dist/index.mjs': 'export const handler = () => 1;\n' });
    expect([exitCode, log]).toEqual([1, expect.stringContaining('there is no such bucket')]);
  });
});
