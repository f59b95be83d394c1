import { describe, expect, test } from '@jest/globals';
import { redactor } from '../../../src/report/kit/redact.js';

function masked(text: string, secrets: readonly string[], patterns: readonly RegExp[] = []): string {
  return redactor({ secrets, patterns })(text);
}

describe('redaction', () => {
  test('masks the longest secret first, so that no rest of it stays', () => {
    expect(masked('token-12345678-long', ['token-12345678', 'token-12345678-long'])).toBe('***');
  });

  test('masks a secret as it stands in JSON, in HCL, in a URL and in base64', () => {
    const secret = 'p@ss "word"\n<&>';
    expect(masked(JSON.stringify(secret), [secret])).toBe('"***"');
    expect(masked('"p@ss \\"word\\"\\n\\u003c\\u0026\\u003e"', [secret])).toBe('"***"');
    expect(masked(`https://x/?q=${encodeURIComponent(secret)}`, [secret])).toBe('https://x/?q=***');
    for (const before of ['', 'a', 'ab', 'abc']) {
      const encoded = Buffer.from(`${before}${secret}tail`).toString('base64');
      expect(masked(encoded, [secret])).toContain('***');
    }
  });

  test('masks each line of a key, as Terraform indents it', () => {
    const key = '-----BEGIN KEY-----\nMIIEvQIBADANBg\nAQEFAASCBKcwgg\n-----END KEY-----\n';
    const text = key
      .split('\n')
      .map((line) => `            ${line}`)
      .join('\n');
    expect(masked(text, [key])).not.toMatch(/MIIEvQ|AQEFAA/);
  });

  test('masks a short secret as a word, not inside words', () => {
    expect(masked('domain "main" main_1 main', ['main'])).toBe('domain "***" main_1 ***');
  });

  test('leaves a text alone when a secret is empty or blank', () => {
    expect(masked('a b', ['', ' ', '\n'])).toBe('a b');
  });

  test('masks what a pattern matches, everywhere, and nothing for an empty match', () => {
    expect(masked('AKIA1234 and AKIA5678', [], [/AKIA\d+/])).toBe('*** and ***');
    expect(masked('abc', [], [/x*/])).toBe('abc');
  });

  test('takes secrets by their letters, not as expressions', () => {
    expect(masked('a.c+(d)[e]{f}^g$h|i\\j/k axc', ['a.c+(d)[e]{f}^g$h|i\\j/k'])).toBe('*** axc');
  });

  test('masks each of thousands of secrets', () => {
    const secrets = Array.from({ length: 3000 }, (_, index) => `secret-number-${index}-end`);
    expect(masked(secrets.join(' '), secrets).replaceAll('*** ', '')).toBe('***');
  });
});
