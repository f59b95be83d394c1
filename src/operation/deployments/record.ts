import { ActionError, asError } from '../../errors.js';
import type { Deployments, OpenDeployment, StartedDeployment } from '../../ports/deployments.js';
import type { OperationRun } from '../run/operation-run.js';
import type { PlanReport } from '../run/outcome.js';
import { SupersededRun } from './supersession.js';
import { deployTask } from './task.js';

export interface RecordingPorts {
  readonly github: Pick<Deployments, 'start' | 'finish'>;
  readonly openDeployment: OpenDeployment;
  /** Removes secrets from what is posted; `plan` knows the sensitive values. */
  readonly redact: (text: string, plan?: PlanReport) => string;
}

/**
 * Does what changes a stage, and records it as a GitHub deployment: begun before anything is changed, so that a run
 * that dies is known to have begun, and ended however the work ends.
 * @returns what `work` does: the run as one sentence
 */
export async function recorded(
  { context, operation, findings }: Pick<OperationRun, 'context' | 'operation' | 'findings'>,
  { github, openDeployment, redact }: RecordingPorts,
  work: () => Promise<string>,
): Promise<string> {
  const { run, config, identity } = context;
  const started = await github.start({
    sha: run.sha,
    ref: run.ref.replace(/^refs\/(heads|tags)\//, ''),
    stage: config.stage,
    task: deployTask(identity),
    destroys: operation === 'destroy',
    description: `Run ${run.id}`,
    runUrl: run.url,
  });
  openDeployment.save(started);
  let sentence: string;
  try {
    sentence = await work();
  } catch (thrown) {
    await finish(thrown instanceof SupersededRun ? 'inactive' : 'failure', whatFailed(thrown));
    throw thrown;
  }
  await finish('success', sentence);
  return sentence;

  /** The record's end is worth a warning, no more: what is done is done, and the next run compares again. */
  async function finish(result: 'success' | 'failure' | 'inactive', description: string): Promise<void> {
    const url = findings.site?.url;
    try {
      const about = { description: redact(description, findings.plan), ...(url === undefined ? {} : { url }) };
      await github.finish(started, result, about);
      openDeployment.save(undefined);
    } catch (thrown) {
      findings.warnings.push(`The GitHub deployment could not be finished: ${asError(thrown).message}`);
    }
  }
}

/** Ends the deployment of a run that was cut off, from its `post` step. Throws when GitHub refuses. */
export async function endCutOff(started: StartedDeployment, github: Pick<Deployments, 'finish'>): Promise<void> {
  const description = `The run was cut off before its ${started.destroys ? 'destroy' : 'deploy'} ended`;
  await github.finish(started, 'failure', { description });
}

/** Only what went wrong: what was found may be long, and is in the run's log. */
function whatFailed(thrown: unknown): string {
  return thrown instanceof ActionError ? thrown.parts.what : asError(thrown).message;
}
