import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as core from '@actions/core';
import { inputError } from './config/check-paths.js';
import type { Config } from './config/config.js';
import type { InputProblem } from './config/input.js';
import { parseConfig } from './config/parse-config.js';
import { asError } from './errors.js';
import { connectAws } from './gateways/aws/connect-aws.js';
import { gitHubAfterwards } from './gateways/connect.js';
import { isRefusal } from './gateways/github/api.js';
import { actionsLog } from './gateways/runner/log.js';
import { actionsOpenDeployment } from './gateways/runner/open-deployment.js';
import { actionsRunFiles } from './gateways/runner/run-files.js';
import { actionsRunState } from './gateways/runner/run-state.js';
import { actionsSecrets } from './gateways/runner/secret-register.js';
import { terraformEnvironment } from './gateways/terraform/inherited-environment.js';
import { connectLeftBehind } from './gateways/terraform/left-behind.js';
import { checkedOut, readEvent, registerSecrets } from './given.js';
import { endLate } from './operation/deployments/end-late.js';
import { deployTask } from './operation/deployments/task.js';
import { rescue } from './operation/infrastructure/rescue.js';
import { identityOf } from './operation/run/context.js';
import { connectedLine } from './operation/run/plan-commands.js';
import type { OpenedDeployment } from './ports/deployments.js';
import type { RunningProcess } from './ports/terraform.js';
import type { MadeResource } from './terraform/command/made-resources.js';

const wait = (seconds: number) => sleep(seconds * 1000);
/** Pushing a state is tried for a minute, and the mark follows it. */
const MARKED_WITHIN_MS = 100_000;

/** After `main`, also after a cancel: what a run that was cut off has left is put in order. */
export async function post(): Promise<void> {
  try {
    const opened = actionsOpenDeployment.read();
    const running = actionsRunState.read();
    if (opened === undefined && running === undefined) return actionsLog.info('Nothing is left to do.');
    // What is said from here on may quote them: GitHub's and Terraform's own words.
    const config = givenConfig();
    registerSecrets('problems' in config ? undefined : config);
    const rescued =
      running === undefined
        ? undefined
        : attempted('looking at what Terraform left', () => putInOrder(running, config));
    if (opened !== undefined) {
      // A record without an end stops the next apply, so what the state lacks is marked first. Not for as long as that may
      // take: the runner gives a cancelled job a few minutes.
      await Promise.race([rescued, sleep(MARKED_WITHIN_MS, undefined, { ref: false })]);
      await attempted('ending the GitHub deployment', () => endDeployment(opened));
    }
    await rescued;
  } finally {
    actionsRunFiles.removeAll();
  }
}

/** One part that fails must not keep the other from its work. */
async function attempted(what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    actionsLog.error(`Clean-up failed while ${what}: ${asError(thrown).message}`);
  }
}

async function endDeployment(opened: OpenedDeployment): Promise<void> {
  const { repository } = await readEvent();
  const github = gitHubAfterwards(repository, core.getInput('github-token'));
  const named = `${repository.owner}/${repository.name}`;
  await endLate(opened, { github, log: actionsLog, wait, isFinal: isRefusal, repository: named });
}

type Given = Config | { readonly problems: readonly InputProblem[] };

/** The inputs as `main` read them; `main` has reported what is wrong with them. */
function givenConfig(): Given {
  const result = parseConfig((name) => core.getInput(name), { offline: false });
  return 'problems' in result ? result : result.config;
}

async function putInOrder(running: RunningProcess, config: Given): Promise<void> {
  const left = connectLeftBehind(running, await rescueEnvironment(config), actionsLog);
  const mark = (made: readonly MadeResource[]) => markUnsaved(made, config);
  await rescue(running, { left, log: actionsLog, mark, wait, unlock: unlockLine(running, config) });
}

function unlockLine({ binary, directory }: RunningProcess, config: Given): (lockId: string) => string {
  const infrastructure = 'problems' in config ? undefined : config.infrastructure;
  if (infrastructure !== undefined) return (lockId) => connectedLine(infrastructure, `force-unlock ${lockId}`);
  return (lockId) => `${basename(binary).replace(/-bin$/, '')} -chdir=${directory} force-unlock ${lockId}`;
}

async function markUnsaved(made: readonly MadeResource[], config: Given): Promise<void> {
  const { repository, run } = await readEvent();
  if ('problems' in config) throw inputError(config.problems);
  const identity = identityOf(config, checkedOut);
  const isPlain = (text = '') => actionsSecrets.redact(text) === text;
  const posted = made.filter(({ id }) => isPlain(id?.value));
  const named = [...posted, ...made.filter((one) => !posted.includes(one)).map(({ address }) => ({ address }))];
  const mark = { task: deployTask(identity), stage: identity.stage, sha: run.sha, runUrl: run.url, made: named };
  await gitHubAfterwards(repository, core.getInput('github-token')).unsaved.markUnsaved(mark);
}

/** As the run signed in: what saves its state now needs the same role and region. Terraform says what is refused. */
async function rescueEnvironment(config: Given): Promise<Readonly<Record<string, string>>> {
  const passEnvironment = core.getMultilineInput('pass-environment');
  const environment = terraformEnvironment(process.env, { passEnvironment });
  if ('problems' in config) return environment;
  const run = { folder: actionsRunFiles.folder, say: actionsLog.info };
  return await connectAws(config.aws, process.env, actionsSecrets.add, run).environment(environment);
}
