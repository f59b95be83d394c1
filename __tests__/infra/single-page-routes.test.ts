import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';

const code = readFileSync('infra/modules/static_site/functions/single-page-routes.js', 'utf8');

/** As CloudFront runs it: the text of the file, and the handler by its name. */
function routed(uri: string): string {
  const { request } = { request: { uri, method: 'GET' } };
  return runInNewContext(`${code}; handler({ request }).uri`, { request }) as string;
}

describe('the routes of a single-page site', () => {
  test.each(['/', '/settings', '/users/7', '/users/7/', '/a.b/c'])('%s is answered by the entry page', (uri) => {
    expect(routed(uri)).toBe('/index.html');
  });

  test.each([
    '/index.html',
    '/assets/app.3f2a9c1b.js',
    '/missing.png',
    '/release.json',
    '/.well-known/apple-app-site-association',
    '/.well-known/acme-challenge/token',
  ])('%s is a file, and missing when it is missing', (uri) => {
    expect(routed(uri)).toBe(uri);
  });

  test('fits into a CloudFront Function: 10 KB', () => {
    expect(Buffer.byteLength(code)).toBeLessThan(10_240);
  });
});
