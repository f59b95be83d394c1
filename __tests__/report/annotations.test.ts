import { describe, expect, test } from '@jest/globals';
import { ActionError } from '../../src/errors.js';
import type { Outcome } from '../../src/operation/run/outcome.js';
import type { FilePosition } from '../../src/ports/run.js';
import { annotate, annotations } from '../../src/report/annotations.js';
import type { Diagnostic } from '../../src/terraform/stream/diagnostic.js';
import { skipped } from './sample-outcomes.js';

function outcomeWith(diagnostics: readonly Diagnostic[], more: Partial<Outcome> = {}): Outcome {
  return { ...skipped(), operation: 'plan', result: 'failed', diagnostics, ...more };
}

function many(severity: Diagnostic['severity'], count: number): readonly Diagnostic[] {
  return Array.from({ length: count }, (_, index) => ({
    severity,
    summary: `${severity} ${index}`,
    detail: '',
    file: 'main.tf',
    startLine: index + 1,
  }));
}

describe('annotations', () => {
  test.each([
    ['infra', 'main.tf', 'infra/main.tf'],
    ['', 'main.tf', 'main.tf'],
    ['stacks/shop', '../modules/api/main.tf', 'stacks/modules/api/main.tf'],
    ['./infra/', './main.tf', 'infra/main.tf'],
    ['stacks/shop', '../../vars/prod.tfvars', 'vars/prod.tfvars'],
  ])('of a root module in %j put %s on %s', (directory, file, place) => {
    const diagnostic: Diagnostic = {
      severity: 'error',
      summary: 'No',
      detail: 'Not so',
      file,
      startLine: 3,
      endLine: 4,
    };
    const outcome = outcomeWith([diagnostic], { identity: { stage: 'dev', directory, workspace: 'default' } });
    expect(annotations(outcome)).toEqual([
      { severity: 'error', message: 'No: Not so', at: { file: place, startLine: 3, endLine: 4 } },
    ]);
  });

  test.each(['.terraform/modules/x/main.tf', '../../elsewhere/main.tf', '/opt/modules/main.tf'])(
    'on a file that is not in the repository say where, and are on no file: %s',
    (file) => {
      const diagnostic: Diagnostic = { severity: 'error', summary: 'No', detail: '', file, startLine: 3 };
      const outcome = outcomeWith([diagnostic], {
        identity: { stage: 'dev', directory: 'infra', workspace: 'default' },
      });
      expect(annotations(outcome)).toEqual([{ severity: 'error', message: `No (${file}:3)` }]);
    },
  );

  test('without a file stand alone', () => {
    expect(annotations(outcomeWith([{ severity: 'error', summary: 'No', detail: '' }]))).toEqual([
      { severity: 'error', message: 'No' },
    ]);
  });

  test('are at most ten of a kind; the tenth counts the rest', () => {
    const found = annotations(outcomeWith([...many('error', 25), ...many('warning', 10)]));
    expect(found.filter(({ severity }) => severity === 'error')).toHaveLength(10);
    expect(found.filter(({ severity }) => severity === 'warning')).toHaveLength(10);
    expect(found[9]?.message).toBe('16 more errors: the job summary has them.');
  });

  test('leave room for the error that fails the step and for the warnings of the run', () => {
    const outcome = outcomeWith([...many('error', 10), ...many('warning', 10)], {
      failure: new ActionError({ what: 'It failed' }),
      warnings: ['one', 'two'],
    });
    const found = annotations(outcome);
    expect(found.filter(({ severity }) => severity === 'error')).toHaveLength(9);
    expect(found.filter(({ severity }) => severity === 'warning')).toHaveLength(8);
  });

  test('are not said twice when a failure repeats the diagnostics of the plan', () => {
    expect(annotations(outcomeWith([...many('error', 2), ...many('error', 2)]))).toHaveLength(2);
  });

  test('are redacted before they are written', () => {
    const said: [string, FilePosition | undefined][] = [];
    const log = { error: (message: string, at?: FilePosition) => said.push([message, at]), warning: () => {} };
    annotate(outcomeWith([{ severity: 'error', summary: 'token-12345', detail: '' }]), log, (text) =>
      text.replace('12345', '***'),
    );
    expect(said).toEqual([['token-***', undefined]]);
  });
});
