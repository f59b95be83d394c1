import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { releaseEnded, takeLock } from '../../../src/operation/site/lock.js';
import type { SitePorts, SiteRecords, Upload } from '../../../src/ports/site.js';
import { LOCK_PATH } from '../../../src/site/manifest.js';
import { type SiteStage, shop, siteStage } from './stage.js';

let stage: SiteStage;

beforeEach(async () => {
  stage = await siteStage();
});

afterEach(async () => {
  await stage.stop();
});

const run = (id: string) => ({ id, attempt: '1', url: `https://github.test/shop/runs/${id}` });
const PAGES = ['index.html', 'about/index.html'];
const body = (key: string) => stage.bucket.current(key)?.body.toString();

/** Ports with which something happens once, just before this run tries to take the lock. */
function beforeTheLock(ports: SitePorts, happens: () => Promise<void>): SitePorts {
  let happened = false;
  const write: SiteRecords['write'] = async (key, text, over) => {
    if (!happened && key === LOCK_PATH) {
      happened = true;
      await happens();
    }
    return await ports.records.write(key, text, over);
  };
  return { ...ports, records: { ...ports.records, write } };
}

/** Ports of a run that fails when it would upload this key. */
function failingAt(key: string, ports: SitePorts): SitePorts {
  const put = async (upload: Upload) => {
    if (upload.key === key) throw new Error('The disk is gone');
    return await ports.objects.put(upload);
  };
  return { ...ports, objects: { ...ports.objects, put } };
}

describe('two deploys at once', () => {
  test('end with one whole release, and the other refuses or follows', async () => {
    stage.build(shop('one'));
    await stage.deploy({ run: run('1') });
    stage.build(shop('two'));
    const ended = await Promise.allSettled([stage.deploy({ run: run('2') }), stage.deploy({ run: run('3') })]);
    const refused = ended.flatMap((each) => (each.status === 'rejected' ? [(each.reason as Error).message] : []));
    expect(refused.length).toBeLessThan(2);
    for (const message of refused) expect(message).toMatch(/Another deploy of this site/);
    expect(await stage.brokenReferences(PAGES)).toEqual([]);
    expect((await stage.visit('/')).text).toContain('Home two');
    expect(stage.keys()).not.toContain(LOCK_PATH);
  });

  const files = (home: string, about: string) => ({ 'index.html': home, 'about/index.html': about });

  test.each([
    ['with a distribution', {}],
    ['without a distribution', { distributions: [] as string[], verifyTimeoutSeconds: 0 }],
  ])('%s: what one of them did before the other had the lock is compared with', async (_where, at) => {
    stage.build(files('home 0', 'about 0'));
    await stage.deploy({ ...at, run: run('1') });
    stage.build(files('home 1', 'about 0'));
    const overtaken = beforeTheLock(stage.ports(), async () => {
      stage.build(files('home 2', 'about 2'));
      await stage.deploy({ ...at, run: run('2') });
      stage.build(files('home 1', 'about 0'));
    });
    await stage.deploy({ ...at, run: run('3') }, overtaken);
    expect([body('index.html'), body('about/index.html')]).toEqual(['home 1', 'about 0']);
  });

  test.each([
    ['with a distribution', {}],
    ['without a distribution', { distributions: [] as string[], verifyTimeoutSeconds: 0 }],
  ])('%s: what one left that failed half-way is compared with', async (_where, at) => {
    stage.build(files('home 0', 'about 0'));
    await stage.deploy({ ...at, run: run('1') });
    stage.build(files('home 1', 'about 0'));
    const overtaken = beforeTheLock(stage.ports(), async () => {
      stage.build(files('home 2', 'about 2'));
      await stage.failedDeploy({ ...at, run: run('2') }, failingAt('release.json', stage.ports()));
      stage.build(files('home 1', 'about 0'));
    });
    await stage.deploy({ ...at, run: run('3') }, overtaken);
    expect([body('index.html'), body('about/index.html')]).toEqual(['home 1', 'about 0']);
  });
});

test('a deploy that is given up under the lock uploads nothing, and leaves no lock', async () => {
  stage.build(shop('one'));
  await stage.deploy({ run: run('1') });
  stage.build(shop('two'));
  const requireNewest = async () => {
    throw new Error('A newer commit is deployed');
  };
  const { error } = await stage.failedDeploy({ run: run('2'), requireNewest });
  expect(error.message).toBe('A newer commit is deployed');
  expect((await stage.visit('/')).text).toContain('Home one');
  expect(stage.keys()).not.toContain(LOCK_PATH);
});

describe('a lock that a run has left', () => {
  const lockOf = (id: string) => JSON.stringify({ run: id, attempt: '1', url: run(id).url, token: 't' });

  beforeEach(async () => {
    stage.build(shop('one'));
    await stage.deploy({ run: run('1') });
    stage.build(shop('two'));
    stage.bucket.put(LOCK_PATH, lockOf('9'));
  });

  test('that GitHub calls completed is taken over', async () => {
    stage.completedRuns.add('9');
    await stage.deploy({ run: run('2') });
    expect(stage.said).toContain(`The lock of ${run('9').url} counts no more: that run has ended without removing it.`);
    expect((await stage.visit('/')).text).toContain('Home two');
    expect(stage.keys()).not.toContain(LOCK_PATH);
  });

  test('is removed by an unlock where its run has ended, only as it was read, and else stays', async () => {
    const { records, runs, log } = stage.ports();
    const request = { bucket: 'shop-site', prefix: '', run: run('2') };
    await expect(releaseEnded(request, { records, runs, log })).rejects.toThrow(
      'Another deploy of this site is under way',
    );
    expect(body(LOCK_PATH)).toBe(lockOf('9'));
    const taken = async () => stage.bucket.put(LOCK_PATH, lockOf('10')) !== undefined;
    await expect(releaseEnded(request, { records, runs: { isCompleted: taken }, log })).rejects.toThrow('412');
    expect(body(LOCK_PATH)).toBe(lockOf('10'));
    stage.completedRuns.add('10');
    expect(await releaseEnded(request, { records, runs, log })).toBe(true);
    expect(stage.keys()).not.toContain(LOCK_PATH);
    expect(await releaseEnded(request, { records, runs, log })).toBe(false);
  });

  test('that is under way is never broken, and nothing is written', async () => {
    const before = stage.keys().map((key) => [key, stage.bucket.current(key)?.etag]);
    stage.cloud.journal.clear();
    const { error } = await stage.failedDeploy({ run: run('2') });
    expect(error.message).toContain('Another deploy of this site is under way');
    expect(error.message).toContain(`aws s3 rm s3://shop-site/${LOCK_PATH}`);
    expect(stage.keys().map((key) => [key, stage.bucket.current(key)?.etag])).toEqual(before);
    expect(body(LOCK_PATH)).toBe(lockOf('9'));
    const written = stage.cloud.journal.entries().filter(({ method, status }) => method !== 'GET' && status < 300);
    expect(written.filter(({ service }) => service !== 'edge')).toEqual([]);
  });

  test('of which nobody can say whether it has ended is never broken', async () => {
    const ports = stage.ports();
    const isCompleted = async () => {
      throw new Error('Reading run 9 failed: 404');
    };
    const { error } = await stage.failedDeploy({ run: run('2') }, { ...ports, runs: { isCompleted } });
    expect(error.message).toContain('Reading run 9 failed: 404');
    expect(body(LOCK_PATH)).toBe(lockOf('9'));
  });

  test('of an earlier attempt of the same run is taken over without a question', async () => {
    stage.bucket.put(LOCK_PATH, lockOf('2'));
    await stage.deploy({ run: { ...run('2'), attempt: '2' } });
    expect((await stage.visit('/')).text).toContain('Home two');
  });

  test('of the same attempt, another job of it, is not', async () => {
    stage.bucket.put(LOCK_PATH, lockOf('2'));
    const { error } = await stage.failedDeploy({ run: run('2') });
    expect(error.message).toContain('Another deploy of this site is under way');
  });

  test('that no run is named in is left to a person', async () => {
    stage.bucket.put(LOCK_PATH, 'mine');
    const { error } = await stage.failedDeploy({ run: run('2') });
    expect(error.message).toMatch(/names no run\. Found: mine\./);
  });
});

test('a file that a release which died had named again is kept as long as any other', async () => {
  const chunk = (name: string) => ({
    'index.html': `<script src="/assets/${name}"></script>`,
    [`assets/${name}`]: name,
  });
  const [f, g] = ['f.a1b2c3d4.js', 'g.a1b2c3d5.js'];
  stage.build(chunk(f));
  await stage.deploy({ run: run('1'), now: new Date('2026-11-01') });
  stage.build(chunk(g));
  await stage.deploy({ run: run('2'), now: new Date('2026-11-02') });
  stage.build(chunk(f));
  // Its pages are live, and visitors have them open.
  await stage.failedDeploy({ run: run('3'), now: new Date('2026-11-08') }, failingAt('release.json', stage.ports()));
  stage.build(chunk(g));
  await stage.deploy({ run: run('4'), now: new Date('2026-11-10') });
  expect(stage.keys()).toContain(`assets/${f}`);
  await stage.deploy({ run: run('5'), now: new Date('2026-11-18') });
  expect(stage.keys()).not.toContain(`assets/${f}`);
});

test('whoever else holds the lock, for a destroy, keeps deploys out, and lets go of one that is gone', async () => {
  stage.build(shop('one'));
  const { records, runs, log } = stage.ports();
  const lock = await takeLock({ bucket: 'shop-site', prefix: '', run: run('9') }, { records, runs, log });
  const { error } = await stage.failedDeploy({ run: run('2') });
  expect(error.message).toMatch(/Another deploy of this site is under way/);
  expect(stage.keys()).toEqual([LOCK_PATH]);
  stage.bucket.delete(LOCK_PATH);
  await lock.release();
  await stage.deploy({ run: run('3') });
  expect(stage.said.filter((line) => line.includes('could not be removed'))).toEqual([]);
});
