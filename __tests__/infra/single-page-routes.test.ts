import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { objectRequest } from '../../local/cloudfront/viewer-request.js';
import { routeOf } from '../../site/src/routes.js';
import { CONTENT_SECURITY_POLICY } from '../../site/vite.config.js';

const code = readFileSync('infra/modules/static_site/functions/single-page-routes.js', 'utf8');

/** As CloudFront runs it: the text of the file, and the handler by its name. */
function routed(uri: string, text = code): string {
  const { request } = { request: { uri, method: 'GET' } };
  return runInNewContext(`${text}; handler({ request }).uri`, { request }) as string;
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

  test('the local edge rewrites as the function does', () => {
    const rules = { cachePolicy: { queryStrings: 'none' }, defaultRootObject: 'index.html', functionRewrites: 'spa' };
    const paths = ['/', '/settings', '/users/7', '/users/7/', '/a.b/c', '/index.html', '/x.png', '/.well-known/y'];
    const local = paths.map((path) => objectRequest(path, '', rules as never).uri);
    expect(local).toEqual(paths.map((path) => routed(path)));
  });

  test('fits into a CloudFront Function: 10 KB', () => {
    expect(Buffer.byteLength(code)).toBeLessThan(10_240);
  });
});

describe('the routes of a site in folders', () => {
  const folders = readFileSync('infra/modules/static_site/functions/folder-routes.js', 'utf8');

  test.each([
    ['/', '/index.html'],
    ['/about', '/about/index.html'],
    ['/about/', '/about/index.html'],
    ['/a.b/c', '/a.b/c/index.html'],
    ['/about/index.html', '/about/index.html'],
    ['/missing.png', '/missing.png'],
    ['/.well-known/acme-challenge/token', '/.well-known/acme-challenge/token'],
  ])('%s is answered by %s', (uri, page) => {
    expect(routed(uri, folders)).toBe(page);
  });
});

describe("the sample's page", () => {
  const page = readFileSync('site/index.html', 'utf8');

  test('knows every route that it links, and the function never sees one', () => {
    const linked = [...page.matchAll(/href="(#\/[^"]*)"/g)].map(([, href]) => href ?? '');
    expect(linked).toContain('#/how-a-deploy-runs');
    for (const href of linked) {
      expect(routeOf('', href)).not.toBe('unknown');
      const { pathname, hash } = new URL(href, 'https://shop.test/');
      expect([routed(pathname), hash]).toEqual(['/index.html', href]);
    }
  });

  test.each(['/settings', '/users/7', '/users/7/'])(
    'says that %s is unknown, where the function answers with it',
    (uri) => {
      expect([routed(uri), routeOf(uri.slice(1), '')]).toEqual(['/index.html', 'unknown']);
    },
  );

  test('allows itself nothing that the header of its distribution forbids', () => {
    const variables = readFileSync('infra/modules/static_site/variables.tf', 'utf8');
    const [, header = ''] = /"content_security_policy" \{[^}]*default\s*=\s*"([^"]*)"/.exec(variables) ?? [];
    const [allowed, own] = [header, CONTENT_SECURITY_POLICY].map(
      (policy) => new Map(policy.split('; ').map((one) => [one.split(' ')[0] ?? '', one.split(' ').slice(1)])),
    );
    expect(own?.get('default-src')).toEqual(["'none'"]);
    for (const [directive, sources] of own ?? []) {
      // What has no line of its own falls back to `default-src`, apart from these two, which then allow everything.
      const fallback = ['base-uri', 'form-action'].includes(directive) ? sources : allowed?.get('default-src');
      const beyond = sources.filter((one) => one !== "'none'" && !(allowed?.get(directive) ?? fallback)?.includes(one));
      expect([directive, beyond]).toEqual([directive, []]);
    }
  });
});
