import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { OpenPlansWorld } from './open-plans-world.js';

let world: OpenPlansWorld;
beforeEach(async () => {
  world = await OpenPlansWorld.start();
});
afterEach(async () => {
  await world.github.stop();
});

const DB = { 'db.tf': 'resource "aws_db" "db" {\n  cidr = local.cidr\n}\n' };
const APART = { 'apart.tf': 'resource "aws_db" "db" {\n  cidr = "x"\n}\n' };
const OTHER_CIDR = { 'locals.tf': 'locals {\n  cidr = "b"\n}\n' };
const OUTDATED = 'The plan is outdated: #41 changed local.cidr';

async function changed(files: Readonly<Record<string, string>>): Promise<void> {
  await world.deploy(world.merge(files));
}

describe('after a deploy', () => {
  test('an outdated plan is told once, and told again when it holds anew', async () => {
    const opened = await world.open('Database', DB);
    const apart = await world.open('Apart', APART);
    await world.judge();
    expect([world.said(opened), world.said(apart)]).toEqual([[], []]);

    await changed(OTHER_CIDR);
    await world.judge();
    expect([world.said(opened), world.said(apart)]).toEqual([[`neutral: ${OUTDATED}`], []]);
    const { writes } = world;
    await world.judge();
    await world.judge({ operation: 'drift' });
    expect(world.writes).toBe(writes);

    await world.plan(opened);
    await world.judge();
    expect(world.said(opened)).toEqual(['success: The plan holds']);
    expect(world.logged.at(-1)).toBe('Plans of open pull requests: 2 holds. Check runs to write: 1.');
  });

  test('a plan holds that uses the id of what was only updated', async () => {
    const net = (cidr: string) => ({ 'net.tf': `resource "aws_vpc" "net" {\n  cidr = "${cidr}"\n}\n` });
    const deploy = async (cidr: string, names: readonly string[]) =>
      await world.deploy(world.merge(net(cidr)), 'success', false, { 'aws_vpc.net': names });
    await deploy('a', ['*']);
    const opened = await world.open('Database', {
      'db.tf': 'resource "aws_db" "db" {\n  vpc = aws_vpc.net.id\n}\n',
    });
    await deploy('b', ['cidr']);
    await world.judge();
    expect(world.said(opened)).toEqual([]);
    await deploy('c', ['*']);
    await world.judge();
    expect(world.said(opened)).toEqual(['neutral: The plan is outdated: #41 changed aws_vpc.net']);
  });

  test('with "block" each has an answer', async () => {
    const opened = await world.open('Database', DB);
    const apart = await world.open('Apart', APART);
    const unplanned = await world.open('No plan', DB, { plan: false });
    const conflict = await world.open('Conflict', DB);
    world.conflicts.add(conflict.pull.headSha);
    await changed(OTHER_CIDR);
    await world.judge({ outdated: 'block' });
    expect([opened, apart, unplanned, conflict].map((one) => world.said(one))).toEqual([
      [`action_required: ${OUTDATED}`],
      ['success: The plan holds'],
      ['neutral: There is no plan'],
      ['action_required: Conflicts with main'],
    ]);
    const { writes } = world;
    await world.judge({ outdated: 'block' });
    expect(world.writes).toBe(writes);
    await world.judge({ outdated: 'note' });
    expect(world.said(opened)).toEqual([`neutral: ${OUTDATED}`]);
  });

  test('a plan that was made before the stage was destroyed is outdated', async () => {
    const opened = await world.open('Database', DB);
    const sha = world.merge({});
    await world.deploy(sha, 'success', true);
    await world.judge();
    expect(world.said(opened)).toEqual([]);
    await world.deploy(sha);
    await world.judge();
    expect(world.said(opened)).toEqual(['neutral: The plan is outdated: the stage was destroyed and deployed again']);
  });

  test('the record of the plan is not touched', async () => {
    const opened = await world.open('Database', DB);
    const record = world.github.repository.checkRuns[0];
    const copy = structuredClone(record);
    await changed(OTHER_CIDR);
    await world.judge();
    await changed({ 'locals.tf': 'locals {\n  cidr = "a"\n}\n' });
    await world.judge();
    expect(world.said(opened)).toHaveLength(1);
    expect(world.github.repository.checkRuns[0]).toBe(record);
    expect(record).toEqual(copy);
  });

  test('of two plans of one commit the one that was approved is compared', async () => {
    const opened = await world.open('Database', DB);
    world.github.review(opened, world.github.bob);
    await changed(OTHER_CIDR);
    // Made after the approval, of what nobody looked at.
    await world.plan(opened, { size: 2 });
    await world.judge();
    expect(world.said(opened)).toEqual([`neutral: ${OUTDATED}`]);
  });
});

describe('nothing is written', () => {
  async function silent(options: Parameters<OpenPlansWorld['judge']>[0] = {}): Promise<string | undefined> {
    const { writes } = world;
    await world.judge(options);
    expect(world.writes).toBe(writes);
    return world.logged.at(-1);
  }

  beforeEach(async () => {
    await world.open('Database', DB);
  });

  test('where the newest deploy failed or goes on, or nothing was deployed', async () => {
    const sha = world.merge(OTHER_CIDR);
    await world.deploy(sha, 'failure');
    expect(await silent({ operation: 'drift' })).toMatch(/nothing is deployed to its end/);
    await world.deploy(sha, 'open');
    expect(await silent({ operation: 'drift' })).toMatch(/nothing is deployed to its end/);
    world.github.repository.deployments.length = 0;
    expect(await silent({ operation: 'drift' })).toMatch(/nothing is deployed to its end/);
  });

  test('where a later merge that changes the stack is not deployed', async () => {
    await changed({ ...OTHER_CIDR, 'net.tf': 'resource "aws_vpc" "net" {\n  cidr = local.cidr\n}\n' });
    world.merge({ 'locals.tf': 'locals {\n  cidr = "c"\n}\n' });
    expect(await silent()).toMatch(/main is not deployed yet/);
  });

  test('after a failed deploy, a plan, a destroy, or without infrastructure: nothing is even asked', async () => {
    await changed(OTHER_CIDR);
    for (const options of [
      { result: 'failed' as const },
      { operation: 'plan' as const },
      { operation: 'destroy' as const },
      { directory: null },
      { signal: AbortSignal.abort() },
    ]) {
      const before = world.github.journal.entries().length;
      await world.judge(options);
      expect(world.github.journal.entries()).toHaveLength(before);
    }
  });

  test('where a lookup or the fetch fails, and the deploy is none the worse', async () => {
    await changed(OTHER_CIDR);
    world.failing = 'no git';
    expect(await silent()).toBe('Whether the plans of open pull requests still hold is not known: no git');
    world.failing = undefined;
    for (const operation of ['pulls/list', 'repos/list-deployments', 'checks/list-for-ref']) {
      const withdraw = world.github.faults.add({ operation, effect: { status: 404 } });
      expect(await silent()).toMatch(/still hold is not known: .*404/);
      withdraw();
    }
  });

  test('where too many deployments failed since; others are told', async () => {
    const sha = world.merge(OTHER_CIDR);
    for (let count = 0; count < 13; count++) await world.deploy(sha, 'failure');
    const late = await world.open('Late', APART);
    await world.deploy(sha);
    const fresh = await world.open('Fresh', APART);
    await world.judge({ outdated: 'block' });
    expect([world.said(late), world.said(fresh)]).toEqual([[], ['success: The plan holds']]);
  });
});

describe('requests to GitHub', () => {
  /** A workflow's token has 1,000 an hour in one repository. */
  function limited(): void {
    const { rateLimits } = world.github.store;
    Object.assign(rateLimits, { limit: 1_000, remaining: 1_000 });
  }

  async function openMany(count: number): Promise<void> {
    for (let number = 1; number <= count; number++) await world.open(`Change ${number}`, DB);
  }

  const refused = () => world.github.journal.entries().filter(({ status = 0 }) => status === 403 || status === 429);

  test('are fewer than 120 for 50 open pull requests, also where each plan is outdated now', async () => {
    await openMany(50);
    expect(await world.judge()).toBeLessThan(60);
    await changed(OTHER_CIDR);
    const { writes } = world;
    expect(await world.judge()).toBeLessThan(120);
    expect(world.writes).toBe(writes + 50);
    expect(await world.judge()).toBeLessThan(60);
    expect(world.writes).toBe(writes + 50);
  }, 120_000);

  test('of 300 open pull requests meet no limit, and a secondary limit is waited for', async () => {
    await openMany(300);
    await changed(OTHER_CIDR);
    limited();
    const { writes } = world;
    const requests = await world.judge();
    expect([refused(), world.writes - writes]).toEqual([[], 300]);
    expect(requests).toBeLessThan(650);

    await changed({ 'locals.tf': 'locals {\n  cidr = "a"\n}\n' });
    limited();
    world.github.store.rateLimits.slowDown(0, { times: 2 });
    await world.judge();
    expect(refused()).toHaveLength(2);
    expect(world.logged.at(-1)).toMatch(/^Plans of open pull requests: 300 holds/);
  }, 240_000);
});
