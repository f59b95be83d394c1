import type { Planned } from '../../src/terraform/reviewed/planned-changes.js';
import { applied, stepsOf } from './apply.js';
import { edited, randomTree, withServer } from './grow.js';
import { NoPlan, type Tree, type World } from './language.js';
import { objection, type Reviewed, review } from './oracle.js';
import { planned } from './product.js';
import type { Random } from './random.js';
import type { Layout } from './render.js';

/** What decides whether a plan is applied: the product, or something in its place. */
export interface Judge<R> {
  record(planned: Planned): R;
  /** `undefined`: it passes. */
  refusal(planned: Planned, counting: readonly R[]): string | undefined;
}

export interface Verdict {
  readonly product: string | undefined;
  readonly oracle: string | undefined;
  /** What happened before it, in order. */
  readonly story: readonly string[];
}

export interface Recorded<R> {
  readonly reviewed: Reviewed;
  readonly record: R;
  /** Merges that the planned commit held. */
  readonly holds: ReadonlySet<number>;
}

interface Pull<R> {
  readonly number: number;
  readonly base: Tree;
  head: Tree;
  /** The record that counts; absent for a fork's. */
  recorded?: Recorded<R>;
  readonly fork: boolean;
  open: boolean;
}

/** One history: pull requests, merges, deploys and what happens meanwhile, from one seed. */
export class History<R> {
  private main: Tree = {};
  private world: World;
  private readonly pulls: Pull<R>[] = [];
  private readonly merged: Pull<R>[] = [];
  /** Merges before this one are deployed to the end. */
  private deployed = 0;
  private readonly story: string[] = [];
  readonly verdicts: Verdict[] = [];
  /** Each tree and world that was planned. */
  readonly plans: { readonly tree: Tree; readonly world: World }[] = [];

  constructor(
    private readonly random: Random,
    private readonly judge: Judge<R>,
    private readonly layout: () => Layout,
    /** With objects of a provider that Terraform does not have. */
    private readonly invented: boolean,
  ) {
    this.world = { beings: {}, outputs: {}, answers: { d1: random.pick(['on', 'shop']), d2: 'role' }, born: 1 };
  }

  run(): void {
    this.main = this.beginning();
    this.world = applied(this.main, this.world).world;
    const { random } = this;
    const pulls = 2 + random.integer(4);
    for (let step = 0; step < 40; step++) {
      const open = this.pulls.filter(({ open }) => open);
      const done = this.pulls.length >= pulls && open.length === 0 && this.deployed === this.merged.length;
      if (done) return;
      const what = random.next();
      if (what < 0.25 && this.pulls.length < pulls) this.opens();
      else if (what < 0.35 && open.length > 0) this.pushes(random.pick(open));
      else if (what < 0.42 && open.length > 0) this.plansAgain(random.pick(open));
      else if (what < 0.47) this.answersDifferently();
      else if (what < 0.51) this.drifts();
      else if (what < 0.53) this.reverts();
      else if (what < 0.72 && open.length > 0) this.merges(random.pick(open));
      else if (what > 0.97) this.isForced();
      else this.deploys();
    }
  }

  private beginning(): Tree {
    for (;;) {
      let tree = randomTree(this.random);
      if (this.invented)
        for (let count = this.random.integer(4); count > 0; count--) tree = withServer(tree, this.random);
      if (isPlannable(tree, this.world)) return tree;
    }
  }

  private opens(): void {
    const { random } = this;
    const number = this.pulls.length + 1;
    const pull: Pull<R> = { number, base: this.main, head: this.main, fork: random.chance(0.12), open: true };
    this.pulls.push(pull);
    this.edits(pull);
    this.say(`#${number} ${pull.fork ? 'from a fork ' : ''}opened`, pull.head);
    this.reviews(pull);
  }

  private pushes(pull: Pull<R>): void {
    this.edits(pull);
    this.say(`#${pull.number} pushed to`, pull.head);
    // A late push: nobody looks at it again.
    if (this.random.chance(0.5)) this.reviews(pull);
  }

  private plansAgain(pull: Pull<R>): void {
    this.say(`#${pull.number} planned again and approved`);
    this.reviews(pull);
  }

  private edits(pull: Pull<R>): void {
    for (let tries = 0; tries < 5; tries++) {
      let head = pull.head;
      for (let count = 1 + this.random.integer(3); count > 0; count--) head = this.edit(head);
      if (!isPlannable(head, this.world)) continue;
      pull.head = head;
      return;
    }
  }

  private edit(head: Tree): Tree {
    return this.invented && this.random.chance(0.3) ? withServer(head, this.random) : edited(head, this.random);
  }

  private reviews(pull: Pull<R>): void {
    const tree = mergedTree(pull.base, pull.head, this.main);
    if (pull.fork || tree === undefined || !isPlannable(tree, this.world)) return;
    const recorded = this.planned(tree);
    pull.recorded = {
      reviewed: review(tree, this.world),
      record: this.judge.record(recorded),
      holds: new Set(this.merged.map((_, index) => index)),
    };
  }

  private merges(pull: Pull<R>): void {
    pull.open = false;
    const tree = mergedTree(pull.base, pull.head, this.main);
    if (tree === undefined) {
      this.say(`#${pull.number} closed: it conflicts`);
      return;
    }
    this.main = tree;
    this.merged.push(pull);
    this.say(`#${pull.number} merged${pull.recorded === undefined ? ', without a record' : ''}`);
  }

  private reverts(): void {
    const pull = this.merged.at(-1);
    if (pull === undefined) return;
    const number = this.pulls.length + 1;
    const revert: Pull<R> = { number, base: this.main, head: pull.base, fork: false, open: true };
    this.pulls.push(revert);
    this.say(`#${number} opened: reverts #${pull.number}`, revert.head);
    this.reviews(revert);
  }

  private answersDifferently(): void {
    const name = this.random.pick(['d1', 'd2']);
    const answer = this.random.pick(['on', 'off', 'shop', '*']);
    this.world = { ...this.world, answers: { ...this.world.answers, [name]: answer } };
    this.say(`${name} answers ${answer}`);
  }

  private drifts(): void {
    const names = Object.keys(this.world.beings);
    if (names.length === 0) return;
    const name = this.random.pick(names);
    const { [name]: being, ...others } = this.world.beings;
    if (being === undefined) return;
    if (this.random.chance(0.3)) {
      this.world = { ...this.world, beings: others };
      this.say(`${name} is gone`);
    } else if (Object.keys(being.attributes).length > 0) {
      const attribute = this.random.pick(Object.keys(being.attributes));
      const attributes = { ...being.attributes, [attribute]: this.random.pick(['drift', '*', 'shop']) };
      this.world = { ...this.world, beings: { ...others, [name]: { ...being, attributes } } };
      this.say(`${name}.${attribute} is ${attributes[attribute]} outside Terraform`);
    }
  }

  /** Somebody approves the plan by its fingerprint. */
  private isForced(): void {
    if (!isPlannable(this.main, this.world)) return;
    this.world = applied(this.main, this.world).world;
    this.deployed = this.merged.length;
    this.say('approved by fingerprint and deployed');
  }

  private deploys(): void {
    if (this.deployed === this.merged.length && this.random.chance(0.7)) return;
    if (!isPlannable(this.main, this.world)) {
      this.say('deploy: no plan');
      return;
    }
    const counting = this.counting();
    const product = this.judge.refusal(
      this.planned(this.main),
      counting.map(({ record }) => record),
    );
    const oracle = objection(
      this.main,
      this.world,
      counting.map(({ reviewed }) => reviewed),
    );
    this.say(`deploy: ${product ?? 'passes'}`);
    this.verdicts.push({ product, oracle, story: [...this.story] });
    if (product !== undefined || oracle !== undefined) return;
    const steps = stepsOf(this.main, this.world).length;
    const stops = steps > 1 && this.random.chance(0.4);
    const { world, done } = applied(this.main, this.world, stops ? this.random.integer(steps) : undefined);
    this.world = world;
    if (done) this.deployed = this.merged.length;
    else this.say('it stopped half-way');
  }

  /** Of the merges since the last deploy that ended well; a record whose plan held an earlier merge supersedes that one's. */
  private counting(): readonly Recorded<R>[] {
    const since = this.merged.slice(this.deployed);
    return since.flatMap(({ recorded }, index): readonly Recorded<R>[] => {
      const later = since.slice(index + 1).some((other) => other.recorded?.holds.has(this.deployed + index) === true);
      return recorded === undefined || later ? [] : [recorded];
    });
  }

  private planned(tree: Tree): Planned {
    this.plans.push({ tree, world: this.world });
    return planned(tree, this.world, this.layout());
  }

  private say(what: string, tree?: Tree): void {
    this.story.push(tree === undefined ? what : `${what}: ${JSON.stringify(tree)}`);
  }
}

/** Three-way, item by item. `undefined`: both sides changed one. */
export function mergedTree(base: Tree, ours: Tree, theirs: Tree): Tree | undefined {
  const merged: Record<string, Tree[string]> = {};
  for (const name of new Set([...Object.keys(base), ...Object.keys(ours), ...Object.keys(theirs)])) {
    const [was, our, their] = [base[name], ours[name], theirs[name]].map((item) => JSON.stringify(item));
    if (our !== was && their !== was && our !== their) return undefined;
    const item = our === was ? theirs[name] : ours[name];
    if (item !== undefined) merged[name] = item;
  }
  return merged;
}

/** Whether Terraform would make a plan of it. */
export function isPlannable(tree: Tree, world: World): boolean {
  try {
    review(tree, world);
    return true;
  } catch (thrown) {
    if (thrown instanceof NoPlan) return false;
    throw thrown;
  }
}
