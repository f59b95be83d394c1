import { describe, expect, test } from '@jest/globals';
import { shownNumber, withoutRounding } from '../../../src/terraform/plan/number-text.js';

const read = (json: string) => withoutRounding({ json, value: JSON.parse(json) });

describe('a number in JSON of Terraform', () => {
  test.each([
    ['9007199254740992', '9007199254740993'],
    ['1e400', '7e500'],
    ['0.1000000000000000000001', '0.1000000000000000000002'],
    [`1${'0'.repeat(400)}`, `7${'0'.repeat(400)}`],
    ['-9007199254740993', '-9007199254740992'],
  ])('%s is not %s', (one, other) => {
    expect(read(`{"a":[${one}]}`)).not.toEqual(read(`{"a":[${other}]}`));
    expect(read(`{"a": ${one}}`)).not.toEqual(read(`{"a": ${other}}`));
  });

  test('is a number where nothing is rounded, and in a text it is left as it is', () => {
    const json = '{"a":[1,-2.5,0,1e3,123456789012345],"b":"x: 9007199254740993, \\" 1e400","c":9007199254740993}';
    expect(read(json)).toEqual({
      a: [1, -2.5, 0, expect.anything(), 123456789012345],
      b: 'x: 9007199254740993, " 1e400',
      c: '\u00009007199254740993',
    });
  });

  test('is masked by its digits', () => {
    expect([shownNumber('\u00009007199254740993'), shownNumber('text')]).toEqual(['9007199254740993', 'text']);
  });
});
