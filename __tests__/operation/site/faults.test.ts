import { afterEach, expect, test } from '@jest/globals';
import { MANIFEST_PATH, parseManifest } from '../../../src/site/manifest.js';
import { FAULTS } from './request-faults.js';
import { type SiteStage, shop, siteStage } from './stage.js';

const PAGES = ['index.html', 'about/index.html'];
const FOREIGN = { 'reports/2026.pdf': 'of another tool', 'old.txt': 'of a person' };

/** Each of them happens to every request of a deploy. */
const NAMES = Object.keys(FAULTS);

/** Every fault at every request takes minutes; a run of the tests takes each of both in turn. */
const EVERYTHING = process.env.EVERY_FAULT === 'true';

let stage: SiteStage | undefined;
afterEach(async () => {
  await stage?.stop();
  stage = undefined;
});

/** Two releases old, with files that are due, files of others, and an edge that has seen it. */
async function liveSite(): Promise<SiteStage> {
  const made = await siteStage();
  for (const [key, content] of Object.entries(FOREIGN)) made.bucket.put(key, content);
  made.build({ ...shop('zero'), 'old/index.html': shop('zero')['index.html'] ?? '' });
  await made.deploy();
  made.build(shop('one'));
  await made.deploy({ now: new Date('2026-11-26T12:00:00Z') });
  for (const page of ['', ...PAGES, 'old/']) await made.visit(`/${page}`);
  made.build(shop('two'));
  made.cloud.journal.clear();
  return made;
}

const change = (run: string) => ({
  now: new Date('2026-12-10T12:00:00Z'),
  run: { id: run, attempt: '1', url: `https://github.test/shop/runs/${run}` },
});

/** Everything about a site that a deploy answers for. */
async function seen(site: SiteStage) {
  const manifest = parseManifest(site.bucket.current(MANIFEST_PATH)?.body.toString() ?? '', MANIFEST_PATH);
  return {
    home: (await site.visit('/')).text.includes('Home two'),
    old: (await site.visit('/old/')).status,
    pending: manifest.pending,
    lock: site.keys().includes('.well-managed/lock.json'),
    owned: [...manifest.files.keys()].sort(),
  };
}

const whole = (site: SiteStage) => ({
  home: true,
  old: 404,
  pending: [],
  lock: false,
  owned: site.keys().filter((key) => !key.startsWith('.well-managed/') && !(key in FOREIGN)),
});

test('whatever happens to whichever request, the site is whole, success means deployed, and the next run completes', async () => {
  stage = await liveSite();
  await stage.deploy(change('5'));
  const requests = stage.cloud.journal.entries().filter(({ service }) => service !== 'edge').length;
  await stage.stop();

  const counted = { tried: 0, failed: 0 };
  for (let nth = 1; nth <= requests; nth++) {
    for (const [index, name] of NAMES.entries()) {
      if (!EVERYTHING && (index + nth) % 8 !== 0) continue;
      const effect = FAULTS[name];
      if (effect === undefined) continue;
      const site = await liveSite();
      stage = site;
      const at = `${name} at request ${nth} of ${requests}`;
      site.cloud.faults.add({ notOf: 'edge', nth, effect });
      const ended = await site.deploy(change('5')).then(
        () => 'deployed',
        (error: Error) => error.message,
      );
      site.cloud.faults.clear();
      counted.tried += 1;
      // A lock whose removal failed holds nobody up: its run has ended.
      const hit = site.cloud.journal.entries().find(({ fault }) => fault !== undefined);
      const removal = hit?.method === 'DELETE' && hit.path.endsWith('lock.json');
      const lock = removal && (await seen(site)).lock;
      if (ended === 'deployed') expect({ at, ...(await seen(site)) }).toEqual({ at, ...whole(site), lock });
      else counted.failed += 1;
      const broken = await site.brokenReferences([...PAGES, 'old/index.html']);
      expect({ at, ended, broken }).toEqual({ at, ended, broken: [] });

      site.completedRuns.add('5');
      await site.deploy(change('6'));
      expect({ at, ended, ...(await seen(site)) }).toEqual({ at, ended, ...whole(site) });
      const foreign = Object.keys(FOREIGN).map((key) => [key, site.bucket.current(key)?.body.toString()]);
      expect({ at, foreign }).toEqual({ at, foreign: Object.entries(FOREIGN) });
      await site.stop();
    }
  }
  stage = undefined;
  console.info(`${counted.tried} faults at ${requests} requests: ${counted.failed} ended the run, none the site.`);
}, 1_800_000);
