import { describe, expect, test } from '@jest/globals';
import { exactVersion, meets, parseConstraint, parseWanted } from '../../../src/terraform/version/constraint.js';

const VERSIONS = ['0.15.5', '1.0.0', '1.5.7', '1.9.8', '1.10.0', '1.11.0', '1.11.4', '1.12.0-rc1', '1.12.0', '2.0.0'];

function met(text: string, parse = parseConstraint): string {
  const constraint = parse(text);
  if (constraint === undefined) return 'unreadable';
  return VERSIONS.filter((version) => meets(version, constraint)).join(' ');
}

describe('a version constraint', () => {
  test.each([
    ['1.11.4', '1.11.4'],
    ['= 1.11.4', '1.11.4'],
    ['v1.11.4', '1.11.4'],
    ['1.11', '1.11.0'],
    ['~> 1.11.0', '1.11.0 1.11.4'],
    ['~> 1.10', '1.10.0 1.11.0 1.11.4 1.12.0'],
    ['~> 1', '1.0.0 1.5.7 1.9.8 1.10.0 1.11.0 1.11.4 1.12.0 2.0.0'],
    ['>= 1.10, < 1.12', '1.10.0 1.11.0 1.11.4'],
    ['>=1.10,!=1.11.0,<=1.11.4', '1.10.0 1.11.4'],
    ['> 1.11.4', '1.12.0 2.0.0'],
    ['< 1.5.7', '0.15.5 1.0.0'],
    ['1.12.0-rc1', '1.12.0-rc1'],
    ['>= 1.12.0-rc1', '1.12.0-rc1 1.12.0 2.0.0'],
    ['', 'unreadable'],
    ['latest', 'unreadable'],
    ['>= 1.5,', 'unreadable'],
    ['^1.5', 'unreadable'],
    ['1.2.3.4', 'unreadable'],
    ['../../1.5.0', 'unreadable'],
    ['1.5.0 || 1.6.0', 'unreadable'],
  ])('"%s" is met by: %s', (text, expected) => {
    expect(met(text)).toBe(expected);
  });

  test.each([
    ['1.11', '1.11.0 1.11.4'],
    ['1.11.x', '1.11.0 1.11.4'],
    ['1.x', '1.0.0 1.5.7 1.9.8 1.10.0 1.11.0 1.11.4 1.12.0'],
    ['1', '1.0.0 1.5.7 1.9.8 1.10.0 1.11.0 1.11.4 1.12.0'],
    [' 1.11.4 ', '1.11.4'],
    ['1.x.4', 'unreadable'],
  ])('in an input or a version file "%s" is met by: %s', (text, expected) => {
    expect(met(text, parseWanted)).toBe(expected);
  });

  test('names one version, or leaves a choice', () => {
    const exact = (text: string) => exactVersion(parseWanted(text) ?? []);
    expect([exact('1.11.4'), exact('=1.11.4'), exact('1.11'), exact('>= 1.11.4'), exact('1.11.4, < 2')]).toEqual([
      '1.11.4',
      '1.11.4',
      undefined,
      undefined,
      undefined,
    ]);
  });
});
