import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { siteConfig } from '../../../src/config/site-config.js';
import { type ConfigLines, plannedConfig, writtenConfig } from '../../../src/operation/site-config/written-config.js';
import type { StackOutputs } from '../../../src/terraform/command/stack-outputs.js';
import { plan } from '../../terraform/plan-maker.js';
import { diesAfter } from './death.js';
import { type SiteStage, shop, siteStage } from './stage.js';

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

const LINES: ConfigLines = new Map([
  ['apiUrl', 'api_url'],
  ['pool', 'pool_id'],
]);
const outputs = (api: string, more: StackOutputs = {}): StackOutputs => ({
  api_url: { value: api, sensitive: false },
  pool_id: { value: 'pool-1', sensitive: false },
  ...more,
});
const from = (now: StackOutputs, lines = LINES) => ({
  config: writtenConfig(lines, now),
  outputs: new Map(Object.entries(now).map(([name, { value }]) => [name, value])),
});
const commit = (letter: string) => ({ commit: letter.repeat(40) });
const writes = () =>
  stage.cloud.journal.writes().flatMap(({ operation, path, service }) => {
    const own = service !== 's3' || path.includes('.well-managed/');
    return own ? [] : [`${operation} ${path.slice(11)}`];
  });
const served = async () => JSON.parse((await stage.visit('/config.json')).text);

describe('a deploy with "site-config"', () => {
  test('writes config.json between the other files and the pages, never kept by a browser, and not from the build', async () => {
    stage.build({ ...shop('one'), 'config.json': '{"apiUrl":"http://localhost:3000"}' });
    const report = await stage.deploy({
      ...from(outputs('https://api.test')),
      cacheRules: [{ match: '*.json', cacheControl: 'public, max-age=31536000, immutable', contentType: 'text/plain' }],
    });
    const { text, type, cacheControl } = await stage.visit('/config.json');
    expect([text, type, cacheControl]).toEqual([
      '{"apiUrl":"https://api.test","pool":"pool-1"}\n',
      'application/json',
      'no-cache',
    ]);
    expect(report.plan.warnings).toContain('The built config.json is replaced by the one of this deploy');
    const order = stage.cloud.journal.entries({ operation: 'PutObject' }).map(({ path }) => path.slice(11));
    const at = (name: string) => order.indexOf(name);
    expect(at('config.json')).toBeGreaterThan(Math.max(at('logo.svg'), at('robots.txt')));
    expect(at('config.json')).toBeLessThan(Math.min(at('index.html'), at('about/index.html')));
  });

  test('uploads it alone where an output has changed: the same release, forgotten by every edge and recorded again', async () => {
    stage.build(shop('one'));
    const { release } = await stage.deploy(from(outputs('https://old.test')));
    expect(await served()).toMatchObject({ apiUrl: 'https://old.test' });
    stage.cloud.journal.clear();
    const again = await stage.deploy(from(outputs('https://old.test')));
    expect([again.uploaded, writes()]).toEqual([0, []]);
    const changed = await stage.deploy(from(outputs('https://new.test')));
    expect(changed).toMatchObject({ release, uploaded: 1 });
    expect(writes()).toEqual(['PutObject config.json']);
    expect(changed.plan.invalidationPaths).toEqual(['/config.json']);
    expect(await served()).toMatchObject({ apiUrl: 'https://new.test' });
    const [record = ''] = stage.keys().filter((key) => key.includes('/releases/'));
    expect(JSON.parse(stage.bucket.current(record)?.body.toString() ?? '')).toMatchObject({
      config: [
        ['apiUrl', 'api_url'],
        ['pool', 'pool_id'],
      ],
      outputs: [
        ['api_url', 'https://new.test'],
        ['pool_id', 'pool-1'],
      ],
    });
  });

  test('leaves the config.json of a build alone where nothing is to be written', async () => {
    stage.build({ ...shop('one'), 'config.json': '{"built":true}' });
    await stage.deploy();
    expect(await served()).toEqual({ built: true });
  });
});

describe('a rollback of a site with config.json', () => {
  const twoReleases = async (now: StackOutputs, lines = LINES) => {
    stage.build(shop('one'));
    const { release } = await stage.deploy({ ...from(outputs('https://one.test')), ...commit('a') });
    stage.build(shop('two'));
    await stage.deploy({ ...from(now, lines), ...commit('b') });
    stage.cloud.journal.clear();
    return release;
  };

  test('restores it where the outputs are still those', async () => {
    const now = outputs('https://one.test', { region: { value: 'eu', sensitive: false } });
    const one = await twoReleases(now, new Map([...LINES, ['region', 'region']]));
    const report = await stage.rollback(undefined, {}, undefined, now);
    expect(report).toMatchObject({ release: one, bytes: 0 });
    expect(await served()).toEqual({ apiUrl: 'https://one.test', pool: 'pool-1' });
    expect(writes()).toContain('CopyObject config.json');
    expect(writes().filter((line) => line.startsWith('PutObject'))).toEqual([]);
    expect(stage.said.filter((line) => line.startsWith('warning: config.json'))).toEqual([]);
  });

  test('writes it from the outputs of today where they differ, with the names that the pages read then, and says so', async () => {
    const now = outputs('https://two.test');
    const one = await twoReleases(now, new Map([['api', 'api_url']]));
    const report = await stage.rollback(undefined, {}, undefined, now);
    expect(report.release).toBe(one);
    expect(await served()).toEqual({ apiUrl: 'https://two.test', pool: 'pool-1' });
    expect((await stage.visit('/config.json')).cacheControl).toBe('no-cache');
    expect(writes().filter((line) => line.startsWith('PutObject'))).toEqual(['PutObject config.json']);
    expect(stage.said).toContain(
      `warning: config.json has the stack outputs of today, which are not those of the release ${one}: api_url differs`,
    );
    // Recorded as it is live now: once more, nothing is left to do.
    stage.cloud.journal.clear();
    await stage.rollback(one, {}, undefined, now);
    expect(writes()).toEqual([]);
  });

  test.each([
    ['is gone', undefined],
    ['is sensitive now', { value: 's3cret', sensitive: true }],
  ])('is refused before anything is written where an output %s', async (_name, pool) => {
    const one = await twoReleases(outputs('https://two.test'));
    const now = { api_url: { value: 'x', sensitive: false }, ...(pool === undefined ? {} : { pool_id: pool }) };
    const refused = stage.rollback(one, {}, undefined, now);
    await expect(refused).rejects.toThrow(
      /no longer the outputs that the site of the release .* reads\. Found: pool=pool_id, /,
    );
    await expect(refused).rejects.not.toThrow(/s3cret/);
    expect(stage.cloud.journal.writes()).toEqual([]);
  });

  test('to a release that had none leaves its pages without it in their record', async () => {
    stage.build(shop('one'));
    const { release } = await stage.deploy(commit('a'));
    stage.build(shop('two'));
    await stage.deploy({ ...from(outputs('https://two.test')), ...commit('b') });
    await stage.rollback(release, {}, undefined, {});
    expect(JSON.parse((await stage.visit('/release.json')).text).release).toBe(release);
    const record = stage.keys().find((key) => key.includes(release)) ?? '';
    expect(stage.bucket.current(record)?.body.toString()).not.toContain('config.json');
  });

  test('is completed by the next one, wherever it dies around config.json', async () => {
    const now = outputs('https://two.test');
    const other = new Map([['api', 'api_url']]);
    const one = await twoReleases(now, other);
    await stage.rollback(one, {}, undefined, now);
    const requests = stage.cloud.journal.entries().filter(({ service }) => service !== 'edge');
    const put = requests.findIndex(({ operation, path }) => operation === 'PutObject' && path.endsWith('config.json'));
    expect(put).toBeGreaterThan(0);
    for (const survived of [put, put + 1]) {
      await stage.stop();
      stage = await siteStage();
      stage.bucket.versioning = 'Enabled';
      await twoReleases(now, other);
      diesAfter(survived, stage);
      const dying = stage.rollback(one, { run: { id: '7', attempt: '1', url: '' } }, undefined, now);
      await expect(dying).rejects.toThrow();
      stage.cloud.faults.clear();
      stage.completedRuns.add('7');
      await stage.rollback(undefined, { run: { id: '8', attempt: '1', url: '' } }, undefined, now);
      expect(await served()).toEqual({ apiUrl: 'https://two.test', pool: 'pool-1' });
      expect(JSON.parse((await stage.visit('/release.json')).text).release).toBe(one);
    }
  });
});

describe('config.json', () => {
  test('refuses outputs that are sensitive, that have no value, and that are not there, each by its name', () => {
    const now = { key: { value: 's3cret', sensitive: true }, nothing: { value: null, sensitive: false } };
    const lines = new Map([
      ['key', 'key'],
      ['a', 'nothing'],
      ['b', 'missing'],
      ['c', 'constructor'],
    ]);
    expect(() => writtenConfig(lines, now)).toThrow(
      'Found: key=key, which is sensitive; a=nothing, which has no value; b=missing, which has no value; c=constructor, which has no value.',
    );
    expect(() => writtenConfig(lines, now)).not.toThrow(/s3cret/);
  });

  test('keeps every name, and the digits of large numbers', () => {
    const lines = new Map([
      ['__proto__', 'text'],
      ['n', 'number'],
    ]);
    const now = {
      text: { value: 'x', sensitive: false },
      number: { value: '\u00009007199254740993', sensitive: false },
    };
    expect(writtenConfig(lines, now).text).toBe('{"__proto__":"x","n":9007199254740993}\n');
  });

  test('is foreseen by the plan: what is known after the apply may come, what is sensitive or missing may not', () => {
    const made = (found: unknown) => ({ ...(plan({}) as object), planned_values: { outputs: found } });
    const lines = new Map([['apiUrl', 'api_url']]);
    expect(plannedConfig(lines, made({ api_url: { sensitive: false } }))?.text).toBe('{"apiUrl":""}\n');
    expect(plannedConfig(undefined, made({}))).toBeUndefined();
    for (const found of [
      { api_url: { sensitive: true, value: 'x' } },
      { api_url: { sensitive: false, value: null } },
      {},
    ]) {
      expect(() => plannedConfig(lines, made(found))).toThrow(/cannot be written from the stack outputs/);
    }
  });

  test('is asked for as lines of a name and a stack output', () => {
    expect(siteConfig('apiUrl=api_url\n\n pool.id = user-pool')).toEqual({
      value: new Map([
        ['apiUrl', 'api_url'],
        ['pool.id', 'user-pool'],
      ]),
    });
    expect(siteConfig('')).toEqual({ value: undefined });
    for (const wrong of ['apiUrl', 'a=', '=b', 'a=terraform:b', 'a=b c', 'a=b\na=c']) {
      expect(siteConfig(wrong)).toHaveProperty('expected');
    }
  });
});
