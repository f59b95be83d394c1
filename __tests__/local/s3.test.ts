import {
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LocalCloud, startCloud } from '../../local/cloud.js';
import type { Bucket } from '../../local/s3/bucket.js';
import { s3Fault } from '../../local/s3/s3-error.js';
import { type RawReply, send } from './raw-http.js';
import { SIGNED } from './signed.js';

let cloud: LocalCloud;
let site: Bucket;
let s3: S3Client;

beforeEach(async () => {
  cloud = await startCloud();
  site = cloud.s3.store.createBucket('site');
  s3 = client();
});
afterEach(async () => {
  s3.destroy();
  await cloud.stop();
});

function client(
  options: { readonly region?: string; readonly accessKeyId?: string; readonly maxAttempts?: number } = {},
): S3Client {
  const { region = 'us-east-1', accessKeyId = 'AKIALOCALCLOUD', maxAttempts = 1 } = options;
  return new S3Client({
    region,
    endpoint: cloud.s3.url,
    credentials: { accessKeyId, secretAccessKey: 'x' },
    maxAttempts,
  });
}

function raw(path: string, options: Parameters<typeof send>[1] = {}): Promise<RawReply> {
  return send(`${cloud.s3.url}${path}`, { ...options, headers: { ...SIGNED, ...options.headers } });
}

describe('addressing', () => {
  test.each(['site.localhost', 'site.s3.localhost:4566', 'site.s3.us-east-1.amazonaws.com', 'site.s3.amazonaws.com'])(
    'the bucket in the host %s',
    async (host) => {
      site.put('a b/Ö.html', 'page');
      expect((await raw('/a%20b/%C3%96.html', { headers: { host } })).body).toBe('page');
      expect((await raw('/', { headers: { host } })).body).toContain('<Name>site</Name>');
    },
  );

  test.each(['127.0.0.1', 'localhost:4566', 's3.us-east-1.amazonaws.com'])(
    'the bucket in the path at %s',
    async (host) => {
      site.put('a', 'page');
      expect((await raw('/site/a', { headers: { host } })).body).toBe('page');
    },
  );

  test('a plus in a path is a plus, a broken escape is InvalidURI', async () => {
    site.put('a+b', 'plus');
    expect((await raw('/site/a+b')).body).toBe('plus');
    expect((await raw('/site/a%2Bb')).body).toBe('plus');
    expect((await raw('/site/a%')).body).toContain('<Code>InvalidURI</Code>');
  });
});

describe('access', () => {
  test('an access key that was denied is refused with that code, and others are not', async () => {
    cloud.s3.store.denyAccessKey('ASIAEXPIRED', 'ExpiredToken');
    const put = new PutObjectCommand({ Bucket: 'site', Key: 'a', Body: 'a' });
    await expect(client({ accessKeyId: 'ASIAEXPIRED' }).send(put)).rejects.toMatchObject({
      name: 'ExpiredToken',
      $metadata: { httpStatusCode: 400 },
    });
    expect(site.keys()).toEqual([]);
    await client({ accessKeyId: 'ASIAOTHER' }).send(put);
    cloud.s3.store.allowAccessKey('ASIAEXPIRED');
    await client({ accessKeyId: 'ASIAEXPIRED' }).send(put);
    expect(cloud.journal.entries().map(({ accessKeyId, status }) => `${accessKeyId} ${status}`)).toEqual([
      'ASIAEXPIRED 400',
      'ASIAOTHER 200',
      'ASIAEXPIRED 200',
    ]);
  });

  test('a presigned address counts as credentials', async () => {
    site.put('a', 'page');
    const query = 'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA%2F20261101%2Fus-east-1%2Fs3%2Faws4_request';
    expect((await send(`${cloud.s3.url}/site/a?${query}`)).status).toBe(200);
    expect((await send(`${cloud.s3.url}/site/a`)).status).toBe(403);
  });

  test('a bucket in another region redirects, and tells which', async () => {
    cloud.s3.store.createBucket('far', { region: 'eu-central-1' });
    await expect(s3.send(new GetObjectCommand({ Bucket: 'far', Key: 'a' }))).rejects.toMatchObject({
      name: 'PermanentRedirect',
      $metadata: { httpStatusCode: 301 },
      $response: { headers: { 'x-amz-bucket-region': 'eu-central-1' } },
    });
    await client({ region: 'eu-central-1' }).send(new HeadBucketCommand({ Bucket: 'far' }));
  });

  test('a bucket of another account says so to who expects ours', async () => {
    cloud.s3.store.createBucket('theirs', { owner: '999999999999' });
    const put = { Bucket: 'theirs', Key: 'a', Body: 'a' };
    const ours = new PutObjectCommand({ ...put, ExpectedBucketOwner: cloud.s3.store.accountId });
    await expect(s3.send(ours)).rejects.toMatchObject({ name: 'AccessDenied' });
    await s3.send(new PutObjectCommand({ ...put, ExpectedBucketOwner: '999999999999' }));
    const nonsense = await raw('/theirs/a', { headers: { 'x-amz-expected-bucket-owner': 'me' } });
    expect(nonsense.body).toContain('InvalidBucketOwnerAWSAccountID');
  });
});

describe('what this server does not do', () => {
  test.each([
    ['GET', '/site/a?tagging'],
    ['PUT', '/site?policy'],
    ['GET', '/site/a?partNumber=1'],
    ['PUT', '/site/a?partNumber=1&uploadId=u&other=1'],
    ['PATCH', '/site/a'],
  ])('%s %s is 501, and in the journal as unknown', async (method, path) => {
    expect((await raw(path, { method })).status).toBe(501);
    expect(cloud.journal.unknown()).toHaveLength(1);
  });

  test('a header that asks for an ACL or a lock is NotImplemented, not ignored', async () => {
    const reply = await raw('/site/a', { method: 'PUT', headers: { 'x-amz-acl': 'public-read' }, body: 'a' });
    expect(reply.body).toContain('<Code>NotImplemented</Code>');
    expect(reply.body).toContain('<Header>x-amz-acl</Header>');
    expect(site.keys()).toEqual([]);
    expect(cloud.journal.unknown()).toHaveLength(1);
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
    const reply = await raw('/site/a', { method: 'PUT', headers, body: 'a' });
    expect(reply.status).toBe(status);
    expect(reply.body).toContain(`<Code>${code}</Code>`);
    expect(site.keys()).toEqual([]);
  });

  test('a copy source that was not encoded names no key', async () => {
    site.put('Ö.txt', 'a');
    const headers = { 'x-amz-copy-source': 'site/Ö.txt' };
    expect((await raw('/site/b', { method: 'PUT', headers })).body).toContain('<Code>NoSuchKey</Code>');
    const encoded = { 'x-amz-copy-source': 'site/%C3%96.txt' };
    expect((await raw('/site/b', { method: 'PUT', headers: encoded })).status).toBe(200);
  });

  test('a copy from a bucket whose owner is not the expected one', async () => {
    site.put('a', 'a');
    const headers = { 'x-amz-copy-source': 'site/a', 'x-amz-source-expected-bucket-owner': '999999999999' };
    expect((await raw('/site/b', { method: 'PUT', headers })).body).toContain('<Code>AccessDenied</Code>');
  });

  test('a key whose deletion a policy refuses: DeleteObjects is 200 with that error inside', async () => {
    for (const key of ['a', 'b']) site.put(key, key);
    site.undeletable.set('a', 'AccessDenied');
    const body = '<Delete><Object><Key>a</Key></Object><Object><Key>b</Key></Object></Delete>';
    const md5 = '1B2M2Y8AsgTpgAmY7PhCfg==';
    expect((await raw('/site?delete', { method: 'POST', headers: { 'content-md5': md5 }, body })).body).toContain(
      'BadDigest',
    );
    const reply = await raw('/site?delete', {
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

  test('a client that retries gets through two times SlowDown', async () => {
    cloud.faults.add({ operation: 'PutObject', times: 2, effect: s3Fault('SlowDown') });
    await client({ maxAttempts: 3 }).send(new PutObjectCommand({ Bucket: 'site', Key: 'a', Body: 'a' }));
    expect(cloud.journal.entries().map(({ status }) => status)).toEqual([503, 503, 200]);
  });
});

describe('ETags', () => {
  test('are not the MD5 of the content where the cloud says so, as with SSE-KMS', async () => {
    await cloud.stop();
    cloud = await startCloud({ s3: { etags: 'opaque' } });
    cloud.s3.store.createBucket('site');
    s3 = client();
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
