import { afterEach, expect, test } from '@jest/globals';
import { MANIFEST_PATH, parseManifest } from '../../src/site/manifest.js';
import { type SiteStage, shop, siteStage } from './site-stage.js';

const PAGES = ['index.html', 'about/index.html'];
const LATER = new Date('2026-12-10T12:00:00Z');
let stage: SiteStage | undefined;
afterEach(async () => {
  await stage?.stop();
  stage = undefined;
});

/** A live site of three releases ago, whose oldest files are due, and an edge that has seen it. */
async function liveSite(): Promise<SiteStage> {
  const made = await siteStage();
  made.build({ ...shop('zero'), 'old/index.html': shop('zero')['index.html'] ?? '' });
  await made.deploy();
  made.build(shop('one'));
  await made.deploy({ now: new Date('2026-11-26T12:00:00Z') });
  for (const page of ['', ...PAGES, 'old/']) await made.visit(`/${page}`);
  made.build(shop('two'));
  made.cloud.journal.clear();
  return made;
}

/** From now on nothing that this run asks is done: it is dead, and its lock stays. */
function dies(site: SiteStage): void {
  for (const service of ['s3', 'cloudfront']) site.cloud.faults.add({ service, effect: { status: 403 } });
}

/** The last request that is answered is number `survived`. */
function diesAfter(survived: number, site: SiteStage): void {
  if (survived === 0) {
    dies(site);
    return;
  }
  let done = 0;
  const withdraw = ['s3', 'cloudfront'].map((service) =>
    site.cloud.faults.add({
      service,
      effect: {
        meanwhile: () => {
          done += 1;
          if (done < survived) return;
          for (const rule of withdraw) rule();
          dies(site);
        },
      },
    }),
  );
}

const change = (run: string) => ({
  now: LATER,
  run: { id: run, attempt: '1', url: `https://github.test/shop/runs/${run}` },
});

test('wherever a deploy dies, what is served is whole, and the next run completes it', async () => {
  stage = await liveSite();
  const report = await stage.deploy(change('5'));
  expect(report.deleted).toBe(4);
  const requests = stage.cloud.journal.entries().filter(({ service }) => service !== 'edge').length;
  await stage.stop();
  expect(requests).toBeGreaterThan(20);

  let failures = 0;
  for (let survived = 0; survived < requests; survived++) {
    const site = await liveSite();
    stage = site;
    diesAfter(survived, site);
    // Without its last request, the removal of the lock, a deploy is complete and only warns.
    const ended = await site.deploy(change('5')).then(
      () => 'complete',
      () => 'failed',
    );
    if (ended === 'failed') failures += 1;
    const at = `after request ${survived} of ${requests}`;
    const pages = [...PAGES, 'old/index.html'];
    expect({ at, edge: 'warm', broken: await site.brokenReferences(pages) }).toEqual({ at, edge: 'warm', broken: [] });
    site.edge.distribution.cache.forget(['/*']);
    expect({ at, edge: 'cold', broken: await site.brokenReferences(pages) }).toEqual({ at, edge: 'cold', broken: [] });

    site.cloud.faults.clear();
    site.completedRuns.add('5');
    await site.deploy(change('6'));
    const manifest = parseManifest(site.bucket.current(MANIFEST_PATH)?.body.toString() ?? '', MANIFEST_PATH);
    expect({
      at,
      home: (await site.visit('/')).text.includes('Home two'),
      old: (await site.visit('/old/')).status,
      broken: await site.brokenReferences(PAGES),
      pending: manifest.pending,
      lock: site.keys().includes('.well-managed/lock.json'),
      owned: [...manifest.files.keys()].sort(),
    }).toEqual({
      at,
      home: true,
      old: 404,
      broken: [],
      pending: [],
      lock: false,
      owned: site.keys().filter((key) => !key.startsWith('.well-managed/')),
    });
    await site.stop();
  }
  stage = undefined;
  expect(failures).toBeGreaterThanOrEqual(requests - 3);
  console.info(`The deploy died after each of its ${requests} requests.`);
}, 240_000);
