import { describe, expect, test } from '@jest/globals';
import {
  requireVersion,
  TESTED_VERSIONS,
  versionFromList,
  versionWithoutList,
} from '../../../src/terraform/version/choose-version.js';
import { parseWanted } from '../../../src/terraform/version/constraint.js';

function wanted(text: string) {
  return { constraint: parseWanted(text) ?? [], text, namedBy: 'the input "terraform-version"' };
}

const RELEASED = [
  '0.15.5',
  '1.4.7',
  '1.5.7',
  '1.10.5',
  '1.11.3',
  '1.11.4',
  '1.12.2',
  '1.13.0-rc1',
  '1.13.5',
  'nightly',
];

describe('the version that is installed', () => {
  test('needs no list where it is named, or where the tested one will do', () => {
    const tested = TESTED_VERSIONS.terraform;
    expect(versionWithoutList('terraform', wanted('1.12.2'))).toBe('1.12.2');
    expect(versionWithoutList('terraform', wanted('>= 1.5'))).toBe(tested);
    expect(versionWithoutList('terraform', wanted('~> 1.11.0'))).toBe(tested);
    expect(versionWithoutList('terraform', wanted('~> 1.10.0'))).toBeUndefined();
  });

  test.each([
    ['~> 1.10.0', '1.10.5'],
    ['< 1.11.4', '1.11.3'],
    ['>= 1.10, != 1.11.4', '1.11.3'],
    // Nothing that was tested will do: the newest.
    ['> 1.11.4', '1.13.5'],
    ['~> 1.12.0', '1.12.2'],
  ])('for "%s" is %s', (text, expected) => {
    expect(versionFromList('terraform', wanted(text), RELEASED)).toBe(expected);
  });

  test('that does not exist is refused with what there is', () => {
    expect(() => versionFromList('terraform', wanted('~> 3.0'), RELEASED)).toThrow(
      'No release of Terraform from 1.5.0 on meets "~> 3.0". Found: 10 releases, the newest of which is 1.13.5. Change the input "terraform-version".',
    );
    // `terraform-version: 1.10` without quotes.
    expect(() => versionFromList('terraform', wanted('1.1'), RELEASED)).toThrow(/In YAML a version needs quotes/);
  });

  test('that is too old is refused before it is downloaded', () => {
    expect(() => requireVersion('terraform', '1.4.7', wanted('1.4.7'))).toThrow(
      'Terraform 1.4.7 is too old for this action. Found: 1.4.7, named by the input "terraform-version". Expected: 1.5.0 or newer.',
    );
    expect(() => requireVersion('terraform', '1.5.0-rc1', wanted('1.5.0-rc1'))).not.toThrow();
  });
});
