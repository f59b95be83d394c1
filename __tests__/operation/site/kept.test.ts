import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ALL_USERS, OWNER } from '../../../local/s3/grants.js';
import { s3Fault } from '../../../local/s3/s3-error.js';
import { type SiteStage, siteStage } from './stage.js';

let stage: SiteStage;
const PUBLIC = {
  grants: [
    { permission: 'FULL_CONTROL', kind: 'id' as const, value: OWNER },
    { permission: 'READ', kind: 'uri' as const, value: ALL_USERS },
  ],
};
const asked = () =>
  ['GetObjectAcl', 'GetBucketOwnershipControls', 'GetPublicAccessBlock', 'PutObjectAcl'].flatMap((operation) =>
    stage.cloud.journal.entries({ operation }).map(({ path }) => `${operation} ${path}`),
  );
const isPublic = (key: string) => stage.bucket.current(key)?.grants?.some(({ value }) => value === ALL_USERS) === true;

/** Replaces the stage's bucket settings, as a bucket from before 2023 has them. */
function bucketOf(settings: { ownership?: 'ObjectWriter'; publicAcls?: 'taken' | 'ignored' | 'blocked' }) {
  Object.assign(stage.bucket.settings, settings);
}

async function deployed(files: Record<string, string | Buffer>, id: string) {
  stage.build(files);
  await stage.deploy({ run: { id, attempt: '1', url: '' } });
  stage.completedRuns.add(id);
}

beforeEach(async () => {
  stage = await siteStage();
});
afterEach(async () => {
  await stage.stop();
});

describe('objects that are public by their own ACL', () => {
  beforeEach(() => {
    bucketOf({ ownership: 'ObjectWriter', publicAcls: 'taken' });
    stage.bucket.put('index.html', '<p>one', { headers: { 'content-type': 'text/html' }, ...PUBLIC });
    stage.bucket.put('logo.svg', '<svg/>', { headers: { 'content-type': 'image/svg+xml' }, ...PUBLIC });
    stage.bucket.put('same.txt', 'same', {
      headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'public, max-age=3600' },
      ...PUBLIC,
    });
  });
  const build = (page: string, same = 'same') => ({ 'index.html': page, 'logo.svg': '<svg/>', 'same.txt': same });

  test('stay public when their content or their headers change, now and later', async () => {
    await deployed(build('<p>two'), '1');
    expect(['index.html', 'logo.svg', 'same.txt'].map(isPublic)).toEqual([true, true, true]);
    // What was not written is not asked.
    expect(asked().filter((line) => line.includes('same.txt'))).toEqual([]);
    await deployed(build('<p>three', 'other'), '2');
    expect(['index.html', 'logo.svg', 'same.txt'].map(isPublic)).toEqual([true, true, true]);
  });

  test('refuse a role without the right to read their ACL, before anything is written', async () => {
    stage.cloud.faults.add({ operation: 'GetObjectAcl', effect: s3Fault('AccessDenied') });
    stage.build(build('<p>two'));
    const { error } = await stage.failedDeploy();
    expect(error.message).toMatch(/access control list of \S+ could not be read/);
    expect(error.message).toContain('s3:PutObjectAcl');
    expect(stage.bucket.current('index.html')?.body.toString()).toBe('<p>one');
    expect(stage.keys()).toEqual(['index.html', 'logo.svg', 'same.txt']);
  });

  test('refuse a role without the right to write their ACL, before anything of the site is written', async () => {
    stage.cloud.faults.add({ operation: 'PutObjectAcl', effect: s3Fault('AccessDenied') });
    stage.build(build('<p>two'));
    const { error } = await stage.failedDeploy();
    expect(error.message).toMatch(/access control list of \S+ could not be written/);
    expect(stage.bucket.current('index.html')?.body.toString()).toBe('<p>one');
    expect(stage.keys()).toEqual(['index.html', 'logo.svg', 'same.txt']);
  });
});

test.each([
  ['enforces its owner', {}],
  ['ignores public ACLs', { ownership: 'ObjectWriter', publicAcls: 'ignored' }],
] as const)('where the bucket %s, no object is asked for its ACL, and none is sent', async (_, settings) => {
  bucketOf(settings);
  stage.bucket.put('index.html', '<p>one', { headers: { 'content-type': 'text/html' } });
  await deployed({ 'index.html': '<p>two' }, '1');
  expect(asked().filter((line) => line.includes('ObjectAcl'))).toEqual([]);
  expect(stage.bucket.current('index.html')?.body.toString()).toBe('<p>two');
});

test('objects that this site wrote itself are asked for nothing', async () => {
  bucketOf({ ownership: 'ObjectWriter', publicAcls: 'taken' });
  await deployed({ 'index.html': '<p>one' }, '1');
  await deployed({ 'index.html': '<p>two' }, '2');
  expect(asked()).toEqual([]);
});

test('headers, metadata, storage class and tags of an adopted object survive other content', async () => {
  stage.bucket.put('report.html', '<p>one', {
    headers: {
      'content-type': 'text/html',
      'content-disposition': 'attachment; filename="r.html"',
      'content-language': 'de',
    },
    metadata: { team: 'docs' },
    storageClass: 'STANDARD_IA',
    tagging: 'cost=web&a=b%20c',
  });
  for (const [id, text] of ['two', 'three'].entries()) {
    await deployed({ 'index.html': '<p>home', 'report.html': `<p>${text}` }, String(id));
    const { headers, metadata, storageClass, tagging, body } = stage.bucket.current('report.html') ?? {};
    expect(body?.toString()).toBe(`<p>${text}`);
    expect(headers).toMatchObject({ 'content-disposition': 'attachment; filename="r.html"', 'content-language': 'de' });
    expect([metadata, storageClass]).toEqual([{ team: 'docs' }, 'STANDARD_IA']);
    expect(Object.fromEntries(new URLSearchParams(tagging))).toEqual({ cost: 'web', a: 'b c' });
  }
});

test('what is called gzip is gzip: packed text is called so, and text that is not packed any more is not', async () => {
  stage.bucket.put('app.js', gzipSync('one'), {
    headers: { 'content-type': 'text/javascript', 'content-encoding': 'gzip' },
  });
  const encoding = (key: string) => stage.bucket.current(key)?.headers['content-encoding'];
  await deployed(
    { 'index.html': '<p>', 'app.js': gzipSync('two'), 'new.css': gzipSync('a{}'), 'a.tgz': gzipSync('x') },
    '1',
  );
  expect(['app.js', 'new.css', 'a.tgz'].map(encoding)).toEqual(['gzip', 'gzip', undefined]);
  await deployed({ 'index.html': '<p>', 'app.js': 'three', 'new.css': 'b{}', 'a.tgz': gzipSync('y') }, '2');
  expect(['app.js', 'new.css', 'a.tgz'].map(encoding)).toEqual([undefined, undefined, undefined]);
});
