import type { Config } from '../../../src/config/config.js';
import type { Run } from '../../../src/event/event.js';
import { checkReview, type ReviewPorts } from '../../../src/operation/review/check-review.js';
import { formatRecordId } from '../../../src/operation/review/record-id.js';
import type { ComparedPlan } from '../../../src/operation/review/review-request.js';
import { checkRunName } from '../../../src/operation/review/write-record.js';
import type { RunContext } from '../../../src/operation/run/context.js';
import type { PlanReport } from '../../../src/operation/run/outcome.js';
import type { CheckRun } from '../../../src/ports/check-runs.js';
import type { Memory } from '../../../src/ports/deployments.js';
import type { Approval, MergedPullRequest } from '../../../src/ports/pull-requests.js';
import { changeSet } from '../../../src/terraform/plan/classify.js';
import { encodeReviewed } from '../../../src/terraform/reviewed/record-codec.js';
import { fingerprintPlan, LINEAGE, PACKAGES, type PlanOptions, plan, planContext } from '../../terraform/plan-maker.js';

// A repository on GitHub, as the review asks about it, in memory.

export interface World {
  readonly pulls: (MergedPullRequest & { readonly commits: readonly string[] })[];
  readonly approvals: Map<number, Approval[]>;
  /** Who pushed: `1 bob`. */
  readonly pushes: Map<string, 'yes' | 'unknown'>;
  readonly checks: { readonly sha: string; readonly name: string; readonly run: CheckRun }[];
  state: readonly string[];
  lastSuccessful: { sha: string; url: string } | undefined;
  /** What is remembered beside the commits. */
  memory: Partial<Memory>;
  /** Commits of deployments that did not succeed. */
  unfinished: readonly string[];
  /** Commits of the default branch after the last successful deployment, oldest first. */
  readonly mainline: string[];
  /** A lookup that fails, by the name of its method. */
  failing: string | undefined;
  readonly logged: string[];
}

export function world(): World {
  return {
    pulls: [],
    approvals: new Map(),
    pushes: new Map(),
    checks: [],
    state: ['aws_thing.old'],
    lastSuccessful: { sha: 'deployed', url: '' },
    memory: {},
    unfinished: [],
    mainline: [],
    failing: undefined,
    logged: [],
  };
}

/** Nothing is deployed, and nothing ever was. */
export function neverDeployed(in_: World): void {
  in_.state = [];
  in_.lastSuccessful = undefined;
}

/** `at` is a minute of one day. */
export const time = (at: number) => new Date(Date.UTC(2026, 10, 25, 8, at)).toISOString();

export function merge(
  in_: World,
  number: number,
  options: { readonly at: number; readonly sha: string; readonly head?: string; readonly author?: string },
): void {
  in_.mainline.push(options.sha);
  in_.pulls.push({
    number,
    title: `Change ${number}`,
    author: options.author ?? 'alice',
    headSha: options.head ?? `head-${number}`,
    baseRef: 'main',
    mergedAt: time(options.at),
    mergeCommitSha: options.sha,
    labels: [],
    commits: [options.sha],
  });
}

export function approve(in_: World, number: number, by: string, at: number, commit = `head-${number}`): void {
  in_.approvals.set(number, [...(in_.approvals.get(number) ?? []), { by, at: time(at), commit }]);
}

export interface Planned {
  readonly report: PlanReport;
  readonly compared: ComparedPlan;
}

export function planned(options: PlanOptions): Planned {
  const made = plan(options);
  const { fingerprint, compared } = fingerprintPlan(made, planContext(LINEAGE));
  const report: PlanReport = {
    changes: changeSet(made, PACKAGES),
    text: '',
    fingerprint,
    diagnostics: [],
    sensitiveValues: [],
  };
  return { report, compared };
}

/** Records a plan on a commit, as the plan operation does: for the pull request after which the commit is called. */
export function record(
  in_: World,
  sha: string,
  { report, compared }: Planned,
  options: {
    readonly at: number;
    readonly stage?: string;
    readonly conclusion?: string;
    readonly text?: string;
    readonly pull?: number;
    readonly baseRef?: string;
    readonly first?: boolean;
    /** The newest commit of the default branch that was planned; default: before everything. */
    readonly base?: string;
  },
): void {
  const { pull = Number(/[1-9]/.exec(sha)?.[0] ?? 1), baseRef = 'main', first = false, base = 'deployed' } = options;
  const [text = ''] = encodeReviewed({ ...compared.reviewed, base }) ?? [];
  in_.checks.push({
    sha,
    name: checkRunName({ stage: options.stage ?? 'dev', directory: 'infra', workspace: 'default' }),
    run: {
      id: in_.checks.length + 1,
      name: checkRunName({ stage: options.stage ?? 'dev', directory: 'infra', workspace: 'default' }),
      externalId: formatRecordId({ fingerprint: report.fingerprint, pull, baseRef, first }),
      conclusion: options.conclusion ?? 'success',
      startedAt: time(options.at),
      completedAt: time(options.at),
      text: options.text ?? text,
    },
  });
}

export function contextOf(sha: string, config: Partial<Config> = {}, run: Partial<Run> = {}): RunContext {
  return {
    event: { kind: 'push', branch: 'main', sha, deleted: false },
    repository: { id: 1, owner: 'example', name: 'shop', fullName: 'example/shop', defaultBranch: 'main' },
    run: {
      id: '1',
      attempt: '1',
      url: 'https://github.com/example/shop/actions/runs/1',
      sha,
      ref: 'refs/heads/main',
      actor: 'bob',
      triggeringActor: 'bob',
      ...run,
    },
    config: { stage: 'dev', applyPolicy: 'reviewed', ...config },
    identity: { stage: 'dev', directory: 'infra', workspace: 'default' },
    now: new Date(time(40)),
  } as unknown as RunContext;
}

export function deployOf(
  in_: World,
  now: Planned,
  options: { readonly sha?: string; readonly config?: Partial<Config>; readonly run?: Partial<Run> } = {},
): ReturnType<typeof checkReview> {
  const sha = options.sha ?? in_.mainline.at(-1) ?? 'head';
  const context = contextOf(sha, options.config, options.run);
  return checkReview({ context, ...now }, ports(in_));
}

export function ports(in_: World): ReviewPorts {
  const lookup =
    <T>(name: string, answer: () => T) =>
    async (): Promise<T> => {
      if (in_.failing === name) throw new Error(`${name} failed`);
      return answer();
    };
  const never = () => Promise.reject(new Error('a review does not do this'));
  return {
    log: {
      info: (message) => void in_.logged.push(message),
      warning: (message) => void in_.logged.push(`warning: ${message}`),
      error: () => undefined,
      group: async (_title, work) => await work(),
    },
    stack: { resources: lookup('resources', () => in_.state) },
    github: {
      checks: {
        create: async (request) => {
          if (in_.failing === 'create') throw new Error('create failed');
          const run = { ...request, id: in_.checks.length + 1, startedAt: time(50), completedAt: time(50) };
          in_.checks.push({ sha: request.headSha, name: request.name, run });
          return { url: '' };
        },
        list: (sha, name) =>
          lookup('list', () =>
            in_.checks
              .filter((check) => check.sha === sha && check.name === name)
              .map(({ run }) => run)
              .reverse(),
          )(),
      },
      pulls: {
        headSha: never,
        mergedAs: (sha) => lookup('mergedAs', () => in_.pulls.find(({ mergeCommitSha }) => mergeCommitSha === sha))(),
        pushed: (number, login) => lookup('pushed', () => in_.pushes.get(`${number} ${login}`) ?? 'no')(),
        approvals: (number) => lookup('approvals', () => in_.approvals.get(number) ?? [])(),
        mergedSince: (deployed) =>
          lookup('mergedSince', () => {
            const since = in_.mainline.slice(in_.mainline.indexOf(deployed ?? '') + 1);
            return in_.pulls.filter(({ mergeCommitSha }) => since.includes(mergeCommitSha));
          })(),
      },
      history: {
        isAncestor: async (sha, of) =>
          lookup(
            'isAncestor',
            () => in_.mainline.includes(of) && in_.mainline.indexOf(sha) <= in_.mainline.indexOf(of),
          )(),
      },
      deployments: {
        remembered: lookup('remembered', () => ({
          beside: false,
          begun: in_.unfinished.map((sha) => ({ kind: 'deploy' as const, sha })),
          ...(in_.lastSuccessful === undefined
            ? {}
            : { ended: { kind: 'deploy' as const, sha: in_.lastSuccessful.sha } }),
          ...in_.memory,
        })),
      },
    },
  };
}
