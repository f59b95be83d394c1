import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { GITHUB_ACTIONS } from '../../local/github/identity.js';
import { Rehearsal, SITE_BUCKET, STATE_BUCKET } from '../../local/rehearsal.js';
import { shopSite } from '../../local/sample-shop.js';

// Terraform's lock spans one command only: these are the moments in between, and what another run does in them.

let rehearsal: Rehearsal;

beforeEach(async () => {
  rehearsal = await Rehearsal.start({ project: process.cwd() });
});

afterEach(async () => {
  await rehearsal.stop();
});

/** What an apply of another run does to the state. */
function stateChanges(): void {
  const states = rehearsal.cloud.s3.store.bucket(STATE_BUCKET);
  const state = JSON.parse(states.current('dev.tfstate')?.body.toString() ?? '') as { serial: number };
  states.put('dev.tfstate', JSON.stringify({ ...state, serial: state.serial + 1 }));
}

/** What another run leaves when it has deployed this commit. */
function isDeployed(sha: string, task = 'well-managed-deployments'): void {
  const of = { creator: GITHUB_ACTIONS, at: 0 };
  const status = { ...of, id: 901, state: 'success', description: '', environmentUrl: '' };
  rehearsal.github.deployments.push({
    ...of,
    id: 900,
    sha,
    ref: 'main',
    task,
    environment: 'dev',
    production: false,
    transient: false,
    payload: { stage: 'dev' },
    description: null,
    createdAt: 0,
    updatedAt: 0,
    statuses: [{ ...status, logUrl: 'https://github.com/octo/shop/actions/runs/77' }],
  });
}

const changed = async (size: number) => {
  await rehearsal.change('main', 'Bigger', {
    'infra/size.tf': `resource "terraform_data" "more" {\n  input = ${size}\n}\n`,
  });
};

const deployed = async () => await rehearsal.deployed({ inputs: { 'apply-policy': 'always' } });
const steps = (log: string, title: string) => log.split('\n').filter((line) => line === `::group::${title}`).length;

/** Between a deploy's plan and its apply it asks once more what is deployed. */
const afterThePlan = { operation: 'repos/list-deployments', nth: 2 };

describe('a deploy', () => {
  beforeEach(async () => {
    await deployed();
    await changed(2);
  });

  test('whose plan went stale plans and compares again, and applies that', async () => {
    rehearsal.cloud.faults.add({ ...afterThePlan, effect: { meanwhile: stateChanges } });
    const { exitCode, log } = await deployed();
    expect(log).toContain('The state changed after the plan was made: planning and comparing again.');
    expect([exitCode, steps(log, 'Plan the infrastructure'), steps(log, 'Compare with what was reviewed')]).toEqual([
      0, 2, 2,
    ]);
  });

  test('whose plans go stale again and again gives up', async () => {
    rehearsal.cloud.faults.add({ ...afterThePlan, times: 1000, effect: { meanwhile: stateChanges } });
    const { exitCode, log } = await deployed();
    expect(exitCode).toBe(1);
    expect(log).toMatch(/::error.*Saved plan is stale/);
    expect(steps(log, 'Plan the infrastructure')).toBe(3);
  });

  test('that was overtaken while it planned applies nothing and names the newer run', async () => {
    const older = await rehearsal.git.head('main');
    await changed(3);
    const newer = await rehearsal.git.head('main');
    rehearsal.cloud.faults.add({ ...afterThePlan, effect: { meanwhile: () => isDeployed(newer) } });
    const { exitCode, outputs, log } = await rehearsal.deployed({ sha: older, inputs: { 'apply-policy': 'always' } });
    expect([exitCode, outputs.outcome]).toEqual([0, 'skipped']);
    expect(log).toContain(
      `dev already has the newer commit ${newer}, deployed by https://github.com/octo/shop/actions`,
    );
    expect(steps(log, 'Apply the infrastructure')).toBe(0);
  });
});

test('a destroy whose plan went stale plans again, and destroys everything', async () => {
  await deployed();
  rehearsal.cloud.faults.add({ operation: 'repos/create-deployment', nth: 1, effect: { meanwhile: stateChanges } });
  const { exitCode, log } = await rehearsal.dispatched({ operation: 'destroy', 'confirm-destroy': 'octo/shop:dev' });
  expect(log).toContain('The state changed after the plan was made: planning again.');
  expect([exitCode, steps(log, 'Plan the destruction')]).toEqual([0, 2]);
  expect(log).toContain('the state is empty');
});

test('a deploy of a site that was overtaken before it had the lock uploads nothing', async () => {
  const inputs = { 'infra-directory': '', 'site-bucket': SITE_BUCKET, 'distribution-id': '', 'site-url': '' };
  await rehearsal.deployed({ inputs });
  const older = await rehearsal.change('main', 'Older', shopSite({ headline: 'Older' }));
  const newer = await rehearsal.change('main', 'Newer', { 'README.md': 'newer' });
  const before = page();
  rehearsal.cloud.faults.add({
    service: 's3',
    method: 'PUT',
    path: /lock\.json$/,
    nth: 1,
    effect: { meanwhile: () => isDeployed(newer, 'well-managed-deployments:no infrastructure') },
  });
  const { exitCode, outputs, summary } = await rehearsal.deployed({ sha: older, inputs });
  expect([exitCode, outputs.outcome, page()]).toEqual([0, 'skipped', before]);
  expect(summary).toContain('### Deploying `dev` was skipped');
  expect(rehearsal.cloud.s3.store.bucket(SITE_BUCKET).current('.well-managed/lock.json')).toBeUndefined();
});

test('S3 is asked for a site that is deployed alone while GitHub has yet to answer', async () => {
  const inputs = { 'infra-directory': '', 'site-bucket': SITE_BUCKET, 'distribution-id': '', 'site-url': '' };
  const listed = () => rehearsal.cloud.journal.entries({ operation: 'ListObjectsV2' }).length > 0;
  const untilListed = async () => {
    for (let tries = 0; tries < 1200 && !listed(); tries++) await sleep(25);
  };
  rehearsal.cloud.faults.add({ operation: 'repos/create-deployment', nth: 1, effect: { meanwhile: untilListed } });
  const { exitCode } = await rehearsal.deployed({ inputs });
  expect(exitCode).toBe(0);
  const began = (operation: string) => rehearsal.cloud.journal.entries({ operation })[0]?.number;
  expect(began('ListObjectsV2')).toBeLessThan(began('repos/create-deployment-status') ?? 0);
});

const page = () => rehearsal.cloud.s3.store.bucket(SITE_BUCKET).current('index.html')?.body.toString();
