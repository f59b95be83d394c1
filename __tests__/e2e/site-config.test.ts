import { afterEach, expect, test } from '@jest/globals';
import { Rehearsal, SITE_BUCKET } from '../../local/rehearsal.js';
import { shopSite } from '../../local/sample-shop.js';

let rehearsal: Rehearsal;
afterEach(() => rehearsal.stop());

/** A stack whose address changes with what a pull request writes, and one output that is known after the apply. */
const stack = (api: string, key = 'sensitive = true') => ({
  'infra/api.tf': `resource "terraform_data" "api" {
  input = "https://${api}.test"
}
output "api_url" {
  value = terraform_data.api.output
}
output "api_key" {
  value     = "sk-live-0123456789"
  ${key}
}
`,
});
const lines = { 'site-config': 'apiUrl=api_url' };
const secret = { 'site-config': 'apiUrl=api_url\nkey=api_key' };
const config = async () => await (await fetch(`${rehearsal.edge}/config.json`)).json();

test('config.json follows the stack: written by a deploy, from today by a rollback; a secret refuses plan and deploy', async () => {
  rehearsal = await Rehearsal.start({ project: process.cwd() });
  const { cloud, github } = rehearsal;
  cloud.s3.store.bucket(SITE_BUCKET).versioning = 'Enabled';
  await rehearsal.change('spring', 'Spring', { ...shopSite({ headline: 'Spring' }), ...stack('one') });
  const pull = rehearsal.open('spring', 'Spring');

  const refused = await rehearsal.planned(pull, 'opened', { inputs: secret });
  expect(refused.exitCode).toBe(1);
  expect(refused.log).toContain('Found: key=api_key, which is sensitive.');
  const planned = await rehearsal.planned(pull, 'opened', { inputs: lines });
  expect(planned.exitCode).toBe(0);
  await rehearsal.merge(pull);

  // Before anything is applied: the stack has no such output, and no deployment was begun.
  const late = await rehearsal.deployed({ inputs: secret });
  expect(late.log).toContain('::error::The config.json of the site cannot be written from the stack outputs');
  expect(late.log.replaceAll('::add-mask::sk-live-0123456789', '')).not.toContain('sk-live-0123456789');
  expect([late.exitCode, github.deployments.length]).toEqual([1, 0]);

  const first = await rehearsal.deployed({ inputs: lines });
  expect(first.exitCode).toBe(0);
  expect(await config()).toEqual({ apiUrl: 'https://one.test' });
  expect(first.log).toContain('::group::Upload config.json');

  await rehearsal.change('main', 'Move', { ...shopSite({ headline: 'Summer' }), ...stack('two') });
  const moved = await rehearsal.deployed({ inputs: { ...lines, 'apply-policy': 'always' } });
  expect(moved.exitCode).toBe(0);
  expect(await config()).toEqual({ apiUrl: 'https://two.test' });

  const back = await rehearsal.dispatched({ operation: 'rollback-site' }, { inputs: lines });
  expect(back.outputs).toMatchObject({ outcome: 'succeeded', release: first.outputs.release });
  expect(await (await fetch(rehearsal.edge)).text()).toContain('Spring');
  expect(await config()).toEqual({ apiUrl: 'https://two.test' });
  expect(back.log).toMatch(/::warning::config.json has the stack outputs of today.* api_url differs/);
  expect(cloud.journal.unknown()).toEqual([]);
}, 240_000);
