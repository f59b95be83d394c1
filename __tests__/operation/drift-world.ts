import { type DriftPorts, driftOperation } from '../../src/operation/drift.js';
import type { RunContext } from '../../src/operation/run/context.js';
import type { Outcome } from '../../src/operation/run/outcome.js';
import type { StatePlace } from '../../src/operation/run/stack-identity.js';
import type { Latest, Memory } from '../../src/ports/deployments.js';
import type { ForeignIssue, OwnIssue } from '../../src/ports/issues.js';
import { driftNotice } from '../../src/report/drift-issue.js';
import type { StackOutputs } from '../../src/terraform/command/stack-outputs.js';
import type { ReadSources } from '../../src/terraform/configuration/plan-sources.js';
import { LINEAGE, NO_SOURCES, type PlanOptions, plan } from '../terraform/plan-maker.js';
import { contextOf } from './review/review-world.js';

export interface StoredIssue {
  title: string;
  body: string;
  state: string;
  locked?: boolean;
  readonly comments: string[];
}

export const DEPLOYED: Memory = { ended: { kind: 'deploy', sha: 'deployed' }, begun: [], beside: false };
export const NEVER_DEPLOYED: Memory = { begun: [], beside: false };

/** A stack whose drift is looked for in memory, the issues of its repository, and what was done, in order. */
export class DriftWorld {
  readonly done: string[] = [];
  /** What is read beside the plan. */
  sources: ReadSources = NO_SOURCES;
  /** What Terraform plans. */
  plan: PlanOptions = {};
  deployed: readonly string[] = ['aws_thing.this'];
  outputs: StackOutputs = {};
  /** What the last plan was given. */
  variables: ReadonlyMap<string, string> | undefined;
  /** What is in the state, as `terraform show -json` has it. */
  shownState: unknown = {};
  latest: Latest = { open: [] };
  /** What the deployment records say. */
  memory: Memory = DEPLOYED;
  /** The text of `.github/known-drift.yml`. */
  knownDrift: string | undefined;
  /** Runs that are deploying, at each time that it is asked. */
  underWay: (string | undefined)[] = [];
  /** Open issues of other identities. */
  foreign: readonly ForeignIssue[] = [];
  readonly reasons = new Map<number, 'completed' | 'not_planned'>();
  /** What fails, by the name of its method. */
  failing: string | undefined;

  /** @param state of a stack among others that keep their issues in the same repository */
  constructor(
    readonly issues: StoredIssue[] = [],
    private readonly state?: StatePlace,
  ) {}

  readonly context = {
    ...contextOf('commit', { redact: [], protect: [] }),
    workspace: '/workspace',
    now: new Date('2026-11-28T12:00:00Z'),
    signal: new AbortController().signal,
  } as RunContext;

  readonly ports: DriftPorts = {
    log: { info: () => {}, warning: () => {}, error: () => {}, group: async (_title, work) => await work() },
    aws: { signIn: async () => this.#do('signIn', 'signed in') },
    terraform: {
      init: async () => this.#do('init', undefined),
      plan: async ({ destroy, lock, variables }) => {
        this.variables = variables;
        return this.#do(
          'plan',
          { planFile: '', json: plan(this.plan), text: '', diagnostics: [], sources: this.sources },
          `${destroy}, lock ${lock}`,
        );
      },
      resources: async () => this.deployed,
      outputs: async () => this.outputs,
      state: async () => this.shownState,
      lineage: async () => LINEAGE,
      place: async () => 'here',
    },
    github: {
      deployments: {
        remembered: async () => this.memory,
        underWay: async () => this.#do('underWay', this.underWay.shift()),
        latest: async () => this.latest,
      },
    },
    checkout: { checkOut: async (sha) => this.#do('checkOut', undefined, sha) },
    issues: {
      openIssues: async (marker) =>
        this.#do('openIssues', { own: this.#marked(marker, 'open'), foreign: this.foreign }),
      dismissedIssue: async (marker, label) => {
        const [newest] = this.#marked(marker, 'closed').reverse();
        const dismissed = newest !== undefined && this.reasons.get(newest.number) === 'not_planned';
        return this.#do('dismissedIssue', dismissed ? newest : undefined, label);
      },
      openIssue: async (_marker, { title, body }) => {
        const number = this.issues.push({ title, body, state: 'open', comments: [] });
        return this.#do('openIssue', { number, url: `issue ${number}`, firstLine: '' }, String(number));
      },
      rewriteIssue: async (number, text) => {
        this.#do('rewriteIssue', undefined, String(number));
        Object.assign(this.issues[number - 1] ?? {}, text);
      },
      closeIssue: async (number, reason) => {
        this.#do('closeIssue', undefined, `${number}, ${reason}`);
        this.reasons.set(number, reason);
        Object.assign(this.issues[number - 1] ?? {}, { state: 'closed' });
      },
    },
    comments: {
      upsert: async (number, _marker, body) => {
        if (this.issues[number - 1]?.locked) throw new Error('Unable to create comment because issue is locked');
        this.issues[number - 1]?.comments.push(body);
        return this.#do('comment', { url: '', created: true }, String(number));
      },
    },
    knownDrift: async () => this.knownDrift,
    notice: (outcome) => driftNotice(outcome, { redact: (text) => text }),
  };

  /** @returns the outcome, with `done` filled anew */
  async look(ports: Partial<DriftPorts> = {}): Promise<Outcome> {
    this.done.length = 0;
    const { identity } = this.context;
    const context =
      this.state === undefined ? this.context : { ...this.context, identity: { ...identity, state: this.state } };
    return await driftOperation(context, { ...this.ports, ...ports });
  }

  #marked(marker: string, wanted: string): OwnIssue[] {
    return this.issues.flatMap(({ body, state, locked }, at): OwnIssue[] => {
      const firstLine = body.split('\n')[0] ?? '';
      if (state !== wanted || !firstLine.startsWith(marker)) return [];
      return [{ number: at + 1, url: '', firstLine, ...(locked ? { locked } : {}) }];
    });
  }

  #do<T>(method: string, answer: T, about = ''): T {
    if (this.failing === method) throw new Error(`${method} failed`);
    this.done.push(about === '' ? method : `${method} ${about}`);
    return answer;
  }
}
