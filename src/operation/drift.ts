import { asError } from '../errors.js';
import type { MergeCheckout } from '../ports/branch-pulls.js';
import type { Comments } from '../ports/comments.js';
import type { Deployments } from '../ports/deployments.js';
import type { ForeignIssue, Issues } from '../ports/issues.js';
import type { Log, SignIn } from '../ports/run.js';
import type { Planner, Stack, StateIdentity, StateReader } from '../ports/terraform.js';
import { driftOfPlan } from '../terraform/reviewed/drift.js';
import type { KnownDriftEntry } from '../terraform/reviewed/known-drift.js';
import { knownDriftEntries } from '../terraform/reviewed/known-drift-file.js';
import { heldStage } from './deployments/held.js';
import { deployTask } from './deployments/task.js';
import { isNothingDeployed } from './infrastructure/nothing-deployed.js';
import { planReport } from './infrastructure/plan-report.js';
import { type IssueNotice, type KeptIssue, keepIssue } from './kept-issue.js';
import { packagesInState } from './packages/in-state.js';
import { type PackagePorts, packagesSentence, packed } from './packages/lane.js';
import type { RunContext } from './run/context.js';
import { OperationRun } from './run/operation-run.js';
import type { DriftReport, Outcome } from './run/outcome.js';
import { driftSentence } from './run/sentences.js';
import { skippedOutcome } from './run/skipped.js';
import { STEPS } from './run/steps.js';

export interface DriftPorts {
  readonly log: Log;
  readonly aws: SignIn;
  readonly terraform?: (Planner & StateIdentity & Stack & StateReader) | undefined;
  readonly packages?: PackagePorts | undefined;
  readonly github: { readonly deployments: Pick<Deployments, 'remembered' | 'underWay' | 'latest'> };
  readonly checkout: Pick<MergeCheckout, 'checkOut'>;
  readonly issues: Issues;
  readonly comments: Comments;
  readonly notice: (outcome: Outcome) => IssueNotice;
  /** The list of known drift in the checkout; `undefined` where there is none. */
  readonly knownDrift: () => Promise<string | undefined>;
}

const NOTHING_DEPLOYED: DriftReport = {
  deployed: false,
  found: false,
  outside: [],
  known: [],
  idle: [],
  values: new Map(),
  leftAlone: [],
  pending: { resources: [], outputs: [], deferred: [], invocations: [] },
  fingerprint: '',
};

/**
 * Plans what is merged against the world and keeps one issue about what they differ in. Changes nothing in the cloud,
 * and drift is no failure; an issue that cannot be kept is one, since nobody else tells of the drift.
 */
export async function driftOperation(context: RunContext, ports: DriftPorts): Promise<Outcome> {
  const { terraform, aws } = ports;
  const { config } = context;
  if (terraform === undefined) return skippedOutcome(context, 'there is no infrastructure that could drift');
  const run = new OperationRun(context, 'drift', ports.log, [
    STEPS.signIn,
    STEPS.init,
    ...(config.packages === undefined ? [] : [STEPS.packages]),
    STEPS.plan,
    STEPS.issue,
  ]);
  const { findings } = run;
  return await run.conclude(async () => {
    const text = await ports.knownDrift();
    const entries = text === undefined ? [] : knownDriftEntries(text, context.identity);
    await run.signIn(aws);
    // What was merged under a hold is not deployed on purpose: what was applied last is what nothing may differ from.
    const held = await heldStage(context, ports.github.deployments, ports.log);
    if (held !== undefined && held.applied !== context.run.sha) await ports.checkout.checkOut(held.applied);
    await run.step(STEPS.init, () => terraform.init());
    const variables = (held && (await liveVariables())) ?? (await packageVariables(ports.packages));
    if (held !== undefined) {
      findings.warnings.push(`${held.sentence}. Drift is looked for in what was applied last, ${held.applied}`);
    }
    const drift = await run.step(STEPS.plan, () => plannedDrift(terraform, variables, entries), driftSentence);
    findings.drift = drift;
    const sentence = `${config.stage}: ${driftSentence(drift)}`;
    const notice = ports.notice(run.succeeded(sentence));
    const { kept: issue, foreign } = await run.step(
      STEPS.issue,
      () => keepIssue(drift.found, notice, { same: 'left', dismissible: true }, ports),
      ({ kept }) =>
        kept === undefined ? 'there is none, and none is needed' : `${STATES[kept.state]} #${kept.number}`,
    );
    findings.warnings.push(...foreign.map(foreignIssue));
    if (issue === undefined) return sentence;
    findings.drift = { ...drift, issue };
    return `${sentence}; ${STATES[issue.state]} ${issue.url}`;
  });

  async function plannedDrift(
    planner: NonNullable<DriftPorts['terraform']>,
    variables: ReadonlyMap<string, string>,
    entries: readonly KnownDriftEntry[],
  ): Promise<DriftReport> {
    // A stage that was destroyed, or never deployed, is no stage that has drifted.
    if (await isNothingDeployed(context, planner, ports.github.deployments)) return NOTHING_DEPLOYED;
    const before = await deployUnderWay();
    // A plan that is only looked at needs no lock, which the plan role could not write.
    const files = await planner.plan({ destroy: false, lock: false, variables });
    const lineage = await planner.lineage();
    const { report, drifting } = planReport(files, context, { lineage, aws });
    findings.plan = report;
    findings.diagnostics.push(...report.diagnostics);
    const rules = { entries, protect: config.protect, today: context.now.toISOString().slice(0, 10) };
    const drift = { deployed: true, ...driftOfPlan(report.changes, drifting, rules) };
    const underWay = drift.found ? (before ?? (await deployUnderWay())) : undefined;
    return underWay === undefined ? drift : { ...drift, underWay };
  }

  /** What it is about to do would look like drift. Where GitHub does not say, it is not named. */
  async function deployUnderWay(): Promise<string | undefined> {
    try {
      return await ports.github.deployments.underWay(deployTask(context.identity), config.stage);
    } catch (thrown) {
      ports.log.info(`Whether a deploy is under way is not known: ${asError(thrown).message}`);
      return undefined;
    }
  }

  /** After a rollback functions run what the state says, and no build has it. */
  async function liveVariables(): Promise<ReadonlyMap<string, string> | undefined> {
    if (config.packages === undefined || terraform === undefined) return undefined;
    return packagesInState(await terraform.state(), config.packages);
  }

  /** Packed as for a deploy, so that only code that is not deployed is a difference. Nothing is uploaded. */
  async function packageVariables(packages: PackagePorts | undefined): Promise<ReadonlyMap<string, string>> {
    const wanted = config.packages;
    if (wanted === undefined || packages === undefined) return new Map();
    const lane = await run.step(STEPS.packages, () => packed(wanted, packages), packagesSentence);
    findings.packages = lane.reports;
    return lane.variables;
  }
}

const STATES: Readonly<Record<KeptIssue['state'], string>> = {
  opened: 'opened',
  updated: 'updated',
  unchanged: 'unchanged',
  closed: 'closed',
  dismissed: 'closed by somebody as "not planned", and the same still:',
};

function foreignIssue({ number, author }: ForeignIssue): string {
  return `Issue #${number} is about the drift of this stack, and was opened by ${author}, not by this token: nothing keeps it up to date. Close it`;
}
