import { afterEach, expect, test } from '@jest/globals';
import { Rehearsal, SITE_BUCKET } from '../../local/rehearsal.js';
import { shopSite } from '../../local/sample-shop.js';

let rehearsal: Rehearsal;
afterEach(() => rehearsal.stop());

test('three releases of a shop; the site goes back by one and forward again, with nothing built and nothing uploaded', async () => {
  rehearsal = await Rehearsal.start({ project: process.cwd() });
  const { cloud, edge, github } = rehearsal;
  const bucket = cloud.s3.store.bucket(SITE_BUCKET);
  bucket.versioning = 'Enabled';
  const releases: string[] = [];
  for (const headline of ['Spring', 'Summer', 'Autumn']) {
    await rehearsal.change('main', headline, shopSite({ headline }));
    const deployed = await rehearsal.deployed({ inputs: { 'verify-paths': `/~${headline}\nX-Smoke: s3cret-value` } });
    expect(deployed.log).toContain('1 path answers as expected');
    expect(deployed.log.replaceAll('::add-mask::s3cret-value', '')).not.toContain('s3cret-value');
    expect(deployed.exitCode).toBe(0);
    releases.push(deployed.outputs.release ?? '');
  }
  const headline = async () => /Spring|Summer|Autumn|Winter/.exec(await (await fetch(edge)).text())?.[0];
  expect(await headline()).toBe('Autumn');
  const applied = github.deployments.at(-1)?.sha;
  // What was merged since, and is not deployed, is not what the rollback's record names.
  await rehearsal.change('main', 'Not built', { 'site/dist': null, 'README.md': 'Winter is coming' });
  cloud.journal.clear();

  const back = await rehearsal.dispatched({ operation: 'rollback-site' });
  expect(back.outputs).toMatchObject({
    operation: 'rollback-site',
    outcome: 'succeeded',
    release: releases[1],
    'files-uploaded': '0',
    'bytes-uploaded': '0',
  });
  expect(await headline()).toBe('Summer');
  expect(back.log).toMatch(/; \d+ bytes to copy inside S3/);
  expect(back.log).not.toContain('to upload');
  expect(back.summary).toContain('### Rolled back the site of `dev`');
  expect(back.summary).toContain('3 releases to roll back to');
  expect(back.summary).toMatch(new RegExp(`- \\\`${releases[1]}\\\`, live on \\S+ at \\S+ UTC, this one`));
  expect(back.summary).toMatch(/\*\*Site\*\*: \d files restored/);
  const puts = cloud.journal.entries({ service: 's3', operation: 'PutObject' }).map(({ path }) => path);
  expect(puts.filter((path) => !path.includes('/.well-managed/'))).toEqual([]);
  const recorded = github.deployments.at(-1);
  expect(recorded).toMatchObject({ sha: applied, environment: 'dev' });
  expect(recorded?.statuses.map(({ state }) => state)).toContain('success');

  // What is merged next contains what was rolled back.
  await rehearsal.change('winter', 'Winter', shopSite({ headline: 'Winter' }));
  const pull = rehearsal.open('winter', 'Winter');
  await rehearsal.merge(pull);
  const held = await rehearsal.deployed();
  expect(held.outputs).toMatchObject({ outcome: 'skipped' });
  expect(held.log).toMatch(/::warning::dev is held: alice rolled it back to \w{7}-\w{8} at /);
  expect(pull.comments.at(-1)?.body).toContain('is held: alice rolled it back');
  const lifts = await rehearsal.deployed({ inputs: { hold: 'false' } });
  expect(lifts.outputs).toMatchObject({ outcome: 'skipped' });
  const manual = await rehearsal.dispatched({ operation: 'deploy' });
  expect(manual.log).toContain('::error::A deploy to dev is refused while a rollback holds it.');
  expect(await headline()).toBe('Summer');

  const forward = await rehearsal.dispatched({ operation: 'rollback-site', release: releases[2] ?? '' });
  expect(forward.outputs).toMatchObject({ outcome: 'succeeded', release: releases[2] });
  expect(await headline()).toBe('Autumn');

  const red = await rehearsal.dispatched({
    operation: 'rollback-site',
    'verify-paths': '/nowhere',
    'verify-timeout': '1',
  });
  expect(red.exitCode).toBe(1);
  expect(red.log).toMatch(
    /::error::The paths of "verify-paths" did not all answer .*\/nowhere answered 40\d instead of 200, as before/,
  );
  expect(await headline()).toBe('Summer');

  const refused = await rehearsal.dispatched({ operation: 'rollback-site', release: '0000000-00000000' });
  expect(refused.exitCode).toBe(1);
  expect(refused.log).toContain('::error::The release 0000000-00000000 has no record to roll back to.');

  const ended = await rehearsal.dispatched({ operation: 'deploy', hold: 'false' });
  expect(ended.outputs).toMatchObject({ outcome: 'succeeded' });
  expect(await headline()).toBe('Winter');
  await rehearsal.change('main', 'Spring again', shopSite({ headline: 'Spring' }));
  expect((await rehearsal.deployed()).outputs).toMatchObject({ outcome: 'succeeded' });
  expect(await headline()).toBe('Spring');
  expect(cloud.journal.unknown()).toEqual([]);
}, 240_000);
