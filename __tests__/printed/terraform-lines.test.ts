import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inEmptyCheckout, typed } from '../../local/empty-checkout.js';
import { Rehearsal, STATE_BUCKET } from '../../local/rehearsal.js';
import type { InfrastructureConfig } from '../../src/config/config.js';
import { connectedLine, planCommands } from '../../src/operation/run/plan-commands.js';
import { temporaryFolder } from './folder.js';
import { filled } from './printed-lines.js';

const LOCAL = [
  'use_path_style',
  'skip_credentials_validation',
  'skip_requesting_account_id',
  'skip_metadata_api_check',
];
const SHOP: InfrastructureConfig = {
  directory: 'infra',
  workspace: 'default',
  varFiles: ['infra/dev.tfvars'],
  variables: new Map(),
  backendConfig: [
    `bucket=${STATE_BUCKET}`,
    'key=dev.tfstate',
    'region=us-east-1',
    ...LOCAL.map((name) => `${name}=true`),
  ],
  binary: 'terraform',
  version: '',
  lockTimeout: '5m',
  passEnvironment: [],
  volatileVariables: [],
};
const MODULE = 'module "nested" {\n  source = "./nested"\n}\n';

let rehearsal: Rehearsal;
beforeAll(async () => {
  rehearsal = await Rehearsal.start({ project: process.cwd(), shop: { terraform: MODULE } });
  await rehearsal.git.write({
    'infra/nested/main.tf': 'resource "terraform_data" "nested" {}\n',
    'infra/dev.tfvars': 'stage = "dev"\n',
  });
  await rehearsal.git.commit('A module and its values');
});
afterAll(() => rehearsal.stop());

const state = () => rehearsal.cloud.s3.store.bucket(STATE_BUCKET);

async function well(line: string): Promise<string> {
  const { exitCode, said } = await inEmptyCheckout(rehearsal, line);
  expect([line, exitCode, exitCode === 0 ? '' : said]).toEqual([line, 0, '']);
  return said;
}

describe('in an empty checkout', () => {
  test('a plan is made again, its workspace and its values too', async () => {
    expect(await well(planCommands(SHOP).join(' && '))).toContain('3 to add, 0 to change');
    await well(connectedLine(SHOP, 'workspace new blue'));
    const blue = planCommands({ ...SHOP, workspace: 'blue' });
    expect(blue[1]?.replace('terraform -chdir=infra', '…')).toBe(filled('… workspace select …', '…', 'blue'));
    expect(blue[0]?.startsWith(filled('… init', 'terraform -chdir=infra'))).toBe(true);
    expect(await well(blue.join(' && '))).toContain('3 to add, 0 to change');
  });

  test('a lock is released', async () => {
    const id = '11111111-2222-4333-8444-555555555555';
    const lock = { ID: id, Operation: 'OperationTypeApply', Who: 'runner@gone', Created: '2026-01-01T00:00:00Z' };
    state().put('dev.tfstate.tflock', JSON.stringify(lock));
    expect(await well(connectedLine(SHOP, filled('force-unlock …', id)))).toContain('successfully unlocked');
    expect(state().current('dev.tfstate.tflock')).toBeUndefined();
  });

  test('a stack is destroyed without being read', async () => {
    await well(connectedLine(SHOP, 'apply -var-file=dev.tfvars -auto-approve'));
    expect(await well(connectedLine(SHOP, filled('destroy -refresh=false')))).toContain('3 destroyed');
  });

  test('the providers are locked, where a module has to be installed first', async () => {
    const program = 'terraform -chdir=infra';
    await well(`cd infra && ${'terraform get && terraform providers lock -platform=linux_amd64'}`);
    const line = filled('… get && … providers lock…', program, program, ' -platform=linux_amd64');
    expect(await well(line)).toContain('has validated the lock file');
  });

  test.each(['init -backend=false', 'init -backend=false -upgrade'])('terraform %s', async (line) => {
    expect(await well(`terraform -chdir=infra ${filled(line)}`)).toContain('successfully initialized');
  });

  test('what is wrong with the configuration is said', async () => {
    const { said } = await inEmptyCheckout(
      rehearsal,
      `cd infra && echo '{' > more.tf && ${filled('terraform validate')}`,
    );
    expect(said).toContain('more.tf line 1');
  });
});

test('where the job has run, a state that could not be saved is pushed', async () => {
  await well(connectedLine(SHOP, 'apply -var-file=dev.tfvars -auto-approve'));
  const pulled = `${connectedLine(SHOP, 'state pull')} > infra/errored.tfstate`;
  const spelled = filled('… -chdir=… state push errored.tfstate', 'terraform', 'infra');
  const whole = filled('… state push …', 'terraform -chdir=infra', '"$PWD/infra/errored.tfstate"');
  await well(`${pulled} && ${spelled} && ${whole}`);
});

describe('in the folder of a stack', () => {
  const folder = temporaryFolder('terraform-lines-');
  const environment = () => ({ ...rehearsal.cloud.environment(), TF_CLI_CONFIG_FILE: '/dev/null' });

  test('a plan is converted, a state is pulled, and then moved to a backend', async () => {
    const stack = join(folder.path, 'stack');
    mkdirSync(stack);
    writeFileSync(join(stack, 'main.tf'), 'resource "terraform_data" "one" {}\noutput "id" {\n  value = "one"\n}\n');
    const lines = [
      filled('terraform init'),
      filled('terraform plan -out=PLANFILE'),
      filled('terraform show -json PLANFILE'),
      'terraform apply PLANFILE',
      filled('terraform show -json'),
      filled('terraform state pull'),
      filled('terraform output -json'),
    ];
    const { exitCode, said } = await typed(lines.join(' && '), stack, environment());
    expect([exitCode, exitCode === 0 ? '' : said]).toEqual([0, '']);
    const settings = [`bucket = "${STATE_BUCKET}"`, 'key = "moved.tfstate"', ...LOCAL.map((name) => `${name} = true`)];
    const backend = `terraform {\n  backend "s3" {\n${settings.join('\n')}\n  }\n}\n`;
    writeFileSync(join(stack, 'backend.tf'), backend);
    const moved = await typed(filled('terraform init -migrate-state'), stack, environment());
    expect([moved.exitCode, moved.exitCode === 0 ? '' : moved.said]).toEqual([0, '']);
    expect(state().current('moved.tfstate')?.body.toString()).toContain('"terraform_data"');
  });
});
