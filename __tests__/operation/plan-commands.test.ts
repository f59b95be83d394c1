import { expect, test } from '@jest/globals';
import { planCommands } from '../../src/operation/run/plan-commands.js';

test('the commands that make a plan again name its sources, and no value that may be secret', () => {
  expect(
    planCommands({
      directory: 'infra',
      workspace: 'blue',
      varFiles: ['infra/dev.tfvars', 'shared/it is.tfvars'],
      variables: new Map([['token', 'secret']]),
      backendConfig: ['bucket=b', 'key=dev.tfstate', 'access_key=secret', 'config/dev.hcl'],
      binary: '/opt/tofu',
      version: '',
      lockTimeout: '5m',
      passEnvironment: [],
      volatileVariables: [],
    }),
  ).toEqual([
    'tofu -chdir=infra init -backend-config=bucket=b -backend-config=key=dev.tfstate -backend-config=access_key=... -backend-config=../config/dev.hcl',
    'tofu -chdir=infra workspace select blue',
    "tofu -chdir=infra plan -var-file=dev.tfvars -var-file='../shared/it is.tfvars' -var 'token=...'",
  ]);
});
