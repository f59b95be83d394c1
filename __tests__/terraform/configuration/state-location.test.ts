import { describe, expect, test } from '@jest/globals';
import { stateLocation } from '../../../src/terraform/configuration/state-location.js';

const of = (type: string, config: object) => stateLocation({ version: 3, backend: { type, config, hash: 1 } });
const S3 = { bucket: 'states', key: 'dev.tfstate', region: 'eu-central-1', profile: null, access_key: null };

describe('where a state lies', () => {
  test('is told by bucket, key and prefix, and not by how one signs in', () => {
    expect(of('s3', S3)).toMatchObject({
      backend: 's3',
      where: [
        ['bucket', 'states'],
        ['key', 'dev.tfstate'],
        ['workspace_key_prefix', 'env:'],
      ],
    });
    const other = {
      ...S3,
      access_key: 'AKIA',
      secret_key: 's',
      token: 't',
      assume_role: [{ role_arn: 'r' }],
      region: 'x',
    };
    expect(of('s3', other)).toEqual(of('s3', S3));
  });

  test.each([
    ['another key (hole 15)', 's3', { ...S3, key: 'prod.tfstate' }],
    ['another bucket', 's3', { ...S3, bucket: 'others' }],
    ['another prefix of workspaces', 's3', { ...S3, workspace_key_prefix: 'ws' }],
    ['another cloud', 's3', { ...S3, endpoints: [{ s3: 'https://s3.example.org' }] }],
    ['another backend', 'gcs', { bucket: 'states', prefix: 'dev.tfstate' }],
  ])('%s is another place', (_title, type, config) => {
    expect(of(type, config).digest).not.toBe(of('s3', S3).digest);
  });

  test('without a backend it is a file in the folder', () => {
    expect(stateLocation(undefined)).toEqual(of('local', {}));
    expect(of('local', { path: 'other.tfstate' }).digest).not.toBe(stateLocation(undefined).digest);
  });

  test('a password never stands in it', () => {
    const { where } = of('pg', { conn_str: 'postgres://me:hunter2@db.example.org/states', schema_name: 's' });
    expect(where).toContainEqual(['database', 'db.example.org/states']);
    expect(JSON.stringify(where)).not.toContain('hunter2');
    expect(JSON.stringify(of('new', { place: 'a', auth_token: 'hunter2', client_secret: 'hunter2' }))).not.toContain(
      'hunter2',
    );
  });

  test('a backend that is not known here is told by all that cannot be a credential', () => {
    expect(of('new', { place: 'a' }).digest).not.toBe(of('new', { place: 'b' }).digest);
  });
});
