import type { Config } from '../../config/config.js';
import type { Event, Repository, Run } from '../../event/event.js';
import type { StackIdentity } from './stack-identity.js';
import { statePlace } from './state-place.js';

/** Everything about this run that is known before the world is asked. */
export interface RunContext {
  readonly event: Event;
  readonly repository: Repository;
  readonly run: Run;
  readonly config: Config;
  readonly identity: StackIdentity;
  /** Absolute path of the checked-out repository. */
  readonly workspace: string;
  readonly now: Date;
  /** Aborted when the runner cancels the job. */
  readonly signal: AbortSignal;
}

/** @param read a file's text by its path in the checkout; `''` where it cannot be read */
export function identityOf(config: Config, read: (path: string) => string): StackIdentity {
  const state = statePlace(config.infrastructure?.backendConfig ?? [], read);
  return {
    stage: config.stage,
    directory: config.infrastructure?.directory ?? '',
    workspace: config.infrastructure?.workspace ?? 'default',
    state,
  };
}

/** The commit that reviewers see: on a pull request its head, not GitHub's merge of head and base. */
export function commitOf(context: Pick<RunContext, 'event' | 'run'>): string {
  const { event, run } = context;
  return event.kind === 'pull-request' || event.kind === 'merge-group' ? event.headSha : run.sha;
}
