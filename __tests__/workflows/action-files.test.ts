import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { actionProblems } from './action-schema.js';

const FILES = ['action.yml', ...readdirSync('.github/actions').map((name) => `.github/actions/${name}/action.yml`)];

test.each(FILES)('%s is what GitHub allows', (path) => {
  expect(actionProblems(parse(readFileSync(path, 'utf8')))).toEqual([]);
});

describe('an action file is refused', () => {
  const sound = () => parse(readFileSync('action.yml', 'utf8'));
  const composite = () => parse(readFileSync('.github/actions/build/action.yml', 'utf8'));
  const without = (action: Record<string, unknown>, key: string) =>
    Object.fromEntries(Object.entries(action).filter(([name]) => name !== key));

  test.each<[string, () => unknown]>([
    ['without a description', () => without(sound(), 'description')],
    ['with an input that has no description', () => ({ ...sound(), inputs: { stage: {} } })],
    [
      'with a default that is no text',
      () => ({ ...sound(), inputs: { days: { description: 'How many days', default: 7 } } }),
    ],
    [
      'with a name of an input that no runner could set',
      () => ({ ...sound(), inputs: { 'two words': { description: 'Two words' } } }),
    ],
    ['for a Node that GitHub has retired', () => ({ ...sound(), runs: { using: 'node16', main: 'dist/index.js' } })],
    ['with an unknown colour', () => ({ ...sound(), branding: { icon: 'box', color: 'pink' } })],
    ['with a key that does not exist', () => ({ ...sound(), permissions: {} })],
    ['whose script names no shell', () => ({ ...composite(), runs: { using: 'composite', steps: [{ run: 'true' }] } })],
    [
      'whose output has no value',
      () => ({ ...composite(), outputs: { hash: { description: 'A hash of something' } } }),
    ],
  ])('%s', (_what, action) => {
    expect(actionProblems(action())).not.toEqual([]);
  });
});
