import type { OpenPull } from '../../ports/branch-pulls.js';
import type { FetchedCommits } from '../../ports/merge-trees.js';
import type { ReviewedPlan } from '../../terraform/reviewed/reviewed-change.js';
import { outdatedBy } from '../../terraform/standing/plan-standing.js';
import { TreeClosures } from '../../terraform/standing/tree-closures.js';
import { TreeView } from '../../terraform/standing/tree-view.js';
import type { DeployedSince } from '../deployments/past-deployments.js';
import type { Standing } from './standing-check.js';

/** The record of a head that would count at its merge. */
export interface CountingRecord {
  readonly plan: Pick<ReviewedPlan, 'changes' | 'unknown' | 'base'>;
  /** When its run began, before it read the state. ISO 8601. */
  readonly startedAt: string;
}

/** Compares the trees of one fetch, each read once. */
export class StandingJudge {
  private readonly closures = new Map<string, TreeClosures>();

  constructor(
    private readonly commits: FetchedCommits,
    private readonly directory: string,
    private readonly deployed: string,
  ) {}

  /** What was merged since the deploy, such as a text or another stack, changes nothing of this one. */
  isDeployed(): boolean {
    const { commits, deployed } = this;
    if (deployed === commits.tip) return true;
    if (!commits.isAncestor(deployed, commits.tip)) return false;
    const [then, now] = [wholeOf(this.of(deployed)), wholeOf(this.of(commits.tip))];
    const addresses = new Set([...then.tree.addresses(), ...now.tree.addresses()]);
    return [...addresses].every((address) => then.of(address).slice.digest === now.of(address).slice.digest);
  }

  /** `undefined`: it cannot be told. */
  standing(pull: OpenPull, record: CountingRecord | undefined, since: DeployedSince | undefined): Standing | undefined {
    const { commits } = this;
    if (record === undefined) return { answer: 'unplanned' };
    const { base } = record.plan;
    if (since === undefined || !commits.isAncestor(base, commits.tip)) return undefined;
    const planned = commits.merge(base, pull.headSha);
    const merged = commits.merge(commits.tip, pull.headSha);
    if (planned === undefined || merged === undefined) return { answer: 'conflict' };
    if (since.ended?.destroys) return undefined;
    if (since.all.some(({ destroys }) => destroys)) return { answer: 'destroyed' };
    const because = outdatedBy({
      record: record.plan,
      plannedBase: this.of(base),
      planned: new TreeClosures(planned, this.directory),
      base: this.of(commits.tip),
      merged: new TreeClosures(merged, this.directory),
      between: since.all.map((one) => ({
        tree: this.of(one.sha),
        beforeBase: one === since.ended && one.sha !== base && commits.isAncestor(one.sha, base),
        endedBefore: one === since.ended,
        changed: one.changes,
      })),
    });
    if (because === undefined) return { answer: 'holds' };
    const { file } = because;
    const subjects = file === undefined ? [] : commits.subjects(base, commits.tip, file);
    return { answer: 'outdated', because, pull: subjects.map(pullOf).find((number) => number !== undefined) };
  }

  private of(commit: string): TreeClosures {
    const known = this.closures.get(commit);
    if (known !== undefined) return known;
    const made = new TreeClosures(this.commits.tree(commit), this.directory);
    this.closures.set(commit, made);
    return made;
  }
}

function wholeOf(tree: TreeClosures): TreeView {
  return new TreeView(tree, () => false);
}

/** As GitHub writes it. Whoever wrote the message could name another: it is said, and decides nothing. */
function pullOf(subject: string): number | undefined {
  const found = /^Merge pull request #(\d+) |\(#(\d+)\)$/.exec(subject);
  const number = Number(found?.[1] ?? found?.[2] ?? Number.NaN);
  return Number.isSafeInteger(number) ? number : undefined;
}
