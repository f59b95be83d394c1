import { afterEach, expect, test } from '@jest/globals';
import { Progress } from '../../../src/operation/run/progress.js';
import { SiteChange } from '../../../src/operation/site/change.js';
import { RESTORE_SITE_STEPS, SITE_STEPS, siteRollback } from '../../../src/operation/site/deploy.js';
import { folderSource } from '../../../src/operation/site/source.js';
import { MANIFEST_PATH, parseManifest } from '../../../src/site/manifest.js';
import { FAULTS } from './request-faults.js';
import { type SiteStage, shop, siteStage } from './stage.js';

const PAGES = ['index.html', 'about/index.html'];
/** Every fault at every request, and every interleaving; a run of the tests takes some of them. */
const EVERYTHING = process.env.EVERY_FAULT === 'true';

let stage: SiteStage | undefined;
afterEach(async () => {
  await stage?.stop();
  stage = undefined;
});

const QUICKLY = { distributions: [], verifyTimeoutSeconds: 0 };
const run = (id: string) => ({ run: { id, attempt: '1', url: '' }, now: new Date('2026-11-29T13:00:00Z'), ...QUICKLY });

/** Two releases, the second one live. */
async function twoReleases(): Promise<{ readonly site: SiteStage; readonly one: string }> {
  const site = await siteStage();
  site.bucket.versioning = 'Enabled';
  const deploy = async (version: string, day: string) => {
    site.build(shop(version));
    return await site.deploy({ commit: version.padEnd(40, '0'), now: new Date(day), ...QUICKLY });
  };
  const { release: one } = await deploy('1', '2026-11-25T12:00:00Z');
  await deploy('2', '2026-11-26T12:00:00Z');
  site.cloud.journal.clear();
  return { site, one };
}

const liveManifest = (site: SiteStage) =>
  parseManifest(site.bucket.current(MANIFEST_PATH)?.body.toString() ?? '', MANIFEST_PATH);
/** What visitors get of the entry page, past every cache. */
const home = async (site: SiteStage) => /Home (\d)/.exec((await site.uncached('')('/index.html')).text)?.[1];

test('whatever happens to whichever request of a rollback, the site is whole, success means restored, and the next run completes', async () => {
  const first = await twoReleases();
  stage = first.site;
  await stage.rollback(undefined, run('5'));
  const requests = stage.cloud.journal.entries().filter(({ service }) => service === 's3').length;
  await stage.stop();
  const names = Object.keys(FAULTS).filter((name) => !/CloudFront|invalidation|distribution/.test(name));

  const counted = { tried: 0, failed: 0 };
  for (let nth = 1; nth <= requests; nth++) {
    for (const [index, name] of names.entries()) {
      const effect = FAULTS[name];
      if (effect === undefined || (!EVERYTHING && (index + nth) % names.length !== 0)) continue;
      const { site, one } = await twoReleases();
      stage = site;
      const at = `${name} at request ${nth} of ${requests}`;
      site.cloud.faults.add({ service: 's3', nth, effect });
      const ended = await site.rollback(one, run('5')).then(
        () => 'restored',
        (error: Error) => error.message,
      );
      site.cloud.faults.clear();
      counted.tried += 1;
      if (ended !== 'restored') counted.failed += 1;
      else
        expect({ at, home: await home(site), live: liveManifest(site).release }).toEqual({ at, home: '1', live: one });
      const broken = await site.brokenReferences(PAGES, site.uncached(''));
      expect({ at, ended, broken }).toEqual({ at, ended, broken: [] });

      site.completedRuns.add('5');
      await site.rollback(one, run('6'));
      const { release, intent, restores } = liveManifest(site);
      const lock = site.keys().includes('.well-managed/lock.json');
      expect({ at, ended, home: await home(site), release, intent, restores, lock }).toEqual({
        ...{ at, ended, home: '1', release: one, intent: undefined, restores: undefined, lock: false },
      });
      await site.stop();
    }
  }
  stage = undefined;
  console.info(`${counted.tried} faults at ${requests} requests: ${counted.failed} ended the rollback, none the site.`);
}, 1_800_000);

/**
 * A deploy of release 3 and a rollback to release 1, a step of each at a time: `order` has a bit for each step. Terraform
 * is a number that each apply raises, so that a plan made before is stale.
 */
async function interleaved(order: readonly ('deploy' | 'rollback')[]) {
  const { site, one } = await twoReleases();
  stage = site;
  const stack = { serial: 0, functions: '2', held: false };
  const ports = site.ports();
  site.build(shop('3'));
  const deploy = (): { readonly steps: (() => Promise<void>)[] } => {
    const request = {
      ...site.request({ ...run('7'), commit: '3'.padEnd(40, '0') }),
      requireNewest: async () => {
        if (stack.held) throw new Error('held');
      },
    };
    const change = new SiteChange(
      folderSource(request, ports),
      request,
      ports,
      new Progress(ports.log, ports.signal, SITE_STEPS),
      () => {},
    );
    const apply = async () => {
      if (stack.held) throw new Error('held');
      Object.assign(stack, { serial: stack.serial + 1, functions: '3' });
    };
    return {
      steps: [
        apply,
        async () => void (await change.begin()),
        async () => void (await change.carryOut()),
        () => change.end(),
      ],
    };
  };
  const rollback = (): { readonly steps: (() => Promise<void>)[] } => {
    const request = { ...site.request(run('8')), wanted: one, withFunctions: true, stackOutputs: {} };
    const { change } = siteRollback(request, ports, new Progress(ports.log, ports.signal, RESTORE_SITE_STEPS));
    let planned = -1;
    const plan = async () => {
      planned = stack.serial;
    };
    const apply = async () => {
      if (planned !== stack.serial) await plan();
      Object.assign(stack, { serial: stack.serial + 1, functions: '1' });
      await change.settle();
    };
    const record = async () => {
      stack.held = true;
    };
    return {
      steps: [
        async () => void (await change.beginAfter(plan)),
        record,
        async () => void (await change.carryOut()),
        apply,
        () => change.end(),
      ],
    };
  };
  const left = { deploy: deploy().steps, rollback: rollback().steps };
  const failed: string[] = [];
  for (const who of order) {
    const step = left[who].shift();
    if (step === undefined || failed.includes(who)) continue;
    await step().catch((error: Error) => {
      failed.push(who);
      expect(error.message).toMatch(/held|under way|changed by somebody else/);
    });
  }
  const found = { site: await home(site), functions: stack.functions, failed };
  const broken = await site.brokenReferences(PAGES, site.uncached(''));
  const lock = site.keys().includes('.well-managed/lock.json');
  await site.stop();
  stage = undefined;
  return { ...found, broken, lock };
}

/** All orders of four steps of a deploy and five of a rollback. */
function orders(deploys = 4, rollbacks = 5): (readonly ('deploy' | 'rollback')[])[] {
  if (deploys + rollbacks === 0) return [[]];
  return [
    ...(deploys === 0 ? [] : orders(deploys - 1, rollbacks).map((rest) => ['deploy' as const, ...rest])),
    ...(rollbacks === 0 ? [] : orders(deploys, rollbacks - 1).map((rest) => ['rollback' as const, ...rest])),
  ];
}

test('a deploy and a rollback at once end with site and functions of one release, or one of them says that it failed', async () => {
  const all = orders();
  expect(all).toHaveLength(126);
  for (const [index, order] of all.entries()) {
    if (!EVERYTHING && index % 9 !== 4) continue;
    const { site, functions, failed, broken, lock } = await interleaved(order);
    const at = order.map((who) => who[0]).join('');
    expect({ at, broken, lock }).toEqual({ at, broken: [], lock: false });
    if (site !== functions)
      expect({ at, site, functions, failed: failed.length > 0 }).toMatchObject({ at, failed: true });
    // Who was not refused is live.
    if (!failed.includes('rollback') && failed.includes('deploy'))
      expect({ at, site, functions }).toMatchObject({ at, site: '1', functions: expect.any(String) });
  }
}, 600_000);
