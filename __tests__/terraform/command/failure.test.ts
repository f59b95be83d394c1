import { describe, expect, test } from '@jest/globals';
import type { FailedCommand } from '../../../src/terraform/command/failed-command.js';
import { terraformFailure } from '../../../src/terraform/command/failure.js';
import { parseLockText } from '../../../src/terraform/command/state-lock.js';
import type { Diagnostic } from '../../../src/terraform/stream/diagnostic.js';

const error = (summary: string, detail = '', place: Partial<Diagnostic> = {}): Diagnostic => ({
  severity: 'error',
  summary,
  detail,
  ...place,
});

const failed = (diagnostics: readonly Diagnostic[], more: Partial<FailedCommand> = {}) =>
  terraformFailure({
    command: 'apply',
    binary: 'terraform',
    platform: 'linux_amd64',
    directory: 'infra',
    code: 1,
    signal: null,
    interrupted: false,
    printed: '',
    diagnostics,
    ...more,
  });

/** As the S3 backend says it with `use_lockfile`, Terraform 1.11. */
const LOCKED = `Error message: operation error S3: PutObject, https response error StatusCode:
412, RequestID: x, api error PreconditionFailed: At least one of the
pre-conditions you specified did not hold
Lock Info:
  ID:        463adace-bbf9-34d4-5af8-f0f0319539e3
  Path:      state/dev.tfstate
  Operation: OperationTypeApply
  Who:       runner@fv-az1
  Version:   1.11.4
  Created:   2026-01-02 03:04:05.473696076 +0000 UTC
  Info:      

Terraform acquires a state lock to protect the state from being written`;

describe('why Terraform failed', () => {
  test('a lock that is held names its holder and the command that would release it', () => {
    const failure = failed([error('Error acquiring the state lock', LOCKED)]);
    expect(failure.kind).toBe('lock-held');
    expect(failure.lock?.id).toBe('463adace-bbf9-34d4-5af8-f0f0319539e3');
    expect(failure.message).toBe(
      'The state is locked, so terraform apply did nothing. ' +
        'Found: lock 463adace-bbf9-34d4-5af8-f0f0319539e3, held by runner@fv-az1 since 2026-01-02 03:04:05.473696076 +0000 UTC for OperationTypeApply. ' +
        'Expected: no lock, or one that is released within "lock-timeout". ' +
        'Wait for the run that holds it. If it was cut off, start the workflow manually with "operation: unlock". Only when that run is certainly over: terraform -chdir=infra force-unlock 463adace-bbf9-34d4-5af8-f0f0319539e3.',
    );
  });

  test('a stale plan, however its words are wrapped', () => {
    expect(failed([error('Saved plan\nis stale')]).kind).toBe('stale-plan');
  });

  test('the first error with a place is quoted, the others are counted', () => {
    const failure = failed([
      error('General heading'),
      error('Invalid value', 'It is\nwrong.', { file: 'main.tf', startLine: 7 }),
      { severity: 'warning', summary: 'w', detail: '' },
    ]);
    expect(failure.message).toBe(
      'terraform apply failed with exit code 1. Found: Invalid value (main.tf:7): It is wrong., and 1 more.',
    );
    expect(failure.diagnostics).toHaveLength(3);
  });

  test('a cancelled run says what is kept', () => {
    const failure = failed([error('execution halted')], { interrupted: true });
    expect(failure.kind).toBe('interrupted');
    expect(failure.message).toContain('What was finished is in the state. Run the job again');
  });

  test('one that was interrupted twice has not shut down cleanly', () => {
    const failure = failed([error('operation canceled')], { interrupted: true });
    expect(failure.kind).toBe('killed');
    expect(failure.message).toContain('terraform apply was interrupted twice and gave up');
    expect(failure.message).toContain('read first what its last step says');
  });

  test('a signal from elsewhere is named', () => {
    expect(failed([], { code: null, signal: 'SIGKILL' }).message).toBe('terraform apply was ended by SIGKILL.');
  });

  test.each([
    ['could not connect to registry.example.com: failed to request\ndiscovery document: net/http: request canceled'],
    ['could not query provider registry for example.com/a/b: the request\nfailed after 2 attempts'],
  ])('a registry that does not answer: %s', (detail) => {
    const failure = failed([error('Failed to query available provider packages', detail)], { command: 'init' });
    expect(failure.kind).toBe('init');
    expect(failure.message).toContain('The registry did not answer');
  });
});

describe('ways out that Terraform does not name', () => {
  test('no credentials', () => {
    const failure = failed([error('No valid credential sources found', 'Please see the documentation')], {
      command: 'init',
    });
    expect(failure.message).toContain('Give "role-to-assume"');
  });

  test('a state that could not be saved', () => {
    const failure = failed([
      error('Failed to save state', 'Error saving state: 403'),
      error('Failed to persist state to backend', 'the state has been written to the file "errored.tfstate"'),
    ]);
    expect(failure.message).toContain(
      'Nothing may be applied before it is pushed: terraform -chdir=infra state push errored.tfstate',
    );
  });

  test('a clock that is wrong is no matter of credentials', () => {
    const detail =
      'operation error STS: 403, api error SignatureDoesNotMatch: Signature expired: 1 is now earlier than 2';
    expect(failed([error('reading identity', detail)]).message).toContain('The clock of this runner is wrong');
  });

  test('a profile of a provider block', () => {
    const { message } = failed([error('failed to get shared config profile, prod', '')], { command: 'plan' });
    expect(message).toContain('Remove "profile": the provider then works as this run is signed in');
  });

  test('a data source that finds nothing names what helps', () => {
    const gone = { ...error('no matching EC2 VPC found', ''), address: 'module.a.data.aws_vpc.main' };
    const connectedLine = (command: string) => `terraform -chdir=infra init && terraform -chdir=infra ${command}`;
    expect(failed([gone], { command: 'plan', connectedLine }).message).toContain(
      'module.a.data.aws_vpc.main finds nothing any more. Remove it, or point it at what exists, in a pull request. ' +
        'To destroy the stack without reading it: terraform -chdir=infra init && terraform -chdir=infra destroy -refresh=false',
    );
    for (const other of [
      { ...gone, address: 'aws_vpc.main' },
      { ...gone, summary: 'AccessDenied' },
    ]) {
      expect(failed([other], { command: 'plan' }).message).not.toContain('finds nothing');
    }
    expect(failed([gone]).message).not.toContain('finds nothing');
  });

  test('a state that could not be saved because the keys have expired is one that was not saved, first of all', () => {
    const failure = failed([
      error('Failed to save state', 'ExpiredToken: The provided token has expired'),
      error('Failed to persist state to backend', 'the state has been written to the file "errored.tfstate"'),
    ]);
    expect([failure.kind, failure.message.includes('Sign in to AWS')]).toEqual(['unsaved-state', false]);
    expect(failure.message).toContain('Nothing may be applied before it is pushed');
  });

  test.each([
    ['was killed', [], { code: null, signal: 'SIGKILL' }, 'killed'],
    ['could not save', [error('x', 'written to the file "errored.tfstate"')], {}, 'unsaved-state'],
  ])('an apply that was cancelled and then %s did not stop in order', (_what, errors, ended, kind) => {
    const failure = failed(errors, { interrupted: true, ...ended });
    expect([failure.kind, failure.message.includes('in order')]).toEqual([kind, false]);
  });

  test('a registry is blamed for init alone', () => {
    expect(failed([error('x', 'connection refused')]).message).not.toContain('registry');
    expect(failed([error('x', 'connection refused')], { command: 'init' }).message).toContain('registry');
  });
});

describe('lock information', () => {
  test('of an error text is all that Terraform says of it', () => {
    expect(parseLockText(LOCKED)).toEqual({
      id: '463adace-bbf9-34d4-5af8-f0f0319539e3',
      who: 'runner@fv-az1',
      created: expect.stringMatching(/^2026-01-02 03:04:05/),
      operation: 'OperationTypeApply',
      path: 'state/dev.tfstate',
    });
  });

  test('of the http backend is the id of the lock that is held, not of the one that was asked for', () => {
    const text = LOCKED.replace(
      /^.*\n.*\n.*\n/,
      'Error message: HTTP remote state already locked:\nID=87697602-d536\n',
    );
    expect(parseLockText(text)).toEqual({ id: '87697602-d536', who: '', created: '', operation: '', path: '' });
  });

  test('is not made up from other texts', () => {
    expect(parseLockText('  ID: x')).toBeUndefined();
    expect(parseLockText('Lock Info:\n  Who: x')).toBeUndefined();
  });
});
