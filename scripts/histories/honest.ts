import { applied, stepsOf } from './apply.js';
import { changedItem, randomTree, withCall, withServer } from './grow.js';
import { isPlannable, type Judge, mergedTree, type Recorded, type Verdict } from './history.js';
import type { Tree, World } from './language.js';
import { objection, review } from './oracle.js';
import { planned } from './product.js';
import type { Random } from './random.js';
import type { Layout } from './render.js';

interface Pull<R> {
  readonly number: number;
  readonly base: Tree;
  readonly head: Tree;
  recorded: Recorded<R>;
}

const OWN = ['o1', 'o2', 'o3', 'o4', 'o5', 'o6'];
const INVENTED = ['e1', 'e2', 'c1', 's1', 's2', 's3'];

/**
 * A busy, honest repository: each pull request changes objects of its own, everyone adds locals and maps and lays files out
 * anew, others merge first, deploys are skipped or stop half-way and run again. Nobody touches another's objects.
 */
export class HonestHistory<R> {
  private main: Tree;
  private world: World = { beings: {}, outputs: {}, answers: { d1: 'on', d2: 'role' }, born: 1 };
  private readonly merged: Pull<R>[] = [];
  private deployed = 0;
  private readonly story: string[] = [];
  readonly verdicts: Verdict[] = [];

  constructor(
    private readonly random: Random,
    private readonly judge: Judge<R>,
    private readonly invented: boolean,
  ) {
    do {
      this.main = randomTree(random);
      for (let count = invented ? random.integer(6) : 0; count > 0; count--) this.main = withServer(this.main, random);
    } while (!isPlannable(this.main, this.world));
    this.world = applied(this.main, this.world).world;
  }

  run(): void {
    const { random } = this;
    const count = 2 + random.integer(4);
    const open: Pull<R>[] = [];
    for (let number = 1; number <= count; number++) {
      const pull = this.opened(number, count);
      if (pull !== undefined) open.push(pull);
      while (open.length > 0 && random.chance(0.3)) this.merges(open.splice(random.integer(open.length), 1)[0]);
      // "Update branch": planned and approved again, on what the others merged.
      for (const one of open) if (random.chance(0.3)) this.reviewed(one);
    }
    while (open.length > 0) this.merges(open.splice(random.integer(open.length), 1)[0]);
    for (let tries = 0; tries < 4 && this.deployed < this.merged.length; tries++) this.deploys();
  }

  private opened(number: number, count: number): Pull<R> | undefined {
    const { random, main } = this;
    const own = (this.invented ? [...OWN, ...INVENTED] : OWN).filter((_, index) => index % count === number - 1);
    for (let tries = 0; tries < 8; tries++) {
      let head = main;
      for (const name of own) if (random.chance(0.8)) head = edited(head, name, random);
      // What nobody uses yet is anyone's to add.
      const local = `l${number}`;
      if (head[local] === undefined && random.chance(0.5))
        head = { ...head, [local]: changedItem(head, local, random) };
      if (!isPlannable(head, this.world)) continue;
      this.story.push(`#${number} opened: ${JSON.stringify(head)}`);
      const pull = { number, base: main, head, recorded: undefined as never as Recorded<R> };
      return this.reviewed(pull) ? pull : undefined;
    }
    return undefined;
  }

  private reviewed(pull: Pull<R>): boolean {
    const tree = mergedTree(pull.base, pull.head, this.main);
    if (tree === undefined || !isPlannable(tree, this.world)) return false;
    this.story.push(`#${pull.number} planned on what is merged`);
    pull.recorded = {
      reviewed: review(tree, this.world),
      record: this.judge.record(planned(tree, this.world, this.layout())),
      holds: new Set(this.merged.map((_, index) => index)),
    };
    return true;
  }

  private merges(pull: Pull<R> | undefined): void {
    const tree = pull === undefined ? undefined : mergedTree(pull.base, pull.head, this.main);
    if (pull === undefined || tree === undefined || !isPlannable(tree, this.world)) return;
    this.main = tree;
    this.merged.push(pull);
    this.story.push(`#${pull.number} merged`);
    // Runs are dropped, or come late.
    for (let runs = this.random.integer(3); runs > 0; runs--) this.deploys();
  }

  private deploys(): void {
    const since = this.merged.slice(this.deployed);
    const counting = since.flatMap(({ recorded }, index) => {
      const later = since.slice(index + 1).some((other) => other.recorded.holds.has(this.deployed + index));
      return later ? [] : [recorded];
    });
    const product = this.judge.refusal(
      planned(this.main, this.world, this.layout()),
      counting.map(({ record }) => record),
    );
    const oracle = objection(
      this.main,
      this.world,
      counting.map(({ reviewed }) => reviewed),
    );
    this.story.push(`deploy: ${product ?? 'passes'}`);
    this.verdicts.push({ product, oracle, story: [...this.story] });
    if (product !== undefined || oracle !== undefined) return;
    const steps = stepsOf(this.main, this.world).length;
    const stops = steps > 1 && this.random.chance(0.4);
    const { world, done } = applied(this.main, this.world, stops ? this.random.integer(steps) : undefined);
    this.world = world;
    if (done) this.deployed = this.merged.length;
    else this.story.push('it stopped half-way');
  }

  private layout(): Layout {
    const { random } = this;
    return {
      files: 1 + random.integer(3),
      comments: random.chance(0.5),
      reversed: random.chance(0.5),
      spread: random.chance(0.5),
    };
  }
}

function edited(tree: Tree, name: string, random: Random): Tree {
  if (name.startsWith('c') && tree[name] === undefined) return withCall(tree, name, random);
  return { ...tree, [name]: changedItem(tree, name, random) };
}
