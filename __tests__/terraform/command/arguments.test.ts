import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as given from '../../../src/terraform/command/arguments.js';
import { exitMeaning } from '../../../src/terraform/command/exit-codes.js';

const NO_VALUES = { varFiles: [], variables: new Map<string, string>() };

describe('argument lists', () => {
  test('a plan on a pull request', () => {
    expect(
      given.planArguments({
        planFile: '/tmp/a plan',
        destroy: false,
        lock: false,
        lockTimeout: '5m',
        varFiles: ['/repo/common.tfvars', '/repo/dev stage.tfvars'],
        variables: new Map([
          ['zones', '["a", "b"]'],
          ['name', 'x=y'],
        ]),
      }),
    ).toEqual([
      'plan',
      '-json',
      '-input=false',
      '-detailed-exitcode',
      '-out=/tmp/a plan',
      '-lock=false',
      '-var-file=/repo/common.tfvars',
      '-var-file=/repo/dev stage.tfvars',
      '-var',
      'zones=["a", "b"]',
      '-var',
      'name=x=y',
    ]);
  });

  test('a destroy plan waits for the lock', () => {
    expect(given.planArguments({ planFile: 'p', destroy: true, lock: true, lockTimeout: '90s', ...NO_VALUES })).toEqual(
      ['plan', '-json', '-input=false', '-detailed-exitcode', '-out=p', '-destroy', '-lock-timeout=90s'],
    );
  });

  test('apply gets the plan file last, and variables only when they are asked for again', () => {
    expect(given.applyArguments('p', '5m')).toEqual(['apply', '-json', '-input=false', '-lock-timeout=5m', 'p']);
    expect(given.applyArguments('p', '5m', { varFiles: ['/f'], variables: new Map([['a', '1']]) })).toEqual([
      'apply',
      '-json',
      '-input=false',
      '-lock-timeout=5m',
      '-var-file=/f',
      '-var',
      'a=1',
      'p',
    ]);
  });

  test('init keeps a lock file, and asks no backend offline', () => {
    expect(given.initArguments({ backend: true, backendConfig: ['key=a b', '/f.hcl'], locked: true })).toEqual([
      'init',
      '-input=false',
      '-no-color',
      '-lockfile=readonly',
      '-backend-config=key=a b',
      '-backend-config=/f.hcl',
    ]);
    expect(given.initArguments({ backend: false, backendConfig: ['key=a'], locked: false })).toEqual([
      'init',
      '-input=false',
      '-no-color',
      '-backend=false',
    ]);
  });

  test('a state is never pushed by force', () => {
    expect(given.statePushArguments('errored.tfstate')).toEqual(['state', 'push', 'errored.tfstate']);
  });
});

describe('the command line in the log', () => {
  test('has no value of a variable or of a backend setting', () => {
    const line = given.commandLine('terraform', [
      'plan',
      '-var-file=/f',
      '-var',
      'password=a=secret',
      '-backend-config=secret_key=secret',
      '-backend-config=/repo/backend.hcl',
      '-lock=false',
      '-var',
    ]);
    expect(line).toBe(
      'terraform plan -var-file=/f -var password=*** -backend-config=secret_key=*** -backend-config=/repo/backend.hcl -lock=false -var ',
    );
  });
});

test('no value of a variable is ever in the log, whatever it holds', () => {
  const secret = fc.string({ minLength: 1 }).map((text) => `secret:${text}`);
  fc.assert(
    fc.property(secret, secret, (value, setting) => {
      const variables = new Map([
        ['a', value],
        ['b', `-var=${value}`],
      ]);
      const plan = given.planArguments({
        planFile: 'p',
        destroy: false,
        lock: false,
        lockTimeout: '1s',
        varFiles: [],
        variables,
      });
      const init = given.initArguments({ backend: true, backendConfig: [`token=${setting}`], locked: false });
      const lines = [plan, init].map((list) => given.commandLine('terraform', list)).join('\n');
      expect(lines).not.toContain('secret:');
      expect(plan).toContain(`a=${value}`);
      expect(init).toContain(`-backend-config=token=${setting}`);
    }),
  );
});

describe('exit codes', () => {
  test.each([
    ['plan', 0, 'success'],
    ['plan', 1, 'failure'],
    ['plan', 2, 'changes'],
    ['plan', 3, 'failure'],
    ['fmt', 0, 'success'],
    ['fmt', 2, 'failure'],
    ['fmt', 3, 'not-formatted'],
    ['apply', 0, 'success'],
    ['apply', 2, 'failure'],
    ['init', 3, 'failure'],
    ['plan', null, 'failure'],
  ] as const)('%s %s is %s', (command, code, meaning) => {
    expect(exitMeaning(command, code)).toBe(meaning);
  });
});
