import { setTimeout as sleep } from 'node:timers/promises';
import { asError } from '../../errors.js';
import type { OpenPull, OpenPulls } from '../../ports/branch-pulls.js';
import type { ChangeableCheckRuns, CheckRun, CheckRuns } from '../../ports/check-runs.js';
import type { DeploymentHistory } from '../../ports/deployments.js';
import type { MergeTrees } from '../../ports/merge-trees.js';
import type { PullRequests } from '../../ports/pull-requests.js';
import type { Log } from '../../ports/run.js';
import { PastDeployments } from '../deployments/past-deployments.js';
import { deployTask } from '../deployments/task.js';
import { type RecordedPlan, recordedPlans, reviewedRecord } from '../review/read-record.js';
import { readRecord } from '../review/record-texts.js';
import { checkRunName, ofState } from '../review/write-record.js';
import type { RunContext } from '../run/context.js';
import { inParallel } from '../run/in-parallel.js';
import type { Outcome } from '../run/outcome.js';
import { type Standing, standingCheck, standingName } from './standing-check.js';
import { type CountingRecord, StandingJudge } from './standing-judge.js';

export interface OpenPlanPorts {
  readonly log: Log;
  readonly github: {
    readonly branches: OpenPulls;
    readonly checks: ChangeableCheckRuns & Pick<CheckRuns, 'create' | 'list'>;
    readonly deployments: DeploymentHistory;
    readonly pulls: Pick<PullRequests, 'approvals'>;
  };
  readonly mergeTrees: MergeTrees;
  /** Between two check runs that are written. */
  readonly pauseMs?: number;
}

interface Counting {
  readonly pull: OpenPull;
  readonly runs: readonly CheckRun[];
  /** `undefined`: the head has no plan that counts. */
  readonly record: CountingRecord | undefined;
}

/** Pull requests that are read at once. */
const CONCURRENCY = 5;
/** GitHub asks for a second between writes: https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api */
const PAUSE_MS = 1_000;

/** A deploy is over when its plans are compared: what is not told by then, the next run tells. */
const LONGEST_MS = { deploy: 60_000, drift: 300_000 };

/**
 * After a deploy and when drift is looked for: whether the plans of open pull requests still are what merging would apply.
 * Nothing is planned, and what fails changes no result.
 *
 * @param connect the world, until a signal
 */
export async function judgeOpenPlans(
  { operation, result }: Pick<Outcome, 'operation' | 'result'>,
  context: RunContext,
  connect: (signal: AbortSignal) => OpenPlanPorts,
): Promise<void> {
  if ((operation !== 'deploy' && operation !== 'drift') || result !== 'succeeded') return;
  if (context.config.infrastructure === undefined || context.signal.aborted) return;
  const late = AbortSignal.timeout(LONGEST_MS[operation]);
  const signal = AbortSignal.any([context.signal, late]);
  const ports = connect(signal);
  try {
    await judged(context.config.infrastructure.directory, { ...context, signal }, ports);
  } catch (thrown) {
    const why = late.aborted ? `${LONGEST_MS[operation] / 1_000} s were not enough` : asError(thrown).message;
    ports.log.info(`Whether the plans of open pull requests still hold is not known: ${why}`);
  }
}

async function judged(directory: string, context: RunContext, ports: OpenPlanPorts): Promise<void> {
  const { config, identity, repository, signal } = context;
  const { log, github, mergeTrees } = ports;
  const pulls = await github.branches.openPulls(repository.defaultBranch);
  if (pulls.length === 0) return;
  const past = new PastDeployments(github.deployments.past(deployTask(identity), identity.stage));
  const newest = await past.newest();
  if (newest === undefined || newest.destroys || (await past.endOfNewest()) === undefined) {
    log.info('The plans of open pull requests are not compared: nothing is deployed to its end.');
    return;
  }
  const counting: Counting[] = [];
  const read = async (pull: OpenPull, index: number) => {
    counting[index] = await countingRecord(pull, context, ports);
  };
  await inParallel(pulls, CONCURRENCY, signal, read, 'the reading of open pull requests');
  const planned = counting.flatMap(({ pull, record }) => (record === undefined ? [] : [{ pull, record }]));
  if (planned.length === 0 && config.outdated === 'note') return;
  const between = await Promise.all(planned.map(({ record }) => past.since(record.startedAt)));
  const shas = [newest.sha, ...between.flatMap((since) => since?.all ?? []).map(({ sha }) => sha)];
  const heads = planned.flatMap(({ pull, record }) => [pull.headSha, record.plan.base]);
  const commits = await mergeTrees.fetch(repository.defaultBranch, [...shas, ...heads]);
  try {
    const judge = new StandingJudge(commits, directory, newest.sha);
    if (!judge.isDeployed()) {
      log.info(`The plans of open pull requests are not compared: ${repository.defaultBranch} is not deployed yet.`);
      return;
    }
    const standings = new Map<number, Standing | undefined>();
    for (const [index, { pull, record }] of planned.entries()) {
      signal.throwIfAborted();
      standings.set(pull.number, judge.standing(pull, record, between[index]));
    }
    await told(counting, standings, context, ports);
  } finally {
    commits.close();
  }
}

async function countingRecord(pull: OpenPull, context: RunContext, { github }: OpenPlanPorts): Promise<Counting> {
  const { identity } = context;
  const runs = await github.checks.allOf(pull.headSha);
  const name = checkRunName(identity);
  const about = { number: pull.number, baseRef: pull.baseRef, ...ofState(identity) };
  const plans = recordedPlans(
    runs.filter((run) => run.name === name),
    pull.headSha,
    about,
  );
  const list = async (sha: string, of: string) =>
    sha === pull.headSha ? runs.filter((run) => run.name === of) : await github.checks.list(sha, of);
  // Only of several it matters which of them was approved.
  const several = new Set(plans.map(({ fingerprint }) => fingerprint)).size > 1;
  const plan = several ? await approved() : await newest(plans[0]);
  const startedAt = plans.map((one) => one.startedAt).sort()[0] ?? '';
  return { pull, runs, record: plan === undefined || typeof plan === 'string' ? undefined : { plan, startedAt } };

  async function newest(one: RecordedPlan | undefined) {
    if (one === undefined) return undefined;
    return await readRecord(one.text, one.fingerprint, { headSha: pull.headSha, name }, { list });
  }

  async function approved() {
    const open = { ...pull, labels: [], mergedAt: '9999-12-31T23:59:59Z' };
    return (await reviewedRecord(open, identity, { github: { checks: { list }, pulls: github.pulls } }))?.plan;
  }
}

/** Writes what is new, what is broken first. With `note` a plan that never was outdated needs no check run. */
async function told(
  counting: readonly Counting[],
  standings: ReadonlyMap<number, Standing | undefined>,
  { config, identity, repository, signal }: RunContext,
  { github, log, pauseMs = PAUSE_MS }: OpenPlanPorts,
): Promise<void> {
  const name = standingName(identity);
  const answers = { outdated: 0, destroyed: 0, conflict: 0, holds: 0, unplanned: 0 };
  const writes: { readonly isBroken: boolean; readonly write: () => Promise<unknown> }[] = [];
  for (const { pull, runs, record } of counting) {
    const standing = record === undefined ? ({ answer: 'unplanned' } as const) : standings.get(pull.number);
    if (standing === undefined) continue;
    answers[standing.answer]++;
    const request = standingCheck(standing, config.outdated, { identity, baseRef: repository.defaultBranch });
    const known = runs.find((run) => run.name === name);
    if (known?.externalId === request.externalId && known.conclusion === request.conclusion) continue;
    const isBroken = standing.answer !== 'holds' && standing.answer !== 'unplanned';
    if (known === undefined && !isBroken && config.outdated === 'note') continue;
    const write = async () =>
      known === undefined
        ? await github.checks.create({ ...request, headSha: pull.headSha })
        : await github.checks.change(known.id, request);
    writes.push({ isBroken, write });
  }
  const said = Object.entries(answers).flatMap(([answer, count]) => (count > 0 ? [`${count} ${answer}`] : []));
  if (said.length === 0) return;
  log.info(`Plans of open pull requests: ${said.join(', ')}. Check runs to write: ${writes.length}.`);
  const sorted = [...writes].sort((a, b) => Number(b.isBroken) - Number(a.isBroken));
  for (const [index, { write }] of sorted.entries()) {
    if (index > 0) await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) {
      log.info(`${sorted.length - index} of them are left to the next deploy or drift run.`);
      return;
    }
    await write();
  }
}
