import { afterEach, expect, test } from '@jest/globals';
import type { DistributionRequest } from '../../../local/cloudfront/local-cloudfront.js';
import type { SiteRequest } from '../../../src/operation/site/request.js';
import { MANIFEST_PATH, parseManifest } from '../../../src/site/manifest.js';
import { diesAfter } from './death.js';
import { type SiteStage, shop, siteStage } from './stage.js';

const PAGES = ['index.html', 'about/index.html'];
const LATER = new Date('2026-12-10T12:00:00Z');
let stage: SiteStage | undefined;
afterEach(async () => {
  await stage?.stop();
  stage = undefined;
});

interface Place {
  readonly origin: Partial<DistributionRequest>;
  readonly request: Partial<SiteRequest>;
}

const BEHIND_A_DISTRIBUTION: Place = { origin: {}, request: {} };
/** Nothing is invalidated, since nothing is said of what stands before the bucket. */
const UNDER_A_PREFIX: Place = {
  origin: { originPath: '/app' },
  request: { prefix: 'app/', distributions: [], verifyTimeoutSeconds: 0 },
};

/** A live site of three releases ago, whose oldest files are due, and an edge that has seen it. */
async function liveSite({ origin, request }: Place): Promise<SiteStage> {
  const made = await siteStage({ distribution: origin });
  made.bucket.put('app2/index.html', 'of a sibling');
  made.build({ ...shop('zero'), 'old/index.html': shop('zero')['index.html'] ?? '' });
  await made.deploy(request);
  made.build(shop('one'));
  await made.deploy({ ...request, now: new Date('2026-11-26T12:00:00Z') });
  for (const page of ['', ...PAGES, 'old/']) await made.visit(`/${page}`);
  made.build(shop('two'));
  made.cloud.journal.clear();
  return made;
}

const change = (run: string, { request }: Place) => ({
  ...request,
  now: LATER,
  run: { id: run, attempt: '1', url: `https://github.test/shop/runs/${run}` },
});

test.each([
  ['behind a distribution', BEHIND_A_DISTRIBUTION],
  ['under a prefix, without a distribution', UNDER_A_PREFIX],
])(
  'wherever a deploy %s dies, what is served is whole, and the next run completes it',
  async (where, place) => {
    const { prefix = '' } = place.request;
    stage = await liveSite(place);
    const report = await stage.deploy(change('5', place));
    expect(report.deleted).toBe(4);
    const requests = stage.cloud.journal.entries().filter(({ service }) => service !== 'edge').length;
    await stage.stop();
    expect(requests).toBeGreaterThan(10);

    let failures = 0;
    for (let survived = 0; survived < requests; survived++) {
      const site = await liveSite(place);
      stage = site;
      diesAfter(survived, site);
      // Without its last request, the removal of the lock, a deploy is complete and only warns.
      const ended = await site.deploy(change('5', place)).then(
        () => 'complete',
        () => 'failed',
      );
      if (ended === 'failed') failures += 1;
      const at = `after request ${survived} of ${requests}`;
      const pages = [...PAGES, 'old/index.html'];
      expect({ at, edge: 'warm', broken: await site.brokenReferences(pages) }).toEqual({
        at,
        edge: 'warm',
        broken: [],
      });
      // Not by emptying the edge: that the next run makes it forget is part of the promise.
      const cold = await site.brokenReferences(pages, site.uncached(prefix));
      expect({ at, edge: 'cold', broken: cold }).toEqual({ at, edge: 'cold', broken: [] });

      site.cloud.faults.clear();
      site.completedRuns.add('5');
      await site.deploy(change('6', place));
      if (place.request.distributions !== undefined) site.edge.distribution.cache.forget(['/*']);
      const manifestKey = prefix + MANIFEST_PATH;
      const manifest = parseManifest(site.bucket.current(manifestKey)?.body.toString() ?? '', manifestKey);
      expect({
        at,
        home: (await site.visit('/')).text.includes('Home two'),
        old: (await site.visit('/old/')).status,
        broken: await site.brokenReferences(PAGES),
        pending: manifest.pending,
        lock: site.keys().includes(`${prefix}.well-managed/lock.json`),
        owned: [...manifest.files.keys()].map((path) => prefix + path).sort(),
        sibling: site.bucket.current('app2/index.html')?.body.toString(),
      }).toEqual({
        at,
        home: true,
        old: 404,
        broken: [],
        pending: [],
        lock: false,
        owned: site.keys().filter((key) => key !== 'app2/index.html' && !key.includes('.well-managed/')),
        sibling: 'of a sibling',
      });
      await site.stop();
    }
    stage = undefined;
    expect(failures).toBeGreaterThanOrEqual(requests - 3);
    console.info(`The deploy ${where} died after each of its ${requests} requests.`);
  },
  240_000,
);
