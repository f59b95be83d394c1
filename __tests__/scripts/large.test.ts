import { expect, test } from '@jest/globals';
import { compared, found, recorded, together } from '../../scripts/large/compared.js';
import { generatedStack } from '../../scripts/large/generated-stack.js';

// The sample of `npm run test:large`.

const [first, second] = [generatedStack(60, 6), generatedStack(40, 4, 60)] as const;
const records = [first, second].map((stack) => recorded(compared(stack.json({ done: 0 }), stack.files)));
const files = [...first.files, ...second.files];
const again = (done: number) => together([first, second], { done });
const addresses = (differences: readonly { readonly address: string }[]) =>
  [...new Set(differences.map(({ address }) => address))].sort();

test.each([0, 1, 20, 39])('two pull requests merged together are finished when %i of each were made', (done) => {
  expect(records.map(({ changes }) => changes)).toEqual([60, 40]);
  expect(found(compared(again(done), files), records)).toEqual([]);
});

test('a changed local refuses what uses it and is not made yet, and nothing else', () => {
  const changed = files.map((file) =>
    file.path === 'infra/part_0_5.tf' ? { ...file, text: file.text.replace('-reader"', '-writer"') } : file,
  );
  const differences = found(compared(again(20), changed), records);
  expect(addresses(differences)).toEqual(Array.from({ length: 10 }, (_, index) => `aws_sqs_queue.q${50 + index}`));
});

test('the record of one of them alone is not enough', () => {
  expect(addresses(found(compared(again(20), files), records.slice(0, 1)))).toHaveLength(20);
});
