import { describe, expect, test } from '@jest/globals';
import { parseOutputs, sensitiveTexts } from '../../../src/terraform/command/output-json.js';
import { parseVersion } from '../../../src/terraform/command/versions.js';

describe('the version of a binary', () => {
  test.each([
    ['{"terraform_version":"1.11.4","platform":"linux_amd64"}', { version: '1.11.4', platform: 'linux_amd64' }],
    ['{"terraform_version":"1.14.0-beta1"}', { version: '1.14.0-beta1', platform: '' }],
    ['{"terraform_version":"1.5.0-rc1","platform":"x"}', { version: '1.5.0-rc1', platform: 'x' }],
  ])('is read from %s', (text, expected) => {
    expect(parseVersion(text, 'terraform')).toEqual(expected);
  });

  test('below 1.5 is refused with both versions', () => {
    expect(() => parseVersion('{"terraform_version":"1.4.7"}', 'terraform')).toThrow(
      'terraform is too old. Found: 1.4.7. Expected: 1.5.0 or newer',
    );
  });

  test.each(['', 'Terraform v1.11.4', '{}', 'null'])('that is not said is refused: "%s"', (text) => {
    expect(() => parseVersion(text, 'terraform')).toThrow('terraform does not say its version');
  });
});

describe('stack outputs', () => {
  test('that are no outputs are refused, and not quoted', () => {
    expect(() => parseOutputs('{"a":"very secret"}')).toThrow(/^(?!.*very secret).*could not be read/);
    expect(() => parseOutputs('very secret')).toThrow(/^(?!.*very secret).*could not be read/);
  });

  test('sensitive texts are found at every depth; short ones and open ones are left', () => {
    const outputs = parseOutputs(
      JSON.stringify({
        deep: { sensitive: true, type: 'dynamic', value: { a: [{ b: 'in the deep' }, 1234567, true, null] } },
        short: { sensitive: true, value: 'abc' },
        open: { sensitive: false, value: 'for everybody' },
      }),
    );
    expect(sensitiveTexts(outputs)).toEqual(['in the deep', '1234567']);
  });
});
