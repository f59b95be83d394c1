import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as core from '@actions/core';
import { inputError, pathProblems } from './config/check-paths.js';
import type { Config } from './config/config.js';
import { namedSecrets, unplannedSecrets } from './config/named-secrets.js';
import { parseConfig } from './config/parse-config.js';
import { parseTerraformEnvironment, TERRAFORM_ENVIRONMENT } from './config/terraform-environment.js';
import { ActionError, asError } from './errors.js';
import { type ParsedEvent, parseEvent } from './event/parse-event.js';
import { connectAws } from './gateways/aws/connect-aws.js';
import { connect, gitHubAfterwards } from './gateways/connect.js';
import { pathKind } from './gateways/files/path-kind.js';
import { textOf } from './gateways/files/text-of.js';
import { actionsLog } from './gateways/runner/log.js';
import { actionsOpenDeployment } from './gateways/runner/open-deployment.js';
import { actionsRunFiles } from './gateways/runner/run-files.js';
import { actionsRunState } from './gateways/runner/run-state.js';
import { actionsSecrets } from './gateways/runner/secret-register.js';
import { terraformEnvironment } from './gateways/terraform/inherited-environment.js';
import { connectLeftBehind } from './gateways/terraform/left-behind.js';
import { useProxyForFetch } from './gateways/web/proxied-fetch.js';
import { deployOperation } from './operation/deploy.js';
import { endCutOff } from './operation/deployments/record.js';
import { deployTask } from './operation/deployments/task.js';
import { destroyOperation } from './operation/destroy.js';
import { driftOperation } from './operation/drift.js';
import { type FailureFacts, keepFailureIssue } from './operation/failure-issue.js';
import { rescue } from './operation/infrastructure/rescue.js';
import { offlinePlanOperation, planOperation } from './operation/plan.js';
import { identityOf, type RunContext } from './operation/run/context.js';
import type { Outcome, PlanReport } from './operation/run/outcome.js';
import { skippedOutcome } from './operation/run/skipped.js';
import { requireConfirmation, type Selection, select } from './operation/select.js';
import type { StartedDeployment } from './ports/deployments.js';
import { checkRunPage } from './report/check-run.js';
import { driftNotice } from './report/drift-issue.js';
import { failureIssue } from './report/failure-issue.js';
import { publish, redactorOf } from './report/publish.js';
import type { MadeResource } from './terraform/command/made-resources.js';

/** The state that `main` leaves for `post`; the runner hands it over as `STATE_started`. */
const STARTED = 'started';

/** The whole run, and the only place that fails it. `post` runs the same file, after `main`, whatever happened. */
export async function main(): Promise<void> {
  try {
    takeTerraformEnvironment();
    await useProxyForFetch(process.env);
    if (core.getState(STARTED) !== '') return await post();
    core.saveState(STARTED, 'yes');
    const failure = await run();
    if (failure !== undefined) core.setFailed(failure);
  } catch (thrown) {
    const error = asError(thrown);
    core.setFailed(actionsSecrets.redact(error.message));
    if (!(error instanceof ActionError)) actionsLog.info(error.stack ?? '');
  }
}

/** @returns the failure's message, or nothing */
async function run(): Promise<string | undefined> {
  // 1. What happened, and what this repository asks for. Everything wrong with the inputs is said at once.
  const parsed = await readEvent();
  actionsSecrets.add(core.getInput('github-token'));
  registerSecrets(undefined);
  const config = readConfig(parsed);
  registerSecrets(config);

  // 2. What to do about it, before any credential is asked for.
  const selection = select(parsed.event, config.operation, parsed.repository);
  if (selection.operation === 'destroy') requireConfirmation(config, parsed.repository);
  const context = contextOf(parsed, config);
  actionsLog.info(`${selection.operation} of ${config.stage}, because ${selection.because}.`);

  try {
    return await operateAndReport(selection, context);
  } finally {
    // Before the next step of the job, which could read them.
    actionsRunFiles.removePlans();
  }
}

/** @returns the failure's message, or nothing */
async function operateAndReport(selection: Selection, context: RunContext): Promise<string | undefined> {
  // 3. Do it. From here on failures are outcomes: what is live has to be reported.
  const gateways = await connect(context);
  const operated = await operate(selection, context, gateways);
  const redact = redactorOf(operated, context.config, actionsSecrets);
  const failureNotice = (of: Outcome, facts: FailureFacts) => failureIssue(of, facts, { redact });
  const issue = await keepFailureIssue(operated, context, { ...gateways, failureNotice });
  const outcome = issue === undefined ? operated : { ...operated, failureIssue: issue.url };

  // 4. Report it: outputs, job summary, comment, and one sentence.
  await publish(outcome, context.config, gateways);
  if (outcome.failure === undefined) actionsLog.info(`${outcome.sentence}.`);
  // An annotation is posted like everything else, so it is redacted like everything else.
  return outcome.failure && redactorOf(outcome, context.config, actionsSecrets)(outcome.failure.message);
}

async function operate(
  selection: Selection,
  context: RunContext,
  gateways: Awaited<ReturnType<typeof connect>>,
): Promise<Outcome> {
  const { config } = context;
  const redactorFor = (of: Pick<Outcome, 'plan'>) => redactorOf(of, config, actionsSecrets);
  const redact = (text: string, plan?: PlanReport) => redactorFor(plan === undefined ? {} : { plan })(text);
  switch (selection.operation) {
    case 'plan': {
      const page = (outcome: Outcome) => checkRunPage(outcome, { redact: redactorFor(outcome) }).summary;
      const ports = { ...gateways, page };
      return selection.offline
        ? await offlinePlanOperation(context, ports, selection.because)
        : await planOperation(context, ports);
    }
    case 'deploy':
      return await deployOperation(context, { ...gateways, redact });
    case 'destroy':
      return await destroyOperation(context, { ...gateways, redact });
    case 'drift': {
      const notice = (outcome: Outcome) => driftNotice(outcome, { redact: redactorFor(outcome) });
      return await driftOperation(context, { ...gateways, notice });
    }
    case 'skipped':
      return skippedOutcome(context, selection.because);
  }
}

/**
 * The workflow's secret becomes what the step's own `env` would have been. GitHub masks its lines, and not their values.
 */
function takeTerraformEnvironment(): void {
  const text = process.env[TERRAFORM_ENVIRONMENT] ?? '';
  delete process.env[TERRAFORM_ENVIRONMENT];
  for (const [name, value] of parseTerraformEnvironment(text)) {
    process.env[name] = value;
    // Shorter ones, such as "true", would mask half of what is said.
    if (value.length >= 4) actionsSecrets.add(value);
  }
}

/** Before anything is asked of the world, so that the log's mask is there before the first line with a secret. */
function registerSecrets(config: Config | undefined): void {
  const { variables = new Map(), backendConfig = [], varFiles = [] } = config?.infrastructure ?? {};
  const files = [...varFiles, ...backendConfig.filter((setting) => !setting.includes('='))];
  const sources = {
    environment: process.env,
    variables,
    settings: [...backendConfig, ...files.map((file) => textOf(join(workspace(), file)))],
    stage: config?.stage ?? core.getInput('stage'),
  };
  for (const secret of namedSecrets(sources)) actionsSecrets.add(secret);
  for (const value of unplannedSecrets(sources)) actionsSecrets.addUnplanned(value);
  actionsSecrets.usePatterns(config?.redact ?? []);
}

async function readEvent(): Promise<ParsedEvent> {
  const path = process.env.GITHUB_EVENT_PATH;
  const payload: unknown = path ? JSON.parse(await readFile(path, 'utf8')) : {};
  return parseEvent(process.env.GITHUB_EVENT_NAME ?? '', payload, process.env);
}

function readConfig({ event, repository }: ParsedEvent): Config {
  const offline = event.kind === 'pull-request' && event.trust !== 'same-repository';
  const result = parseConfig((name) => core.getInput(name), { offline });
  if ('problems' in result) throw inputError(result.problems);
  const { operation } = select(event, result.config.operation, repository);
  if (operation === 'skipped') return result.config;
  // A destroy needs nothing built, and drift is looked for in the infrastructure alone, which knows the packages.
  const needs = { site: operation !== 'destroy' && operation !== 'drift', packages: operation !== 'destroy' };
  const problems = pathProblems(result.config, pathKind(workspace()), needs);
  if (problems.length > 0) throw inputError(problems);
  return result.config;
}

function contextOf({ event, repository, run: current }: ParsedEvent, config: Config): RunContext {
  const cancelled = new AbortController();
  // The runner sends SIGINT, then SIGTERM after 7.5 s. Either ends the run in order; neither is passed on twice.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => cancelled.abort());
  return {
    event,
    repository,
    run: current,
    config,
    identity: identityOf(config, (path) => textOf(join(workspace(), path))),
    workspace: workspace(),
    now: new Date(),
    signal: cancelled.signal,
  };
}

function workspace(): string {
  return process.env.GITHUB_WORKSPACE ?? process.cwd();
}

/** After `main`, also after a cancel: what a run that was cut off has left is put in order. */
async function post(): Promise<void> {
  try {
    await putInOrder();
  } finally {
    actionsRunFiles.removeAll();
  }
}

async function putInOrder(): Promise<void> {
  const started = actionsOpenDeployment.read();
  const running = actionsRunState.read();
  if (started === undefined && running === undefined) return actionsLog.info('Nothing is left to do.');
  if (started !== undefined) await endDeployment(started);
  if (running === undefined) return;
  const left = connectLeftBehind(running, await rescueEnvironment(), actionsLog);
  await rescue(running, { left, log: actionsLog, mark: markUnsaved, wait: (seconds) => sleep(seconds * 1000) });
}

async function markUnsaved(made: readonly MadeResource[]): Promise<void> {
  const { repository, run } = await readEvent();
  const result = parseConfig((name) => core.getInput(name), { offline: false });
  if ('problems' in result) throw inputError(result.problems);
  const identity = identityOf(result.config, (path) => textOf(join(workspace(), path)));
  const posted = made.filter(({ id }) => id === undefined || actionsSecrets.redact(id.value) === id.value);
  const named = [...posted, ...made.filter((one) => !posted.includes(one)).map(({ address }) => ({ address }))];
  const mark = { task: deployTask(identity), stage: identity.stage, sha: run.sha, runUrl: run.url, made: named };
  await gitHubAfterwards(repository, core.getInput('github-token')).markUnsaved(mark);
}

/** As the run signed in: what saves its state now needs the same role and region. Terraform says what is refused. */
async function rescueEnvironment(): Promise<Readonly<Record<string, string>>> {
  const passEnvironment = core.getMultilineInput('pass-environment');
  const environment = terraformEnvironment(process.env, { passEnvironment });
  const result = parseConfig((name) => core.getInput(name), { offline: false });
  if ('problems' in result) return environment;
  registerSecrets(result.config);
  const run = { folder: actionsRunFiles.folder, say: actionsLog.info };
  return await connectAws(result.config.aws, process.env, actionsSecrets.add, run).environment(environment);
}

/** A deployment that stays open is ended by the next one that succeeds. */
async function endDeployment(started: StartedDeployment): Promise<void> {
  try {
    const { repository } = await readEvent();
    await endCutOff(started, gitHubAfterwards(repository, core.getInput('github-token')));
    actionsLog.info(`Ended the GitHub deployment ${started.id}, which this run had begun`);
  } catch (thrown) {
    actionsLog.warning(`The GitHub deployment ${started.id} could not be ended: ${asError(thrown).message}`);
  }
}
