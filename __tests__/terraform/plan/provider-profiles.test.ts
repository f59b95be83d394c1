import { expect, test } from '@jest/globals';
import type { Json } from '../../../src/terraform/plan/json.js';
import { profileWarnings } from '../../../src/terraform/plan/provider-profiles.js';
import { plan } from '../plan-maker.js';

const named = (providers: Record<string, Json>) =>
  profileWarnings({ ...plan({}), configuration: { provider_config: providers } }).map(({ summary }) => summary);
const aws = (expressions: Json) => ({ name: 'aws', full_name: 'registry.terraform.io/hashicorp/aws', expressions });

test('a profile in a provider block is named, and nothing else is', () => {
  expect(
    named({
      aws: aws({ region: { constant_value: 'eu-central-1' } }),
      'aws.prod': aws({ profile: { constant_value: 'prod' } }),
      'module.a:aws': aws({ profile: { references: ['var.profile'] } }),
      other: { name: 'other', full_name: 'example.com/a/other', expressions: { profile: { constant_value: 'x' } } },
      empty: { name: 'aws', full_name: 'registry.terraform.io/hashicorp/aws' },
    }),
  ).toEqual([
    'The provider block "aws.prod" names the profile "prod"',
    'The provider block "module.a:aws" names a profile',
  ]);
  expect(profileWarnings(plan({}))).toEqual([]);
});
