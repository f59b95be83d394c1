import { describe, expect, test } from '@jest/globals';
import { hasEphemeralVariables, settledEnvironment } from '../../../src/gateways/terraform/environment.js';
import { terraformEnvironment } from '../../../src/gateways/terraform/inherited-environment.js';
import { logInto } from './stack.js';

const RUNNER = {
  PATH: '/bin',
  HOME: '/home/runner',
  AWS_REGION: 'eu-west-1',
  AWS_SESSION_TOKEN: 'x',
  TF_VAR_name: 'x',
  TF_CLI_CONFIG_FILE: '/x',
  https_proxy: 'http://proxy',
  GITHUB_SHA: 'abc',
  GITHUB_TOKEN: 'given by the workflow',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x',
  ACTIONS_ID_TOKEN_REQUEST_URL: 'x',
  ACTIONS_RUNTIME_TOKEN: 'x',
  'INPUT_GITHUB-TOKEN': 'x',
  GITHUB_ENV: '/x',
  GITHUB_OUTPUT: '/x',
  GITHUB_PATH: '/x',
  GITHUB_STATE: '/x',
  GITHUB_STEP_SUMMARY: '/x',
  UNSET: undefined,
};

describe('what Terraform sees of the environment', () => {
  test('everything but what the runner means for the action alone', () => {
    expect(Object.keys(terraformEnvironment(RUNNER, { passEnvironment: [] }))).toEqual([
      'PATH',
      'HOME',
      'AWS_REGION',
      'AWS_SESSION_TOKEN',
      'TF_VAR_name',
      'TF_CLI_CONFIG_FILE',
      'https_proxy',
      'GITHUB_SHA',
      'GITHUB_TOKEN',
    ]);
  });

  test('a withheld name is given when it is asked for, and only that one', () => {
    const given = terraformEnvironment(RUNNER, { passEnvironment: ['ACTIONS_ID_TOKEN_REQUEST_URL'] });
    expect(given.ACTIONS_ID_TOKEN_REQUEST_URL).toBe('x');
    expect(Object.keys(given).filter((name) => name.startsWith('ACTIONS_'))).toHaveLength(1);
  });

  test('our own settings win over the environment', () => {
    const settings = { workspace: 'default', stage: 'prod', variables: new Map<string, string>() };
    const environment = { TF_VAR_stage: 'dev', TF_INPUT: '1', TF_WORKSPACE: 'default', TF_LOG_PROVIDER_AWS: 'debug' };
    const warnings: string[] = [];
    expect(settledEnvironment({ ...settings, environment }, logInto([], warnings))).toEqual({
      CHECKPOINT_DISABLE: '1',
      TF_VAR_stage: 'prod',
      TF_INPUT: '0',
      TF_IN_AUTOMATION: '1',
    });
    expect(warnings).toEqual([expect.stringMatching(/^TF_LOG_PROVIDER_AWS is not passed on/)]);
  });
});

test('a variable that is declared and not among the values of the plan is ephemeral', () => {
  const plan = (held: object) => ({ variables: held, configuration: { root_module: { variables: { a: {}, b: {} } } } });
  expect(hasEphemeralVariables(plan({ a: {} }))).toBe(true);
  expect(hasEphemeralVariables(plan({ a: {}, b: {} }))).toBe(false);
  expect(hasEphemeralVariables({ configuration: { root_module: {} } })).toBe(false);
});
