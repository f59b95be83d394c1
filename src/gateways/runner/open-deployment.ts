import * as core from '@actions/core';
import * as v from 'valibot';
import type { DeploymentEnd, OpenDeployment, OpenedDeployment } from '../../ports/deployments.js';

const STATE = 'deployment';

const schema = v.object({
  id: v.optional(v.number()),
  task: v.string(),
  stage: v.string(),
  destroys: v.boolean(),
  runUrl: v.string(),
  request: v.string(),
  end: v.optional(
    v.object({
      result: v.picklist(['success', 'failure', 'inactive']),
      description: v.string(),
      url: v.optional(v.string()),
    }),
  ),
});

/** By the runner's state file: `core.saveState` appends to it at once, and the last value wins. */
export const actionsOpenDeployment: OpenDeployment = {
  save: (opened) => core.saveState(STATE, opened === undefined ? '' : JSON.stringify(opened)),
  read: () => parseOpened(core.getState(STATE)),
};

/** `undefined` for what is empty; throws for what is not ours. */
export function parseOpened(text: string): OpenedDeployment | undefined {
  if (text === '') return undefined;
  const { id, end, ...opened } = v.parse(schema, JSON.parse(text));
  return { ...opened, id, end: end === undefined ? undefined : ended(end) };
}

function ended({ url, ...end }: NonNullable<v.InferOutput<typeof schema>['end']>): DeploymentEnd {
  return { ...end, url };
}
