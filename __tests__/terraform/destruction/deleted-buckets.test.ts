import { describe, expect, test } from '@jest/globals';
import { deletedBuckets } from '../../../src/terraform/destruction/deleted-buckets.js';
import type { JsonObject } from '../../../src/terraform/plan/json.js';
import { plan, resource } from '../plan-maker.js';

const bucket = (name: string, options: Parameters<typeof resource>[0] = {}) =>
  resource({
    type: 'aws_s3_bucket',
    address: `aws_s3_bucket.${name}`,
    actions: ['delete'],
    before: { bucket: name },
    ...options,
  });

const AWS = 'registry.terraform.io/hashicorp/aws';

function configured(
  blocks: Readonly<Record<string, JsonObject>>,
  resources: readonly JsonObject[],
  child?: JsonObject,
): JsonObject {
  const provider = Object.entries(blocks).map(([key, expressions]) => [
    key,
    { name: 'aws', full_name: AWS, expressions, ...(key === 'aws' ? {} : { alias: key.split('.')[1] }) },
  ]);
  const calls = child === undefined ? {} : { module_calls: { store: { module: child } } };
  return { provider_config: Object.fromEntries(provider), root_module: { resources, ...calls } };
}

const block = (name: string, key = 'aws') => ({
  address: `aws_s3_bucket.${name}`,
  mode: 'managed',
  type: 'aws_s3_bucket',
  name,
  provider_config_key: key,
});

describe('the buckets of a destroy', () => {
  test('are those that the plan deletes, and no other', () => {
    const resources = [
      bucket('site'),
      bucket('kept', { actions: ['no-op'] }),
      bucket('forgotten', { actions: ['forget'] }),
      bucket('replaced', { actions: ['delete', 'create'] }),
      bucket('data', { mode: 'data' }),
      bucket('other', { type: 'aws_s3_bucket_policy' }),
    ];
    expect(deletedBuckets(plan({ resources })).map((found) => found.bucket)).toEqual(['site']);
  });

  test('have a policy where the plan deletes it, and an object lock where the state says so', () => {
    const resources = [
      bucket('site'),
      resource({ type: 'aws_s3_bucket_policy', actions: ['delete'], before: { bucket: 'site' } }),
      bucket('logs', { before: { bucket: 'logs', object_lock_enabled: true } }),
    ];
    expect(deletedBuckets(plan({ resources }))).toEqual([
      { address: 'aws_s3_bucket.site', bucket: 'site', objectLock: false, hasPolicy: true },
      { address: 'aws_s3_bucket.logs', bucket: 'logs', objectLock: true, hasPolicy: false },
    ]);
  });
});

describe('a bucket is elsewhere', () => {
  const elsewhere = (configuration: JsonObject, options: Parameters<typeof resource>[0] = {}, hidden?: string) =>
    deletedBuckets(
      { ...plan({ resources: [{ ...Object(bucket('this', options)), name: 'this' }] }), configuration },
      hidden,
    )
      .map((found) => found.elsewhere)
      .join();

  test.each([
    'endpoints',
    'assume_role',
    'assume_role_with_web_identity',
    'access_key',
    'secret_key',
    'token',
    'profile',
    'shared_credentials_files',
    'shared_config_files',
  ])('whose provider sets %s', (argument) => {
    const configuration = configured({ aws: { [argument]: [{}] } }, [block('this')]);
    expect(elsewhere(configuration)).toBe(`its provider "aws" sets "${argument}"`);
  });

  test('not where the provider has a region, tags and allowed accounts only', () => {
    const expressions = { region: {}, default_tags: [{}], allowed_account_ids: {}, s3_use_path_style: {} };
    expect(elsewhere(configured({ aws: expressions }, [block('this')]))).toBe('');
    expect(elsewhere(configured({}, [block('this')]))).toBe('');
  });

  test('by its own provider, and not by another one', () => {
    const blocks = { aws: { region: {} }, 'aws.other': { profile: {} } };
    expect(elsewhere(configured(blocks, [block('this')]))).toBe('');
    expect(elsewhere(configured(blocks, [block('this', 'aws.other')]))).toBe('its provider "aws.other" sets "profile"');
  });

  test('in a module by the provider that it was given', () => {
    const child = { resources: [block('this', 'aws.other')] };
    const configuration = configured({ aws: {}, 'aws.other': { assume_role: [{}] } }, [], child);
    const at = { address: 'module.store["a.b"].aws_s3_bucket.this[0]' };
    const resources = [{ ...Object(bucket('this', at)), module_address: 'module.store["a.b"]' }];
    expect(deletedBuckets({ ...plan({ resources }), configuration })[0]?.elsewhere).toContain('assume_role');
  });

  test('where its block is gone and any provider of the kind works as somebody else', () => {
    const blocks = { aws: { region: {} }, 'aws.other': { profile: {} } };
    expect(elsewhere(configured(blocks, []))).toBe('its provider "aws.other" sets "profile"');
    expect(elsewhere(configured({ aws: {} }, []))).toBe('');
  });

  test('where something sets a provider that the plan does not show', () => {
    expect(elsewhere(configured({ aws: {} }, [block('this')]), {}, 'a dynamic block')).toBe('a dynamic block');
  });
});
