import { ActionError, asError } from '../errors.js';
import type {
  Ancestry,
  Applier,
  CheckRuns,
  Deployments,
  Labels,
  Log,
  Planner,
  PullRequests,
  Stack,
  StateIdentity,
} from '../ports.js';
import type { StackOutputs } from '../terraform/stack-outputs.js';
import { TerraformFailure } from '../terraform/terraform-failure.js';
import { conclude, type Findings } from './conclude.js';
import type { RunContext } from './context.js';
import { deploySite, SITE_STEPS } from './deploy-site.js';
import { deployTask } from './deployment-memory.js';
import type { Outcome } from './outcome.js';
import { functionsChecked, type LanePackages, type PackagePorts, packagesSentence, stored } from './package-lane.js';
import { planReport } from './plan-report.js';
import { Progress } from './progress.js';
import { checkProtection } from './protection.js';
import { checkReview } from './review.js';
import { planSentence } from './sentence.js';
import { type SiteConnector, siteRequest } from './site-lane.js';
import { siteTarget } from './site-target.js';
import { supersededBy } from './supersession.js';

export interface DeployPorts {
  readonly log: Log;
  readonly terraform?: Planner & Applier & Stack & StateIdentity;
  readonly github: CheckRuns & PullRequests & Deployments & Ancestry & Labels;
  readonly packages?: PackagePorts;
  readonly site: SiteConnector;
}

const STEPS = {
  packages: 'Package the functions',
  init: 'Initialise Terraform',
  plan: 'Plan the infrastructure',
  review: 'Compare with what was reviewed',
  apply: 'Apply the infrastructure',
  functions: 'Check the functions',
  outputs: 'Read the stack outputs',
} as const;

/** A saved plan, and its JSON. */
interface PlanToApply {
  readonly file: string;
  readonly json: unknown;
}

/** How often a plan that went stale between comparison and apply is made again. */
const FURTHER_PLANS = 2;

/**
 * Applies what was reviewed, then the site: assets, other files, pages, release file, invalidation, verification,
 * prune. It stops at the first failure; a second run continues from what is live.
 */
export async function deployOperation(context: RunContext, ports: DeployPorts): Promise<Outcome> {
  const { config, run } = context;
  const { terraform, github } = ports;
  const progress = new Progress(ports.log, context.signal, [
    ...(terraform === undefined ? [] : Object.values(STEPS).filter(isWanted)),
    ...(config.site === undefined ? [] : SITE_STEPS),
  ]);
  const findings: Findings = { warnings: [], diagnostics: [] };
  /** What Terraform is told of the packages; known before it plans. */
  let lane: LanePackages | undefined;
  return await conclude(context, 'deploy', progress, findings, async () => {
    await requireMerged(context, github);
    const newer = await supersededBy(context, github);
    if (newer !== undefined) {
      findings.warnings.push(newer.sentence);
      return { skipped: newer.sentence };
    }
    const merged = await github.mergedAs(run.sha, context.repository.defaultBranch);
    if (merged !== undefined) findings.pullRequest = merged.number;
    const plan = terraform === undefined ? undefined : await initialised(terraform);
    const deployment = await github.start({
      sha: run.sha,
      ref: run.ref.replace(/^refs\/(heads|tags)\//, ''),
      stage: config.stage,
      task: deployTask(context.identity),
      description: `Run ${run.id}`,
      runUrl: run.url,
    });
    try {
      await deployed(plan);
    } catch (thrown) {
      await finish(deployment, 'failure', asError(thrown).message);
      throw thrown;
    }
    const sentence = deployedSentence(findings, config.stage);
    await finish(deployment, 'success', sentence);
    return sentence;
  });

  async function initialised(planner: Planner & Stack & StateIdentity): Promise<PlanToApply> {
    lane = await storedPackages();
    await progress.step(STEPS.init, () => planner.init());
    return await reviewedPlan(planner);
  }

  /** The file of a plan that may be applied. Nothing has been changed when this throws. */
  async function reviewedPlan(planner: Planner & Stack & StateIdentity): Promise<PlanToApply> {
    const { file, json, report, entries } = await progress.step(
      STEPS.plan,
      async () => {
        const variables = lane?.variables ?? new Map();
        const files = await planner.plan({ destroy: false, lock: true, variables });
        return { file: files.planFile, json: files.json, ...planReport(files, context, await planner.lineage()) };
      },
      (planned) => planSentence(planned.report.changes),
    );
    findings.plan = report;
    findings.diagnostics.push(...report.diagnostics);
    findings.review = await progress.step(
      STEPS.review,
      async () => {
        const allowed = await checkProtection(
          { context, changes: report.changes, patterns: config.protect },
          { github },
        );
        if (allowed !== undefined) ports.log.info(allowed);
        return await checkReview({ context, report, entries }, { log: ports.log, github, stack: planner });
      },
      (review) => review.sentence,
    );
    return { file, json };
  }

  async function deployed(plan: PlanToApply | undefined): Promise<void> {
    let outputs: StackOutputs = {};
    if (terraform !== undefined && plan !== undefined) {
      const { json } = await applied(terraform, plan);
      await checkedFunctions(json);
      outputs = await progress.step(STEPS.outputs, () => terraform.outputs());
      findings.stackOutputs = outputs;
    }
    if (config.site !== undefined) {
      const target = siteTarget(config.site, outputs);
      const request = siteRequest(context, config.site, target);
      await deploySite(request, ports.site(target), progress, (report) => {
        findings.site = report;
      });
    }
  }

  /** Terraform's lock spans one command only: what changed the state in between makes the plan stale. */
  async function applied(stack: Planner & Applier & Stack & StateIdentity, first: PlanToApply): Promise<PlanToApply> {
    let plan = first;
    for (let further = 0; ; further++) {
      try {
        const { file } = plan;
        await progress.step(STEPS.apply, () => stack.apply(file), appliedSentence);
        return plan;
      } catch (thrown) {
        const stale = thrown instanceof TerraformFailure && thrown.kind === 'stale-plan';
        if (!stale || further === FURTHER_PLANS) throw thrown;
        ports.log.info('The state changed after the plan was made: planning and comparing again.');
        plan = await reviewedPlan(stack);
      }
    }
  }

  /** Uploaded before the plan: what Terraform deploys has to be there. A package is never changed, so nothing breaks. */
  async function storedPackages(): Promise<LanePackages | undefined> {
    const { packages } = ports;
    const wanted = config.packages;
    if (wanted === undefined || packages === undefined) return undefined;
    const done = await progress.step(STEPS.packages, () => stored(wanted, packages, context.signal), packagesSentence);
    findings.packages = done.reports;
    return done;
  }

  async function checkedFunctions(planJson: unknown): Promise<void> {
    const { packages } = ports;
    const uploaded = lane;
    if (uploaded === undefined || packages === undefined) return;
    await progress.step(
      STEPS.functions,
      () => functionsChecked(planJson, uploaded, packages),
      (sentence) => sentence,
    );
  }

  function isWanted(title: string): boolean {
    return config.packages !== undefined || (title !== STEPS.packages && title !== STEPS.functions);
  }

  function appliedSentence(): string | undefined {
    return findings.plan === undefined ? undefined : `Applied: ${planSentence(findings.plan.changes)}`;
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
