import {
  CopyObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LocalCloud, startCloud } from '../../local/cloud.js';
import type { Bucket } from '../../local/s3/bucket.js';
import { s3Fault } from '../../local/s3/s3-error.js';
import { clientOf, sendSigned } from './signed.js';

let cloud: LocalCloud;
let site: Bucket;
let s3: S3Client;

beforeEach(async () => {
  cloud = await startCloud();
  site = cloud.s3.store.createBucket('site');
  s3 = clientOf(cloud);
});
afterEach(async () => {
  s3.destroy();
  await cloud.stop();
});

describe('what this server does not do', () => {
  test.each([
    ['GET', '/site/a?legal-hold'],
    ['PUT', '/site?policy'],
    ['GET', '/site/a?partNumber=1'],
    ['PUT', '/site/a?partNumber=1&uploadId=u&other=1'],
    ['PATCH', '/site/a'],
  ])('%s %s is 501, and in the journal as unknown', async (method, path) => {
    expect((await sendSigned(cloud, path, { method })).status).toBe(501);
    expect(cloud.journal.unknown()).toHaveLength(1);
  });

  test('a header that asks for a lock is NotImplemented, not ignored', async () => {
    const reply = await sendSigned(cloud, '/site/a', {
      method: 'PUT',
      headers: { 'x-amz-object-lock-mode': 'GOVERNANCE' },
      body: 'a',
    });
    expect(reply.body).toContain('<Code>NotImplemented</Code>');
    expect(reply.body).toContain('<Header>x-amz-object-lock-mode</Header>');
    expect(site.keys()).toEqual([]);
    expect(cloud.journal.unknown()).toHaveLength(1);
  });
});

describe('ACLs of objects', () => {
  const put = async (headers: Record<string, string>) =>
    await sendSigned(cloud, '/site/a', { method: 'PUT', headers, body: 'a' });

  test('none is taken where the bucket enforces its owner, nor a public one where these are blocked', async () => {
    expect((await put({ 'x-amz-acl': 'public-read' })).body).toContain('<Code>AccessControlListNotSupported</Code>');
    expect((await put({ 'x-amz-acl': 'bucket-owner-full-control' })).status).toBe(200);
    Object.assign(site.settings, { ownership: 'ObjectWriter' });
    expect((await put({ 'x-amz-acl': 'public-read' })).body).toContain('<Code>AccessDenied</Code>');
  });

  test('one is told and changed without a new ETag, and a write without one takes it away', async () => {
    Object.assign(site.settings, { ownership: 'ObjectWriter', publicAcls: 'taken' });
    const acl = async () => (await sendSigned(cloud, '/site/a?acl', { method: 'GET' })).body;
    await put({ 'x-amz-acl': 'public-read' });
    expect(await acl()).toContain('AllUsers');
    await put({});
    expect(await acl()).not.toContain('AllUsers');
    const { etag } = site.current('a') ?? {};
    const headers = { 'x-amz-grant-read': 'uri="http://acs.amazonaws.com/groups/global/AllUsers"' };
    expect((await sendSigned(cloud, '/site/a?acl', { method: 'PUT', headers })).status).toBe(200);
    expect(await acl()).toContain('AllUsers');
    expect(site.current('a')?.etag).toBe(etag);
  });
});

describe('writes that are refused', () => {
  test.each([
    ['metadata over 2 KB', { 'x-amz-meta-a': 'x'.repeat(2048) }, 400, 'MetadataTooLarge'],
    ['a storage class that does not exist', { 'x-amz-storage-class': 'COLD' }, 400, 'InvalidStorageClass'],
    ['an encryption that does not exist', { 'x-amz-server-side-encryption': 'rot13' }, 400, 'InvalidArgument'],
    ['If-None-Match with an ETag', { 'if-none-match': '"abc"' }, 501, 'NotImplemented'],
    ['a declared length that is not the decoded one', { 'x-amz-decoded-content-length': '9' }, 400, 'IncompleteBody'],
    ['a stream without any length', { 'transfer-encoding': 'chunked' }, 411, 'MissingContentLength'],
  ])('%s', async (_title, headers, status, code) => {
    const reply = await sendSigned(cloud, '/site/a', { method: 'PUT', headers, body: 'a' });
    expect(reply.status).toBe(status);
    expect(reply.body).toContain(`<Code>${code}</Code>`);
    expect(site.keys()).toEqual([]);
  });

  test('a copy source that was not encoded names no key', async () => {
    site.put('Ö.txt', 'a');
    const headers = { 'x-amz-copy-source': 'site/Ö.txt' };
    expect((await sendSigned(cloud, '/site/b', { method: 'PUT', headers })).body).toContain('<Code>NoSuchKey</Code>');
    const encoded = { 'x-amz-copy-source': 'site/%C3%96.txt' };
    expect((await sendSigned(cloud, '/site/b', { method: 'PUT', headers: encoded })).status).toBe(200);
  });

  test('a copy from a bucket whose owner is not the expected one', async () => {
    site.put('a', 'a');
    const headers = { 'x-amz-copy-source': 'site/a', 'x-amz-source-expected-bucket-owner': '999999999999' };
    expect((await sendSigned(cloud, '/site/b', { method: 'PUT', headers })).body).toContain(
      '<Code>AccessDenied</Code>',
    );
  });

  test('a key whose deletion a policy refuses: DeleteObjects is 200 with that error inside', async () => {
    for (const key of ['a', 'b']) site.put(key, key);
    site.undeletable.set('a', 'AccessDenied');
    const body = '<Delete><Object><Key>a</Key></Object><Object><Key>b</Key></Object></Delete>';
    const md5 = '1B2M2Y8AsgTpgAmY7PhCfg==';
    expect(
      (await sendSigned(cloud, '/site?delete', { method: 'POST', headers: { 'content-md5': md5 }, body })).body,
    ).toContain('BadDigest');
    const reply = await sendSigned(cloud, '/site?delete', {
      method: 'POST',
      headers: { 'x-amz-checksum-sha256': await sha256(body) },
      body,
    });
    expect(reply.status).toBe(200);
    expect(reply.body).toContain('<Error><Key>a</Key><Code>AccessDenied</Code>');
    expect(reply.body).toContain('<Deleted><Key>b</Key></Deleted>');
    expect(site.keys()).toEqual(['a']);
  });
});

describe('what others do to a bucket while it is read', () => {
  test('a key that vanishes between two pages', async () => {
    for (const key of ['a', 'b', 'c', 'd']) site.put(key, key);
    cloud.faults.add({ operation: 'ListObjectsV2', nth: 2, effect: { meanwhile: () => void site.delete('c') } });
    const first = await s3.send(new ListObjectsV2Command({ Bucket: 'site', MaxKeys: 2 }));
    const ContinuationToken = first.NextContinuationToken;
    const second = await s3.send(new ListObjectsV2Command({ Bucket: 'site', ContinuationToken }));
    expect(second.Contents?.map(({ Key }) => Key)).toEqual(['d']);
  });

  test('versions that are deleted page by page, so that each marker is gone when it is used', async () => {
    site.versioning = 'Enabled';
    for (const key of ['a', 'b']) {
      for (const body of ['1', '2', '3']) site.put(key, body);
      site.delete(key);
    }
    let markers: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
    for (let pages = 1; ; pages++) {
      const page = await s3.send(new ListObjectVersionsCommand({ Bucket: 'site', MaxKeys: 3, ...markers }));
      for (const { Key = '', VersionId = '' } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]) {
        site.deleteVersion(Key, VersionId);
      }
      if (!page.IsTruncated) {
        expect(pages).toBe(3);
        break;
      }
      markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    }
    expect(site.isEmpty()).toBe(true);
    const nonsense = new ListObjectVersionsCommand({ Bucket: 'site', KeyMarker: 'a', VersionIdMarker: 'nonsense' });
    await expect(s3.send(nonsense)).rejects.toMatchObject({ name: 'InvalidArgument' });
  });

  test('a listing that is cut short is no listing', async () => {
    site.put('a', 'a');
    const cut = (body: unknown): string => String(body).slice(0, -20);
    cloud.faults.add({
      operation: 'ListObjectsV2',
      effect: { rewrite: (reply) => ({ ...reply, body: cut(reply.body) }) },
    });
    await expect(s3.send(new ListObjectsV2Command({ Bucket: 'site' }))).rejects.toThrow();
  });

  test('a token that repeats: a client sees the same page again, and can tell by the token', async () => {
    for (const key of ['a', 'b', 'c']) site.put(key, key);
    const first = await s3.send(new ListObjectsV2Command({ Bucket: 'site', MaxKeys: 1 }));
    const token = first.NextContinuationToken ?? '';
    const repeat = (body: unknown): string =>
      String(body).replace(/<NextContinuationToken>[^<]*/, `<NextContinuationToken>${token}`);
    cloud.faults.add({
      operation: 'ListObjectsV2',
      effect: { rewrite: (reply) => ({ ...reply, body: repeat(reply.body) }) },
    });
    const second = await s3.send(new ListObjectsV2Command({ Bucket: 'site', MaxKeys: 1, ContinuationToken: token }));
    expect(second.NextContinuationToken).toBe(token);
  });

  test('an error inside a 200, as a copy may answer, is an error', async () => {
    site.put('a', 'a');
    cloud.faults.add({ operation: 'CopyObject', effect: s3Fault('InternalError', { status: 200 }) });
    const copy = new CopyObjectCommand({ Bucket: 'site', Key: 'b', CopySource: 'site/a' });
    await expect(s3.send(copy)).rejects.toMatchObject({ name: 'InternalError' });
    expect(site.keys()).toEqual(['a']);
  });

  test('an answer that is lost after the work: the retry of a conditional write meets its own object', async () => {
    cloud.faults.add({ operation: 'PutObject', nth: 1, effect: s3Fault('InternalError', { when: 'after' }) });
    const put = new PutObjectCommand({ Bucket: 'site', Key: 'lock', Body: 'ours', IfNoneMatch: '*' });
    await expect(clientOf(cloud, { maxAttempts: 3 }).send(put)).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(site.current('lock')?.body.toString()).toBe('ours');
  });

  test('a client that retries gets through two times SlowDown', async () => {
    cloud.faults.add({ operation: 'PutObject', times: 2, effect: s3Fault('SlowDown') });
    await clientOf(cloud, { maxAttempts: 3 }).send(new PutObjectCommand({ Bucket: 'site', Key: 'a', Body: 'a' }));
    expect(cloud.journal.entries().map(({ status }) => status)).toEqual([503, 503, 200]);
  });
});

describe('ETags', () => {
  test('are not the MD5 of the content where the cloud says so, as with SSE-KMS', async () => {
    await cloud.stop();
    cloud = await startCloud({ s3: { etags: 'opaque' } });
    cloud.s3.store.createBucket('site');
    s3 = clientOf(cloud);
    const put = { Bucket: 'site', Key: 'a', Body: 'hello' };
    const first = await s3.send(new PutObjectCommand(put));
    const second = await s3.send(new PutObjectCommand(put));
    expect(first.ETag).toMatch(/^"[0-9a-f]{32}"$/);
    expect(first.ETag).not.toBe('"5d41402abc4b2a76b9719d911017c592"');
    expect(second.ETag).not.toBe(first.ETag);
    await s3.send(new PutObjectCommand({ ...put, IfMatch: second.ETag }));
  });
});

async function sha256(text: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(text))).toString('base64');
}
