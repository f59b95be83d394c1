import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { compared, found, recorded, together } from './compared.js';
import { generatedStack } from './generated-stack.js';

/** Pull requests that are reviewed each for itself and deployed together, of which the deploy stops half-way. */
export interface Size {
  readonly pulls: number;
  readonly changesEach: number;
  readonly filesEach: number;
}

export interface Measured extends Size {
  readonly seconds: Readonly<Record<'record' | 'compare' | 'total', number>>;
  /** Of the processor, which other work on the machine does not lengthen. */
  readonly processor: number;
  readonly megabytes: number;
  /** Check runs of one pull request. */
  readonly checkRuns: number;
  /** Resources that the second run refuses. */
  readonly refused: number;
  /** The same where a local was changed by another merge: what uses it and is not made yet. */
  readonly refusedAfterChange: number;
  readonly expectedAfterChange: number;
}

/** Each in a process of its own: the peak of memory is one number of a process. */
export async function measure(size: Size): Promise<Measured> {
  const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(size)]);
  const [answer] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [Measured | number];
  if (typeof answer === 'number') throw new Error(`The measuring process ended with ${answer}`);
  return answer;
}

function measured(size: Size): Measured {
  const { pulls, changesEach, filesEach } = size;
  const stacks = Array.from({ length: pulls }, (_, pull) => generatedStack(changesEach, filesEach, pull * changesEach));
  const half = { done: Math.floor(changesEach / 2) };
  // Made before the clock starts: Terraform makes them, and each run reads one.
  const reviews = stacks.map((stack) => JSON.stringify(stack.json({ done: 0 })));
  const again = JSON.stringify(together(stacks, half));
  const files = stacks.flatMap((stack) => stack.files);
  const began = process.cpuUsage();
  const start = performance.now();
  const records = stacks.map((stack, pull) => recorded(compared(JSON.parse(reviews[pull] ?? ''), stack.files)));
  const afterRecords = performance.now();
  const differences = found(compared(JSON.parse(again), files), records);
  const end = performance.now();
  const { user, system } = process.cpuUsage(began);
  const megabytes = process.resourceUsage().maxRSS / 1000;
  // Of the last file, of which nothing is made yet.
  const changed = files.map((file, index) =>
    index === files.length - 1 ? { ...file, text: file.text.replace('-reader"', '-writer"') } : file,
  );
  const afterChange = found(compared(JSON.parse(again), changed), records);
  return {
    ...size,
    seconds: {
      record: (afterRecords - start) / 1000,
      compare: (end - afterRecords) / 1000,
      total: (end - start) / 1000,
    },
    processor: (user + system) / 1e6,
    megabytes,
    checkRuns: records[0]?.texts.length ?? 0,
    refused: resources(differences),
    refusedAfterChange: resources(afterChange),
    expectedAfterChange: changesEach - (filesEach - 1) * Math.ceil(changesEach / filesEach),
  };
}

/** One that differs is named twice: as it was reviewed, and as it is now. */
function resources(differences: readonly { readonly address: string }[]): number {
  return new Set(differences.map(({ address }) => address)).size;
}

const [size] = process.argv.slice(2);
if (process.send !== undefined && size?.startsWith('{') === true) process.send(measured(JSON.parse(size) as Size));
