import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ALL_USERS, OWNER } from '../../../local/s3/grants.js';
import { s3Fault } from '../../../local/s3/s3-error.js';
import { Progress } from '../../../src/operation/run/progress.js';
import { RESTORE_SITE_STEPS, siteRollback } from '../../../src/operation/site/deploy.js';
import { type Files, type SiteStage, shop, siteStage } from './stage.js';

let stage: SiteStage;
beforeEach(async () => {
  stage = await siteStage();
  stage.bucket.versioning = 'Enabled';
});
afterEach(async () => {
  const unknown = stage.cloud.journal.unknown();
  await stage.stop();
  expect(unknown).toEqual([]);
});

const DAY = 86_400_000;
const START = Date.parse('2026-11-25T12:00:00Z');
let day = 0;

/** Deploys what was built, a day after the deploy before, from a commit of its own. */
async function release(files: Files, commit: string, change = {}): Promise<string> {
  stage.build(files);
  const report = await stage.deploy({
    now: new Date(START + day++ * DAY),
    commit: commit.repeat(40),
    ...change,
  });
  return report.release;
}

beforeEach(() => {
  day = 0;
});

/** What visitors get of these files and of the release file: bytes, and the headers that a release has. */
function served(paths: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    [...paths, 'release.json'].map((key) => {
      const object = stage.bucket.current(key);
      return [key, JSON.stringify([object?.body.toString('base64'), object?.headers, object?.metadata])];
    }),
  );
}
/** Of `before`, those that are not there now as they were. */
function unlike(before: ReadonlyMap<string, string> | undefined): readonly string[] {
  const now = served([...(before?.keys() ?? [])]);
  return [...(before?.keys() ?? ['nothing'])].filter((key) => before?.get(key) !== now.get(key));
}
const writes = () => stage.cloud.journal.writes().map(({ operation, path }) => `${operation} ${path.slice(11)}`);
const PAGES = ['index.html', 'about/index.html'];

describe('three releases', () => {
  let one: string;
  let two: string;
  let three: string;
  let sites: ReadonlyMap<string, string>[];
  beforeEach(async () => {
    sites = [];
    one = await release({ ...shop('one'), 'only-one.txt': 'one', ['__proto__']: 'odd', 'a b/+ö.txt': 'name' }, 'a');
    sites.push(served([...Object.keys(shop('one')), 'only-one.txt', '__proto__', 'a b/+ö.txt']));
    two = await release(shop('two'), 'b', { cacheRules: [{ match: 'robots.txt', cacheControl: 'no-store' }] });
    sites.push(served(Object.keys(shop('two'))));
    three = await release({ ...shop('three'), 'logo.svg': '<svg/>' }, 'c', { keepUnreferencedDays: 1 });
    sites.push(served(Object.keys(shop('three'))));
    stage.cloud.journal.clear();
  });

  test('back by one, by two, and forward again: every byte and header, and no file is uploaded', async () => {
    for (const [wanted, site, before] of [
      [undefined, sites[1], two],
      [one, sites[0], one],
      [three, sites[2], three],
      [two, sites[1], two],
      [undefined, sites[0], one],
    ] as const) {
      const report = await stage.rollback(wanted, { now: new Date(START + 3 * DAY) });
      expect(report).toMatchObject({ release: before, uploaded: 0, bytes: 0, verified: true });
      expect(unlike(site)).toEqual([]);
      expect(JSON.parse((await stage.visit('/release.json')).text).release).toBe(before);
      expect(await stage.brokenReferences(PAGES)).toEqual([]);
      expect(writes().filter((line) => line.startsWith('PutObject') && !line.includes('.well-managed/'))).toEqual([]);
    }
  });

  test('one look and one copy for each file that differs, and a few requests for all', async () => {
    const { restored = 0 } = await stage.rollback(undefined);
    const operations = stage.cloud.journal.entries().filter(({ service }) => service === 's3');
    const count = (operation: string) => operations.filter((entry) => entry.operation === operation).length;
    expect(restored).toBeGreaterThan(4);
    expect({ looks: count('HeadObject'), copies: count('CopyObject') }).toEqual({ looks: restored, copies: restored });
    expect(operations.length - 2 * restored).toBeLessThanOrEqual(20);
  });

  test('names that were pruned come back, and every edge forgets that they were gone', async () => {
    expect(stage.keys()).not.toContain('only-one.txt');
    expect((await stage.visit('/only-one.txt')).status).toBe(404);
    await stage.rollback(one);
    expect(await stage.visit('/only-one.txt')).toMatchObject({ status: 200, text: 'one' });
  });

  test('the next rollback goes on, from the release that was restored', async () => {
    await stage.rollback();
    const report = await stage.rollback();
    expect(report.release).toBe(one);
    await expect(stage.rollback()).rejects.toThrow(/There is no release before .*, which is live/);
  });

  test('a deploy after it is rolled back to what was restored, not to the bad release', async () => {
    await stage.rollback();
    await release(shop('four'), 'd');
    expect((await stage.rollback()).release).toBe(two);
  });

  test('what is live already is left alone', async () => {
    await stage.rollback(three);
    expect(writes()).toEqual([]);
  });

  test('whose functions were not restored yet is completed by the next rollback, and not passed', async () => {
    const ports = stage.ports();
    const halfway = async (wanted?: string) => {
      const request = { ...stage.request(), wanted, withFunctions: true, stackOutputs: {} };
      const { change } = siteRollback(request, ports, new Progress(ports.log, ports.signal, RESTORE_SITE_STEPS));
      const { release } = await change.beginAfter(async () => {});
      await change.carryOut();
      await change.end();
      return { release, change };
    };
    expect((await halfway()).release).toBe(two);
    expect(unlike(sites[1])).toEqual([]);
    const again = await halfway();
    expect(again.release).toBe(two);
    await again.change.settle();
    expect((await halfway()).release).toBe(one);
  });

  test('whose functions cannot be restored leaves the site as it is, and no lock', async () => {
    const request = { ...stage.request(), wanted: undefined, withFunctions: true, stackOutputs: {} };
    const ports = stage.ports();
    const { change } = siteRollback(request, ports, new Progress(ports.log, ports.signal, RESTORE_SITE_STEPS));
    const refused = change.beginAfter(async () => {
      expect(stage.keys()).toContain('.well-managed/lock.json');
      throw new Error('more than code');
    });
    await expect(refused).rejects.toThrow('more than code');
    expect(writes().filter((line) => !line.includes('lock.json'))).toEqual([]);
    expect(stage.keys()).not.toContain('.well-managed/lock.json');
  });

  test('an unknown release is refused with the list of those that there are', async () => {
    await expect(stage.rollback('0000000-00000000')).rejects.toThrow(
      new RegExp(`0000000-00000000 has no record.*${three} of 2026-11-27T12:00:00Z, ${two} of 2026-11-26`, 's'),
    );
    expect(writes()).toEqual([]);
  });

  test.each([
    [
      'expired',
      () => dropVersions('index.html'),
      /index\.html is not there any more in this version, and was replaced or deleted after 2026-11-27/,
    ],
    [
      'archived',
      () => archive('index.html'),
      /index\.html is archived \(GLACIER\).*aws s3api restore-object --bucket \S+ --key index\.html --version-id \S+ --restore-request Days=7/s,
    ],
    ['too large for a copy', () => enlarge('index.html'), /index\.html is larger than 5 GiB/],
  ])('a version that is %s refuses the rollback before anything is written', async (_name, spoil, said) => {
    spoil();
    await expect(stage.rollback()).rejects.toThrow(said);
    expect(writes().filter((line) => !line.includes('lock.json'))).toEqual([]);
    expect(stage.keys()).not.toContain('.well-managed/lock.json');
    expect(unlike(sites[2])).toEqual([]);
  });

  test('a role that may not read versions is refused before anything is written', async () => {
    stage.cloud.faults.add({ operation: 'HeadObject', effect: s3Fault('AccessDenied') });
    await expect(stage.rollback()).rejects.toThrow(/s3:GetObjectVersion/);
    expect(writes().filter((line) => !line.includes('lock.json'))).toEqual([]);
  });

  test('another deploy that is under way is not disturbed', async () => {
    stage.bucket.put('.well-managed/lock.json', JSON.stringify({ run: '9', attempt: '1', url: 'u', token: 't' }));
    await expect(stage.rollback()).rejects.toThrow(/Another deploy of this site is under way/);
  });

  /** As a lifecycle rule does. */
  function dropVersions(key: string): void {
    for (const { versionId } of stage.bucket.versionsOf(key).slice(1)) stage.bucket.deleteVersion(key, versionId);
  }
  /** In the records alone: nobody stores such a file for a test. */
  function enlarge(path: string): void {
    for (const key of stage.keys().filter((one) => one.startsWith('.well-managed/releases/'))) {
      const text = stage.bucket.current(key)?.body.toString() ?? '';
      stage.bucket.put(key, text.replace(new RegExp(`(\\["${path}","[^"]*","[^"]*"),\\d+`), `$1,${6 * 1024 ** 3}`));
    }
  }
  function archive(key: string): void {
    for (const version of stage.bucket.versionsOf(key).slice(1)) Object.assign(version, { storageClass: 'GLACIER' });
  }
});

test('of 5,000 files, those that differ are looked at and copied once, and S3 gets twenty requests more at most', async () => {
  const many = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`part-${n % 50}/${n}.txt`, `${n}`]));
  await release({ ...many, ...shop('one') }, 'a');
  await release({ ...many, ...shop('two') }, 'b');
  stage.cloud.journal.clear();
  const { restored = 0 } = await stage.rollback();
  const all = stage.cloud.journal.entries({ service: 's3' }).map(({ operation }) => operation);
  const count = (operation: string) => all.filter((one) => one === operation).length;
  expect(restored).toBe(3);
  expect({ looks: count('HeadObject'), copies: count('CopyObject') }).toEqual({ looks: restored, copies: restored });
  expect(all.length - 2 * restored).toBeLessThanOrEqual(20);
}, 600_000);

test('what a copy drops is repeated: storage class, redirect, encryption, access; tags and metadata come along', async () => {
  Object.assign(stage.bucket.settings, { ownership: 'ObjectWriter', publicAcls: 'taken' });
  const about = {
    headers: { 'content-type': 'text/plain', 'content-language': 'de', 'x-amz-website-redirect-location': '/b.txt' },
    metadata: { owner: 'ops' },
    storageClass: 'STANDARD_IA',
    encryption: { 'x-amz-server-side-encryption': 'aws:kms', 'x-amz-server-side-encryption-aws-kms-key-id': 'key-1' },
    tagging: 'team=web',
    grants: [
      { permission: 'FULL_CONTROL' as const, kind: 'id' as const, value: OWNER },
      { permission: 'READ' as const, kind: 'uri' as const, value: ALL_USERS },
    ],
  };
  stage.bucket.put('a.txt', 'a', about);
  const rules = [{ match: 'a.txt', cacheControl: 'no-cache', contentType: 'text/plain' }];
  await release({ 'index.html': 'one', 'a.txt': 'a' }, 'a', { cacheRules: rules });
  const was = stage.bucket.current('a.txt');
  await release({ 'index.html': 'two', 'a.txt': 'other' }, 'b', { cacheRules: rules });
  await stage.rollback();
  const { storageClass, encryption, tagging, grants, metadata, headers } = stage.bucket.current('a.txt') ?? {};
  expect({ storageClass, encryption, tagging, grants, metadata, headers }).toEqual({
    storageClass: was?.storageClass,
    encryption: was?.encryption,
    tagging: 'team=web',
    grants: was?.grants,
    metadata: was?.metadata,
    headers: was?.headers,
  });
  expect(stage.bucket.current('a.txt')?.body.toString()).toBe('a');
});

test('a file that went up in parts, ETags that are no MD5, and files from before versions were on', async () => {
  await stage.stop();
  stage = await siteStage({ cloud: { s3: { etags: 'opaque' } } });
  const film = Buffer.alloc(17 * 1024 * 1024, 7);
  await release({ ...shop('zero'), 'old.txt': 'old' }, '0');
  stage.bucket.versioning = 'Enabled';
  const one = await release({ ...shop('one'), 'film.mp4': film, 'old.txt': 'old' }, 'a');
  const before = served([...Object.keys(shop('one')), 'film.mp4', 'old.txt']);
  await release({ ...shop('two'), 'film.mp4': Buffer.alloc(17 * 1024 * 1024, 8), 'old.txt': 'new' }, 'b');
  await release(shop('three'), 'c');
  await stage.rollback(one);
  expect(unlike(before)).toEqual([]);
});
