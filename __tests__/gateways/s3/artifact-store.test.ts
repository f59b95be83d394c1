import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LocalCloud, startCloud } from '../../../local/cloud.js';
import { artifactStore } from '../../../src/gateways/s3/artifact-store.js';
import { s3Connection } from '../../../src/gateways/s3/connection.js';
import { base64Sha256 } from '../../../src/lambda/lambda-package.js';

let cloud: LocalCloud;

beforeEach(async () => {
  cloud = await startCloud();
  cloud.s3.store.createBucket('artifacts');
});
afterEach(() => cloud.stop());

const archive = Buffer.from('a package');
const sha256 = base64Sha256(archive);

function store({ bucket = 'artifacts', owner }: { readonly bucket?: string; readonly owner?: string } = {}) {
  const client = {
    region: 'us-east-1',
    endpoint: cloud.s3.url,
    credentials: { accessKeyId: 'AKIALOCALCLOUD', secretAccessKey: 'local' },
  };
  return artifactStore(s3Connection({ client, owner, signal: new AbortController().signal }).bucket(bucket));
}

describe('the artifact bucket', () => {
  test('keeps what was stored first, and its hash', async () => {
    expect(await store().find('api/1.zip')).toBeUndefined();
    expect(await store().store('api/1.zip', archive, sha256)).toBe('stored');
    expect(await store().store('api/1.zip', Buffer.from('other'), base64Sha256(Buffer.from('other')))).toBe('exists');
    expect(await store().find('api/1.zip')).toEqual({ bytes: 9, sha256 });
    expect(Buffer.from(await store().read('api/1.zip')).toString()).toBe('a package');
  });

  test('has one winner of many that store at once', async () => {
    const results = await Promise.all(Array.from({ length: 12 }, () => store().store('api/1.zip', archive, sha256)));
    expect(results.filter((result) => result === 'stored')).toHaveLength(1);
  });

  test('refuses bytes that are not those of the hash', async () => {
    await expect(store().store('api/1.zip', archive, base64Sha256(Buffer.from('x')))).rejects.toThrow(
      'Could not store api/1.zip in the artifact bucket artifacts.',
    );
    expect(await store().find('api/1.zip')).toBeUndefined();
  });

  test('says that another write goes on, for the caller to try again', async () => {
    const body = '<Error><Code>ConditionalRequestConflict</Code><Message>x</Message></Error>';
    cloud.faults.add({ operation: 'PutObject', effect: { status: 409, body } });
    expect(await store().store('api/1.zip', archive, sha256)).toBe('conflict');
  });

  test('of another account is not written to', async () => {
    await expect(store({ owner: '999999999999' }).store('api/1.zip', archive, sha256)).rejects.toThrow(
      'AccessDenied 403',
    );
    await expect(store({ owner: '999999999999' }).find('api/1.zip')).rejects.toThrow('docs/iam.md');
    expect(cloud.s3.store.bucket('artifacts').current('api/1.zip')).toBeUndefined();
  });

  test('that may not be asked is no bucket without the package', async () => {
    cloud.faults.add({ operation: 'HeadObject', effect: { status: 403 } });
    await expect(store().find('api/1.zip')).rejects.toThrow(
      'Could not look for api/1.zip in the artifact bucket artifacts.',
    );
  });

  test('that is busy for a while is asked again', async () => {
    cloud.faults.add({ operation: 'PutObject', nth: 1, times: 2, effect: { status: 503 } });
    expect(await store().store('api/1.zip', archive, sha256)).toBe('stored');
  });

  test('that does not exist is named', async () => {
    await expect(store({ bucket: 'nowhere' }).store('api/1.zip', archive, sha256)).rejects.toThrow(
      'there is no such bucket',
    );
  });

  test('that does not exist is not one without the package', async () => {
    await expect(store({ bucket: 'nowhere' }).find('api/1.zip')).rejects.toThrow('there is no such bucket');
  });
});
