import type { SiteConfig } from '../config/config.js';
import { asError } from '../errors.js';
import type { Parents } from '../ports/history.js';
import type { StageConnector } from '../ports/promotion.js';
import type { PullFiles } from '../ports/pull-requests.js';
import type { Log, SignIn } from '../ports/run.js';
import type { SiteConnector } from '../ports/site.js';
import type { OfflineChecks, Planner, Stack, StateIdentity } from '../ports/terraform.js';
import { countsPhrase } from '../terraform/plan/counts-phrase.js';
import { planReport } from './infrastructure/plan-report.js';
import { standsAnew } from './open-plans/standing-check.js';
import {
  type LanePackages,
  type PackagePorts,
  packagesSentence,
  packed,
  startChecked,
  startSentence,
} from './packages/lane.js';
import { type PromotionPorts, promotionPreview } from './promotion/promoted-release.js';
import { isFirstDeployment } from './review/first-deployment.js';
import { checkMergeGroup, type GroupPorts } from './review/merge-group.js';
import { hasRoom, NO_ROOM_FOR_RECORD } from './review/record-texts.js';
import { takenOut } from './review/taken-out.js';
import { plannedBase, recordReview } from './review/write-record.js';
import { beside } from './run/beside.js';
import type { RunContext } from './run/context.js';
import { OperationRun } from './run/operation-run.js';
import type { Outcome, PlanReport, SitePreview } from './run/outcome.js';
import { STEPS } from './run/steps.js';
import { previewLane, previewSentence } from './site/lane.js';
import { plannedConfig } from './site-config/written-config.js';

export interface PlanPorts {
  readonly log: Log;
  readonly aws: SignIn;
  readonly terraform?: (Planner & Stack & StateIdentity & OfflineChecks) | undefined;
  readonly github: GroupPorts['github'] &
    PromotionPorts['github'] & { readonly history: Parents; readonly pulls: PullFiles };
  readonly stage: StageConnector;
  readonly packages?: PackagePorts | undefined;
  readonly site: SiteConnector;
  /** What the check run's page shows of the plan, redacted. */
  readonly page: (outcome: Outcome) => string;
}

/** Plans the infrastructure and the site, and records the plan for the merge. Changes nothing in the cloud. */
export async function planOperation(context: RunContext, ports: PlanPorts): Promise<Outcome> {
  const { config, event } = context;
  const recorded = event.kind === 'pull-request' || event.kind === 'merge-group';
  const run = new OperationRun(context, 'plan', ports.log, [
    STEPS.signIn,
    ...(config.infrastructure === undefined ? [] : [STEPS.init]),
    ...(config.packages === undefined ? [] : [STEPS.packages]),
    ...(config.infrastructure === undefined ? [] : [STEPS.plan]),
    ...(config.infrastructure === undefined || config.packages === undefined ? [] : [STEPS.start]),
    ...(event.kind === 'merge-group' ? [STEPS.review] : []),
    ...(config.site === undefined ? [] : [STEPS.compareSite]),
    ...(config.infrastructure === undefined || !recorded ? [] : [STEPS.record]),
  ]);
  const { findings } = run;
  if (event.kind === 'pull-request') findings.pullRequest = event.number;
  return await run.conclude(async () => {
    const { terraform, aws } = ports;
    await run.signIn(aws);
    const planned = terraform === undefined ? undefined : await planInfrastructure(terraform);
    if (terraform !== undefined && planned !== undefined && event.kind === 'merge-group') {
      findings.review = await run.step(
        STEPS.review,
        () => checkMergeGroup({ context, ...planned }, { ...ports, stack: terraform }),
        ({ sentence: compared }) => compared,
      );
    }
    if (config.site !== undefined) {
      const { site } = config;
      findings.sitePreview = await run.step(STEPS.compareSite, () => sitePreview(site, planned?.json), previewSentence);
    }
    if (planned !== undefined && event.kind === 'pull-request') {
      const { told, pulls } = await takenOut({ context, compared: planned.compared }, ports);
      findings.plan = { ...planned.report, origins: withPulls(planned.report.origins, pulls) };
      if (told !== undefined) findings.warnings.push(told);
      if (!hasRoom(planned.compared.reviewed)) findings.warnings.push(NO_ROOM_FOR_RECORD);
    }
    const parts = [
      ...(planned === undefined ? [] : [countsPhrase(planned.report.changes)]),
      ...(findings.sitePreview === undefined ? [] : [`site: ${previewSentence(findings.sitePreview)}`]),
    ];
    const sentence = `Planned ${config.stage}: ${parts.join('; ')}`;
    if (terraform !== undefined && planned !== undefined && recorded) {
      const summary = ports.page(run.succeeded(sentence));
      await run.step(STEPS.record, async () => {
        const first =
          planned.compared.reviewed.changes.length > 0 && (await isFirstDeployment(planned.report, terraform));
        await recordReview({ context, ...planned }, ports.github, { first, summary });
        await standsAnew(context, ports);
      });
    }
    return sentence;
  });

  /** What is built now is not what a promotion takes. */
  async function sitePreview(site: SiteConfig, planJson: unknown): Promise<SitePreview> {
    const { promoteFrom: from } = config;
    if (from === undefined) return await previewLane(context, site, ports.terraform, ports.site, planJson);
    if (planJson !== undefined) plannedConfig(site.configOutputs, planJson);
    return await promotionPreview(context, from, site.releaseFile, ports);
  }

  async function planInfrastructure(planner: Planner & StateIdentity) {
    const packing = packages();
    // What the record needs of GitHub is asked while Terraform starts, and said to fail where it is needed.
    const base = recorded ? plannedBase(context, ports.github.history) : undefined;
    const changed = event.kind === 'pull-request' ? changedFiles(event.number, ports) : undefined;
    await run.step(STEPS.init, () => beside(base, () => beside(packing, () => planner.init())));
    const lane = packing === undefined ? undefined : await run.step(STEPS.packages, () => packing, packagesSentence);
    if (lane !== undefined) findings.packages = lane.reports;
    const variables = lane?.variables ?? new Map<string, string>();
    // A read-only role cannot write the lock, and a plan that is only looked at needs none.
    const planned = await run.step(
      STEPS.plan,
      async () => {
        const files = await planner.plan({ destroy: false, lock: false, variables });
        return {
          json: files.json,
          ...planReport(files, context, { lineage: await planner.lineage(), aws: ports.aws, changed: await changed }),
        };
      },
      ({ report }) => countsPhrase(report.changes),
    );
    findings.plan = planned.report;
    findings.diagnostics.push(...planned.report.diagnostics);
    if (lane !== undefined) {
      const start = await run.step(STEPS.start, async () => startChecked(planned.json, lane), startSentence);
      findings.warnings.push(...start.warnings);
    }
    return planned;
  }

  /** Packed here too, so that the plan changes exactly when the code does. Nothing is uploaded. */
  function packages(): Promise<LanePackages> | undefined {
    const { packages: lanePorts } = ports;
    return config.packages === undefined || lanePorts === undefined ? undefined : packed(config.packages, lanePorts);
  }
}

/** For hints alone, so that a failure is only told. */
async function changedFiles(number: number, { github, log }: Pick<PlanPorts, 'github' | 'log'>) {
  try {
    return await github.pulls.changedFiles(number);
  } catch (thrown) {
    log.info(`Where the changes come from is told without the files of the pull request: ${asError(thrown).message}`);
    return undefined;
  }
}

function withPulls(
  origins: PlanReport['origins'] = new Map(),
  pulls: ReadonlyMap<string, number>,
): NonNullable<PlanReport['origins']> {
  const merged = [...pulls].map(([address, pull]) => [address, { data: [], ...origins.get(address), pull }] as const);
  return new Map([...origins, ...merged]);
}

/** The pull request of a fork or of Dependabot: nothing is asked of AWS, and the exit code is 0. */
export async function offlinePlanOperation(context: RunContext, ports: PlanPorts, because: string): Promise<Outcome> {
  const { terraform } = ports;
  const run = new OperationRun(context, 'plan', ports.log, terraform === undefined ? [] : [STEPS.offline]);
  const { findings } = run;
  return await run.conclude(async () => {
    if (terraform !== undefined) {
      findings.diagnostics.push(...(await run.step(STEPS.offline, () => terraform.check())));
    }
    const found = findings.diagnostics.length;
    return (
      `Checked ${context.config.stage} without credentials, because ${because}: ` +
      `${found === 0 ? 'nothing to report' : `${found} findings`}. The plan is made after the merge, on the merge commit`
    );
  });
}
