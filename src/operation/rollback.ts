import { ActionError } from '../errors.js';
import type { MergeCheckout } from '../ports/branch-pulls.js';
import type { Log, SignIn } from '../ports/run.js';
import type { SiteConnector } from '../ports/site.js';
import { type RecordingPorts, recorded } from './deployments/record.js';
import { lastApplied, markOf, requireOwnState } from './deployments/state-memory.js';
import { deployTask } from './deployments/task.js';
import { LOOK_UP, type RollbackStackPorts, StackRollback } from './infrastructure/rollback-stack.js';
import { pathSteps, pathsBefore, verifiedPathsStep } from './paths/step.js';
import type { PathPorts } from './paths/verify-paths.js';
import { holding, restoredPhrase } from './rollback-site.js';
import type { RunContext } from './run/context.js';
import { type Findings, OperationRun } from './run/operation-run.js';
import type { Outcome } from './run/outcome.js';
import { skippedOutcome } from './run/skipped.js';
import { STEPS } from './run/steps.js';
import { RESTORE_SITE_STEPS, siteRollback, siteSteps } from './site/deploy.js';
import { siteRequest } from './site/lane.js';
import { deployedSiteOf, siteTarget } from './site/target.js';

export interface RollbackPorts extends RollbackStackPorts, RecordingPorts, PathPorts {
  readonly log: Log;
  readonly aws: SignIn;
  readonly github: RollbackStackPorts['github'] & RecordingPorts['github'];
  readonly checkout: Pick<MergeCheckout, 'checkOut'>;
  readonly site: SiteConnector;
}

/**
 * Makes a release live again: its site by copies of versions inside S3, then its functions by Terraform, from the packages
 * that ran then. Nothing is built or uploaded, and the infrastructure stays as it is. Old pages meet new functions in every
 * deploy, new pages old functions in none: so the site goes first.
 */
export async function rollbackOperation(context: RunContext, ports: RollbackPorts): Promise<Outcome> {
  const { config } = context;
  const { site } = config;
  if (site === undefined) {
    return skippedOutcome(
      context,
      'there is no site, and releases are recorded beside the site: revert the pull request',
    );
  }
  const run = new OperationRun(context, 'rollback', ports.log, [
    STEPS.signIn,
    STEPS.init,
    STEPS.outputs,
    STEPS.compareSite,
    ...(config.packages === undefined ? [] : [LOOK_UP]),
    STEPS.plan,
    ...siteSteps(site, RESTORE_SITE_STEPS).slice(1),
    STEPS.apply,
    ...(config.packages === undefined ? [] : [STEPS.functions]),
    ...pathSteps(site),
  ]);
  const { findings } = run;
  return await run.conclude(async () => {
    await run.signIn(ports.aws);
    const applied = await run.step(
      STEPS.init,
      () => checkedOut(context, ports),
      (sha) => `the configuration of ${sha}, which was applied last`,
    );
    const outputs = await run.step(STEPS.outputs, () => ports.terraform.outputs());
    findings.stackOutputs = outputs;
    const target = siteTarget(site, outputs);
    const releasing = { wanted: config.release, withFunctions: true, stackOutputs: outputs };
    const request = { ...siteRequest(context, site, target), ...releasing };
    const { change, source } = siteRollback(request, await ports.site(target), run.progress, (report) => {
      findings.site = report;
    });
    const before = await pathsBefore(site, async () => target.url, ports);
    const { release, checked } = await change.beginAfter(async () => {
      const about = await source.about();
      const stack = new StackRollback(run, ports, { ...about, release: findings.site?.release ?? '' }, applied);
      return { stack, plan: await stack.prepare() };
    });
    const { stack, plan } = checked;
    try {
      const lies = deployedSiteOf(site, outputs, ports.aws.account);
      const recording = { sha: applied, state: plan.state, site: lies, ...holding(context, release) };
      return await recorded(run, ports, recording, async (told) => {
        await change.carryOut();
        await stack.apply(plan, told);
        await change.settle();
        await verifiedPathsStep(run, site, target.url, before, undefined, ports);
        return rolledBackSentence(findings, config.stage);
      });
    } finally {
      await change.end();
    }
  });
}

/** The branch's head may hold what was never applied. @returns the commit whose configuration the state has */
async function checkedOut(
  { identity, run }: RunContext,
  { terraform, github, checkout }: Pick<RollbackPorts, 'terraform' | 'github' | 'checkout'>,
): Promise<string> {
  await terraform.init();
  const state = await markOf(terraform);
  const memory = await github.deployments.remembered(deployTask(identity), identity.stage, state);
  requireOwnState(identity, state, memory, 'To go back without a rollback, revert the pull request');
  const applied = lastApplied(memory);
  if (applied === undefined && memory.beside) {
    throw new ActionError({
      what: `There is nothing to roll back in this state: ${identity.stage} was deployed to another one`,
      wayOut:
        'Nothing was changed. If a merge that was never deployed moved the state, revert its pull request and start the rollback again. If not, compare "backend-config" and "workspace" with those of the deploys',
    });
  }
  if (applied === undefined) {
    throw new ActionError({
      what: `There is nothing to roll back: nothing is deployed to ${identity.stage}`,
      wayOut: 'Compare "stage", "backend-config" and "workspace" with those of the deploys',
    });
  }
  if (applied === run.sha) return applied;
  await checkout.checkOut(applied);
  await terraform.init();
  return applied;
}

function rolledBackSentence({ site, plan }: Findings, stage: string): string {
  const functions = plan?.changes.counts.change ?? 0;
  const code = functions === 0 ? 'functions as they were' : `${functions} of the functions' resources changed`;
  return `Rolled back ${stage} to ${site?.release ?? ''}: ${restoredPhrase(site ?? {})}; ${code}`;
}
