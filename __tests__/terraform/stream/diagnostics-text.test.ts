import { describe, expect, test } from '@jest/globals';
import { parseValidation } from '../../../src/terraform/stream/diagnostics-json.js';
import { parseDiagnosticsText } from '../../../src/terraform/stream/diagnostics-text.js';

describe('diagnostics that are written as text', () => {
  test('two errors and a warning, in a box and in colours', () => {
    const text = [
      '\u001b[31m╷\u001b[0m',
      '\u001b[31m│\u001b[0m \u001b[1mError: \u001b[0mMissing Required Value',
      '\u001b[31m│\u001b[0m ',
      '\u001b[31m│\u001b[0m   on backend.tf line 2, in terraform:',
      '\u001b[31m│\u001b[0m    2:   backend "s3" {}',
      '\u001b[31m│\u001b[0m ',
      '\u001b[31m│\u001b[0m The attribute "bucket" is required by the',
      '\u001b[31m│\u001b[0m backend.',
      '\u001b[31m╵\u001b[0m',
      '',
      'Error: Odd',
      '',
      '  with module.a["x y"].terraform_data.this[0],',
      '  on modules/a b/main.tf line 12:',
      '  12:',
      '',
      'Prose',
      '',
      'Warning: A summary that is',
      'longer than a line',
      '',
    ].join('\n');
    expect(parseDiagnosticsText(text)).toEqual([
      {
        severity: 'error',
        summary: 'Missing Required Value',
        detail: 'The attribute "bucket" is required by the\nbackend.',
        file: 'backend.tf',
        startLine: 2,
        endLine: 2,
      },
      {
        severity: 'error',
        summary: 'Odd',
        detail: 'Prose',
        address: 'module.a["x y"].terraform_data.this[0]',
        file: 'modules/a b/main.tf',
        startLine: 12,
        endLine: 12,
      },
      { severity: 'warning', summary: 'A summary that is longer than a line', detail: '' },
    ]);
  });

  test('an error without a heading is one diagnostic', () => {
    expect(parseDiagnosticsText('\nWorkspace "x" doesn\'t exist.\n\nYou can create it.\n')).toEqual([
      { severity: 'error', summary: 'Workspace "x" doesn\'t exist.', detail: 'You can create it.' },
    ]);
    expect(parseDiagnosticsText('\n \n')).toEqual([]);
  });
});

describe('the answer of validate', () => {
  test('is read with its places', () => {
    const diagnostics = [
      {
        severity: 'warning',
        summary: 'Deprecated',
        range: { filename: 'a.tf', start: { line: 1 }, end: { line: 2 } },
      },
    ];
    expect(parseValidation(JSON.stringify({ format_version: '1.0', valid: true, diagnostics }))).toEqual([
      { severity: 'warning', summary: 'Deprecated', detail: '', file: 'a.tf', startLine: 1, endLine: 2 },
    ]);
  });

  test.each([
    ['', 'nothing'],
    ['Terraform v0.11', 'Terraform v0.11'],
    ['{"format_version":"2.0","diagnostics":[]}', '2.0'],
    ['{"format_version":"1.0","diagnostics":[{"severity":"fatal"}]}', 'fatal'],
  ])('that cannot be read has not passed: %s', (text, found) => {
    expect(() => parseValidation(text)).toThrow(found);
  });
});
