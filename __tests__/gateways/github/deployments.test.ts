import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { GitHub } from '../../../src/gateways/github/connect-github.js';
import { GitHubWorld } from './github-world.js';

let world: GitHubWorld;

beforeEach(async () => {
  world = await GitHubWorld.start();
});

afterEach(async () => {
  await world.stop();
  expect(world.journal.unknown().map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});

const begun = async (github: GitHub) => {
  const memory = await github.deployments.remembered('ours', 'dev', { place: 'a'.repeat(32) });
  return [...new Set(memory.begun.map(({ sha }) => sha))];
};

describe('deployments', () => {
  const deploy = (sha: string, stage = 'dev', task = 'ours') => ({
    sha,
    ref: 'main',
    stage,
    task,
    destroys: false,
    description: 'Run 7',
    runUrl: `https://github.com/octo/shop/actions/runs/${sha.slice(0, 4)}`,
    request: randomUUID(),
    creates: [],
  });

  test('remember the newest commit that was deployed, with its run', async () => {
    const github = world.connect();
    const first = world.commit('First', 'main');
    const second = world.commit('Second', 'main');
    const third = world.commit('Third', 'main');
    await github.deployments.finish(await github.deployments.start(deploy(first)), {
      result: 'success',
      description: 'Deployed',
    });
    await github.deployments.finish(await github.deployments.start(deploy(second)), {
      result: 'success',
      description: 'x'.repeat(300),
    });
    await github.deployments.finish(await github.deployments.start(deploy(third)), {
      result: 'failure',
      description: 'Failed',
    });
    expect(await github.deployments.lastSuccessful('ours', 'dev')).toEqual({ sha: second, url: deploy(second).runUrl });
    expect(await begun(github)).toEqual([third]);
    const states = world.repository.deployments.map(({ statuses }) => statuses.map(({ state }) => state));
    expect(states).toEqual([
      ['in_progress', 'success', 'inactive'],
      ['in_progress', 'success'],
      ['in_progress', 'failure'],
    ]);
  });

  test.each([
    ['has failed', { result: 'failure', description: 'The site could not be verified' }, true],
    ['has not ended', undefined, true],
    ['was followed by a deploy', { result: 'success', description: 'Rolled back' }, false],
  ] as const)('of a rollback that %s hold the stage, or do not any more', async (_what, end, holds) => {
    const github = world.connect();
    const sha = world.commit('First', 'main');
    const hold = { release: 'c0ffee1-0a1b2c3d', by: 'alice', since: '2026-11-25T12:00:00Z' };
    await github.deployments.finish(await github.deployments.start(deploy(sha)), {
      result: 'success',
      description: 'Deployed',
    });
    const rollback = await github.deployments.start({ ...deploy(sha), onlySite: true, hold });
    if (end !== undefined) await github.deployments.finish(rollback, end);
    if (!holds)
      await github.deployments.finish(await github.deployments.start(deploy(sha)), {
        result: 'success',
        description: 'Deployed',
      });
    expect((await github.deployments.latest('ours', 'dev')).last?.hold).toEqual(holds ? hold : undefined);
  });

  test('remember one that GitHub made inactive, and one whose run died', async () => {
    const github = world.connect();
    const first = world.commit('First', 'main');
    const second = world.commit('Second', 'main');
    await github.deployments.finish(await github.deployments.start(deploy(first)), {
      result: 'success',
      description: 'Deployed',
    });
    world.repository.deployments[0]?.statuses.push({
      id: 1,
      creator: world.alice,
      state: 'inactive',
      description: '',
      logUrl: '',
      environmentUrl: '',
      at: 0,
    });
    await github.deployments.start(deploy(second));
    expect([(await github.deployments.lastSuccessful('ours', 'dev'))?.sha, await begun(github)]).toEqual([
      first,
      [second],
    ]);
  });

  test('remember a success whose answer was lost', async () => {
    const github = world.connect();
    const sha = world.commit('First', 'main');
    const started = await github.deployments.start(deploy(sha));
    world.faults.add({ operation: 'repos/create-deployment-status', times: 1, effect: { status: 502 } });
    await github.deployments.finish(started, { result: 'success', description: 'Deployed' });
    expect((await github.deployments.lastSuccessful('ours', 'dev'))?.sha).toBe(sha);
  });

  test.each([
    ['a 502 after it was stored', { status: 502, when: 'after' }, 1],
    ['a 503 before it was stored', { status: 503 }, 2],
  ] as const)('are begun once at %s', async (_what, effect, asked) => {
    const github = world.connect();
    const sha = world.commit('First', 'main');
    await github.deployments.start(deploy(sha));
    world.faults.add({ operation: 'repos/create-deployment', nth: 1, effect });
    const again = await github.deployments.start(deploy(sha));
    expect(world.repository.deployments).toHaveLength(2);
    expect((await begun(github)).length).toBe(1);
    await github.deployments.finish(again, { result: 'success', description: '' });
    expect((await github.deployments.lastSuccessful('ours', 'dev'))?.sha).toBe(sha);
    expect(world.count('repos/create-deployment')).toBe(1 + asked);
  });

  const opened = (of: ReturnType<typeof deploy>, id?: number) => {
    const { task, stage, destroys, runUrl, request } = of;
    return { task, stage, destroys, runUrl, request, ...(id === undefined ? {} : { id }) };
  };
  const states = () => world.repository.deployments.map(({ statuses }) => statuses.map(({ state }) => state).join());

  test('are found by their request, and ended, where a run died before it knew the id', async () => {
    const github = world.connect();
    const died = deploy(world.commit('First', 'main'));
    const { id } = await github.deployments.start(died);
    await github.deployments.start(deploy(world.commit('Second', 'main')));
    expect(await github.deployments.finishLate(opened(died), { result: 'failure', description: 'Cut off' })).toBe(id);
    expect(states()).toEqual(['in_progress,failure', 'in_progress']);
    const never = opened(deploy(world.commit('Third', 'main')));
    expect(await github.deployments.finishLate(never, { result: 'failure', description: '' })).toBeUndefined();
  });

  test('are ended late as if in time, and told nothing twice', async () => {
    const github = world.connect();
    const first = deploy(world.commit('First', 'main'));
    const second = deploy(world.commit('Second', 'main'));
    await github.deployments.start(first);
    const { id } = await github.deployments.start(second);
    world.faults.add({ operation: 'repos/list-deployment-statuses', nth: 2, times: 9, effect: { status: 500 } });
    const end = { result: 'success', description: 'Deployed' } as const;
    await expect(github.deployments.finishLate(opened(second, id), end)).rejects.toThrow('failed');
    world.faults.clear();
    await github.deployments.finishLate(opened(second, id), end);
    expect(states()).toEqual(['in_progress,inactive', 'in_progress,success']);
  });

  test('that are ended late take nothing from a newer one', async () => {
    const github = world.connect();
    const first = deploy(world.commit('First', 'main'));
    const second = deploy(world.commit('Second', 'main'));
    const { id } = await github.deployments.start(first);
    await github.deployments.finish(await github.deployments.start(second), { result: 'success', description: '' });
    await github.deployments.finishLate(opened(first, id), { result: 'success', description: '' });
    expect(states()).toEqual(['in_progress,inactive,success,inactive', 'in_progress,success']);
    expect((await github.deployments.lastSuccessful('ours', 'dev'))?.sha).toBe(second.sha);
  });

  test('without an end leave open what is deployed, and those that failed do not', async () => {
    const github = world.connect();
    const first = world.commit('First', 'main');
    const second = world.commit('Second', 'main');
    await github.deployments.start(deploy(second));
    await github.deployments.finish(await github.deployments.start(deploy(first)), {
      result: 'success',
      description: '',
    });
    await github.deployments.finish(await github.deployments.start(deploy(second)), {
      result: 'failure',
      description: '',
    });
    const { id } = await github.deployments.start(deploy(second));
    expect(await github.deployments.latest('ours', 'dev')).toEqual({
      last: { sha: first, url: deploy(first).runUrl },
      open: [{ id, sha: second }],
    });
  });

  test('without an end say what they meant to create, until they are settled or another one succeeds', async () => {
    const github = world.connect();
    const sha = world.commit('First', 'main');
    const lost = { ...deploy(sha), creates: [{ address: 'aws_thing.a' }, { address: 'aws_thing.b', replaces: 'd1' }] };
    const { id } = await github.deployments.start(lost);
    expect(await github.unsaved.unsaved('ours', 'dev')).toEqual([
      { id, runUrl: lost.runUrl, isLost: true, made: lost.creates },
    ]);
    expect(await github.unsaved.unsaved('ours', 'prod')).toEqual([]);
    await github.unsaved.clearUnsaved(id);
    expect(await github.unsaved.unsaved('ours', 'dev')).toEqual([]);
    await github.deployments.start(lost);
    await github.deployments.finish(await github.deployments.start(deploy(sha)), {
      result: 'success',
      description: '',
    });
    expect(await github.unsaved.unsaved('ours', 'dev')).toEqual([]);
  });

  test('say what they changed where there is room for all of it', async () => {
    const { deployments } = world.connect();
    const sha = world.commit('First', 'main');
    const changes = new Map([['aws_thing.a', ['tags']]]);
    await deployments.start({ ...deploy(sha), changes });
    await deployments.start(deploy(sha));
    await deployments.start({ ...deploy(sha), changes: new Map([['a'.repeat(16_000), ['*']]]) });
    const told: unknown[] = [];
    for await (const one of deployments.past('ours', 'dev')) told.push(one.changes);
    expect(told).toEqual([undefined, undefined, changes]);
  });

  test('are looked at once more in one round, without a look at the own one, and newer ones are seen', async () => {
    const github = world.connect();
    const first = world.commit('First', 'main');
    const done = await github.deployments.start(deploy(first));
    await github.deployments.finish(done, { result: 'success', description: 'Deployed' });
    expect((await github.deployments.latest('ours', 'dev')).last?.sha).toBe(first);
    const second = world.commit('Second', 'main');
    const own = await github.deployments.start(deploy(second));
    const another = await world.connect().deployments.start(deploy(world.commit('Third', 'main')));
    world.journal.clear();
    const { open, last } = await github.deployments.latest('ours', 'dev');
    expect([open.map(({ id }) => id), last?.sha]).toEqual([[another.id, own.id], first]);
    const asked = world.journal.entries().map(({ operation, path }) => `${operation} ${path.split('/').at(-2)}`);
    expect(asked.sort()).toEqual(
      [
        `repos/list-deployment-statuses ${another.id}`,
        `repos/list-deployment-statuses ${done.id}`,
        'repos/list-deployments shop',
      ].sort(),
    );
  });

  test('of another task or stage do not count', async () => {
    const github = world.connect();
    const sha = world.commit('First', 'main');
    await github.deployments.finish(await github.deployments.start(deploy(sha, 'prod')), {
      result: 'success',
      description: '',
    });
    await github.deployments.finish(await github.deployments.start(deploy(sha, 'dev', 'deploy')), {
      result: 'success',
      description: '',
    });
    expect([await github.deployments.lastSuccessful('ours', 'dev'), await begun(github)]).toEqual([undefined, []]);
  });

  test('are searched over every page', async () => {
    const github = world.connect();
    const sha = world.commit('First', 'main');
    await github.deployments.finish(await github.deployments.start(deploy(sha)), {
      result: 'success',
      description: '',
    });
    const failing = world.commit('Second', 'main');
    for (let number = 1; number <= 100; number++) await github.deployments.start(deploy(failing));
    expect([(await github.deployments.lastSuccessful('ours', 'dev'))?.sha, await begun(github)]).toEqual([
      sha,
      [failing],
    ]);
  });

  test('stand aside where the job has one of its own in that environment', async () => {
    const sha = world.commit('First', 'main');
    const own = world.repository.deployments;
    own.push({
      id: world.store.nextId(),
      creator: world.store.app('github-actions'),
      sha,
      ref: 'main',
      task: 'deploy',
      environment: 'dev',
      production: false,
      transient: false,
      payload: '',
      description: null,
      createdAt: 0,
      updatedAt: 0,
      statuses: [],
    });
    const github = world.connect();
    await github.deployments.finish(await github.deployments.start(deploy(sha)), {
      result: 'success',
      description: '',
    });
    expect(own.map(({ environment, task }) => [environment, task])).toEqual([
      ['dev', 'deploy'],
      ['dev (record)', 'ours'],
    ]);
    expect((await github.deployments.lastSuccessful('ours', 'dev'))?.sha).toBe(sha);
  });

  test.each(['repos/list-deployments', 'repos/list-deployment-statuses'])(
    'are not taken for missing when %s fails',
    async (operation) => {
      const github = world.connect();
      const sha = world.commit('First', 'main');
      await github.deployments.finish(await github.deployments.start(deploy(sha)), {
        result: 'success',
        description: '',
      });
      world.faults.add({ operation, effect: { truncate: 40 } });
      await expect(github.deployments.lastSuccessful('ours', 'dev')).rejects.toThrow('failed');
      await expect(begun(github)).rejects.toThrow('failed');
    },
  );

  test.each([
    ['a person', () => world.alice],
    ['another app', () => world.store.app('another-app')],
  ])('that %s made are not believed', async (_who, identity) => {
    const github = world.connect();
    const other = world.connect({ as: identity() });
    const first = world.commit('First', 'main');
    const second = world.commit('Second', 'main');
    await github.deployments.finish(await github.deployments.start(deploy(first)), {
      result: 'success',
      description: '',
    });
    await other.deployments.start(deploy(second));
    expect(await begun(github)).toEqual([]);
    await other.deployments.finish(await other.deployments.start(deploy(second)), {
      result: 'success',
      description: '',
    });
    expect((await github.deployments.lastSuccessful('ours', 'dev'))?.sha).toBe(first);
  });

  test('remember that the stage was destroyed since', async () => {
    const github = world.connect();
    const first = world.commit('First', 'main');
    await github.deployments.finish(await github.deployments.start(deploy(first)), {
      result: 'success',
      description: 'Deployed',
    });
    const destroy = { ...deploy(first), destroys: true };
    await github.deployments.finish(await github.deployments.start(destroy), {
      result: 'failure',
      description: 'Half of it',
    });
    expect((await github.deployments.lastSuccessful('ours', 'dev'))?.sha).toBe(first);
    await github.deployments.finish(await github.deployments.start(destroy), {
      result: 'success',
      description: 'Destroyed',
    });
    expect(await github.deployments.lastSuccessful('ours', 'dev')).toBeUndefined();
    expect(await begun(github)).toEqual([]);
    expect(lastStates()).toEqual(['inactive', 'failure', 'inactive']);
    await github.deployments.finish(await github.deployments.start(deploy(first)), {
      result: 'success',
      description: 'Deployed',
    });
    expect((await github.deployments.lastSuccessful('ours', 'dev'))?.sha).toBe(first);
  });

  /** What GitHub makes for a job with `environment: NAME`. */
  function ofTheJob(sha: string, environment: string) {
    const creator = world.store.app('github-actions');
    const text = { description: '', logUrl: '', environmentUrl: '' };
    const own = { id: world.store.nextId(), creator, sha, ref: 'main', task: 'deploy', environment, payload: '' };
    const times = { createdAt: 0, updatedAt: 0, production: false, transient: false, description: null };
    const statuses = [{ id: world.store.nextId(), creator, state: 'success' as const, at: 0, ...text }];
    world.repository.deployments.push({ ...own, ...times, statuses });
  }
  const active = () =>
    world.repository.deployments
      .filter(({ statuses }) => statuses.at(-1)?.state === 'success')
      .map(({ environment, task, sha }) => `${environment}: ${task} ${sha}`);

  test('that stand in another environment are found there, and ended by the next success', async () => {
    const github = world.connect();
    const first = world.commit('First', 'main');
    const second = world.commit('Second', 'main');
    ofTheJob(first, 'dev');
    await github.deployments.finish(await github.deployments.start(deploy(first)), {
      result: 'success',
      description: '',
    });
    // From here on the job's environment makes no deployment.
    expect((await github.deployments.lastSuccessful('ours', 'dev'))?.sha).toBe(first);
    await github.deployments.finish(await github.deployments.start(deploy(second)), {
      result: 'success',
      description: '',
    });
    expect((await github.deployments.lastSuccessful('ours', 'dev'))?.sha).toBe(second);
    expect(active()).toEqual([`dev: ours ${second}`]);
  });

  test("none is shown as active after a destroy, in whatever environment, not even the job's own", async () => {
    const github = world.connect();
    const [first, second] = [world.commit('First', 'main'), world.commit('Second', 'main')];
    ofTheJob(first, 'dev');
    await github.deployments.finish(await github.deployments.start(deploy(first)), {
      result: 'success',
      description: '',
    });
    ofTheJob(second, 'prod');
    await github.deployments.finish(await github.deployments.start({ ...deploy(second), destroys: true }), {
      result: 'success',
      description: '',
    });
    expect(active()).toEqual([`prod: deploy ${second}`]);
  });

  test('of another stack keep the stage active when one is destroyed', async () => {
    const github = world.connect();
    const sha = world.commit('First', 'main');
    ofTheJob(sha, 'dev');
    await github.deployments.finish(await github.deployments.start(deploy(sha)), {
      result: 'success',
      description: '',
    });
    await github.deployments.finish(await github.deployments.start(deploy(sha, 'dev', 'theirs')), {
      result: 'success',
      description: '',
    });
    await github.deployments.finish(await github.deployments.start({ ...deploy(sha), destroys: true }), {
      result: 'success',
      description: '',
    });
    expect(active()).toEqual([`dev: deploy ${sha}`, `dev (record): theirs ${sha}`]);
  });

  test('to an environment for production, which GitHub never ends by itself, are ended', async () => {
    const github = world.connect();
    const [first, second] = [world.commit('First', 'main'), world.commit('Second', 'main')];
    for (const sha of [first, second]) {
      await github.deployments.finish(await github.deployments.start(deploy(sha, 'production')), {
        result: 'success',
        description: '',
      });
    }
    expect(active()).toEqual([`production: ours ${second}`]);
  });

  test('whose runs died are ended by the next success, and by no failure', async () => {
    const github = world.connect();
    const sha = world.commit('First', 'main');
    await github.deployments.finish(await github.deployments.start(deploy(sha)), {
      result: 'failure',
      description: 'Failed',
    });
    await github.deployments.start(deploy(sha));
    await github.deployments.start(deploy(sha, 'prod'));
    await github.deployments.finish(await github.deployments.start(deploy(sha)), {
      result: 'failure',
      description: 'Failed',
    });
    expect(lastStates()).toEqual(['failure', 'in_progress', 'in_progress', 'failure']);
    await github.deployments.finish(await github.deployments.start(deploy(sha)), {
      result: 'success',
      description: 'Deployed',
    });
    expect(lastStates()).toEqual(['failure', 'inactive', 'in_progress', 'failure', 'success']);
  });

  test('whose beginning could not be recorded do not stay open', async () => {
    const github = world.connect();
    const sha = world.commit('First', 'main');
    world.faults.add({ operation: 'repos/create-deployment-status', times: 1, effect: { status: 403 } });
    await expect(github.deployments.start(deploy(sha))).rejects.toThrow(
      'Recording that the deployment is in_progress failed',
    );
    expect(lastStates()).toEqual(['error']);
  });

  test('whose beginning could never be recorded are ended by the next success', async () => {
    const github = world.connect();
    const sha = world.commit('First', 'main');
    world.faults.add({ operation: 'repos/create-deployment-status', times: 2, effect: { status: 403 } });
    await expect(github.deployments.start(deploy(sha))).rejects.toThrow('failed');
    await github.deployments.finish(await github.deployments.start(deploy(sha)), {
      result: 'success',
      description: 'Deployed',
    });
    expect(lastStates()).toEqual(['inactive', 'success']);
  });

  function lastStates(): readonly (string | undefined)[] {
    return world.repository.deployments.map(({ statuses }) => statuses.at(-1)?.state);
  }
});
