import { describe, expect, test } from '@jest/globals';
import { redactor } from '../../../src/redaction/redactor.js';
import { page, repositoryUrl } from '../../../src/report/kit/document.js';
import { skipped } from '../sample-outcomes.js';

const SECRET = 'hunter2-hunter2';
const sheet = page(skipped(), { redact: redactor({ secrets: [SECRET], patterns: [] }) }, 'elsewhere');

describe('a report', () => {
  test('masks a secret that has a colour in its middle', () => {
    expect(sheet.code('hunter2\u001b[31m-hunter2')).toBe('`***`');
  });

  test('masks before it cuts a long line, so that no half of a secret stays', () => {
    const text = sheet.lines(sheet.redact(`${'x'.repeat(995)}${SECRET}`)).join('');
    expect(text).not.toContain('hunter2');
    expect(sheet.code(`${'x'.repeat(995)}${SECRET}`)).not.toContain('hunt');
  });

  test('shows what is padded out of sight, and says how far', () => {
    expect(sheet.lines(`a = "x"${' '.repeat(30_000)}\u3000# evil`)).toEqual(['a = "x" (30,001 blanks) # evil']);
    expect(sheet.code(`x${'\u00a0'.repeat(5_000)}evil`)).toBe('`x (5,000 blanks) evil`');
    expect(sheet.lines(`${' '.repeat(60)}indented`)).toEqual([`${' '.repeat(60)}indented`]);
  });

  test('reads a line of a certificate in full in the job summary', () => {
    const summary = page(skipped(), { redact: (text) => text }, 'elsewhere', 100_000);
    expect(summary.code('y'.repeat(50_000))).toBe(`\`${'y'.repeat(50_000)}\``);
  });

  test('cuts no character in two', () => {
    const [line = ''] = sheet.lines(`${'x'.repeat(999)}\u{1f600}${'y'.repeat(50)}`);
    expect(line).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
    expect(line).toMatch(/more characters\)$/);
  });

  test('links a place in the commit, and only where it knows the repository', () => {
    expect(sheet.place('a b.tf', 3)).toBe(
      '[`infra/a b.tf:3`](https://github.com/shop/shop/blob/0f3c5a9d1e2b4c6d8f7a9b0c1d2e3f4a5b6c7d8e/infra/a%20b.tf#L3)',
    );
    const local = page({ ...skipped(), runUrl: '' }, { redact: (text) => text }, '');
    expect(local.place('main.tf')).toBe('`infra/main.tf`');
  });

  test('takes no other address for a run of GitHub', () => {
    expect(repositoryUrl('https://github.com/o/r/actions/runs/1')).toBe('https://github.com/o/r');
    expect(repositoryUrl('javascript:alert(1)/actions/runs/1')).toBeUndefined();
    expect(repositoryUrl('https://x/)[a](b/actions/runs/1')).toBeUndefined();
  });
});
