import { type Finding, right, unseen, wrong } from '../config/finding.js';
import { counted } from '../counted.js';
import { ActionError, asActionError } from '../errors.js';
import type { Log, SignIn } from '../ports/run.js';
import type { BranchRules, RepositorySettings } from '../ports/setup.js';
import type { SiteConnector, SiteTarget } from '../ports/site.js';
import type { Stack } from '../ports/terraform.js';
import { MANIFEST_PATH } from '../site/manifest.js';
import { RELEASES, type RecordedRelease, recordedReleases } from '../site/releases/recorded-releases.js';
import type { StackOutputs } from '../terraform/command/stack-outputs.js';
import type { PackagePorts } from './packages/lane.js';
import type { RunContext } from './run/context.js';
import { OperationRun } from './run/operation-run.js';
import type { Outcome } from './run/outcome.js';
import type { StepKind } from './run/steps.js';
import { STEPS } from './run/steps.js';
import { siteTarget } from './site/target.js';

export interface CheckPorts {
  readonly log: Log;
  readonly aws: SignIn;
  readonly terraform?: (Stack & { init(): Promise<void> }) | undefined;
  readonly packages?: Pick<PackagePorts, 'store'> | undefined;
  readonly site: SiteConnector;
  readonly settings: RepositorySettings;
  /** What the files of the checkout show. */
  readonly setup: () => readonly Finding[];
}

const SETTINGS_PAGE = 'the page docs/aws-setup.md of this action has the commands, under "Environments first"';
/** No key of a package looks like it, so that only the bucket is asked. */
const NO_PACKAGE = 'well-managed-deployments-check';

/**
 * Looks at everything that a deploy will need and changes nothing: each thing is right, wrong, or cannot be seen. It goes
 * on after what is wrong, so that one run names all of it.
 */
export async function checkOperation(context: RunContext, ports: CheckPorts): Promise<Outcome> {
  const { config } = context;
  const { terraform, packages } = ports;
  const run = new OperationRun(context, 'check', ports.log, [
    STEPS.workflows,
    STEPS.settings,
    STEPS.signIn,
    ...(terraform === undefined ? [] : [STEPS.init]),
    ...(packages === undefined ? [] : [STEPS.artifacts]),
    ...(config.site === undefined ? [] : [STEPS.lookAtSite]),
  ]);
  const findings: Finding[] = [];
  return await run.conclude(async () => {
    await looked(STEPS.workflows, async () => ports.setup());
    await looked(STEPS.settings, () => settingsFindings(context, ports.settings));
    const signedIn = await looked(STEPS.signIn, async () => [right(await ports.aws.signIn())]);
    if (signedIn) await lookAtAws();
    else findings.push(unseen('the state, buckets and distributions', 'let the sign-in succeed first'));
    run.findings.checks = findings;
    const faults = findings.filter(({ state }) => state === 'wrong').length;
    if (faults > 0) {
      throw new ActionError({
        what: `The set-up of ${config.stage} is not ready to deploy`,
        found: faults === 1 ? 'one thing that is wrong' : `${faults} things that are wrong`,
        wayOut: 'The job summary has the table, and what to do about each',
      });
    }
    return `Checked ${config.stage}: nothing is wrong`;
  });

  async function lookAtAws(): Promise<void> {
    let outputs: StackOutputs | undefined = terraform === undefined ? {} : undefined;
    if (terraform !== undefined) {
      await looked(STEPS.init, async () => {
        await terraform.init();
        outputs = await terraform.outputs();
        return [right('Terraform: its backend, its providers and its state can be read')];
      });
    }
    if (packages !== undefined && config.packages !== undefined) {
      const { bucket } = config.packages;
      await looked(STEPS.artifacts, async () => {
        await packages.store.find(NO_PACKAGE);
        return [right(`the artifact bucket ${bucket}`)];
      });
    }
    const { site } = config;
    if (site === undefined) return;
    await looked(STEPS.lookAtSite, async () => {
      if (outputs === undefined) return [unseen('the site', 'let Terraform initialise first')];
      if (site.bucket.kind === 'stack-output' && outputs[site.bucket.name] === undefined) {
        return [unseen('the site', `nothing: the first deploy makes the output "${site.bucket.name}"`)];
      }
      return await siteFindings(siteTarget(site, outputs), site.prefix, ports.site);
    });
  }

  /** One step; what it throws is a finding, and the next one is looked at all the same. */
  async function looked(kind: StepKind, look: () => Promise<readonly Finding[]>): Promise<boolean> {
    try {
      findings.push(...(await run.step(kind, look)));
      return true;
    } catch (thrown) {
      if (context.signal.aborted) throw thrown;
      const { what, found, wayOut = '' } = asActionError(thrown).parts;
      findings.push(wrong(found === undefined ? what : `${what}: ${found}`, wayOut));
      return false;
    }
  }
}

/** The bucket by its manifest and its releases, each distribution by its configuration. */
async function siteFindings(target: SiteTarget, prefix: string, connect: SiteConnector): Promise<readonly Finding[]> {
  const { bucket, distributions } = target;
  const { records, objects, distributions: edge } = await connect(target);
  const manifest = await records.read(prefix + MANIFEST_PATH);
  const releases = recordedReleases(await objects.list(prefix + RELEASES, []), prefix);
  const findings: Finding[] = [
    right(
      manifest === undefined
        ? `the site's bucket ${bucket}: nothing was deployed to it yet`
        : `the site's bucket ${bucket}`,
    ),
    ...(releases.length === 0 ? [] : [right(releasesLine(releases))]),
  ];
  for (const id of distributions) {
    const traits = await edge.traits(id);
    const todo = 'allow the role cloudfront:GetDistributionConfig on it';
    findings.push(traits === undefined ? unseen(`the distribution ${id}`, todo) : right(`the distribution ${id}`));
  }
  return findings;
}

/** What `release:` of a rollback can name; how long a release can be restored is the bucket's lifecycle rule to say. */
function releasesLine(releases: readonly RecordedRelease[]): string {
  const each = releases.map(({ release, at }) => `${release} of ${at}`);
  return `${counted(releases.length, 'release')} in its records, newest first: ${each.join(', ')}`;
}

/** The environments that the jobs of a stage have, and the rules of the branch that is deployed. */
async function settingsFindings(
  { config: { stage, infrastructure }, repository: { defaultBranch } }: RunContext,
  settings: RepositorySettings,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  // A site alone is never destroyed, so nothing has to run there.
  for (const name of [stage, ...(infrastructure === undefined ? [] : [`${stage}-destroy`])]) {
    const found = await settings.environments.environment(name);
    const about = `the environment ${name}`;
    if (found === 'hidden') findings.push(unseen(about, 'grant the job "actions: read"'));
    else if (found === 'absent') findings.push(wrong(`there is no environment ${name}`, SETTINGS_PAGE));
    else if (!found.limitsBranches) findings.push(wrong(`${about} may be used by any branch`, SETTINGS_PAGE));
    else findings.push(right(`${about}, ${found.hasReviewers ? 'with' : 'without'} required reviewers`));
  }
  return [...findings, ...branchFindings(defaultBranch, await settings.branches.branch(defaultBranch))];
}

function branchFindings(name: string, found: Awaited<ReturnType<BranchRules['branch']>>): readonly Finding[] {
  const about = `the branch ${name}`;
  if (found === 'hidden') return [unseen(`the rules of ${name}`, 'grant the job "contents: read"')];
  const todo = `add a rule for ${name} under Settings, Rules; the page docs/aws-setup.md of this action says which`;
  const { requiredChecks, needsPullRequest } = found;
  return [
    needsPullRequest === undefined
      ? unseen(`${about} is protected; whether it needs pull requests`, 'look at Settings, Branches')
      : needsPullRequest
        ? right(`${about} changes by pull requests alone`)
        : wrong(`${about} may be pushed to without a pull request, so without a plan that anybody saw`, todo),
    requiredChecks.length === 0
      ? wrong(`${about} requires no status check: a pull request is merged although its plan failed`, todo)
      : right(`${about} requires ${requiredChecks.join(', ')}`),
  ];
}
