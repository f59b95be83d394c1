import { expect, test } from '@jest/globals';
import { fuzzed } from '../../scripts/fuzz/fuzzed.js';
import { faultyBytes, faultyDocument, faultyText } from '../../scripts/fuzz/mutations.js';
import { Random } from '../../scripts/fuzz/random.js';
import { recordTarget } from '../../scripts/fuzz/record-target.js';
import { textTargets } from '../../scripts/fuzz/text-targets.js';
import { ActionError } from '../../src/errors.js';

const nothing = () => {};

test('a reader that throws a bare error fails, with the number that makes its case again', async () => {
  const reader = {
    name: 'a reader',
    once: (random: Random) => {
      const document = faultyDocument({ list: [{ name: 'a' }] }, random) as { list: { name: string }[] };
      return document.list.map(({ name }) => name.length);
    },
  };
  const { failures, results } = await fuzzed(reader, { seconds: 5, seed: 1 }, nothing);
  expect(failures.length).toBe(5);
  expect(results).toBeGreaterThan(0);
  const [first] = failures;
  const again = await fuzzed(reader, { seconds: 5, seed: 1, only: first?.at ?? -1 }, nothing);
  expect(again).toMatchObject({ cases: 1, failures: [{ at: first?.at }] });
  expect(again.failures[0]?.what.split('\n')[0]).toBe(first?.what.split('\n')[0]);
});

test('an error with a name is an answer', async () => {
  const reader = {
    name: 'a reader',
    once: () => {
      throw new ActionError({ what: 'No' });
    },
  };
  expect(await fuzzed(reader, { seconds: 0, seed: 1 }, nothing)).toMatchObject({ cases: 1, refusals: 1, failures: [] });
});

test('a case that takes long is a failure', async () => {
  const slow = () => {
    const { user } = process.cpuUsage();
    while (process.cpuUsage().user - user < 2_100_000);
  };
  const { failures } = await fuzzed({ name: 'slow', once: slow }, { seconds: 0, seed: 1 }, nothing);
  expect(failures[0]?.what).toMatch(/^It took \d{4,} ms$/);
});

test('the same number makes the same faults', () => {
  const made = (seed: number) => {
    const random = new Random(seed);
    const bytes = faultyBytes(Buffer.from('some bytes'), random).toString('hex');
    return JSON.stringify([faultyText('some text', random), bytes, faultyDocument({ a: [1] }, random)]);
  };
  expect(made(7)).toBe(made(7));
  expect(new Set([1, 2, 3, 4].map(made)).size).toBe(4);
});

test.each([...textTargets(), recordTarget()])('a hundred cases of $name', async (target) => {
  let read = 0;
  for (let at = 0; at < 100; at++) {
    const { failures, results } = await fuzzed(target, { seconds: 0, seed: 20, only: at }, nothing);
    expect(failures).toEqual([]);
    read += results;
  }
  // A reader that refuses everything is tested at its door alone.
  expect(read).toBeGreaterThan(0);
});
