import { expect, test } from '@jest/globals';
import type { Outcome } from '../../src/operation/run/outcome.js';
import { actionOutputs } from '../../src/report/outputs.js';
import { parseOutputs, sensitiveTexts } from '../../src/terraform/command/output-json.js';

const LARGE = '{"value":9007199254740993,"sensitive":false}';

function printed(json: string, redact?: (text: string) => string): string | undefined {
  const outcome = { operation: 'deploy', result: 'succeeded', stackOutputs: parseOutputs(json) };
  return actionOutputs(outcome as Outcome, redact)['terraform-outputs'];
}

test('the output "terraform-outputs" has the numbers that Terraform printed', () => {
  const json = `{"account":${LARGE},"limit":{"value":[7e500,-1.10,1],"sensitive":false}}`;
  expect(printed(json)).toBe('{"account":9007199254740993,"limit":[7e500,-1.10,1]}');
});

test('the output "terraform-outputs" leaves a text that only looks like a number of ours as it is', () => {
  const text = JSON.stringify('"\\u00001"');
  expect(JSON.parse(printed(`{"a":{"value":${text},"sensitive":false},"n":${LARGE}}`) ?? '').a).toBe('"\\u00001"');
});

test('a large number that is a secret is masked, and taken out of the output', () => {
  const outputs = parseOutputs('{"pin":{"value":9007199254740993,"sensitive":true}}');
  expect(sensitiveTexts(outputs)).toEqual(['9007199254740993']);
  const redact = (text: string) => text.replaceAll('9007199254740993', '***');
  expect(printed(`{"a":${LARGE}}`, redact)).toBe('{"a":"***"}');
});
