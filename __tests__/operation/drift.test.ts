import { beforeEach, describe, expect, test } from '@jest/globals';
import { driftNotice } from '../../src/report/drift-issue.js';
import { jobSummary } from '../../src/report/summary.js';
import { resource } from '../terraform/plan-maker.js';
import { DriftWorld, NEVER_DEPLOYED } from './drift-world.js';

const PLANNED = ['signIn', 'init', 'underWay', 'plan false, lock false'];
const LOOKED = [...PLANNED, 'underWay', 'openIssues'];
const pending = (size: number) => ({
  resources: [resource({ actions: ['update'], before: { size: 1 }, after: { size } })],
});

let world: DriftWorld;
beforeEach(() => {
  world = new DriftWorld();
});

describe('a stage that a rollback holds', () => {
  const hold = { release: 'c0ffee1-0a1b2c3d', by: 'alice', since: '2026-11-28T11:00:00Z' };
  const key = `api/${'a'.repeat(64)}.zip`;
  const values = { s3_bucket: 'artifacts', s3_key: key, source_code_hash: 'hash' };
  beforeEach(() => {
    world.latest = { open: [], last: { sha: 'applied', url: 'run 7', hold } };
    world.shownState = { values: { root_module: { child_modules: [{ resources: [{ values }] }] } } };
    const packages = { bucket: 'artifacts', packages: [{ name: 'api', path: 'dist' }], verifyTimeoutSeconds: 0 };
    Object.assign(world.context, { config: { ...world.context.config, packages } });
  });

  test('is compared with what was applied last and with the packages that run, and one line says so', async () => {
    const outcome = await world.look();
    expect(world.done.slice(0, 3)).toEqual(['signIn', 'checkOut applied', 'init']);
    expect(JSON.parse(world.variables?.get('lambda_packages') ?? '')).toEqual({ api: values });
    expect(outcome.warnings).toEqual([
      'dev is held: alice rolled it back to c0ffee1-0a1b2c3d at 2026-11-28T11:00:00Z (run 7). Drift is looked for in what was applied last, applied',
    ]);
    expect(outcome.drift?.found).toBe(false);
  });

  test('keeps its checkout where that is what was applied', async () => {
    world.latest = { open: [], last: { sha: 'commit', url: '', hold } };
    await world.look();
    expect(world.done.slice(0, 2)).toEqual(['signIn', 'init']);
  });
});

describe('looking for drift', () => {
  test('plans without a lock, and writes nothing where there is none', async () => {
    const outcome = await world.look();
    // By the mark of the first version, too.
    expect(world.done).toEqual([...PLANNED, 'openIssues', 'openIssues']);
    expect([outcome.result, outcome.operation, outcome.sentence]).toEqual(['succeeded', 'drift', 'dev: no drift']);
    expect(outcome.drift).toMatchObject({ found: false, deployed: true });
  });

  test('opens one issue, and writes nothing more while the drift is the same', async () => {
    world.plan = pending(2);
    const first = await world.look();
    expect(world.done).toEqual([...LOOKED, 'openIssues', 'dismissedIssue drift', 'openIssue 1', 'openIssues']);
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
    expect(world.done).toEqual([...PLANNED, 'openIssues', 'comment 1', 'closeIssue 1, completed']);
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
    expect(world.done).toEqual([...LOOKED, 'comment 2', 'rewriteIssue 2', 'closeIssue 2, not_planned']);
    expect(world.issues[1]?.comments[0]).toContain('Duplicate of #1.');
  });

  test('finds nothing to plan in a stage of which nothing is deployed, and closes its issue', async () => {
    world.plan = pending(2);
    await world.look();
    world.deployed = [];
    world.memory = NEVER_DEPLOYED;
    const outcome = await world.look();
    expect(world.done).toEqual(['signIn', 'init', 'openIssues', 'comment 1', 'closeIssue 1, completed']);
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

  test('leaves an issue closed that a person closed as "not planned", until the drift is another one', async () => {
    world.plan = pending(2);
    await world.look();
    Object.assign(world.issues[0] ?? {}, { state: 'closed' });
    world.reasons.set(1, 'not_planned');
    const same = await world.look();
    expect(world.issues).toHaveLength(1);
    expect(same.sentence).toBe('dev: 1 pending change; closed by somebody as "not planned", and the same still: ');
    expect(same.drift).toMatchObject({ found: true, issue: { number: 1, state: 'dismissed' } });
    world.plan = pending(3);
    await world.look();
    expect(world.issues.map(({ state }) => state)).toEqual(['closed', 'open']);
  });

  test('opens another one where a person closed the first as completed', async () => {
    world.plan = pending(2);
    await world.look();
    Object.assign(world.issues[0] ?? {}, { state: 'closed' });
    world.reasons.set(1, 'completed');
    await world.look();
    expect(world.issues.map(({ state }) => state)).toEqual(['closed', 'open']);
  });

  test('does not take the duplicate that it closed itself for one that a person dismissed', async () => {
    world.plan = pending(2);
    await world.look();
    world.issues.push({ ...(world.issues[0] ?? { title: '', body: '', state: '' }), comments: [] });
    await world.look();
    Object.assign(world.issues[0] ?? {}, { state: 'closed' });
    world.reasons.set(1, 'completed');
    await world.look();
    expect(world.issues.map(({ state }) => state)).toEqual(['closed', 'closed', 'open']);
  });

  test('rewrites and closes a locked issue without a comment', async () => {
    world.plan = pending(2);
    await world.look();
    Object.assign(world.issues[0] ?? {}, { locked: true });
    world.plan = pending(3);
    await world.look();
    expect(world.done).toEqual([...LOOKED, 'rewriteIssue 1']);
    world.plan = {};
    await world.look();
    expect(world.done).toEqual([...PLANNED, 'openIssues', 'rewriteIssue 1', 'closeIssue 1, completed']);
    expect([world.issues[0]?.state, world.issues[0]?.comments]).toEqual(['closed', []]);
    expect(world.issues[0]?.body).toContain('The drift is gone');
  });

  test('names the issue of an earlier token', async () => {
    world.plan = pending(2);
    world.foreign = [{ number: 7, author: 'release-bot' }];
    const { warnings } = await world.look();
    expect(warnings).toEqual([
      'Issue #7 is about the drift of this stack, and was opened by release-bot, not by this token: nothing keeps it up to date. Close it',
    ]);
  });

  test.each([
    ['before', ['run 5', undefined]],
    ['since', [undefined, 'run 5']],
  ])('names the deploy that was under way %s it planned', async (_when, underWay) => {
    world.plan = pending(2);
    world.underWay = underWay;
    const outcome = await world.look();
    expect(outcome.drift?.underWay).toBe('run 5');
    expect(world.issues[0]?.body).toContain(
      '[A deploy](run 5) was under way when this was looked for: what it has not done yet shows here as pending.',
    );
  });

  test('says without a fault that GitHub does not tell of deploys', async () => {
    world.plan = pending(2);
    world.failing = 'underWay';
    expect((await world.look()).result).toBe('succeeded');
    expect(world.issues).toHaveLength(1);
  });

  test('says outputs in the summary, and opens no issue for them alone', async () => {
    const output = { actions: ['update'], before: 1, after: 2, after_unknown: false };
    world.plan = { outputs: { size: output } };
    const outcome = await world.look();
    expect([outcome.sentence, outcome.drift?.found, world.issues]).toEqual([
      'dev: no drift except 1 output',
      false,
      [],
    ]);
    expect(jobSummary(outcome, { redact: (text) => text })).toContain(
      'Only outputs differ, which the next deploy stores: `size`.',
    );
    world.plan = { ...pending(2), outputs: { size: output } };
    await world.look();
    world.plan = { ...pending(2), outputs: { size: { ...output, after: 3 } } };
    expect((await world.look()).drift?.issue?.state).toBe('unchanged');
    world.plan = { outputs: { size: output } };
    await world.look();
    expect(world.issues[0]?.comments[0]).toContain('The drift is gone: only outputs differ');
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
    expect(world.done).toEqual([...PLANNED, 'openIssues', 'comment 1', 'closeIssue 1, completed']);
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
  test.each(['signIn', 'init', 'plan', 'openIssues'])('at %s leaves an open issue as it is', async (method) => {
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
