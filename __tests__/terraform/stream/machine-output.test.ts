import { describe, expect, test } from '@jest/globals';
import { addressesIn } from '../../../src/terraform/stream/address-lines.js';
import { machineOutput } from '../../../src/terraform/stream/machine-output.js';

const any = () => true;
const JSON_TEXT = '{\n  "a": {\n    "value": "} \\" {\\"b\\": 1}"\n  }\n}';

describe('the one JSON value of a command', () => {
  test.each([
    ['alone', JSON_TEXT, ''],
    ['before a warning', `${JSON_TEXT}\n╷\n│ Warning: {"x": 1}\n╵\n`, '╷\n│ Warning: {"x": 1}\n╵'],
    ['behind one', `Warning: y\n\n{z}\n${JSON_TEXT}\n`, 'Warning: y\n\n{z}'],
    ['between two', `a\n\u001b[0m${JSON_TEXT}\u001b[0m\nb`, 'a\n\u001b[0m\n\u001b[0m\nb'],
    ['in the middle of a line', 'says {"a":1} only', 'says \n only'],
  ])('%s is found', (_name, text, around) => {
    expect(machineOutput(text, any)).toMatchObject({ value: { a: expect.anything() }, around });
  });

  test.each([
    ['nothing', ''],
    ['words', 'no state'],
    ['a value that broke off, whose inside is whole', '{"a":\n{"b": 1}\n'],
    ['two values', '{"a":1}\n{"a":2}\n'],
    ['a text that never ends', `{"a": "${'{"'.repeat(5000)}`],
  ])('%s is none', (_name, text) => {
    expect(machineOutput(text, any)).toBeUndefined();
  });

  test('of two the one that was asked for', () => {
    const text = '{"@level":"warn"}\n{"format_version":"1.0"}\n';
    expect(machineOutput(text, (value) => Object.hasOwn(Object(value), 'format_version'))?.json).toBe(
      '{"format_version":"1.0"}',
    );
  });
});

test('addresses are found among warnings', () => {
  const addresses = ['data.a.b', 'module.m["x.y \\" z"].aws_x.y[0]', 'terraform_data.ünïcode-x["a b"]'];
  const text = ['', 'Warning: Deprecated Parameter', '', 'The parameter is old.', 'instead.', '', ...addresses, '╵'];
  expect(addressesIn(text.join('\r\n'))).toEqual(addresses);
});
