import { describe, expect, test } from '@jest/globals';
import { isAllowed, type PolicyDocument, type Statement } from '../../scripts/iam/policy-evaluator.js';
import { simulate } from '../../scripts/iam/policy-simulator.js';

const policy = (...statements: Partial<Statement>[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements.map((statement, index) => ({
    Sid: `S${index}`,
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::b/*',
    ...statement,
  })),
});
const question = (context: Record<string, string | string[]> = {}, action = 's3:GetObject') => ({
  action,
  resource: 'arn:aws:s3:::b/x.y',
  context,
});
const TAGS = { 'ForAllValues:StringNotEqualsIgnoreCase': { 'aws:TagKeys': ['stage', 'project'] } };
const own = { StringEquals: { 'aws:ResourceAccount': '123456789012' } };

// Each is asked of the library too: where both are wrong alike, nobody here would see it.
describe('the evaluator, like the library,', () => {
  test.each<[string, boolean, PolicyDocument, ReturnType<typeof question>]>([
    ['allows what a statement allows', true, policy({}), question()],
    ['refuses what no statement speaks of', false, policy({}), question({}, 's3:PutObject')],
    ['takes a dot for a dot', false, policy({ Resource: 'arn:aws:s3:::b/x?y?' }), question()],
    ['takes ? for one character', true, policy({ Resource: 'arn:aws:s3:::b/x?y' }), question()],
    ['lets a Deny win', false, policy({}, { Effect: 'Deny', Action: 's3:*' }), question()],
    ['misses a condition key', false, policy({ Condition: own }), question()],
    ['compares a condition key', true, policy({ Condition: own }), question({ 'aws:ResourceAccount': '123456789012' })],
    ['refuses another value', false, policy({ Condition: own }), question({ 'aws:ResourceAccount': '1' })],
    [
      'passes IfExists without the key',
      true,
      policy({ Condition: { StringEqualsIfExists: { 'aws:ResourceAccount': '1' } } }),
      question(),
    ],
    [
      'refuses IfExists with another value',
      false,
      policy({ Condition: { StringEqualsIfExists: { 'aws:ResourceAccount': '1' } } }),
      question({ 'aws:ResourceAccount': '2' }),
    ],
    [
      'asks for presence with Null false',
      false,
      policy({ Action: 's3:PutObject', Condition: { Null: { 's3:if-none-match': 'false' } } }),
      question({}, 's3:PutObject'),
    ],
    [
      'finds presence with Null false',
      true,
      policy({ Action: 's3:PutObject', Condition: { Null: { 's3:if-none-match': 'false' } } }),
      question({ 's3:if-none-match': '*' }, 's3:PutObject'),
    ],
    ['passes ForAllValues without values', true, policy({ Condition: TAGS }), question()],
    ['passes ForAllValues with others', true, policy({ Condition: TAGS }), question({ 'aws:TagKeys': ['team'] })],
    [
      'refuses ForAllValues with one of them, in other letters',
      false,
      policy({ Condition: TAGS }),
      question({ 'aws:TagKeys': ['team', 'Stage'] }),
    ],
  ])('%s', async (_, allowed, identity, call) => {
    const policies = { identity: [identity] };
    expect(isAllowed(call, policies)).toBe(allowed);
    expect(await simulate(call, policies, 'arn:aws:iam::123456789012:role/x')).toBe(allowed);
  });

  test('needs the boundary besides the policy', async () => {
    const within = { identity: [policy({})], boundary: policy({}) };
    const beyond = { identity: [policy({})], boundary: policy({ Action: 's3:PutObject' }) };
    for (const [policies, allowed] of [
      [within, true],
      [beyond, false],
    ] as const) {
      expect(isAllowed(question(), policies)).toBe(allowed);
      expect(await simulate(question(), policies, 'arn:aws:iam::123456789012:role/x')).toBe(allowed);
    }
  });

  test('reads no operator that it does not know', () => {
    const unknown = policy({ Condition: { NumericEquals: { 's3:max-keys': '1' } } });
    expect(() => isAllowed(question(), { identity: [unknown] })).toThrow('NumericEquals is not known');
  });
});
