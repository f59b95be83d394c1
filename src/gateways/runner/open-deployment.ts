import * as core from '@actions/core';
import * as v from 'valibot';
import type { OpenDeployment } from '../../ports/deployments.js';

const STATE = 'deployment';

const schema = v.object({
  id: v.number(),
  task: v.string(),
  stage: v.string(),
  destroys: v.boolean(),
  runUrl: v.string(),
});

/** By the runner's state file: `core.saveState` appends to it at once, and the last value wins. */
export const actionsOpenDeployment: OpenDeployment = {
  save: (started) => core.saveState(STATE, started === undefined ? '' : JSON.stringify(started)),
  read() {
    const text = core.getState(STATE);
    return text === '' ? undefined : v.parse(schema, JSON.parse(text));
  },
};
