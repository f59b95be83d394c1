import { GetObjectCommand, HeadBucketCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LocalCloud, startCloud } from '../../local/cloud.js';
import type { Bucket } from '../../local/s3/bucket.js';
import { send } from './raw-http.js';
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

describe('addressing', () => {
  test.each(['site.localhost', 'site.s3.localhost:4566', 'site.s3.us-east-1.amazonaws.com', 'site.s3.amazonaws.com'])(
    'the bucket in the host %s',
    async (host) => {
      site.put('a b/Ö.html', 'page');
      expect((await sendSigned(cloud, '/a%20b/%C3%96.html', { headers: { host } })).body).toBe('page');
      expect((await sendSigned(cloud, '/', { headers: { host } })).body).toContain('<Name>site</Name>');
    },
  );

  test.each(['127.0.0.1', 'localhost:4566', 's3.us-east-1.amazonaws.com'])(
    'the bucket in the path at %s',
    async (host) => {
      site.put('a', 'page');
      expect((await sendSigned(cloud, '/site/a', { headers: { host } })).body).toBe('page');
    },
  );

  test('a plus in a path is a plus, a broken escape is InvalidURI', async () => {
    site.put('a+b', 'plus');
    expect((await sendSigned(cloud, '/site/a+b')).body).toBe('plus');
    expect((await sendSigned(cloud, '/site/a%2Bb')).body).toBe('plus');
    expect((await sendSigned(cloud, '/site/a%')).body).toContain('<Code>InvalidURI</Code>');
  });
});

describe('access', () => {
  test('an access key that was denied is refused with that code, and others are not', async () => {
    cloud.s3.store.denyAccessKey('ASIAEXPIRED', 'ExpiredToken');
    const put = new PutObjectCommand({ Bucket: 'site', Key: 'a', Body: 'a' });
    await expect(clientOf(cloud, { accessKeyId: 'ASIAEXPIRED' }).send(put)).rejects.toMatchObject({
      name: 'ExpiredToken',
      $metadata: { httpStatusCode: 400 },
    });
    expect(site.keys()).toEqual([]);
    await clientOf(cloud, { accessKeyId: 'ASIAOTHER' }).send(put);
    cloud.s3.store.allowAccessKey('ASIAEXPIRED');
    await clientOf(cloud, { accessKeyId: 'ASIAEXPIRED' }).send(put);
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
    await clientOf(cloud, { region: 'eu-central-1' }).send(new HeadBucketCommand({ Bucket: 'far' }));
  });

  test('a bucket of another account says so to who expects ours', async () => {
    cloud.s3.store.createBucket('theirs', { owner: '999999999999' });
    const put = { Bucket: 'theirs', Key: 'a', Body: 'a' };
    const ours = new PutObjectCommand({ ...put, ExpectedBucketOwner: cloud.s3.store.accountId });
    await expect(s3.send(ours)).rejects.toMatchObject({ name: 'AccessDenied' });
    await s3.send(new PutObjectCommand({ ...put, ExpectedBucketOwner: '999999999999' }));
    const nonsense = await sendSigned(cloud, '/theirs/a', { headers: { 'x-amz-expected-bucket-owner': 'me' } });
    expect(nonsense.body).toContain('InvalidBucketOwnerAWSAccountID');
  });
});
