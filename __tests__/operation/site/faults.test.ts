import { afterEach, expect, test } from '@jest/globals';
import type { FaultEffect } from '../../../local/faults.js';
import { MANIFEST_PATH, parseManifest } from '../../../src/site/manifest.js';
import { type SiteStage, shop, siteStage } from './stage.js';

const PAGES = ['index.html', 'about/index.html'];
const FOREIGN = { 'reports/2026.pdf': 'of another tool', 'old.txt': 'of a person' };

const s3Error = (status: number, code: string): FaultEffect => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>Injected</Message></Error>`,
});
const cloudFrontError = (status: number, code: string): FaultEffect => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body:
    '<?xml version="1.0"?><ErrorResponse xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">' +
    `<Error><Type>Sender</Type><Code>${code}</Code><Message>Injected</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
});

/** What happens to one request. Each of them happens to every request of a deploy. */
const FAULTS: Readonly<Record<string, FaultEffect>> = {
  'S3 asks to slow down': s3Error(503, 'SlowDown'),
  'the answer is lost after the work': { status: 500, when: 'after' },
  'the connection is reset before the work': { reset: 'before' },
  'the connection is reset after the work': { reset: 'after' },
  'the connection is reset in the middle of the body': { reset: 'midBody' },
  'an error comes with status 200': s3Error(200, 'InternalError'),
  'the answer breaks off': { truncate: 30 },
  'access is denied once': s3Error(403, 'AccessDenied'),
  'the bucket is said to be elsewhere': s3Error(301, 'PermanentRedirect'),
  'a precondition is said to fail': s3Error(412, 'PreconditionFailed'),
  'another write is said to be under way': s3Error(409, 'ConditionalRequestConflict'),
  'there are too many invalidations': cloudFrontError(400, 'TooManyInvalidationsInProgress'),
  'CloudFront throttles': cloudFrontError(400, 'Throttling'),
  'the distribution is said not to exist': cloudFrontError(404, 'NoSuchDistribution'),
};
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
      // The last request removes the lock. One that stays holds nobody up: its run has ended.
      const lock = nth === requests && (await seen(site)).lock;
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
