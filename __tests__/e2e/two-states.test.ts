import { afterEach, expect, test } from '@jest/globals';
import { STATE_BUCKET } from '../../local/rehearsal.js';
import { ReviewStage, succeeded } from './review-stage.js';

let stage: ReviewStage;
afterEach(() => stage.stop());

/** One folder and one stage, in two regions that are told apart by where their state lies. */
function region(name: string) {
  const settings = [
    `bucket=${STATE_BUCKET}`,
    `key=${name}.tfstate`,
    'region=us-east-1',
    'use_path_style=true',
    'skip_credentials_validation=true',
    'skip_requesting_account_id=true',
    'skip_metadata_api_check=true',
  ];
  return { inputs: { 'backend-config': settings.join('\n'), variables: `region=${name}` } };
}
const OUTPUT =
  'variable "region" {\n  type    = string\n  default = ""\n}\noutput "region" {\n  value = var.region\n}\n';

test('two stacks that differ only in where their state lies have a comment and a record each', async () => {
  stage = await ReviewStage.start({ deployed: false, resources: { region: OUTPUT } });
  succeeded(await stage.deploy(region('eu')));
  const second = `resource "terraform_data" "second" {\n  input = var.region\n}\n`;
  const both = await stage.open({ resources: { region: OUTPUT, second } }, { planned: false });
  for (const name of ['eu', 'us', 'eu']) succeeded(await stage.plan(both, region(name)));
  const heads = both.comments.map(({ body }) => body.split('\n').slice(0, 3).join(' '));
  expect(heads).toEqual([expect.stringContaining('`eu.tfstate`'), expect.stringContaining('`us.tfstate`')]);
  stage.approve(both);
  await stage.merge(both);
  for (const name of ['eu', 'us']) succeeded(await stage.deploy(region(name)));
});
