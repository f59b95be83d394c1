import { beforeEach, describe, expect, test } from '@jest/globals';
import { driftNotice } from '../../src/report/drift-issue.js';
import { resource } from '../terraform/plan-maker.js';
import { DriftWorld } from './drift-world.js';

const LOOKED = ['signIn', 'init', 'plan false, lock false', 'ownIssues'];
const pending = (size: number) => ({
  resources: [resource({ actions: ['update'], before: { size: 1 }, after: { size } })],
});

let world: DriftWorld;
beforeEach(() => {
  world = new DriftWorld();
});

describe('looking for drift', () => {
  test('plans without a lock, and writes nothing where there is none', async () => {
    const outcome = await world.look();
    // By the mark of the first version, too.
    expect(world.done).toEqual([...LOOKED, 'ownIssues']);
    expect([outcome.result, outcome.operation, outcome.sentence]).toEqual(['succeeded', 'drift', 'dev: no drift']);
    expect(outcome.drift).toMatchObject({ found: false, deployed: true });
  });

  test('opens one issue, and writes nothing more while the drift is the same', async () => {
    world.plan = pending(2);
    const first = await world.look();
    expect(world.done).toEqual([...LOOKED, 'ownIssues', 'openIssue 1', 'ownIssues']);
    expect([first.result, first.sentence]).toEqual(['succeeded', 'dev: 1 pending change; opened issue 1']);
    const second = await world.look();
    expect(world.done).toEqual(LOOKED);
    expect(second.drift?.issue?.state).toBe('unchanged');
  });

  test('says first that the drift is another one, then rewrites the issue', async () => {
    world.plan = pending(2);
    await world.look();
    world.plan = pending(3);
    const outcome = await world.look();
    expect(world.done).toEqual([...LOOKED, 'comment 1', 'rewriteIssue 1']);
    expect(outcome.drift?.issue?.state).toBe('updated');
    expect(world.issues[0]?.comments[0]).toContain('The drift has changed: 1 pending change.');
  });

  test('a comment that could not be made is made by the next run: the issue still tells of the old drift', async () => {
    world.plan = pending(2);
    await world.look();
    world.plan = pending(3);
    world.failing = 'comment';
    expect((await world.look()).result).toBe('failed');
    world.failing = undefined;
    await world.look();
    expect(world.done).toEqual([...LOOKED, 'comment 1', 'rewriteIssue 1']);
  });

  test('closes the issue with a comment when the drift is gone, and opens another one for the next', async () => {
    world.plan = pending(2);
    await world.look();
    world.plan = {};
    const outcome = await world.look();
    expect(world.done).toEqual([...LOOKED, 'comment 1', 'closeIssue 1, completed']);
    expect(outcome.drift?.issue?.state).toBe('closed');
    world.plan = pending(2);
    await world.look();
    expect(world.issues.map(({ state }) => state)).toEqual(['closed', 'open']);
  });

  test('of two issues, which two runs at once have opened, keeps the older one', async () => {
    world.plan = pending(2);
    await world.look();
    world.issues.push({ ...(world.issues[0] ?? { title: '', body: '', state: '' }), comments: [] });
    await world.look();
    expect(world.done).toEqual([...LOOKED, 'comment 2', 'closeIssue 2, not_planned']);
    expect(world.issues[1]?.comments[0]).toContain('#1 says the same.');
  });

  test('finds nothing to plan in a stage of which nothing is deployed, and closes its issue', async () => {
    world.plan = pending(2);
    await world.look();
    world.deployed = [];
    world.standing = { now: 'destroyed', begun: [] };
    const outcome = await world.look();
    expect(world.done).toEqual(['signIn', 'init', 'ownIssues', 'comment 1', 'closeIssue 1, completed']);
    expect([outcome.sentence, outcome.drift?.found]).toEqual(['dev: nothing is deployed; closed ', false]);
  });

  test('fails on an empty state of a stage that is deployed, and leaves its issue alone', async () => {
    world.plan = pending(2);
    await world.look();
    const before = structuredClone(world.issues);
    world.deployed = [];
    const { result, failure } = await world.look();
    expect(world.done).toEqual(['signIn', 'init']);
    expect([result, failure?.parts.what]).toEqual([
      'failed',
      'The state of dev is empty, but the deployment records say that dev is deployed',
    ]);
    expect(world.issues).toEqual(before);
  });

  test('is skipped where there is no infrastructure', async () => {
    const { terraform: _, ...ports } = world.ports;
    const { driftOperation } = await import('../../src/operation/drift.js');
    const outcome = await driftOperation(world.context, ports);
    expect([outcome.operation, outcome.result]).toEqual(['skipped', 'skipped']);
    expect(world.done).toEqual([]);
  });
});

describe('the list of known drift', () => {
  const outside = {
    drift: [resource({ actions: ['update'], before: { size: 1 }, after: { size: 5 } })],
    resources: [resource({ actions: ['update'], before: { size: 5 }, after: { size: 1 } })],
  };
  const KNOWN = JSON.stringify({
    known: [
      {
        addresses: ['aws_thing.*'],
        attributes: ['size'],
        reason: 'The autoscaler of @octo sets it',
        owner: '@octo/platform',
        until: '2999-12-31',
      },
    ],
  });

  test('opens no issue, closes one, and says what it knows without mentioning anybody', async () => {
    world.plan = outside;
    await world.look();
    expect(world.issues[0]?.body).toContain('  - `size`: now `5`, the configuration has `1`');
    world.knownDrift = KNOWN;
    const outcome = await world.look();
    expect(world.done).toEqual([...LOOKED, 'comment 1', 'closeIssue 1, completed']);
    expect(world.issues[0]?.comments[0]).toContain('what is left is in `.github/known-drift.yml`');
    expect([outcome.sentence, outcome.drift?.found]).toEqual(['dev: no drift except 1 known; closed ', false]);
    const { body } = driftNotice(outcome, { redact: (text) => text.replaceAll('autoscaler', '***') });
    expect(body).toContain('a deploy would undo');
    expect(body.replaceAll(/[\u200b]/g, '.')).toContain(
      '- `aws_thing.this`: `size`. The &#42;&#42;&#42; of @.octo sets it (@.octo/platform, until 2999-12-31)',
    );
  });

  test('fails before anything is asked of AWS where a line of it is bad', async () => {
    world.plan = outside;
    world.knownDrift = 'known:\n  - addresses: [a]\n';
    const { result, failure } = await world.look();
    expect([result, world.done]).toEqual(['failed', []]);
    expect(failure?.message).toContain(
      'The list of known drift cannot be used. Found: .github/known-drift.yml: line 2:',
    );
  });
});

describe('a run that fails', () => {
  test.each(['signIn', 'init', 'plan', 'ownIssues'])('at %s leaves an open issue as it is', async (method) => {
    world.plan = pending(2);
    await world.look();
    const before = structuredClone(world.issues);
    world.plan = {};
    world.failing = method;
    const outcome = await world.look();
    expect(outcome.result).toBe('failed');
    expect(outcome.failure?.message).toContain(`${method} failed`);
    expect(world.issues).toEqual(before);
  });

  test.each(['openIssue', 'closeIssue', 'rewriteIssue'])(
    'at %s says so, with the drift that it found',
    async (method) => {
      if (method !== 'openIssue') {
        world.plan = pending(2);
        await world.look();
      }
      world.plan = method === 'closeIssue' ? {} : pending(3);
      world.failing = method;
      const outcome = await world.look();
      expect([outcome.result, outcome.drift?.found]).toEqual(['failed', method !== 'closeIssue']);
    },
  );
});

describe('what is written', () => {
  test('is redacted, in the title too', async () => {
    world.plan = { resources: [resource({ address: 'aws_thing.sk_live_1', after: { size: 1 } })] };
    const outcome = await world.look();
    const redact = (text: string) => text.replaceAll('sk_live_1', '***');
    expect(driftNotice(outcome, { redact }).body).toContain('`aws_thing.***`');
    const secret = { ...outcome, identity: { ...outcome.identity, directory: 'sk_live_1' } };
    expect(driftNotice(secret, { redact }).title).toBe('Drift in dev (in ***): 1 pending change');
  });

  test('has a title that is no longer than GitHub takes, and mentions nobody', async () => {
    world.plan = pending(2);
    const outcome = await world.look();
    const identity = { stage: 'dev', directory: `@alice/${'stacks/'.repeat(60)}`, workspace: 'default' };
    const { title } = driftNotice({ ...outcome, identity }, { redact: (text) => text });
    expect(title.length).toBe(256);
    expect(title).not.toContain('@alice');
  });
});
