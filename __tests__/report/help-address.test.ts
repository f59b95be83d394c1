import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ActionError } from '../../src/errors.js';
import { helpPage } from '../../src/gateways/runner/help-page.js';
import { helpAddress } from '../../src/report/kit/help-address.js';
import { startFailure } from '../../src/report/start-failure.js';

const markdown = '### `… failed`\n\n### `Could not … the bucket …`\n\n### `There is no "x" (yet)`\n\n### Other\n';
const page = { markdown, address: 'https://github.com/o/a/blob/v1/docs/troubleshooting.md' };

test.each([
  ['Reading pull request #1 failed', '#-failed'],
  ['Could not list the bucket shop-site', '#could-not--the-bucket-'],
  ['There is no "x" (yet)', '#there-is-no-x-yet'],
])('"%s" leads to its heading', (what, anchor) => {
  expect(helpAddress(what, page)).toBe(page.address + anchor);
});

test('the heading with the most words of its own wins', () => {
  const both = { ...page, markdown: '### `… failed`\n### `Searching … failed`\n' };
  expect(helpAddress('Searching the issues failed', both)).toBe(`${page.address}#searching--failed`);
});

test('an error without a heading leads to the page, and no address is made up', () => {
  expect(helpAddress('Something else', page)).toBe(page.address);
  expect(helpAddress('Reading failed', { markdown })).toBeUndefined();
});

test('the page is that of the version that runs, also where a reusable workflow brought it along', () => {
  const folder = mkdtempSync(join(tmpdir(), 'help-'));
  try {
    const action = join(folder, '_actions', 'octo', 'deployments', 'release', 'v1');
    mkdirSync(join(action, 'docs'), { recursive: true });
    writeFileSync(join(action, 'docs', 'troubleshooting.md'), markdown);
    expect(helpPage(join(action, 'dist', 'index.js'), {})).toEqual({
      markdown,
      address: 'https://github.com/octo/deployments/blob/release/v1/docs/troubleshooting.md',
    });
    const named = {
      GITHUB_SERVER_URL: 'https://ghe.example',
      GITHUB_ACTION_REPOSITORY: 'o/a',
      GITHUB_ACTION_REF: 'v1',
    };
    expect(helpPage('/elsewhere/dist/index.js', named)).toEqual({
      markdown: '',
      address: 'https://ghe.example/o/a/blob/v1/docs/troubleshooting.md',
    });
    expect(helpPage('/elsewhere/dist/index.js', { GITHUB_ACTION_REPOSITORY: 'o)a' })).toEqual({ markdown: '' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the page of a run that did not start has every fault, redacted and neutral', () => {
  const error = new ActionError({
    what: '2 inputs are not valid:\n  a: found "s3cret"\n  b: found "@alice"',
    wayOut: '\nDo it',
  });
  const text = startFailure(error, (said) => said.replaceAll('s3cret', '***'), page.address);
  expect(text).toContain('> - a: found "');
  expect(text).not.toContain('s3cret');
  expect(text).not.toContain('@alice');
  expect(text).toContain(`> [Troubleshooting](${page.address})`);
});
