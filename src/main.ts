import * as core from '@actions/core';
import type { Config } from './config/config.js';
import { type ActionError, asActionError, asError } from './errors.js';
import type { ParsedEvent } from './event/parse-event.js';
import { connect } from './gateways/connect.js';
import { helpPage } from './gateways/runner/help-page.js';
import { actionsLog } from './gateways/runner/log.js';
import { actionsRunFiles } from './gateways/runner/run-files.js';
import { actionsSecrets } from './gateways/runner/secret-register.js';
import { stepResults } from './gateways/runner/step-results.js';
import { useProxyForFetch } from './gateways/web/proxied-fetch.js';
import {
  checkedOut,
  readConfig,
  readEvent,
  registerSecrets,
  registerWebhook,
  setupFindings,
  takeTerraformEnvironment,
  workspace,
} from './given.js';
import { checkOperation } from './operation/check.js';
import { deployOperation } from './operation/deploy.js';
import { destroyOperation } from './operation/destroy.js';
import { driftOperation } from './operation/drift.js';
import { type FailureFacts, keepFailureIssue } from './operation/failure-issue.js';
import type { KeptIssue } from './operation/kept-issue.js';
import { judgeOpenPlans } from './operation/open-plans/open-plans.js';
import { offlinePlanOperation, planOperation } from './operation/plan.js';
import { planByHand } from './operation/plan-by-hand.js';
import { rollbackOperation } from './operation/rollback.js';
import { rollbackSiteOperation } from './operation/rollback-site.js';
import { identityOf, type RunContext } from './operation/run/context.js';
import type { Outcome, PlanReport } from './operation/run/outcome.js';
import { skippedOutcome } from './operation/run/skipped.js';
import { requireConfirmation, type Selection, select } from './operation/select.js';
import { tellSilentFailure } from './operation/silent-failure.js';
import { type News, tellWebhook } from './operation/tell-webhook.js';
import { unlockOperation } from './operation/unlock.js';
import { post } from './post.js';
import { checkRunPage } from './report/check-run.js';
import { driftNotice } from './report/drift-issue.js';
import { failureIssue } from './report/failure-issue.js';
import { helpAddress } from './report/kit/help-address.js';
import { publish, redactorOf } from './report/publish.js';
import { startFailure } from './report/start-failure.js';
import { webhookBody } from './report/webhook-message.js';

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
    await failedToStart(thrown);
  }
}

/** Nothing was done yet, so there is no outcome; the page of the run says it all the same. */
async function failedToStart(thrown: unknown): Promise<void> {
  const error = asActionError(thrown);
  const help = helpFor(error);
  core.setFailed(withHelp(actionsSecrets.redact(error.message), help));
  // Nobody foresaw it, so it is ours to mend: its place in the code is all that says more.
  if (error !== thrown && error.parts.wayOut === undefined) actionsLog.info((error.cause as Error).stack ?? '');
  try {
    await stepResults.summary(startFailure(error, actionsSecrets.redact, help));
  } catch (unwritten) {
    actionsLog.info(`The job summary could not be written: ${asError(unwritten).message}`);
  }
}

function helpFor({ parts }: ActionError): string | undefined {
  return helpAddress(parts.what, helpPage(process.argv[1] ?? '', process.env));
}

function withHelp(message: string, help: string | undefined): string {
  return help === undefined ? message : `${message} More: ${help}`;
}

/** @returns the failure's message, or nothing */
async function run(): Promise<string | undefined> {
  // 1. What happened, and what this repository asks for. Everything wrong with the inputs is said at once.
  const parsed = await readEvent();
  actionsSecrets.add(core.getInput('github-token'));
  registerWebhook();
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
    removePlans();
  }
}

/** What cannot be removed is told, and changes no result. */
function removePlans(): void {
  try {
    actionsRunFiles.removePlans();
  } catch (thrown) {
    actionsLog.warning(`The files of the plan could not be removed from the runner: ${asActionError(thrown).message}`);
  }
}

/** @returns the failure's message, or nothing */
async function operateAndReport(selection: Selection, context: RunContext): Promise<string | undefined> {
  // 3. Do it. From here on failures are outcomes: what is live has to be reported.
  const gateways = await connect(context);
  const operated = explained(await operate(selection, context, gateways));
  const redact = redactorOf(operated, context.config, actionsSecrets);
  const failureNotice = (of: Outcome, facts: FailureFacts) => failureIssue(of, facts, { redact });
  const body = (...of: readonly [string, News, Outcome, KeptIssue | undefined]) => webhookBody(...of, redact);
  const tell = (of: Outcome, kept?: KeptIssue) => tellWebhook(of, kept, context, { ...gateways, webhookBody: body });
  let issue = await keepFailureIssue(operated, context, { ...gateways, failureNotice });
  await tell(operated, issue);
  if (operated.operation === 'drift') {
    const silent = await tellSilentFailure(context, { ...gateways, failureNotice });
    if (silent !== undefined) {
      actionsLog.warning(redact(silent.outcome.failure?.message ?? ''));
      await tell(silent.outcome, silent.issue);
      issue = silent.issue;
    }
  }
  const outcome = issue === undefined ? operated : { ...operated, failureIssue: issue.url };

  // 4. Report it: outputs, job summary, comment, and one sentence.
  await publish(outcome, context.config, gateways);
  if (outcome.failure === undefined) actionsLog.info(`${outcome.sentence}.`);

  // 5. What it means for the plans of others.
  await judgeOpenPlans(outcome, context, gateways.openPlans);
  // An annotation is posted like everything else, so it is redacted like everything else.
  return outcome.failure && withHelp(redact(outcome.failure.message), outcome.help);
}

function explained(outcome: Outcome): Outcome {
  const help = outcome.failure === undefined ? undefined : helpFor(outcome.failure);
  return help === undefined ? outcome : { ...outcome, help };
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
      if (selection.offline) return await offlinePlanOperation(context, ports, selection.because);
      const { context: planned, warning } = await planByHand(context, ports);
      const outcome = await planOperation(planned, ports);
      return warning === undefined ? outcome : { ...outcome, warnings: [...outcome.warnings, warning] };
    }
    case 'deploy':
      return await deployOperation(context, { ...gateways, redact });
    case 'rollback': {
      const { terraform } = gateways;
      if (terraform !== undefined) return await rollbackOperation(context, { ...gateways, terraform, redact });
      return await rollbackSiteOperation(context, { ...gateways, redact });
    }
    case 'rollback-site':
      return await rollbackSiteOperation(context, { ...gateways, redact });
    case 'destroy':
      return await destroyOperation(context, { ...gateways, redact });
    case 'drift': {
      const notice = (outcome: Outcome) => driftNotice(outcome, { redact: redactorFor(outcome) });
      return await driftOperation(context, { ...gateways, notice });
    }
    case 'check':
      return await checkOperation(context, {
        ...gateways,
        setup: () => setupFindings(context.repository.defaultBranch),
      });
    case 'unlock':
      return await unlockOperation(context, gateways);
    case 'skipped':
      return skippedOutcome(context, selection.because);
  }
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
    identity: identityOf(config, checkedOut),
    workspace: workspace(),
    now: new Date(),
    signal: cancelled.signal,
  };
}
