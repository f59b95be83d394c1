import { randomUUID } from 'node:crypto';
import type { PullRequest } from '../../../local/github/pull-requests.js';
import type { OutdatedMode } from '../../../src/config/config.js';
import { deployTask } from '../../../src/operation/deployments/task.js';
import { judgeOpenPlans } from '../../../src/operation/open-plans/open-plans.js';
import { standingName } from '../../../src/operation/open-plans/standing-check.js';
import { formatRecordId } from '../../../src/operation/review/record-id.js';
import { checkRunName } from '../../../src/operation/review/write-record.js';
import type { RunContext } from '../../../src/operation/run/context.js';
import type { Outcome } from '../../../src/operation/run/outcome.js';
import type { MergeTrees } from '../../../src/ports/merge-trees.js';
import { encodeReviewed } from '../../../src/terraform/reviewed/record-codec.js';
import { GitHubWorld } from '../../gateways/github/github-world.js';
import { resource } from '../../terraform/plan-maker.js';
import { textTree } from '../../terraform/standing/text-tree.js';
import { contextOf, planned } from '../review/review-world.js';

type Files = Readonly<Record<string, string>>;

const IDENTITY = { stage: 'dev', directory: 'infra', workspace: 'default' };
const TASK = deployTask(IDENTITY);

/** Open pull requests on a local GitHub, whose texts are here. */
export class OpenPlansWorld {
  /** What each commit changes. */
  private readonly changes = new Map<string, Files>();
  private readonly mainline: string[] = [];
  readonly conflicts = new Set<string>();
  readonly logged: string[] = [];
  /** Commits that were fetched. */
  readonly fetches: (readonly string[])[] = [];
  failing: string | undefined;

  private constructor(readonly github: GitHubWorld) {}

  static async start(): Promise<OpenPlansWorld> {
    const world = new OpenPlansWorld(await GitHubWorld.start());
    await world.deploy(world.merge({ 'locals.tf': 'locals {\n  cidr = "a"\n}\n' }));
    return world;
  }

  /** A commit of the default branch. @returns its SHA */
  merge(files: Files, message = 'A merge (#99)'): string {
    const sha = this.github.commit(message, 'main');
    this.changes.set(sha, files);
    this.mainline.push(sha);
    return sha;
  }

  /** @param changes what its plan changed; an earlier version recorded none */
  async deploy(
    sha: string,
    result: 'success' | 'failure' | 'open' = 'success',
    destroys = false,
    changes?: Readonly<Record<string, readonly string[]>>,
  ): Promise<void> {
    const { deployments } = this.github.connect();
    const started = await deployments.start({
      ...{ task: TASK, stage: 'dev', sha, ref: 'main', destroys, creates: [], request: randomUUID() },
      changes: changes && new Map(Object.entries(changes)),
      ...{ description: 'Deploys', runUrl: 'https://github.com/octo/shop/actions/runs/1' },
    } as never);
    if (result !== 'open') await deployments.finish(started, { result, description: '' });
    this.github.later();
  }

  /** A pull request whose plan creates `aws_db.db`, made of these files. */
  async open(title: string, files: Files, { plan = true } = {}): Promise<PullRequest> {
    const opened = this.github.open(title);
    this.changes.set(opened.pull.headSha, files);
    if (plan) await this.plan(opened);
    return opened;
  }

  async plan(opened: PullRequest, { conclusion = 'success' as const, size = 1 } = {}): Promise<void> {
    const { compared, report } = planned({
      resources: [resource({ address: 'aws_db.db', type: 'aws_db', after: { size } })],
    });
    const [text = ''] = encodeReviewed({ ...compared.reviewed, base: this.mainline.at(-1) ?? '' }) ?? [];
    const { fingerprint } = report;
    const id = { fingerprint, pull: opened.number, baseRef: 'main', first: false };
    this.github.later();
    await this.github.connect().checks.create({
      name: checkRunName(IDENTITY),
      headSha: opened.pull.headSha,
      externalId: formatRecordId(id),
      startedAt: new Date(this.github.store.now()).toISOString(),
      ...{ conclusion, title: 'Plan', summary: '', text },
    });
    this.github.later();
  }

  /** After a deploy that ended well, or what else was done. @returns the requests that it took */
  async judge({
    outdated = 'note' as OutdatedMode,
    operation = 'deploy' as Outcome['operation'],
    result = 'succeeded' as Outcome['result'],
    signal = new AbortController().signal,
    directory = 'infra' as string | null,
  } = {}): Promise<number> {
    const before = this.github.journal.entries().length;
    const infrastructure = directory === null ? undefined : { directory };
    const context = { ...contextOf('tip', { outdated, infrastructure } as never), identity: IDENTITY, signal };
    const log = { info: (text: string) => void this.logged.push(text) };
    await judgeOpenPlans({ operation, result }, context as unknown as RunContext, (until) => ({
      log: log as never,
      github: this.github.connect({ signal: until }),
      mergeTrees: this.mergeTrees(),
      pauseMs: 0,
    }));
    return this.github.journal.entries().length - before;
  }

  /** `conclusion: title` of the check runs that tell it, newest first. */
  said({ pull }: PullRequest): readonly string[] {
    const name = standingName(IDENTITY);
    return this.github.repository.checkRuns
      .filter((run) => run.headSha === pull.headSha && run.name === name)
      .map(({ conclusion, title }) => `${conclusion}: ${title}`);
  }

  get writes(): number {
    return this.github.count('checks/create') + this.github.count('checks/update');
  }

  private mergeTrees(): MergeTrees {
    return {
      fetch: async (_branch, commits) => {
        if (this.failing !== undefined) throw new Error(this.failing);
        this.fetches.push(commits);
        const tip = this.mainline.at(-1) ?? '';
        return {
          tip,
          isAncestor: (sha, of) =>
            this.mainline.includes(sha) && this.mainline.indexOf(sha) <= this.mainline.indexOf(of),
          tree: (sha) => textTree(this.files(sha)),
          merge: (base, head) =>
            this.conflicts.has(head)
              ? undefined
              : textTree({ ...this.files(base), ...inFolder(this.changes.get(head)) }),
          subjects: () => ['Something (#41)'],
          close: () => {},
        };
      },
    };
  }

  private files(sha: string): Files {
    const merged = this.mainline.slice(0, this.mainline.indexOf(sha) + 1);
    return Object.assign({}, ...merged.map((one) => inFolder(this.changes.get(one))));
  }
}

function inFolder(files: Files = {}): Files {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`infra/${name}`, text]));
}
