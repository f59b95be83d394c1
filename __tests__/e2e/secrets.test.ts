import { afterEach, expect, test } from '@jest/globals';
import { Rehearsal } from '../../local/rehearsal.js';
import { shopInfrastructure } from '../../local/sample-shop.js';

let shop: Rehearsal | undefined;
afterEach(async () => await shop?.stop());

test('a plan that fails posts no value of a variable and no token', async () => {
  shop = await Rehearsal.start({ project: process.env.ACTION_ROOT ?? '.' });
  const infra = shopInfrastructure(shop.shop)['infra/main.tf'] ?? '';
  const asked = `${infra}
variable "greeting" {}
variable "key" {}
data "terraform_remote_state" "network" {
  backend = "local"
  config  = { path = "/nowhere/\${var.greeting}/\${var.key}" }
}
resource "terraform_data" "fails" {
  lifecycle {
    precondition {
      condition     = var.key == ""
      error_message = "Nothing at /nowhere/\${var.greeting}/\${var.key}"
    }
  }
}
`;
  await shop.change('leak', 'A message that quotes', { 'infra/main.tf': asked });
  const pull = shop.open('leak', 'A message that quotes');
  const key = 'wJalrXUtnFEMI-K7MDENG-bPxRfiCYEXAMPLEKEY';
  const failed = await shop.planned(pull, 'opened', {
    environment: { TF_VAR_greeting: 'tok-7f3kQ9zLwPx2', TF_VAR_key: key, CI_DEPLOY_TOKEN: key },
  });
  expect(failed.exitCode).not.toBe(0);
  const annotations = failed.log.split('\n').filter((line) => line.startsWith('::error'));
  const posted = JSON.stringify([pull.comments, shop.github.checkRuns, failed.summary, failed.outputs, annotations]);
  expect(posted).toContain('/nowhere/');
  expect(posted).not.toMatch(/tok-7f3k|wJalrXUtn/);
  expect(failed.log).toContain(`::add-mask::${key}`);
});
