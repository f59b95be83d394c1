import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { localFiles } from '../../../src/gateways/files/site-folder.js';
import { type SiteStage, shop, siteStage } from './stage.js';

let stage: SiteStage;

beforeEach(async () => {
  stage = await siteStage();
  stage.build(shop('one'));
  await stage.deploy();
  stage.cloud.journal.clear();
});

afterEach(async () => {
  await stage.stop();
});

describe('a folder that is no built site is refused before AWS is asked anything', () => {
  test.each([
    ['is empty', {}, {}, 'The folder of the site is empty'],
    ['has only what is excluded', { 'a.map': '' }, { exclude: ['*.map'] }, 'apart from 1 excluded ones'],
    ['has no page', { 'app.js': '' }, {}, 'The folder of the site has no page'],
    [
      'has what nobody publishes',
      { 'index.html': '', '.env.production': 'KEY=1', 'infra/main.tf': '', 'a/node_modules/b/package.json': '{}' },
      {},
      '.env.production, a/node_modules/b/package.json, infra/main.tf',
    ],
    [
      'has what nobody publishes, apart from what is meant',
      { 'index.html': '', '.env.example': '', 'node_modules/a.js': '' },
      { exclude: ['!.env.example'] },
      'Found: node_modules/a.js',
    ],
    [
      'has a file where the records are kept',
      { 'index.html': '', '.well-managed/manifest.json': '{}' },
      {},
      'has a file where this action keeps its records',
    ],
  ])('when it %s', async (_what, files, change, message) => {
    stage.build(files);
    const before = stage.keys();
    const { error } = await stage.failedDeploy(change);
    expect(error.message).toContain(message);
    expect(stage.cloud.journal.entries()).toEqual([]);
    expect(stage.keys()).toEqual(before);
  });

  test('when it is missing', async () => {
    const { error } = await stage.failedDeploy(
      {},
      {
        ...stage.ports(),
        folder: localFiles('/nowhere/dist'),
      },
    );
    expect(error.message).toContain('The folder of the site is missing');
    expect(stage.cloud.journal.entries()).toEqual([]);
  });
});

test('more deletions than max-deletes prune nothing; the site is live', async () => {
  stage.build(shop('two'));
  await stage.deploy({ now: new Date('2026-11-26T12:00:00Z') });
  const before = stage.keys();
  stage.build(shop('three'));
  const report = await stage.deploy({ maxDeletes: 2, now: new Date('2026-12-05T12:00:00Z') });
  expect(report.deleted).toBe(0);
  expect(stage.keys()).toEqual(expect.arrayContaining([...before]));
  expect(stage.said.join('\n')).toContain('3 files of old releases are due for deletion, more than the 2');
  expect((await stage.visit('/')).text).toContain('Home three');
});

test('a replaced file goes up only after the new files that it may name', async () => {
  stage.build({ ...shop('two'), 'robots.txt': 'Sitemap: /sitemap.xml\n', 'sitemap.xml': '<urlset/>' });
  await stage.deploy();
  const order = stage.cloud.journal.entries({ operation: 'PutObject' }).map(({ path }) => path);
  const at = (name: string) => order.findIndex((path) => path.endsWith(name));
  expect(at('sitemap.xml')).toBeGreaterThan(-1);
  expect(at('sitemap.xml')).toBeLessThan(at('robots.txt'));
});

test('what somebody else wrote over a file is found, though it has the same size', async () => {
  const logo = stage.bucket.current('logo.svg')?.body.toString() ?? '';
  stage.bucket.put('logo.svg', logo.replace('svg', 'gvs'));
  await stage.deploy();
  expect(stage.bucket.current('logo.svg')?.body.toString()).toBe(logo);
});

test('a manifest of another version is refused, and nothing is changed', async () => {
  const key = '.well-managed/manifest.json';
  const text = stage.bucket.current(key)?.body.toString().replace('"version":1', '"version":2') ?? '';
  stage.bucket.put(key, text);
  stage.build(shop('two'));
  stage.cloud.faults.add({ service: 'cloudfront', effect: { delayMs: 500 } });
  const { error } = await stage.failedDeploy();
  expect(error.message).toContain(`The site's manifest ${key} cannot be read`);
  // And nothing is under way any more.
  expect(stage.cloud.journal.entries().filter(({ finishedAt }) => finishedAt === undefined)).toEqual([]);
  expect(stage.cloud.journal.writes()).toEqual([]);
  expect(stage.bucket.current(key)?.body.toString()).toBe(text);
});

describe('a private key in the folder', () => {
  test.each([
    ['tls.key', '-----BEGIN PRIVATE KEY-----\nMIG'],
    ['id', '-----BEGIN OPENSSH PRIVATE KEY-----\nb3B'],
    ['a/server.txt', '-----BEGIN EC PRIVATE KEY-----\nMHc'],
    ['locked.key', '-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIG'],
    ['ec.key', '-----BEGIN EC PARAMETERS-----\nBgg=\n-----END EC PARAMETERS-----\n-----BEGIN EC PRIVATE KEY-----\nMHc'],
    [
      'both.txt',
      '-----BEGIN CERTIFICATE-----\r\nMII\r\n-----END CERTIFICATE-----\r\n-----BEGIN PRIVATE KEY-----\r\nMIG',
    ],
    ['putty', 'PuTTY-User-Key-File-3: ssh-ed25519\n'],
  ])('is refused as %s before anything is changed, and published where it is meant', async (path, content) => {
    stage.build({ 'index.html': '', [path]: content });
    const before = stage.keys();
    const { error } = await stage.failedDeploy({});
    expect(error.message).toContain(`holds a private key. Found: ${path}.`);
    expect(stage.keys()).toEqual(before);
    await stage.deploy({ exclude: [`!${path}`] });
    expect(stage.keys()).toContain(path);
  });

  test('is not what only speaks of keys', async () => {
    const files = {
      'index.html': '<pre>-----BEGIN PRIVATE KEY-----</pre>',
      'slides.key': 'PK\u0003\u0004',
      'chain.crt': '-----BEGIN CERTIFICATE-----\nMII',
      'key.asc': '-----BEGIN PGP PUBLIC KEY BLOCK-----\n',
      'dashes.txt': '- a list',
      'Putty.txt': 'PuTTY is a client',
    };
    stage.build(files);
    await stage.deploy();
    expect(stage.keys()).toEqual(expect.arrayContaining(Object.keys(files)));
  });
});
