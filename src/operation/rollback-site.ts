import { counted } from '../counted.js';
import type { Deployments, Hold } from '../ports/deployments.js';
import type { Log, SignIn } from '../ports/run.js';
import type { SiteConnector } from '../ports/site.js';
import type { Stack } from '../ports/terraform.js';
import { type RecordingPorts, recorded } from './deployments/record.js';
import { deployTask } from './deployments/task.js';
import { pathSteps, pathsBefore, verifiedPathsStep } from './paths/step.js';
import type { PathPorts } from './paths/verify-paths.js';
import type { RunContext } from './run/context.js';
import { type Findings, OperationRun } from './run/operation-run.js';
import type { Outcome, SiteReport } from './run/outcome.js';
import { skippedOutcome } from './run/skipped.js';
import { STEPS } from './run/steps.js';
import { RESTORE_SITE_STEPS, siteRollback, siteSteps } from './site/deploy.js';
import { siteRequest } from './site/lane.js';
import { deployedSiteOf, siteTarget } from './site/target.js';

export interface RollbackSitePorts extends RecordingPorts, PathPorts {
  readonly log: Log;
  readonly aws: SignIn;
  readonly terraform?: (Stack & { init(): Promise<void> }) | undefined;
  readonly github: RecordingPorts['github'] & { readonly deployments: Pick<Deployments, 'lastSuccessful'> };
  readonly site: SiteConnector;
}

/**
 * Makes a release of the site live again, by copies of its versions inside S3: nothing is built and nothing is uploaded.
 * Infrastructure and functions stay as they are.
 */
export async function rollbackSiteOperation(context: RunContext, ports: RollbackSitePorts): Promise<Outcome> {
  const { config, identity } = context;
  const { terraform } = ports;
  const { site } = config;
  if (site === undefined) return skippedOutcome(context, 'there is no site that could be rolled back');
  const run = new OperationRun(context, 'rollback-site', ports.log, [
    STEPS.signIn,
    ...(terraform === undefined ? [] : [STEPS.init, STEPS.outputs]),
    ...siteSteps(site, RESTORE_SITE_STEPS),
    ...pathSteps(site),
  ]);
  const { findings } = run;
  return await run.conclude(async () => {
    await run.signIn(ports.aws);
    if (terraform !== undefined) await run.step(STEPS.init, () => terraform.init());
    const outputs = terraform === undefined ? {} : await run.step(STEPS.outputs, () => terraform.outputs());
    const target = siteTarget(site, outputs);
    const last = await ports.github.deployments.lastSuccessful(deployTask(identity), identity.stage);
    const releasing = { wanted: config.release, withFunctions: false, stackOutputs: outputs };
    const request = { ...siteRequest(context, site, target), ...releasing };
    const { change } = siteRollback(request, await ports.site(target), run.progress, (report) => {
      findings.site = report;
    });
    const before = await pathsBefore(site, async () => target.url, ports);
    const release = await change.begin();
    try {
      // The infrastructure is what it was: the record carries the commit that was applied last.
      const lies = deployedSiteOf(site, outputs, ports.aws.account);
      const sha = last?.sha ?? context.run.sha;
      const about = { sha, onlySite: true as const, site: lies, ...holding(context, release) };
      return await recorded(run, ports, about, async () => {
        await change.carryOut();
        await verifiedPathsStep(run, site, target.url, before, undefined, ports);
        return rolledBackSentence(findings, config.stage);
      });
    } finally {
      await change.end();
    }
  });
}

export function holding({ config, run, now }: RunContext, release: string): { readonly hold?: Hold | undefined } {
  return config.hold ? { hold: { release, by: run.triggeringActor, since: `${now.toISOString().slice(0, 19)}Z` } } : {};
}

function rolledBackSentence({ site }: Findings, stage: string): string {
  if (site === undefined) return `Rolled back ${stage}`;
  const { release, restored = 0, verified } = site;
  if (restored === 0) return `The site of ${stage} already is ${release}`;
  return `Rolled back the site of ${stage} to ${release}: ${restoredPhrase({ restored, verified })}`;
}

export function restoredPhrase({ restored = 0, verified }: Partial<Pick<SiteReport, 'restored' | 'verified'>>): string {
  return `${counted(restored, 'file')} restored${verified ? ', verified' : ''}`;
}
