import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LocalCloud, startCloud } from '../../local/cloud.js';
import { CACHING_OPTIMIZED } from '../../local/cloudfront/cache-policy.js';
import { findMotoServer, type MotoServer, startMotoServer } from '../../local/moto/moto-server.js';
import { asError } from '../../src/errors.js';
import { CHECKS } from './all-checks.js';
import type { ConformanceCheck, Observation } from './check.js';
import { DEVIATIONS } from './deviations.js';
import { ConformanceTable } from './table.js';
import { type Target, targetAt } from './target.js';
import { judge } from './verdict.js';

const CHECK_TIMEOUT_MS = 180_000;
const HOW_TO_GET_MOTO = "moto_server is not on PATH. Get it with: pip install 'moto[server]'";
const table = new ConformanceTable(CHECKS, DEVIATIONS);
const moto = await findMotoServer();

afterAll(async () => {
  // Of a run of a few checks there is no table, and the one of the last whole run is kept.
  if (!table.isWhole('local')) return;
  await table.writeTo('artifacts/conformance.md');
  console.info(table.markdown());
});

describe('every check and every deviation is listed once, and every deviation is of a check', () => {
  test('names are unique', () => {
    expect(duplicates(CHECKS.map(({ name }) => name))).toEqual([]);
    expect(duplicates(DEVIATIONS.map(({ target, check }) => `${target}: ${check}`))).toEqual([]);
  });
  test('a deviation names a check, and something else than AWS does', () => {
    for (const { check, observed } of DEVIATIONS) {
      expect(CHECKS.map(({ name }) => name)).toContain(check);
      expect(observed).not.toEqual(CHECKS.find(({ name }) => name === check)?.expected);
    }
  });
});

describe('local/ does as AWS does', () => {
  let cloud: LocalCloud;
  let target: Target;
  beforeAll(async () => {
    cloud = await startCloud();
    target = targetAt(
      'local',
      (service) => cloud[service].url,
      (id) => cloud.cloudfront.addDistribution({ id, bucket: 'conformance', cachePolicy: CACHING_OPTIMIZED }),
    );
  });
  afterAll(async () => {
    target.s3.destroy();
    target.cloudfront.destroy();
    await cloud.stop();
  });

  test.each(rows())('%s', (_name, check) => compare(check, target), CHECK_TIMEOUT_MS);
  test('no check made a request that local/ does not know', () => {
    expect(cloud.journal.unknown()).toEqual([]);
  });
});

if (moto === undefined) console.warn(`The moto column of the conformance suite did not run. ${HOW_TO_GET_MOTO}`);

(moto === undefined ? describe.skip : describe)(
  'moto_server does as AWS does, but for the deviations that are listed',
  () => {
    let server: MotoServer;
    let target: Target;
    beforeAll(async () => {
      server = await startMotoServer(moto ?? '');
      target = targetAt('moto', () => server.url);
    }, CHECK_TIMEOUT_MS);
    afterAll(async () => {
      target?.s3.destroy();
      target?.cloudfront.destroy();
      await server?.stop();
    });

    test.each(rows())('%s', (_name, check) => compare(check, target), CHECK_TIMEOUT_MS);
  },
);

function rows(): [string, ConformanceCheck][] {
  return CHECKS.map((check) => [`${check.service}: ${check.name}`, check]);
}

/** Runs the check on this server, puts it into the table, and fails where `judge` finds neither AWS nor a deviation. */
async function compare(check: ConformanceCheck, target: Target): Promise<void> {
  const { observed, thrown } = await observe(check, target);
  table.record(check, target.name, observed);
  const { state, right } = judge(check, target.name, observed, DEVIATIONS);
  if (state !== 'disagrees') return;
  if (thrown !== undefined) throw thrown;
  expect(observed).toEqual(right);
  throw new Error(`${check.name}: ${JSON.stringify(observed)} is not ${JSON.stringify(right)}`);
}

async function observe(check: ConformanceCheck, target: Target): Promise<{ observed: Observation; thrown?: Error }> {
  try {
    return { observed: await check.run(target) };
  } catch (error) {
    const thrown = asError(error);
    return { observed: `threw ${thrown.name}`, thrown };
  }
}

function duplicates(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}
