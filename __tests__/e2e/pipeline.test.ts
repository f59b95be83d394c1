import { afterEach, describe, expect, test } from '@jest/globals';
import { DISTRIBUTION, Rehearsal, SITE_BUCKET } from '../../local/rehearsal.js';
import { shopInfrastructure, shopSite } from '../../local/sample-shop.js';

let rehearsal: Rehearsal;
afterEach(() => rehearsal.stop());

describe('the pipeline', () => {
  test('a deploy that changes one page of 200 files uploads that page, the release file and the manifest, and invalidates its URLs', async () => {
    const pages = 195;
    rehearsal = await Rehearsal.start({ project: process.cwd(), site: { headline: 'Welcome', pages } });
    const { cloud } = rehearsal;
    expect((await rehearsal.deployed()).outputs).toMatchObject({ 'files-uploaded': '201', outcome: 'succeeded' });
    await rehearsal.change('main', 'A sale', shopSite({ headline: 'Winter sale', pages }));
    cloud.journal.clear();
    const before = cloud.cloudfront.store.distribution(DISTRIBUTION).invalidations().length;

    const result = await rehearsal.deployed();
    expect(result.outputs).toMatchObject({ outcome: 'succeeded', 'plan-class': 'none', 'files-uploaded': '2' });
    const written = cloud.journal
      .entries({ service: 's3', operation: 'PutObject' })
      .map(({ path }) => path)
      .filter((path) => path.startsWith(`/${SITE_BUCKET}/`) && !path.endsWith('/lock.json'));
    expect([...new Set(written)].sort()).toEqual([
      `/${SITE_BUCKET}/.well-managed/manifest.json`,
      `/${SITE_BUCKET}/index.html`,
      `/${SITE_BUCKET}/release.json`,
    ]);
    const made = cloud.cloudfront.store.distribution(DISTRIBUTION).invalidations().slice(before);
    expect(made.map(({ paths }) => [...paths].sort())).toEqual([['/', '/index.html', '/release.json']]);
    expect(cloud.journal.unknown()).toEqual([]);
  });

  test('a plan that nobody reviewed is refused, nothing is applied, and what was reviewed is applied', async () => {
    rehearsal = await Rehearsal.start({ project: process.cwd() });
    const { shop } = rehearsal;
    expect((await rehearsal.deployed()).exitCode).toBe(0);
    await rehearsal.change('main', 'Pushed past the review', shopInfrastructure({ ...shop, size: 9 }));
    const refused = await rehearsal.deployed();
    expect(refused.exitCode).toBe(1);
    expect(refused.log).toMatch(/::error::Nobody reviewed this plan\./);
    expect(refused.log).toContain('terraform_data.database');

    await rehearsal.change('feature', 'Reviewed', shopInfrastructure({ ...shop, size: 3 }));
    const pull = rehearsal.open('feature', 'Reviewed');
    const planned = await rehearsal.planned(pull, 'opened');
    await rehearsal.merge(pull);
    const deployed = await rehearsal.deployed();
    expect(deployed.exitCode).toBe(0);
    expect(deployed.outputs.fingerprint).toBe(planned.outputs.fingerprint);
    expect(pull.comments.length).toBe(2);
  });
});
