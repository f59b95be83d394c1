import type { SiteConfig } from '../config/config.js';
import { ActionError } from '../errors.js';
import type { MergeCheckout } from '../ports/branch-pulls.js';
import type { Ancestry } from '../ports/history.js';
import type { StageConnector } from '../ports/promotion.js';
import type { Mergers, PullRequests } from '../ports/pull-requests.js';
import type { Log, SignIn } from '../ports/run.js';
import type { SiteConnector, SitePorts } from '../ports/site.js';
import type { ReleasedBackEnd } from '../site/releases/released-back-end.js';
import type { StackOutputs } from '../terraform/command/stack-outputs.js';
import { countsPhrase } from '../terraform/plan/counts-phrase.js';
import { requireNotHeld } from './deployments/hold.js';
import { type RecordingPorts, recorded } from './deployments/record.js';
import { HeldRun, requireNewest } from './deployments/supersession.js';
import {
  type DeployableStack,
  InfrastructureDeploy,
  type InfrastructurePorts,
  infrastructureSteps,
} from './infrastructure/deploy-stack.js';
import type { PackagePorts } from './packages/lane.js';
import { pathSteps, pathsBefore, verifiedPathsStep } from './paths/step.js';
import type { PathPorts, RedPaths } from './paths/verify-paths.js';
import { promotedPackages } from './promotion/promoted-packages.js';
import {
  needsCheckout,
  type PromotedRelease,
  promotedRelease,
  promotedSentence,
} from './promotion/promoted-release.js';
import { promotedSource } from './promotion/promoted-site.js';
import { beside } from './run/beside.js';
import type { RunContext } from './run/context.js';
import { type Findings, OperationRun } from './run/operation-run.js';
import type { Outcome, SiteReport } from './run/outcome.js';
import { STEPS } from './run/steps.js';
import { compareSite, type SiteComparison } from './site/compare.js';
import { deploySource, siteSteps } from './site/deploy.js';
import { siteRequest } from './site/lane.js';
import type { SiteRequest } from './site/request.js';
import { folderSource, type SiteSource } from './site/source.js';
import { deployedSiteOf, readOutputs, siteTarget, siteUrl } from './site/target.js';
import { plannedConfig, plannedOutputs, writtenConfig } from './site-config/written-config.js';

export interface DeployPorts extends RecordingPorts, PathPorts {
  readonly log: Log;
  readonly aws: SignIn;
  readonly terraform?: DeployableStack | undefined;
  readonly github: InfrastructurePorts['github'] & { readonly history: Ancestry; readonly pulls: Mergers };
  readonly packages?: PackagePorts | undefined;
  readonly site: SiteConnector;
  readonly stage: StageConnector;
  readonly checkout: Pick<MergeCheckout, 'checkOut'>;
}

/**
 * Applies what was reviewed, then the site: assets, other files, pages, release file, invalidation, verification,
 * prune. It stops at the first failure; a second run continues from what is live.
 */
export async function deployOperation(context: RunContext, ports: DeployPorts): Promise<Outcome> {
  const { config } = context;
  const { terraform, github } = ports;
  const run = new OperationRun(context, 'deploy', ports.log, [
    STEPS.signIn,
    ...(config.promoteFrom === undefined ? [] : [STEPS.promoted]),
    ...(terraform === undefined ? [] : infrastructureSteps(context)),
    ...(config.site === undefined ? [] : siteSteps(config.site)),
    ...pathSteps(config.site),
  ]);
  const { findings } = run;
  return await run.conclude(async () => {
    await requireMerged(context, github.history);
    await requireNotHeld(context, github.deployments);
    const early = terraform === undefined && config.promoteFrom === undefined ? readEarly() : undefined;
    return await beside(early?.ended, async () => {
      await newest(early?.pull);
      await run.signIn(early ?? ports.aws);
      const promoted = await taken();
      const merging = mergedPull(early?.pull);
      const packages =
        promoted === undefined
          ? ports.packages
          : ports.packages && promotedPackages(promoted, config.stage, ports.packages);
      const infrastructure =
        terraform === undefined ? undefined : new InfrastructureDeploy(run, { ...ports, terraform, packages });
      const plan = await beside(merging, async () => await infrastructure?.prepare());
      if (plan !== undefined) plannedConfig(config.site?.configOutputs, plan.json);
      await merging;
      const before = await pathsBefore(config.site, urlBefore, ports);
      const site = deployedSiteOf(config.site, plan === undefined ? {} : plannedOutputs(plan.json), ports.aws.account);
      const about = { sha: run.context.run.sha, state: plan?.state, site };
      return await recorded(run, ports, about, async (applied) => {
        const outputs = plan === undefined ? {} : await infrastructure?.apply(plan, applied);
        const begun = early?.site ?? begunSite(outputs ?? {}, infrastructure?.released, promoted);
        await deployedSite(await begun, before);
        return deployedSentence(findings, config.stage);
      });
    });
  });

  /**
   * Where Terraform makes nothing that the site reads, AWS answers while GitHub does. Nothing is written before GitHub
   * has said that no newer commit is deployed, and what fails here fails where it is awaited.
   */
  function readEarly() {
    const signedIn = ports.aws.signIn();
    const site = signedIn.then(() => begunSite({}, undefined, undefined));
    const pull = askedPull();
    const ended = Promise.allSettled([site.then((begun) => begun?.comparing), pull]);
    return { signIn: () => signedIn, site, pull, ended };
  }

  /** What another stage serves, with its commit checked out. */
  async function taken(): Promise<PromotedRelease | undefined> {
    const { promoteFrom: from, site } = config;
    if (from === undefined || site === undefined) return undefined;
    return await run.step(
      STEPS.promoted,
      async () => {
        const promoted = await promotedRelease(context, from, site.releaseFile, ports);
        if (await needsCheckout(context, promoted, github.history)) {
          await ports.checkout.checkOut(promoted.record.commit);
          run.goOnAt(promoted.record.commit);
        }
        return promoted;
      },
      promotedSentence,
    );
  }

  async function askedPull(): ReturnType<PullRequests['mergedAs']> {
    return await github.pulls.mergedAs(run.context.run.sha, context.repository.defaultBranch);
  }

  /** Where the deploy is reported. */
  async function mergedPull(asked: ReturnType<typeof askedPull> = askedPull()): Promise<void> {
    const merged = await asked;
    if (merged !== undefined) findings.pullRequest = merged.number;
  }

  /** A merge that is held is told so on its pull request. */
  async function newest(pull: ReturnType<typeof askedPull> | undefined): Promise<void> {
    try {
      await requireNewest(context, github);
    } catch (thrown) {
      if (thrown instanceof HeldRun) {
        await mergedPull(pull);
        findings.held = true;
      }
      throw thrown;
    }
  }

  /** As it is served now; the first deploy of a stack has none. */
  async function urlBefore(): Promise<string | undefined> {
    if (config.site === undefined) return undefined;
    const { url } = config.site;
    return siteUrl({ url }, url.kind === 'literal' || terraform === undefined ? {} : await terraform.outputs());
  }

  /** Connected, and being compared. */
  async function begunSite(
    outputs: StackOutputs,
    backEnd: ReleasedBackEnd | undefined,
    promoted: PromotedRelease | undefined,
  ): Promise<BegunSite | undefined> {
    if (config.site === undefined) return undefined;
    const target = siteTarget(config.site, outputs);
    const request = {
      ...siteRequest(run.context, config.site, target),
      config: config.site.configOutputs && writtenConfig(config.site.configOutputs, outputs),
      backEnd,
      artifacts: config.packages?.bucket,
      outputs: readOutputs(config.site, outputs),
      requireNewest: () => requireNewest(run.context, github),
      merged: () => merged(findings.pullRequest, github.pulls),
    };
    const connected = await ports.site(target);
    const comparing = promoted === undefined ? compareSite(request, connected) : undefined;
    // What it throws is thrown by the step that awaits it.
    comparing?.catch(() => {});
    const source =
      promoted === undefined
        ? folderSource(request, connected, comparing)
        : promotedSource(promoted, request, connected);
    return { site: config.site, request, ports: connected, comparing, source };
  }

  async function deployedSite(begun: BegunSite | undefined, before: RedPaths): Promise<void> {
    if (begun === undefined) return;
    const { site, request, ports: connected, source } = begun;
    const found = (report: SiteReport) => {
      findings.site = report;
    };
    await deploySource(source, request, connected, run.progress, found);
    const rollback =
      'Roll back: start the workflow manually with `operation: rollback` (`gh workflow run FILE -f operation=rollback`)';
    await verifiedPathsStep(run, site, request.url, before, rollback, ports);
  }
}

interface BegunSite {
  readonly site: SiteConfig;
  readonly request: SiteRequest;
  readonly ports: SitePorts;
  readonly comparing: Promise<SiteComparison> | undefined;
  readonly source: SiteSource;
}

/** For the list of releases; who it was is worth no failure. */
async function merged(
  number: number | undefined,
  pulls: Mergers,
): Promise<{ readonly number: number; readonly by?: string | undefined } | undefined> {
  if (number === undefined) return undefined;
  const by = await pulls.mergedBy(number).then(
    ({ merger }) => merger,
    () => undefined,
  );
  return { number, by };
}

/** A tag or a release deploys only a commit that the default branch holds: nothing else was merged. */
async function requireMerged(context: RunContext, history: Ancestry): Promise<void> {
  const { event, repository, run } = context;
  if (event.kind !== 'release' && !(event.kind === 'push' && event.tag !== undefined)) return;
  if (await history.isAncestor(run.sha, repository.defaultBranch)) return;
  throw new ActionError({
    what: `The tag is refused: its commit is not in ${repository.defaultBranch}`,
    found: run.sha,
    expected: `a commit of ${repository.defaultBranch}`,
    wayOut: `Merge it into ${repository.defaultBranch}, and tag the merged commit`,
  });
}

function deployedSentence({ plan, site }: Findings, stage: string): string {
  const parts: string[] = [];
  if (plan !== undefined) parts.push(`infrastructure ${countsPhrase(plan.changes)}`);
  if (site !== undefined) {
    parts.push(`site ${site.release}, ${site.uploaded} files uploaded${site.verified ? ', verified' : ''}`);
  }
  return `Deployed ${stage}: ${parts.join('; ')}`;
}
