import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { digest, keyedDigest } from '../../../src/terraform/plan/digest.js';

// Two values with the same 64 bits take an evening to find; the pair in `e2e/attacks` was made so.
test('a digest has 128 bits, which nobody makes twice', () => {
  expect(digest(['value'])).toMatch(/^[0-9a-f]{32}$/);
  expect(keyedDigest('lineage')('value')).toMatch(/^[0-9a-f]{32}$/);
});

test('it is the beginning of a SHA-256 over each part and its length, so that no two lists read the same', () => {
  expect(digest(['a', 'bc'])).toBe(createHash('sha256').update('1:a,2:bc,').digest('hex').slice(0, 32));
  expect(digest(['ab', 'c'])).not.toBe(digest(['a', 'bc']));
});
