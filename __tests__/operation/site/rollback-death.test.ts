import { afterEach, expect, test } from '@jest/globals';
import { MANIFEST_PATH, parseManifest } from '../../../src/site/manifest.js';
import { diesAfter } from './death.js';
import { type SiteStage, shop, siteStage } from './stage.js';

const PAGES = ['index.html', 'about/index.html'];
let stage: SiteStage | undefined;
afterEach(async () => {
  await stage?.stop();
  stage = undefined;
});

/** Nobody has seen what is served before the third release, so that no edge has to be told. */
const QUICKLY = { keepUnreferencedDays: 1, distributions: [], verifyTimeoutSeconds: 0 };

/** Three releases, the second of which has lost files to the prune; an edge has seen the third. */
async function threeReleases(): Promise<{ site: SiteStage; two: string }> {
  const site = await siteStage();
  site.bucket.versioning = 'Enabled';
  const deploy = async (version: string, day: string) => {
    site.build({ ...shop(version), [`only-${version}.txt`]: version });
    return await site.deploy({ commit: version.padEnd(40, '0'), now: new Date(day), ...QUICKLY });
  };
  await deploy('1', '2026-11-25T12:00:00Z');
  const { release: two } = await deploy('2', '2026-11-26T12:00:00Z');
  await deploy('3', '2026-11-27T12:00:00Z');
  await deploy('3', '2026-11-29T12:00:00Z');
  for (const page of ['', ...PAGES]) await site.visit(`/${page}`);
  await site.visit('/only-2.txt');
  site.cloud.journal.clear();
  return { site, two };
}

const run = (id: string) => ({
  run: { id, attempt: '1', url: '' },
  now: new Date('2026-11-29T13:00:00Z'),
  keepUnreferencedDays: 1,
});

test('wherever a rollback dies, what is served is whole, and the next rollback completes it', async () => {
  const first = await threeReleases();
  stage = first.site;
  await stage.rollback(undefined, run('5'));
  const requests = stage.cloud.journal.entries().filter(({ service }) => service !== 'edge').length;
  await stage.stop();
  expect(requests).toBeGreaterThan(20);

  let failures = 0;
  for (let survived = 0; survived < requests; survived++) {
    const { site, two } = await threeReleases();
    stage = site;
    diesAfter(survived, site);
    await site.rollback(undefined, run('5')).catch(() => {
      failures += 1;
    });
    const at = `after request ${survived} of ${requests}`;
    expect({ at, edge: 'warm', broken: await site.brokenReferences(PAGES) }).toEqual({ at, edge: 'warm', broken: [] });
    const cold = await site.brokenReferences(PAGES, site.uncached(''));
    expect({ at, edge: 'cold', broken: cold }).toEqual({ at, edge: 'cold', broken: [] });

    site.cloud.faults.clear();
    site.completedRuns.add('5');
    // A rollback that was complete but for the removal of its lock is live: the next one would go on.
    await site.rollback(survived < requests - 2 ? undefined : two, run('6'));
    const manifest = parseManifest(site.bucket.current(MANIFEST_PATH)?.body.toString() ?? '', MANIFEST_PATH);
    expect({
      at,
      home: (await site.visit('/')).text.includes('Home 2'),
      back: (await site.visit('/only-2.txt')).text,
      broken: await site.brokenReferences(PAGES),
      pending: manifest.pending,
      live: manifest.release,
      intent: manifest.intent,
      lock: site.keys().includes('.well-managed/lock.json'),
    }).toEqual({ at, home: true, back: '2', broken: [], pending: [], live: two, intent: undefined, lock: false });
    await site.stop();
  }
  stage = undefined;
  expect(failures).toBeGreaterThanOrEqual(requests - 3);
  console.info(`The rollback died after each of its ${requests} requests.`);
}, 240_000);
