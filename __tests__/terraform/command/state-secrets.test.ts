import { describe, expect, test } from '@jest/globals';
import { stateSecrets } from '../../../src/terraform/command/state-secrets.js';

const step = (type: string, value: unknown) => ({ type, value });
const state = (instance: unknown, outputs: unknown = {}) => ({
  version: 4,
  outputs,
  resources: [{ type: 'shop', name: 'this', instances: [instance] }],
});

describe('the secrets of a state', () => {
  test('are the attributes and outputs that it marks, at their paths', () => {
    const { marked } = stateSecrets(
      state(
        {
          attributes: {
            a: 'open',
            b: 'marked one',
            c: [{ d: 'marked two' }, { d: 'not this' }],
            e: { 'k y': 'three' },
          },
          sensitive_attributes: [
            [step('get_attr', 'b')],
            [step('get_attr', 'c'), step('index', { value: 0, type: 'number' }), step('get_attr', 'd')],
            [step('get_attr', 'e'), step('index', { value: 'k y', type: 'string' })],
          ],
        },
        { open: { value: 'for all' }, key: { value: { inner: 'marked four' }, sensitive: true } },
      ),
    );
    expect(marked).toEqual(['marked four', 'marked one', 'marked two', 'three']);
  });

  test('are everything below a path that cannot be followed', () => {
    const path = [step('get_attr', 'set'), step('index', { value: ['x'], type: ['set', 'string'] })];
    const { marked } = stateSecrets(state({ attributes: { set: ['first', 'second'] }, sensitive_attributes: [path] }));
    expect(marked).toEqual(['first', 'second']);
  });

  test('may be attributes that older versions do not mark: they are told with their names', () => {
    const { named } = stateSecrets(state({ attributes: { login: [{ password: 'hunter22' }], n: 1 } }));
    expect(named).toEqual([['password', 'hunter22']]);
  });

  test.each([null, 'text', [], {}, { resources: [null, { instances: 'x' }], outputs: [] }])('%j has none', (odd) => {
    expect(stateSecrets(odd)).toEqual({ marked: [], named: [] });
  });
});
