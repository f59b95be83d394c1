import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LocalCloud, startCloud } from '../../../local/cloud.js';
import { type TerraformStack, terraformStack } from './stack.js';

let cloud: LocalCloud;
let stack: TerraformStack;

beforeEach(async () => {
  cloud = await startCloud();
  cloud.s3.store.createBucket('states');
  stack = terraformStack({
    'main.tf': `terraform {
  backend "s3" {
    bucket                      = "states"
    key                         = "dev.tfstate"
    use_lockfile                = true
    use_path_style              = true
    skip_credentials_validation = true
    skip_requesting_account_id  = true
    skip_metadata_api_check     = true
  }
}

resource "terraform_data" "this" {
  input = terraform.workspace
}
`,
  });
  Object.assign(stack.environment, cloud.environment());
});

afterEach(async () => {
  stack.remove();
  await cloud.stop();
});

/** Requests that a role which may only read is refused. */
const writes = () => cloud.journal.entries().filter(({ method }) => method !== 'GET' && method !== 'HEAD');

describe('a plan on a pull request, with the S3 backend', () => {
  test('writes nothing to the state bucket', async () => {
    const terraform = stack.connect();
    await terraform.init();
    await terraform.plan({ destroy: false, lock: false });
    await terraform.outputs();
    expect(cloud.journal.entries().length).toBeGreaterThan(0);
    expect(writes()).toEqual([]);
  });

  test('of a workspace that does not exist yet writes nothing either', async () => {
    const terraform = stack.connect({ workspace: 'blue' });
    await terraform.init();
    const { json } = await terraform.plan({ destroy: false, lock: false });
    expect(json).toMatchObject({ resource_changes: [{ change: { after: { input: 'blue' } } }] });
    expect(cloud.journal.entries().length).toBeGreaterThan(0);
    expect(writes()).toEqual([]);
  });

  test('of a workspace that the deploy made reads its state', async () => {
    const deploy = stack.connect({ workspace: 'blue' });
    await deploy.init();
    await deploy.apply((await deploy.plan({ destroy: false, lock: true })).planFile);
    const before = writes().length;
    const terraform = stack.connect({ workspace: 'blue' });
    await terraform.init();
    const { json } = await terraform.plan({ destroy: false, lock: false });
    expect(json).toMatchObject({ resource_changes: [{ change: { actions: ['no-op'] } }] });
    expect(writes()).toHaveLength(before);
    expect(cloud.s3.store.bucket('states').keys()).toEqual(['env:/blue/dev.tfstate']);
  });
});
