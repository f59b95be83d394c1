import { expect, test } from '@jest/globals';
import type { PlanResourceChange } from '../../src/terraform/plan/json.js';
import { NO_SOURCES, resource } from '../terraform/plan-maker.js';
import { DEPLOYED, DriftWorld, NEVER_DEPLOYED, type StoredIssue } from './drift-world.js';

// Thirty mornings of a repository with two stacks: deploys, merges, changes by hand, a scanner that writes an ignored tag each
// night, a tag that has the day of the plan, states that are lost, issues that people lock, close and dismiss. The oracle knows
// what differs, and nothing of plans, markers and fingerprints. MORNINGS_SEEDS=1000 is the long run.

const SEEDS = Number(process.env.MORNINGS_SEEDS ?? 25);
const MORNINGS = 30;

interface Values {
  size: number;
  team: string;
}
interface Thing {
  /** What is merged, what the state has, and what is there; `undefined`: it is gone. */
  merged: Values;
  state: Values;
  there: Values | undefined;
  /** Under `ignore_changes`. */
  scanned: string;
  /** The day of the last deploy, where it is a tag. */
  day?: string;
}

const TEXT = `
resource "aws_thing" "r0" {
  tags = { team = "x", day = formatdate("YYYY-MM-DD", plantimestamp()) }
}
`;

class Stack {
  readonly world: DriftWorld;
  readonly things: Thing[];
  lost = false;
  destroyed = false;
  /** What differed on the last morning that could tell, and when a person dismissed the issue. */
  told = '';
  dismissed: string | undefined;

  constructor(
    readonly name: string,
    readonly issues: StoredIssue[],
    random: () => number,
  ) {
    this.world = new DriftWorld(issues, { digest: name.repeat(12), name });
    const withDay = random() < 0.3;
    this.things = Array.from({ length: 3 }, (_, at): Thing => {
      const values = { size: at, team: 'x' };
      const day = at === 0 && withDay ? { day: 'never' } : {};
      return { merged: { ...values }, state: { ...values }, there: { ...values }, scanned: '0', ...day };
    });
    if (withDay) {
      const files = [{ path: 'infra/main.tf', text: TEXT }];
      this.world.sources = { ...NO_SOURCES, modules: [{ path: [], directory: 'infra', files }] };
    }
  }

  deploy(today: string): void {
    for (const thing of this.things) {
      thing.state = { ...thing.merged };
      thing.there = { ...thing.merged };
      if (thing.day !== undefined) thing.day = today;
    }
    this.destroyed = false;
  }

  /** What differs, as a person would see it. The day is the same difference on each. */
  difference(today: string): string {
    if (this.destroyed) return '';
    return this.things
      .map(({ merged, there, day }, at) => {
        const old = day !== undefined && day !== today ? ' day' : '';
        if (there === undefined) return `r${at} is gone ${JSON.stringify(merged)}`;
        const values = (['size', 'team'] as const).filter((name) => merged[name] !== there[name]);
        const said = values.map((name) => `${name} ${there[name]} not ${merged[name]}`).join(', ');
        return said + old === '' ? '' : `r${at} ${said}${old}`;
      })
      .filter((line) => line !== '')
      .join('; ');
  }

  open(): readonly StoredIssue[] {
    return this.issues.filter(
      ({ state, body }) => state === 'open' && body.split('\n')[0]?.includes(`state=${this.name.repeat(12)} `),
    );
  }

  /** What Terraform would say of it. */
  plan(today: string): void {
    const { world } = this;
    world.deployed = this.lost || this.destroyed ? [] : ['aws_thing.r0'];
    world.memory = this.destroyed ? NEVER_DEPLOYED : DEPLOYED;
    const drift: unknown[] = [];
    const resources: unknown[] = [];
    this.things.forEach(({ merged, state, there, scanned, day }, at) => {
      const address = `aws_thing.r${at}`;
      const tags = (team: string, scan: string, of: string | undefined) => ({
        team,
        scan,
        ...(of === undefined ? {} : { day: of }),
      });
      const was = { size: state.size, tags: tags(state.team, '0', day) };
      const wanted = (scan: string) => ({
        size: merged.size,
        tags: tags(merged.team, scan, day === undefined ? undefined : today),
      });
      const named = (options: Parameters<typeof resource>[0]) => ({
        ...(resource({ address, ...options }) as PlanResourceChange),
        name: `r${at}`,
      });
      if (there === undefined) {
        drift.push(named({ actions: ['delete'], before: was }));
        resources.push(named({ after: wanted('0') }));
        return;
      }
      const is = { size: there.size, tags: tags(there.team, scanned, day) };
      if (JSON.stringify(is) !== JSON.stringify(was))
        drift.push(named({ actions: ['update'], before: was, after: is }));
      if (JSON.stringify(wanted(scanned)) !== JSON.stringify(is))
        resources.push(named({ actions: ['update'], before: is, after: wanted(scanned) }));
    });
    world.plan = { drift, resources, timestamp: `${today}T04:00:00Z` };
  }
}

/** https://en.wikipedia.org/wiki/Linear_congruential_generator, with the high bits. */
function generator(seed: number): () => number {
  let state = (seed * 2654435761 + 1) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
}

function night(stack: Stack, random: () => number, today: string): string {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  for (const thing of stack.things) thing.scanned = `${today} ${random()}`;
  const thing = pick(stack.things);
  const [issue] = stack.open();
  const events: readonly [string, () => void][] = [
    ['nothing', () => {}],
    ['nothing', () => {}],
    ['deploy', () => stack.deploy(today)],
    ['merge', () => Object.assign(thing.merged, { size: Math.floor(random() * 4) })],
    ['by hand', () => void (thing.there && Object.assign(thing.there, { size: Math.floor(random() * 4) }))],
    ['tag by hand', () => void (thing.there && Object.assign(thing.there, { team: pick(['x', 'y']) }))],
    ['deleted by hand', () => Object.assign(thing, { there: undefined })],
    ['lost state', () => Object.assign(stack, { lost: !stack.lost })],
    ['destroyed', () => Object.assign(stack, { destroyed: true })],
    ['locked', () => void (issue && Object.assign(issue, { locked: true }))],
    ['closed as completed', () => close(stack, issue, 'completed')],
    ['dismissed', () => close(stack, issue, 'not_planned')],
  ];
  const [what, happen] = pick(events);
  happen();
  return what;
}

function close(stack: Stack, issue: StoredIssue | undefined, reason: 'completed' | 'not_planned'): void {
  if (issue === undefined) return;
  issue.state = 'closed';
  stack.world.reasons.set(stack.issues.indexOf(issue) + 1, reason);
  stack.dismissed = reason === 'not_planned' ? stack.told : undefined;
}

test(`${MORNINGS} mornings: one issue a stack, no comment without news, never closed while something differs`, async () => {
  const seen = { opened: 0, updated: 0, unchanged: 0, closed: 0, dismissed: 0, failed: 0 };
  for (let seed = 1; seed <= SEEDS; seed++) {
    const random = generator(seed);
    const issues: StoredIssue[] = [];
    const stacks = ['a', 'b'].map((name) => new Stack(name, issues, random));
    const story: string[] = [];
    for (let morning = 1; morning <= MORNINGS; morning++) {
      const today = `2026-11-${String(morning).padStart(2, '0')}`;
      for (const stack of stacks) {
        const what = night(stack, random, today);
        const differs = stack.difference(today);
        story.push(`${today} ${stack.name}: ${what}: ${differs}`);
        const before = structuredClone(issues);
        const [openBefore] = stack.open();
        stack.plan(today);
        const { result, drift } = await stack.world.look();
        const comments = (all: readonly StoredIssue[]) => all.reduce((sum, issue) => sum + issue.comments.length, 0);
        const news = comments(issues) - comments(before);
        const told = { seed, story: story.slice(-6) };
        if (stack.lost && !stack.destroyed) {
          seen.failed++;
          expect({ ...told, result, issues }).toEqual({ ...told, result: 'failed', issues: before });
          continue;
        }
        seen[drift?.issue?.state ?? 'unchanged']++;
        expect({ ...told, result, found: drift?.found }).toEqual({
          ...told,
          result: 'succeeded',
          found: differs !== '',
        });
        const isDismissed = openBefore === undefined && differs !== '' && stack.dismissed === differs;
        expect({ ...told, open: stack.open().length }).toEqual({
          ...told,
          open: differs === '' || isDismissed ? 0 : 1,
        });
        // A lock is no news, and forbids it.
        const mayComment = openBefore !== undefined && !openBefore.locked && differs !== stack.told;
        expect({ ...told, news }).toEqual({ ...told, news: mayComment ? 1 : 0 });
        if (openBefore !== undefined || !isDismissed) {
          stack.told = differs;
          if (differs !== '' && openBefore === undefined) stack.dismissed = undefined;
        }
      }
    }
  }
  // The sample meets each of them.
  expect(Object.entries(seen).filter(([, count]) => count === 0)).toEqual([]);
});
