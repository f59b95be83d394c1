import { isConfigurationFile } from '../../src/terraform/configuration/module-manifest.js';
import { changeSet } from '../../src/terraform/plan/classify.js';
import { digest } from '../../src/terraform/plan/digest.js';
import type { ReviewedChanges } from '../../src/terraform/reviewed/reviewed-change.js';
import type { Outdated } from '../../src/terraform/standing/outdated.js';
import { outdatedBy } from '../../src/terraform/standing/plan-standing.js';
import { TreeClosures } from '../../src/terraform/standing/tree-closures.js';
import type { CommitTree } from '../../src/terraform/standing/tree-modules.js';
import { type DeployedChanges, deployedChanges } from '../../src/terraform/standing/what-changed.js';
import { applied, stepsOf } from './apply.js';
import { edited, randomTree } from './grow.js';
import { isPlannable, mergedTree } from './history.js';
import type { Tree, World } from './language.js';
import { NoPlan } from './language.js';
import { PRODUCT, planned } from './product.js';
import type { Random } from './random.js';
import { PLAIN, render } from './render.js';

/** What is said of one open pull request after one deploy, and what the review itself would say of its merge. */
export interface Standing {
  readonly said: 'holds' | 'outdated' | 'conflict';
  readonly because: string | undefined;
  /** Why the deploy of its merge would be refused. */
  readonly refused: string | undefined;
  /** Planned while an earlier merge was not deployed yet. */
  readonly early: boolean;
  readonly story: readonly string[];
}

export type StandingJudge = (question: Parameters<typeof outdatedBy>[0]) => Outdated | undefined;

interface Recorded {
  readonly record: ReviewedChanges;
  readonly at: number;
  /** How many merges the planned commit held. */
  readonly base: number;
  /** What it was planned of. */
  readonly head: Tree;
  readonly early: boolean;
}

interface Pull {
  readonly number: number;
  /** Where its branch began. */
  base: Tree;
  head: Tree;
  recorded: Recorded | undefined;
}

const OPEN_PULLS = 5;
const STEPS = 60;

/** A repository with five open pull requests at a time, whose plans are judged after each deploy that ended well. */
export class StandingHistory {
  /** Trees of the default branch, oldest first. */
  private readonly main: Tree[];
  private world: World = { beings: {}, outputs: {}, answers: { d1: 'on', d2: 'role' }, born: 1 };
  private readonly open: Pull[] = [];
  private readonly deployments: {
    readonly commit: number;
    readonly at: number;
    readonly done: boolean;
    readonly changed: DeployedChanges;
  }[] = [];
  private count = 0;
  private now = 0;
  private ended = 0;
  private readonly story: string[] = [];
  readonly standings: Standing[] = [];
  private readonly knows: boolean;
  private readonly prompt: boolean;

  constructor(
    private readonly random: Random,
    private readonly judge: StandingJudge = outdatedBy,
    {
      knows = true,
      prompt = false,
    }: {
      /** Deployments tell what they changed. */
      readonly knows?: boolean;
      /** Each merge starts its deploy. */
      readonly prompt?: boolean;
    } = {},
  ) {
    this.knows = knows;
    this.prompt = prompt;
    let tree = randomTree(random);
    while (!isPlannable(tree, this.world)) tree = randomTree(random);
    this.main = [tree];
    this.say('main', tree);
    this.deployed(0);
  }

  run(): void {
    const { random } = this;
    for (let step = 0; step < STEPS; step++) {
      this.now++;
      const what = random.next();
      const some = this.open[random.integer(Math.max(1, this.open.length))];
      if (some === undefined || (this.open.length < OPEN_PULLS && what < 0.5)) this.opens();
      else if (what < 0.2) this.pushes(some);
      else if (what < 0.3) this.plans(some);
      else if (what < 0.36) this.updates(some);
      else if (what < 0.6) this.merges(some);
      else if (what < 0.65) this.reverts();
      else this.deploys();
    }
  }

  private get tip(): Tree {
    return this.main.at(-1) ?? {};
  }

  private opens(): void {
    const pull: Pull = { number: ++this.count, base: this.tip, head: this.tip, recorded: undefined };
    this.edits(pull);
    this.open.push(pull);
    this.say(`#${pull.number} opened`, pull.head);
    this.plans(pull);
  }

  private edits(pull: Pull): void {
    for (let tries = 0; tries < 5; tries++) {
      let head = pull.head;
      for (let count = 1 + this.random.integer(2); count > 0; count--) head = edited(head, this.random);
      if (!isPlannable(head, this.world)) continue;
      pull.head = head;
      return;
    }
  }

  private pushes(pull: Pull): void {
    this.edits(pull);
    this.say(`#${pull.number} pushed to`, pull.head);
    if (this.random.chance(0.6)) this.plans(pull);
  }

  private plans(pull: Pull): void {
    const tree = mergedTree(pull.base, pull.head, this.tip);
    if (tree === undefined || !isPlannable(tree, this.world)) return;
    const record = PRODUCT.record(planned(tree, this.world, PLAIN));
    const base = this.main.length - 1;
    pull.recorded = { record, at: this.now, base, head: pull.head, early: this.ended < base };
    this.say(`#${pull.number} planned`);
  }

  /** "Update branch", or a rebase: the branch begins at the tip. */
  private updates(pull: Pull): void {
    const tree = mergedTree(pull.base, pull.head, this.tip);
    if (tree === undefined) return;
    Object.assign(pull, { base: this.tip, head: tree });
    this.say(`#${pull.number} updated`);
    this.plans(pull);
  }

  private merges(pull: Pull): void {
    const tree = mergedTree(pull.base, pull.head, this.tip);
    if (tree === undefined || !isPlannable(tree, this.world)) return;
    this.open.splice(this.open.indexOf(pull), 1);
    this.main.push(tree);
    this.say(`#${pull.number} merged`);
    if (this.prompt) this.deploys();
  }

  private reverts(): void {
    const before = this.main.at(-2);
    if (before === undefined || !isPlannable(before, this.world)) return;
    this.main.push(before);
    this.say('the last merge is reverted');
    if (this.prompt) this.deploys();
  }

  /** Of the tip, or late of a commit before it; to its end or not. Who refuses it is asked elsewhere: here somebody approves. */
  private deploys(): void {
    const last = this.main.length - 1;
    const commit = this.ended < last && this.random.chance(0.2) ? this.ended + 1 : last;
    const before = this.ended;
    this.deployed(commit, this.random.chance(0.25));
    if (commit === last && this.ended === commit && before !== commit) for (const pull of this.open) this.stands(pull);
  }

  private deployed(commit: number, stops = false): void {
    const tree = this.main[commit] ?? {};
    if (!isPlannable(tree, this.world)) return;
    const steps = stepsOf(tree, this.world).length;
    const half = stops && steps > 1;
    const { plan } = planned(tree, this.world, PLAIN);
    const changed = deployedChanges(changeSet(plan));
    this.deployments.push({ commit, at: this.now, done: !half, changed });
    this.world = applied(tree, this.world, half ? this.random.integer(steps) : undefined).world;
    if (!half) this.ended = commit;
    else this.ended = Math.min(this.ended, commit - 1);
    this.say(`${half ? 'half ' : ''}deployed: merge ${commit}`);
  }

  private stands(pull: Pull): void {
    const { recorded } = pull;
    if (recorded === undefined || recorded.head !== pull.head) return;
    const tree = mergedTree(pull.base, pull.head, this.tip);
    const story = [...this.story, `#${pull.number} is asked about`];
    const base = this.main[recorded.base] ?? {};
    const was = mergedTree(pull.base, pull.head, base);
    if (tree === undefined || was === undefined) {
      this.standings.push({ said: 'conflict', because: undefined, refused: 'conflict', early: recorded.early, story });
      return;
    }
    const said = this.judge({
      record: recorded.record,
      plannedBase: closuresOf(base),
      planned: closuresOf(was),
      base: closuresOf(this.tip),
      merged: closuresOf(tree),
      between: this.between(recorded),
    });
    const refused = this.refusal(tree, recorded.record);
    const because = said === undefined ? undefined : `${said.what}, which ${said.usedBy} uses`;
    this.standings.push({
      said: said === undefined ? 'holds' : 'outdated',
      because,
      refused,
      early: recorded.early,
      story,
    });
  }

  private refusal(tree: Tree, record: ReviewedChanges): string | undefined {
    try {
      return PRODUCT.refusal(planned(tree, this.world, PLAIN), [record]);
    } catch (thrown) {
      if (thrown instanceof NoPlan) return `there is no plan: ${thrown.message}`;
      throw thrown;
    }
  }

  /** The newest deployment that ended well before the record was made, and all since. */
  private between({ at, base }: Recorded) {
    const first = this.deployments.findLastIndex((one) => one.at <= at && one.done);
    return this.deployments.slice(Math.max(first, 0)).map(({ commit, at: began, done, changed }) => ({
      tree: closuresOf(this.main[commit] ?? {}),
      beforeBase: commit < base && began <= at && done,
      endedBefore: began <= at && done,
      changed: this.knows ? changed : undefined,
    }));
  }

  private say(what: string, tree?: Tree): void {
    this.story.push(tree === undefined ? what : `${what}: ${JSON.stringify(tree)}`);
  }
}

const CLOSURES = new Map<string, TreeClosures>();

function closuresOf(tree: Tree): TreeClosures {
  const key = JSON.stringify(tree);
  const known = CLOSURES.get(key);
  if (known !== undefined) return known;
  if (CLOSURES.size > 200) CLOSURES.clear();
  const made = new TreeClosures(new WrittenTree(tree), 'infra');
  CLOSURES.set(key, made);
  return made;
}

class WrittenTree implements CommitTree {
  private readonly files: ReadonlyMap<string, string>;

  constructor(tree: Tree) {
    this.files = new Map(Object.entries(render(tree, PLAIN)).map(([name, text]) => [`infra/${name}`, text]));
  }

  configurationIn(folder: string) {
    return [...this.files]
      .map(([path, text]) => ({ path, text }))
      .filter(({ path }) => path.slice(0, path.lastIndexOf('/')) === folder)
      .filter(({ path }) => isConfigurationFile(path.slice(folder.length + 1)));
  }

  digestOf(path: string) {
    const text = this.files.get(path);
    return text === undefined ? undefined : { kind: 'file' as const, digest: digest([text]) };
  }

  isInside(): boolean {
    return true;
  }

  textOf(path: string): string | undefined {
    return this.files.get(path);
  }
}
