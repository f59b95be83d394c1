import { expect, test } from '@jest/globals';
import { MadeMarks } from '../../../src/operation/infrastructure/made-marks.js';
import type { ApplyEvent } from '../../../src/terraform/stream/applied-changes.js';

const about = { task: 'ours', stage: 'dev', sha: 'a', runUrl: 'https://github.com/octo/shop/actions/runs/1' };
const created = (name: string, value = `id-of-${name}`): ApplyEvent => ({
  address: `aws_thing.${name}`,
  action: 'create',
  phase: 'done',
  id: { key: 'id', value },
});

/** Marks whose clock is moved by the test. */
function marking({ isAway = false } = {}) {
  const done: string[] = [];
  let due: (() => void) | undefined;
  let made = 0;
  const marks = new MadeMarks(about, {
    github: {
      unsaved: {
        markUnsaved: async ({ made: resources }) => {
          if (isAway) throw new Error('GitHub is away');
          done.push(`mark ${resources.map(({ address, id }) => `${address} ${id?.value ?? '-'}`).join()}`);
          return [++made];
        },
        clearUnsaved: async (id) => {
          done.push(`clear ${id}`);
          if (id === 1) throw new Error('GitHub is away');
        },
      },
    },
    log: {
      info: (text) => void done.push(text),
      warning: () => {},
      error: () => {},
      group: async (_t, work) => await work(),
    },
    redact: (text) => text.replaceAll('hunter2', '***'),
    after: (milliseconds, work) => {
      expect(milliseconds).toBeGreaterThanOrEqual(3000);
      due = work;
      return () => {
        due = undefined;
      };
    },
  });
  const pass = async () => {
    due?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { marks, done, pass };
}

test('an apply that ends at once makes no mark', async () => {
  const { marks, done, pass } = marking();
  marks.add(created('a'));
  await marks.settle(true);
  await pass();
  await marks.settle(true);
  expect(done).toEqual([]);
});

test('what a longer one makes is marked as it is made, once each, without secrets; and cleared when it is saved', async () => {
  const { marks, done, pass } = marking();
  marks.add({ ...created('b'), phase: 'begun' });
  await pass();
  marks.add(created('a'));
  await pass();
  await pass();
  marks.add(created('b', 'of-hunter2'));
  await pass();
  await marks.settle(true);
  expect(done).toEqual([
    'mark aws_thing.a id-of-a',
    'mark aws_thing.b -',
    'clear 1',
    'The next run clears the mark 1, which GitHub did not: GitHub is away',
    'clear 2',
  ]);
});

test('marks stay where the state was not saved', async () => {
  const { marks, done, pass } = marking();
  marks.add(created('a'));
  await pass();
  await marks.settle(false);
  expect(done).toEqual(['mark aws_thing.a id-of-a']);
});

test('an apply goes on where GitHub takes no mark', async () => {
  const { marks, done, pass } = marking({ isAway: true });
  marks.add(created('a'));
  await pass();
  await marks.settle(true);
  expect(done).toEqual(['What is made could not be marked on GitHub meanwhile: GitHub is away']);
});
