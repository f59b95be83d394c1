import * as v from 'valibot';
import type { DeploymentEnd, OpenDeployment, OpenedDeployment } from '../../ports/deployments.js';
import * as runner from './workflow-commands.js';

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

/** By the runner's state file: `runner.saveState` appends to it at once, and the last value wins. */
export const actionsOpenDeployment: OpenDeployment = {
  save: (opened) => runner.saveState(STATE, opened === undefined ? '' : JSON.stringify(opened)),
  read: () => parseOpened(runner.getState(STATE)),
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
