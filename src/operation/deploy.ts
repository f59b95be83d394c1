import { ActionError, asError } from '../errors.js';
import type { Ancestry, Deployments, Log, SignIn } from '../ports.js';
import type { StackOutputs } from '../terraform/stack-outputs.js';
import { conclude, type Findings } from './conclude.js';
import type { RunContext } from './context.js';
import { deploySite, SITE_STEPS } from './deploy-site.js';
import { deployTask } from './deployment-memory.js';
import {
  type DeployableStack,
  InfrastructureDeploy,
  type InfrastructurePorts,
  infrastructureSteps,
} from './infrastructure-deploy.js';
import type { Outcome } from './outcome.js';
import type { PackagePorts } from './package-lane.js';
import { Progress } from './progress.js';
import { planSentence } from './sentence.js';
import { type SiteConnector, siteRequest } from './site-lane.js';
import { siteTarget } from './site-target.js';
import { supersededBy } from './supersession.js';

export interface DeployPorts {
  readonly log: Log;
  readonly aws: SignIn;
  readonly terraform?: DeployableStack;
  readonly github: InfrastructurePorts['github'] & Ancestry;
  readonly packages?: PackagePorts;
  readonly site: SiteConnector;
}

const SIGN_IN = 'Sign in to AWS';

/**
 * Applies what was reviewed, then the site: assets, other files, pages, release file, invalidation, verification,
 * prune. It stops at the first failure; a second run continues from what is live.
 */
export async function deployOperation(context: RunContext, ports: DeployPorts): Promise<Outcome> {
  const { config, run } = context;
  const { terraform, github } = ports;
  const progress = new Progress(ports.log, context.signal, [
    SIGN_IN,
    ...(terraform === undefined ? [] : infrastructureSteps(context)),
    ...(config.site === undefined ? [] : SITE_STEPS),
  ]);
  const findings: Findings = { warnings: [], diagnostics: [] };
  return await conclude(context, 'deploy', progress, findings, async () => {
    await requireMerged(context, github);
    const newer = await supersededBy(context, github);
    if (newer !== undefined) {
      findings.warnings.push(newer.sentence);
      return { skipped: newer.sentence };
    }
    await progress.step(
      SIGN_IN,
      () => ports.aws.signIn(),
      (said) => said,
    );
    const merged = await github.mergedAs(run.sha, context.repository.defaultBranch);
    if (merged !== undefined) findings.pullRequest = merged.number;
    const infrastructure =
      terraform === undefined
        ? undefined
        : new InfrastructureDeploy(context, { ...ports, terraform }, progress, findings);
    const plan = await infrastructure?.prepare();
    const deployment = await started(context, github);
    try {
      const outputs = plan === undefined ? {} : await infrastructure?.apply(plan);
      await deployedSite(outputs ?? {});
    } catch (thrown) {
      await finish(deployment, 'failure', asError(thrown).message);
      throw thrown;
    }
    const sentence = deployedSentence(findings, config.stage);
    await finish(deployment, 'success', sentence);
    return sentence;
  });

  async function deployedSite(outputs: StackOutputs): Promise<void> {
    if (config.site === undefined) return;
    const target = siteTarget(config.site, outputs);
    await deploySite(siteRequest(context, config.site, target), ports.site(target), progress, (report) => {
      findings.site = report;
    });
  }

  /** The record's end is worth a warning, no more: what is deployed is deployed, and the next run compares again. */
  async function finish(id: number, result: 'success' | 'failure', description: string): Promise<void> {
    const url = findings.site?.url;
    try {
      await github.finish(id, result, { description, ...(url === undefined ? {} : { url }) });
    } catch (thrown) {
      findings.warnings.push(`The GitHub deployment could not be finished: ${asError(thrown).message}`);
    }
  }
}

/** The memory of what is deployed; it begins before anything is changed, so that a run that died is known to have begun. */
async function started({ run, config, identity }: RunContext, github: Deployments): Promise<number> {
  return await github.start({
    sha: run.sha,
    ref: run.ref.replace(/^refs\/(heads|tags)\//, ''),
    stage: config.stage,
    task: deployTask(identity),
    description: `Run ${run.id}`,
    runUrl: run.url,
  });
}

/** A tag or a release deploys only a commit that the default branch holds: nothing else was merged. */
async function requireMerged(context: RunContext, github: Ancestry): Promise<void> {
  const { event, repository, run } = context;
  if (event.kind !== 'release' && !(event.kind === 'push' && event.tag !== undefined)) return;
  if (await github.isAncestor(run.sha, repository.defaultBranch)) return;
  throw new ActionError({
    what: `The tag is refused: its commit is not in ${repository.defaultBranch}`,
    found: run.sha,
    expected: `a commit of ${repository.defaultBranch}`,
    wayOut: `Merge it into ${repository.defaultBranch}, and tag the merged commit`,
  });
}

function deployedSentence({ plan, site }: Findings, stage: string): string {
  const parts: string[] = [];
  if (plan !== undefined) parts.push(`infrastructure ${planSentence(plan.changes)}`);
  if (site !== undefined) {
    parts.push(`site ${site.release}, ${site.uploaded} files uploaded${site.verified ? ', verified' : ''}`);
  }
  return `Deployed ${stage}: ${parts.join('; ')}`;
}
