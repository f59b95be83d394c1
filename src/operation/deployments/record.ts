import { randomUUID } from 'node:crypto';
import { ActionError, asActionError, asError } from '../../errors.js';
import type {
  DeploymentEnd,
  DeploymentRequest,
  Deployments,
  OpenDeployment,
  OpenedDeployment,
  StateMark,
} from '../../ports/deployments.js';
import { leavesUnsaved } from '../../terraform/command/failure.js';
import { deployedChanges } from '../../terraform/standing/what-changed.js';
import type { OperationRun } from '../run/operation-run.js';
import type { PlanReport } from '../run/outcome.js';
import { SupersededRun } from './supersession.js';
import { deployTask } from './task.js';

export interface RecordingPorts {
  readonly github: { readonly deployments: Pick<Deployments, 'start' | 'applied' | 'finish'> };
  readonly openDeployment: OpenDeployment;
  /** Removes secrets from what is posted; `plan` knows the sensitive values. */
  readonly redact: (text: string, plan?: PlanReport) => string;
}

/**
 * Does what changes a stage, and records it as a GitHub deployment: begun before anything is changed, so that a run
 * that dies is known to have begun, and ended however the work ends. What GitHub is about to be told is written to the
 * run's state first: where the telling fails or is cut off, `post` does it.
 * @param about.sha the commit whose configuration is applied when the work has succeeded
 * @param about.state before it is changed; absent where no infrastructure is applied
 * @param work is given whom to tell when its apply has ended well
 * @param about.hold the work is a rollback that is to stay
 * @returns what `work` does: the run as one sentence
 */
export async function recorded(
  { context, operation, findings }: Pick<OperationRun, 'context' | 'operation' | 'findings'>,
  { github, openDeployment, redact }: RecordingPorts,
  about: Pick<DeploymentRequest, 'sha' | 'state' | 'onlySite' | 'hold' | 'site'>,
  work: (applied: (state: () => Promise<StateMark>) => Promise<void>) => Promise<string>,
): Promise<string> {
  const { run, config, identity } = context;
  const destroys = operation === 'destroy';
  const named = { stage: config.stage, task: deployTask(identity), destroys, runUrl: run.url, request: randomUUID() };
  openDeployment.save({ ...named, end: { result: 'failure', description: 'Its beginning could not be recorded' } });
  const ref = run.ref.replace(/^refs\/(heads|tags)\//, '');
  const planned = destroys ? undefined : findings.plan;
  const creates = planned?.creates ?? [];
  const changes = planned && deployedChanges(planned.changes);
  const kind = { rollback: operation.startsWith('rollback') ? (true as const) : undefined };
  const request = { ...named, ...kind, ...about, ref, description: `Run ${run.id}`, creates, changes };
  const started = await github.deployments.start(request);
  const opened = { ...named, id: started.id };
  openDeployment.save(opened);
  let sentence: string;
  try {
    sentence = await work(applied);
  } catch (thrown) {
    await finish(thrown instanceof SupersededRun ? 'inactive' : 'failure', whatFailed(thrown), leavesUnsaved(thrown));
    throw thrown;
  }
  await finish('success', sentence);
  return sentence;

  /** A full disk keeps nobody from telling GitHub. */
  function remember(what: OpenedDeployment | undefined): void {
    try {
      openDeployment.save(what);
    } catch (thrown) {
      findings.warnings.push(`What the post step needs could not be written: ${asActionError(thrown).message}`);
    }
  }

  /** Not told, what was reviewed counts for longer than it has to. */
  async function applied(state: () => Promise<StateMark>): Promise<void> {
    try {
      await github.deployments.applied(started, await state());
    } catch (thrown) {
      findings.warnings.push(`GitHub could not be told that the apply has ended: ${asError(thrown).message}`);
    }
  }

  /**
   * What is done is done, so a record that fails is worth a warning, no more.
   * @param open `post` ends the record, after it has marked what the state lacks: a record without an end stops the next
   *   apply, should the machine be lost before that
   */
  async function finish(result: DeploymentEnd['result'], description: string, open = false): Promise<void> {
    const url = findings.site?.url;
    const about = { description: redact(description, findings.plan), url };
    const end = { result, ...about };
    remember({ ...opened, end });
    if (open) return;
    try {
      await github.deployments.finish(started, end);
      remember(undefined);
    } catch (thrown) {
      findings.warnings.push(
        `GitHub does not have the result of this ${operation} yet (${result}), and this job's post step tries to record it again: ` +
          asError(thrown).message,
      );
    }
  }
}

/** How a deployment ends whose run was cut off before it knew. */
export function cutOff({ destroys }: OpenedDeployment): DeploymentEnd {
  const description = `The run was cut off before its ${destroys ? 'destroy' : 'deploy'} ended`;
  return { result: 'failure', description };
}

/** Only what went wrong: what was found may be long, and is in the run's log. */
function whatFailed(thrown: unknown): string {
  return thrown instanceof ActionError ? thrown.parts.what : asError(thrown).message;
}
