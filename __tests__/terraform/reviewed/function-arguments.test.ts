import { describe, expect, test } from '@jest/globals';
import { keyedDigest } from '../../../src/terraform/plan/digest.js';
import type { JsonObject } from '../../../src/terraform/plan/json.js';
import { readPlan } from '../../../src/terraform/plan/read-plan.js';
import {
  type ArgumentDigest,
  differingArguments,
  plannedArguments,
  storedArguments,
} from '../../../src/terraform/reviewed/function-arguments.js';
import { plan, resource } from '../plan-maker.js';

const KEY = `api/${'a'.repeat(64)}.zip`;
const digests: ArgumentDigest = {
  packages: { bucket: 'artifacts', names: ['api'] },
  tokenize: (text) => text.replaceAll('c0ffee1', '<commit>'),
  keyed: keyedDigest('lineage'),
};
const FUNCTION = {
  function_name: 'api',
  handler: 'index.handler',
  timeout: 3,
  layers: [],
  description: '',
  publish: false,
  s3_bucket: 'artifacts',
  s3_key: KEY,
  source_code_hash: 'one',
  version: '7',
  last_modified: 'today',
  environment: [{ variables: { TOKEN: 'sk_live_1', RELEASE: 'c0ffee1' } }],
};

function argumentsOf(after: JsonObject, unknown: JsonObject = {}, more: { readonly type?: string } = {}) {
  const json = plan({ resources: [resource({ type: 'aws_lambda_function', after, unknown, ...more })] });
  return plannedArguments(readPlan(json), new Set([KEY]), digests);
}
const known = (after: JsonObject) => argumentsOf(after).known.get('aws_lambda_function.this') ?? new Map();

describe('what decides how a function runs, beside its code', () => {
  test.each<[string, JsonObject, readonly string[]]>([
    ['nothing', {}, []],
    ['another package', { source_code_hash: 'two', version: '8', last_modified: 'now' }, []],
    ['attributes of a newer provider, without a value', { snap_start: [], image_uri: null, tracing: '' }, []],
    ['a value of this run', { environment: [{ variables: { TOKEN: 'sk_live_1', RELEASE: '<commit>' } }] }, []],
    ['the handler', { handler: 'main.handler' }, ['handler']],
    ['a secret of its environment', { environment: [{ variables: { TOKEN: 'sk_live_2' } }] }, ['environment']],
    ['several', { timeout: 30, layers: ['arn'], publish: true }, ['layers', 'publish', 'timeout']],
    ['its code lies elsewhere', { s3_bucket: 'others' }, ['s3_bucket']],
  ])('tells %s', (_name, change, expected) => {
    const differing = differingArguments(known(FUNCTION), known({ ...FUNCTION, ...change }));
    expect(differing.filter((name) => !['s3_key', 'source_code_hash'].includes(name))).toEqual(expected);
  });

  test('holds no value, and no digest that a guess could be compared with', () => {
    const said = JSON.stringify([...known(FUNCTION)]);
    expect(said).not.toContain('sk_live_1');
    const other = plannedArguments(
      readPlan(plan({ resources: [resource({ type: 'aws_lambda_function', after: FUNCTION })] })),
      new Set([KEY]),
      { ...digests, keyed: keyedDigest('another state') },
    );
    expect(other.known.get('aws_lambda_function.this')?.get('environment')).not.toBe(
      known(FUNCTION).get('environment'),
    );
  });

  test('passes over functions whose code is none of these packages', () => {
    expect(argumentsOf({ ...FUNCTION, s3_key: 'other.zip' }).known.size).toBe(0);
    expect(argumentsOf(FUNCTION, {}, { type: 'aws_thing' }).known.size).toBe(0);
  });

  test('names what is known only after the apply, and reads it from the state then', () => {
    const { role: _, ...planned }: JsonObject = { ...FUNCTION, role: null };
    const { known: before, unknown } = argumentsOf(planned, {
      role: true,
      version: true,
      environment: [{ variables: true }],
    });
    expect(unknown).toEqual(new Map([['aws_lambda_function.this', ['environment', 'role']]]));
    expect([...(before.get('aws_lambda_function.this')?.keys() ?? [])]).toEqual([
      'function_name',
      'handler',
      's3_bucket',
      'timeout',
    ]);
    const resources = [{ address: 'aws_lambda_function.this', values: { ...FUNCTION, role: 'arn:role' } }];
    const state = { values: { root_module: { child_modules: [{ resources }] } } };
    const stored = storedArguments(state, new Set(unknown.keys()), digests).get('aws_lambda_function.this');
    expect(stored).toEqual(known({ ...FUNCTION, role: 'arn:role' }));
  });
});
