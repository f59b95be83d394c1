import { afterEach, expect, test } from '@jest/globals';
import { Rehearsal } from '../../local/rehearsal.js';
import { shopInfrastructure } from '../../local/sample-shop.js';

let shop: Rehearsal | undefined;
afterEach(async () => await shop?.stop());

// What the reusable workflow does with its secret `terraform-environment`.
test('what the secret terraform-environment holds reaches Terraform, and its value is masked', async () => {
  shop = await Rehearsal.start({ project: process.env.ACTION_ROOT ?? '.' });
  const infra = shopInfrastructure(shop.shop)['infra/main.tf'] ?? '';
  const asked = `${infra}\nvariable "motd" {}\nresource "terraform_data" "motd" {\n  input = var.motd\n}\n`;
  await shop.change('motd', 'A message of the day', { 'infra/main.tf': asked });
  const pull = shop.open('motd', 'A message of the day');
  const plan = async (environment: Record<string, string>) =>
    await (shop as Rehearsal).planned(pull, 'opened', { environment: { ...environment, TF_VAR_motd: '' } });

  const given = await (shop as Rehearsal).planned(pull, 'opened', {
    environment: { TERRAFORM_ENVIRONMENT: 'TF_VAR_motd=correct horse battery\n' },
  });
  expect([given.exitCode, given.outputs.outcome]).toEqual([0, 'succeeded']);
  expect(JSON.stringify(pull.comments)).not.toContain('correct horse');
  expect(given.log).toContain('::add-mask::correct horse battery');

  const wrong = await plan({ TERRAFORM_ENVIRONMENT: 'correct horse battery' });
  expect(wrong.exitCode).not.toBe(0);
  expect(wrong.log).toContain('Line 1 of the secret "terraform-environment" is not an environment variable');
});
