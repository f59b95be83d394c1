import { afterEach, describe, expect, test } from '@jest/globals';
import { hashed, type SiteStage, shop, siteStage } from './stage.js';

let stage: SiteStage;
afterEach(async () => {
  const unknown = stage.cloud.journal.unknown();
  await stage.stop();
  expect(unknown).toEqual([]);
});

const PAGES = ['index.html', 'about/index.html'];

describe('a deploy of a site', () => {
  test('the first one uploads everything, pages after what they name, and is seen by visitors', async () => {
    stage = await siteStage();
    stage.build(shop('one'));
    const report = await stage.deploy();
    expect(report).toMatchObject({ uploaded: 8, deleted: 0, verified: true });
    expect(report.invalidations).toHaveLength(1);
    expect(await stage.visit('/')).toMatchObject({
      status: 200,
      type: 'text/html; charset=utf-8',
      cacheControl: 'no-cache',
    });
    expect(await stage.brokenReferences(PAGES)).toEqual([]);
    const order = stage.cloud.journal.entries({ operation: 'PutObject' }).map(({ path }) => path);
    const at = (name: string) => order.findIndex((path) => path.endsWith(name));
    const assets = order.flatMap((path, index) => (path.includes('/assets/') ? [index] : []));
    expect(Math.max(...assets)).toBeLessThan(Math.min(at('logo.svg'), at('robots.txt')));
    expect(Math.max(at('logo.svg'), at('robots.txt'))).toBeLessThan(Math.min(at('index.html'), at('about/index.html')));
    expect(Math.max(at('/shop-site/index.html'), at('about/index.html'))).toBeLessThan(at('release.json'));
    expect(JSON.parse((await stage.visit('/release.json')).text)).toEqual({
      release: report.release,
      commit: 'c0ffee1c0ffee1c0ffee1c0ffee1c0ffee1c0ffe',
      stage: 'dev',
    });
    expect(stage.keys()).not.toContain('.well-managed/lock.json');
  });

  test.each([
    ['ETags that are MD5', {}],
    ['ETags that are not', { s3: { etags: 'opaque' as const } }],
  ])(
    'a fresh checkout uploads nothing and invalidates nothing, with %s and a multipart object',
    async (_name, cloud) => {
      stage = await siteStage({ cloud });
      const files = { ...shop('one'), 'film.mp4': Buffer.alloc(17 * 1024 * 1024, 7) };
      stage.build(files);
      await stage.deploy();
      stage.cloud.journal.clear();
      stage.build(files);
      const report = await stage.deploy();
      expect(report).toMatchObject({ uploaded: 0, bytes: 0, invalidations: [], verified: true });
      expect(stage.cloud.journal.writes()).toEqual([]);
    },
  );

  test('a changed cache rule alone copies headers, moves no bytes, and invalidates what an edge holds', async () => {
    stage = await siteStage();
    stage.build(shop('one'));
    await stage.deploy();
    stage.cloud.journal.clear();
    const report = await stage.deploy({ cacheRules: [{ match: '*.svg', cacheControl: 'public, max-age=60' }] });
    expect(report).toMatchObject({ uploaded: 1, bytes: 0, verified: true });
    expect(stage.cloud.journal.entries({ operation: 'CopyObject' })).toHaveLength(1);
    expect(report.plan.invalidationPaths).toEqual(['/logo.svg']);
    expect((await stage.visit('/logo.svg')).cacheControl).toBe('public, max-age=60');
  });

  test('a tab opened before the deploy still finds its chunk after it; a week later the chunk is gone', async () => {
    stage = await siteStage();
    stage.build(shop('one'));
    await stage.deploy();
    const old = hashed('chunk', `console.log('chunk one');`, 'js');
    stage.build(shop('two'));
    await stage.deploy({ now: new Date('2026-11-26T12:00:00Z') });
    expect((await stage.visit(`/${old}`)).text).toBe(`console.log('chunk one');`);
    await stage.deploy({ now: new Date('2026-12-03T11:59:59Z') });
    expect(stage.keys()).toContain(old);
    const report = await stage.deploy({ now: new Date('2026-12-03T12:00:00Z') });
    expect(report.deleted).toBe(3);
    expect(stage.keys()).not.toContain(old);
    expect(await stage.brokenReferences(PAGES)).toEqual([]);
  });

  test('reads the manifest before anything is listed: what another deploy does is seen in one of them', async () => {
    stage = await siteStage();
    stage.build(shop('one'));
    await stage.deploy();
    stage.cloud.journal.clear();
    stage.cloud.faults.add({ operation: 'GetObject', effect: { delayMs: 300 } });
    await stage.deploy();
    const asked = stage.cloud.journal.entries();
    const read = asked.find(({ operation }) => operation === 'GetObject');
    const [listed] = asked.filter(({ operation }) => operation === 'ListObjectsV2');
    expect(read?.path).toMatch(/manifest\.json$/);
    expect(listed?.startedAt).toBeGreaterThan(read?.finishedAt ?? Number.POSITIVE_INFINITY);
  });

  test('files of another prefix and of another tool are never deleted', async () => {
    stage = await siteStage();
    for (const key of ['app2/index.html', 'foreign.txt', 'app/foreign.txt']) stage.bucket.put(key, 'not ours');
    stage.build(shop('one'));
    const change = { prefix: 'app/', url: `${stage.edge.url}/app`, keepUnreferencedDays: 0 };
    await stage.deploy(change);
    stage.build({ 'index.html': '<p>only' });
    const report = await stage.deploy(change);
    expect(report.deleted).toBe(6);
    expect(stage.keys()).toEqual([
      'app/.well-managed/manifest.json',
      'app/foreign.txt',
      'app/index.html',
      'app/release.json',
      'app2/index.html',
      'foreign.txt',
    ]);
  });

  test('a bucket that another tool filled is adopted by content', async () => {
    stage = await siteStage();
    const files = shop('one');
    stage.build(files);
    for (const [key, content] of Object.entries(files)) stage.bucket.put(key, content, {});
    const report = await stage.deploy();
    expect(report.plan.counts).toMatchObject({ new: 1, content: 0, headers: 7, unchanged: 0 });
    expect(report.bytes).toBeLessThan(200);
    stage.cloud.journal.clear();
    await stage.deploy();
    expect(stage.cloud.journal.writes()).toEqual([]);
  });

  test('other content under a hash-named file is an error that names it, before anything is written', async () => {
    stage = await siteStage();
    const late = '<script src="/assets/late.a1b2c3d4e5.js"></script>';
    stage.build({ ...shop('one'), 'late.html': late, 'assets/late.a1b2c3d4e5.js': 'one' });
    await stage.deploy();
    stage.build({ ...shop('one'), 'late.html': late, 'assets/late.a1b2c3d4e5.js': 'two' });
    stage.cloud.journal.clear();
    const { error } = await stage.failedDeploy();
    expect(error.message).toContain('assets/late.a1b2c3d4e5.js');
    expect(stage.cloud.journal.writes()).toEqual([]);
  });

  test('a page that changes on a site of 200 is one upload beside release file and manifest, and one invalidation', async () => {
    stage = await siteStage();
    const site = (title: string) => ({
      ...Object.fromEntries(Array.from({ length: 199 }, (_, n) => [`articles/${n}/index.html`, `<p>${n}`])),
      'index.html': title,
    });
    stage.build(site('one'));
    await stage.deploy();
    stage.cloud.journal.clear();
    stage.build(site('two'));
    const report = await stage.deploy();
    expect(report.uploaded).toBe(2);
    const puts = stage.cloud.journal.entries({ operation: 'PutObject' }).map(({ path }) => path);
    expect([...new Set(puts)].sort()).toEqual([
      '/shop-site/.well-managed/lock.json',
      '/shop-site/.well-managed/manifest.json',
      '/shop-site/index.html',
      '/shop-site/release.json',
    ]);
    expect(report.invalidations).toHaveLength(1);
    expect(report.plan.invalidationPaths).toEqual(['/', '/index.html', '/release.json']);
  });

  test('without an invalidation the visitor does not see it, and the deploy says so', async () => {
    stage = await siteStage();
    stage.build(shop('one'));
    await stage.deploy();
    stage.build(shop('two'));
    const { error, report } = await stage.failedDeploy({ invalidation: 'none', verifyTimeoutSeconds: 1 });
    expect(error.message).toMatch(/did not serve the new release within 1 s.*invalidation/s);
    expect(report).toMatchObject({ uploaded: 6, verified: false });
  });

  test('the pull request sees the same plan, warned of a file that changes in place, and nothing is written', async () => {
    stage = await siteStage();
    stage.build(shop('one'));
    await stage.deploy();
    stage.build({ ...shop('one'), 'logo.svg': '<svg/>', 'robots.txt': 'User-agent: x\n' });
    stage.cloud.journal.clear();
    const plan = await stage.preview();
    expect(plan.counts).toMatchObject({ new: 0, content: 3, unchanged: 5 });
    expect(plan.warnings).toEqual([
      expect.stringMatching(/^logo\.svg changes in place, and about\/index\.html uses it/),
    ]);
    expect(stage.cloud.journal.writes()).toEqual([]);
  });

  test('the pull request sees where changed pages are found, and what browsers keep from now on', async () => {
    stage = await siteStage();
    const before = shop('one');
    stage.build(before);
    await stage.deploy();
    const longer = { match: '*.css', cacheControl: 'public, max-age=63072000, immutable' };
    const headers = (await stage.preview({ cacheRules: [longer] })).decisions.filter(
      (file) => file.reason === 'headers',
    );
    expect(headers.map((file) => file.becomesImmutable)).toEqual([undefined]);
    const after = { ...shop('two'), 'about/index.html': before['about/index.html'] ?? '' };
    const kept = Object.keys(after).filter((path) => path.startsWith('assets/'));
    stage.build({ ...before, ...after, 'contact.html': '<!doctype html><title>Contact</title>' });
    const { decisions } = await stage.preview({ url: 'https://shop.example' });
    const pages = decisions.flatMap(({ address, reason }) => (address === undefined ? [] : [`${reason} ${address}`]));
    expect(pages).toEqual(['new https://shop.example/contact.html', 'content https://shop.example/']);
    expect(decisions.filter((file) => file.becomesImmutable).map(({ path }) => path)).toEqual(kept.sort());
  });
});
