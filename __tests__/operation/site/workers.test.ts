import { afterEach, expect, test } from '@jest/globals';
import { type SiteStage, siteStage } from './stage.js';

let stage: SiteStage;
afterEach(async () => {
  await stage.stop();
});

const site = (version: string) => ({
  'index.html': `<!doctype html><title>${version}</title>`,
  'robots.txt': 'User-agent: *\n',
  'sw.js': `const version = '${version}';`,
});

test('when a worker goes up, no edge holds an old page any more', async () => {
  stage = await siteStage();
  stage.build(site('one'));
  await stage.deploy();
  await stage.visit('/');
  stage.build(site('two'));
  const seen: string[] = [];
  stage.cloud.faults.add({
    operation: 'PutObject',
    path: /\/sw\.js$/,
    effect: { meanwhile: async () => void seen.push((await stage.visit('/')).text) },
  });
  const report = await stage.deploy({ run: { id: '2', attempt: '1', url: '' } });
  expect(seen).toEqual(['<!doctype html><title>two</title>']);
  // Once before the worker, and once for the worker itself.
  expect(report.invalidations).toHaveLength(2);
  expect(new Set(report.invalidations.map(({ id }) => id)).size).toBe(2);
});

test('without a new worker, pages are forgotten once', async () => {
  stage = await siteStage();
  stage.build(site('one'));
  await stage.deploy();
  stage.build({ ...site('one'), 'index.html': '<!doctype html><title>two</title>' });
  const report = await stage.deploy({ run: { id: '2', attempt: '1', url: '' } });
  expect(report.invalidations).toHaveLength(1);
});
