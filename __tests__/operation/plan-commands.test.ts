import { expect, test } from '@jest/globals';
import { connectedLine, planCommands } from '../../src/operation/run/plan-commands.js';

const STACK = {
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
};

test('the commands that make a plan again name its sources, and no value that may be secret', () => {
  expect(planCommands(STACK)).toEqual([
    'tofu -chdir=infra init -backend-config=bucket=b -backend-config=key=dev.tfstate -backend-config=access_key=... -backend-config=../config/dev.hcl',
    'tofu -chdir=infra workspace select blue',
    "tofu -chdir=infra plan -var-file=dev.tfvars -var-file='../shared/it is.tfvars' -var 'token=...'",
  ]);
});

test('a line for a fresh checkout connects the backend first, and gives the sources to what takes them', () => {
  const plain = { ...STACK, workspace: 'default', directory: 'two words', backendConfig: [], varFiles: [] };
  expect(connectedLine(plain, 'destroy -refresh=false')).toBe(
    "tofu -chdir='two words' init && tofu -chdir='two words' destroy -refresh=false -var 'token=...'",
  );
  expect(connectedLine(plain, 'force-unlock 1')).toBe(
    "tofu -chdir='two words' init && tofu -chdir='two words' force-unlock 1",
  );
});
