import { describe, expect, test } from '@jest/globals';
import { type StandingGround, undermined } from '../../../src/terraform/destruction/standing-ground.js';
import type { Json, Plan } from '../../../src/terraform/plan/json.js';
import { plan, resource } from '../plan-maker.js';

const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/1234';
const ground: StandingGround = {
  backend: {
    type: 's3',
    config: { bucket: 'states', dynamodb_table: 'locks', kms_key_id: KEY, key: 'dev.tfstate' },
  },
  artifactBucket: 'packages',
  role: 'shop-destroy',
  byIdentity: true,
};

function found(type: string, before: Json, of: Partial<StandingGround> = {}, more: Partial<Plan> = {}): string {
  const made = { ...plan({ resources: [resource({ type, actions: ['delete'], before })] }), ...more };
  return undermined(made, { ...ground, ...of })
    .map(({ what }) => what)
    .join();
}

const read = (values: Json): Partial<Plan> => ({
  prior_state: {
    values: {
      root_module: { child_modules: [{ resources: [{ mode: 'data', type: 'terraform_remote_state', values }] }] },
    },
  },
});

describe('what a run stands on', () => {
  test.each<[string, string, Json, Partial<StandingGround>?, Partial<Plan>?]>([
    ['the bucket of its own state', 'aws_s3_bucket', { bucket: 'states' }],
    ['the lock table of its own state', 'aws_dynamodb_table', { name: 'locks' }],
    ['the key that encrypts its own state', 'aws_kms_key', { arn: KEY, key_id: '1234' }],
    ['the bucket of the packages ("artifact-bucket")', 'aws_s3_bucket', { bucket: 'packages' }],
    ['the role of this run', 'aws_iam_role', { name: 'shop-destroy' }],
    ['a right of the role of this run', 'aws_iam_role_policy', { role: 'shop-destroy', name: 'x' }],
    ['a right of the role of this run', 'aws_iam_role_policy_attachment', { role: 'shop-destroy' }],
    ['a right of the role of this run', 'aws_iam_policy_attachment', { roles: ['a', 'shop-destroy'] }],
    [
      'the identity provider by which this run signed in',
      'aws_iam_openid_connect_provider',
      { url: 'https://token.actions.githubusercontent.com' },
    ],
    [
      'the bucket of its own state',
      'google_storage_bucket',
      { name: 'g' },
      { backend: { type: 'gcs', config: { bucket: 'g' } } },
    ],
    [
      'the storage account of its own state',
      'azurerm_storage_account',
      { name: 'acc' },
      { backend: { type: 'azurerm', config: { storage_account_name: 'acc', container_name: 'c' } } },
    ],
    [
      'the bucket of a state that it reads (terraform_remote_state)',
      'aws_s3_bucket',
      { bucket: 'network' },
      {},
      read({ backend: 's3', config: { bucket: 'network', key: 'x' } }),
    ],
    [
      'the bucket of a state that it reads (terraform_remote_state)',
      'aws_s3_bucket',
      { bucket: 'network' },
      {},
      {
        configuration: {
          root_module: {
            resources: [
              {
                type: 'terraform_remote_state',
                expressions: { backend: { constant_value: 's3' }, config: { constant_value: { bucket: 'network' } } },
              },
            ],
          },
        },
      },
    ],
  ])('is %s (%s)', (...[what, type, before, of, more]) => {
    expect(found(type, before, of, more)).toBe(what);
  });

  test.each<[string, Json, Partial<StandingGround>?]>([
    ['aws_s3_bucket', { bucket: 'site' }],
    ['aws_dynamodb_table', { name: 'carts' }],
    ['aws_kms_key', { arn: 'arn:aws:kms:eu-central-1:123456789012:key/other', key_id: 'other' }],
    ['aws_iam_role', { name: 'shop-api' }],
    ['aws_iam_role_policy', { role: 'shop-api' }],
    ['aws_iam_openid_connect_provider', { url: 'https://oidc.eks.eu-central-1.amazonaws.com/id/1' }],
    ['aws_iam_openid_connect_provider', { url: 'https://token.actions.githubusercontent.com' }, { byIdentity: false }],
    ['aws_s3_object', { bucket: 'site', key: 'states' }],
    ['aws_s3_bucket', { bucket: 'states' }, { backend: { type: 'local', config: { path: 'states' } } }],
  ])('is no other %s', (...[type, before, of]) => {
    expect(found(type, before, of)).toBe('');
  });

  test('is only what the plan deletes', () => {
    const kept = resource({ type: 'aws_s3_bucket', actions: ['forget'], before: { bucket: 'states' } });
    expect(undermined(plan({ resources: [kept] }), ground)).toEqual([]);
  });
});
