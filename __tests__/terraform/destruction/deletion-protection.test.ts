import { expect, test } from '@jest/globals';
import { undeletable } from '../../../src/terraform/destruction/deletion-protection.js';
import type { Json } from '../../../src/terraform/plan/json.js';
import { plan, resource } from '../plan-maker.js';

const because = (type: string, before: Json, actions: readonly string[] = ['delete']) =>
  undeletable(plan({ resources: [resource({ type, actions, before })] }))
    .map((found) => found.because)
    .join();

test.each<[string, Json, string]>([
  ['aws_db_instance', { deletion_protection: true }, 'deletion_protection = true'],
  ['aws_lb', { enable_deletion_protection: true }, 'enable_deletion_protection = true'],
  ['aws_dynamodb_table', { deletion_protection_enabled: true }, 'deletion_protection_enabled = true'],
  ['aws_cognito_user_pool', { deletion_protection: 'ACTIVE' }, 'deletion_protection = "ACTIVE"'],
  ['aws_networkfirewall_firewall', { delete_protection: true }, 'delete_protection = true'],
  ['aws_emr_cluster', { termination_protection: true }, 'termination_protection = true'],
  ['aws_instance', { disable_api_termination: true }, 'disable_api_termination = true'],
  [
    'aws_db_instance',
    { skip_final_snapshot: false, final_snapshot_identifier: null },
    'skip_final_snapshot = false, without "final_snapshot_identifier"',
  ],
])('a service will refuse to delete %s with %j', (type, before, expected) => {
  expect(because(type, before)).toBe(expected);
});

test.each<[string, Json]>([
  ['aws_db_instance', { deletion_protection: false, skip_final_snapshot: true }],
  ['aws_db_instance', { skip_final_snapshot: false, final_snapshot_identifier: 'last' }],
  ['aws_db_instance', { skip_final_snapshot: false, replicate_source_db: 'main' }],
  ['aws_cognito_user_pool', { deletion_protection: 'INACTIVE' }],
  ['aws_thing', { tags: { deletion_protection: 'true' } }],
])('nothing is known against deleting %s with %j', (type, before) => {
  expect(because(type, before)).toBe('');
});

test('what is kept or forgotten needs no deletion', () => {
  expect(because('aws_lb', { enable_deletion_protection: true }, ['forget'])).toBe('');
});
