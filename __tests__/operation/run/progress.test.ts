import { expect, test } from '@jest/globals';
import { ActionError, CancelledError } from '../../../src/errors.js';
import { Progress } from '../../../src/operation/run/progress.js';
import { STEPS } from '../../../src/operation/run/steps.js';
import type { Log } from '../../../src/ports/run.js';

const log: Log = {
  info: () => {},
  warning: () => {},
  error: () => {},
  group: async (_title, work) => await work(),
};
const aborted = () =>
  new ActionError({ what: 'Could not invalidate it', cause: Object.assign(new Error('stop'), { name: 'AbortError' }) });

test('a step that fails because the run was cancelled is a cancel, and keeps its cause', async () => {
  const cancelled = new AbortController();
  const progress = new Progress(log, cancelled.signal, [STEPS.invalidate]);
  const failing = progress.step(STEPS.invalidate, async () => {
    cancelled.abort();
    throw aborted();
  });
  await expect(failing).rejects.toThrow(CancelledError);
  await expect(failing).rejects.toThrow('Cancelled during "Invalidate the edge"');
  expect(progress.steps()).toMatchObject([{ state: 'failed' }]);
});

test('a step that fails for a reason of its own does so in a cancelled run too', async () => {
  const cancelled = new AbortController();
  const progress = new Progress(log, cancelled.signal, []);
  const failing = progress.step(STEPS.invalidate, async () => {
    cancelled.abort();
    throw new ActionError({ what: 'There is no such distribution' });
  });
  await expect(failing).rejects.toThrow('There is no such distribution');
});

test('an aborted request in a run that goes on is a failure', async () => {
  const progress = new Progress(log, new AbortController().signal, []);
  const failing = progress.step(STEPS.invalidate, () => Promise.reject(aborted()));
  await expect(failing).rejects.toThrow('Could not invalidate it');
});
