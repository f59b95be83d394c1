import { describe, expect, test } from '@jest/globals';
import { statePlace } from '../../../src/operation/run/state-place.js';

const files: Readonly<Record<string, string>> = {
  'eu.hcl': '# where\nbucket = "shop-state"\nkey    = "eu.tfstate" # of Europe\nregion = "eu-west-1"\n',
};
const place = (...settings: readonly string[]) => statePlace(settings, (path) => files[path] ?? '');

describe('where the inputs say that a state lies', () => {
  test('is nothing where they say nothing of it', () => {
    expect(place()).toBeUndefined();
    expect(place('region=eu-west-1', 'profile=plan', 'use_path_style=true')).toBeUndefined();
  });

  test.each([['key=us.tfstate'], ['bucket=other'], ['workspace_key_prefix=x'], ['endpoints.s3=https://a.example']])(
    'is another place with %s',
    (setting) => {
      expect(place('bucket=shop-state', 'key=eu.tfstate', setting)?.digest).not.toBe(
        place('bucket=shop-state', 'key=eu.tfstate')?.digest,
      );
    },
  );

  test('is the same for every way to sign in, in any order, and in a file', () => {
    const one = place('bucket=shop-state', 'key=eu.tfstate', 'profile=plan');
    expect(place('role_arn=x', 'key=eu.tfstate', 'bucket=shop-state')).toEqual(one);
    expect(place('eu.hcl')).toEqual(one);
    expect(one).toEqual({ digest: expect.stringMatching(/^[0-9a-f]{12}$/), name: 'eu.tfstate' });
  });

  test('is what was said last', () => {
    expect(place('eu.hcl', 'key=us.tfstate')?.name).toBe('us.tfstate');
  });

  test('has no password in it', () => {
    const at = (user: string) => place(`address=https://${user}states.example/shop`)?.digest;
    expect(at('bob:secret@')).toBe(at(''));
  });
});
