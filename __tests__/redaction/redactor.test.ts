import { describe, expect, test } from '@jest/globals';
import { redactor } from '../../src/redaction/redactor.js';
import { processorTime } from '../processor-time.js';

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

  test('masks a secret in JSON that stands in JSON', () => {
    const secret = 'p@ss "word" <&>';
    expect(masked(JSON.stringify(JSON.stringify(secret)), [secret])).toBe('"\\"***\\""');
  });

  test.each([
    ['a query', 'p%40ss+%28w%2Frd%29%21%24%26%3D'],
    ['a query with small digits', 'p%40ss+%28w%2frd%29%21%24%26%3d'],
    ['a segment of a path', 'p@ss%20%28w%2Frd%29%21$&='],
    ['a path', 'p@ss%20%28w/rd%29%21$&='],
    ['a path with what was valid', 'p@ss%20(w/rd)!$&='],
    ['userinfo', 'p%40ss%20%28w%2Frd%29%21$&='],
  ])("masks a secret as Go's net/url writes it in %s", (_where, written) => {
    expect(masked(`x=${written};`, ['p@ss (w/rd)!$&='])).toBe('x=***;');
  });

  test('masks the password of a URL that nobody has registered, and no port', () => {
    expect(masked('git::https://ci:hunter2@example.org/m', [])).toBe('git::https://ci:***@example.org/m');
    expect(masked('http://127.0.0.1:8080/@x ssh://git@host:22/a@b', [])).toBe(
      'http://127.0.0.1:8080/@x ssh://git@host:22/a@b',
    );
    const text = '://'.repeat(80_000) + ':'.repeat(80_000) + '://a:'.repeat(80_000);
    expect(processorTime(() => masked(text, []))).toBeLessThan(2_000);
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

  test('masks secrets as long as a configuration, in every form', () => {
    const secrets = Array.from({ length: 40 }, (_, index) => `${index} ${'certificate & "key"\n'.repeat(2_000)}`);
    const redact = redactor({ secrets, patterns: [] });
    for (const secret of secrets.slice(0, 3)) {
      const wrapped =
        Buffer.from(secret)
          .toString('base64')
          .match(/.{1,76}/g) ?? [];
      expect(redact(`a ${secret} b`)).toBe('a *** b');
      expect(redact(JSON.stringify(secret))).toBe('"***"');
      expect(redact(wrapped.join('\n')).length).toBeLessThan(10);
    }
  });

  test('masks each of thousands of secrets', () => {
    const secrets = Array.from({ length: 3000 }, (_, index) => `secret-number-${index}-end`);
    expect(masked(secrets.join(' '), secrets).replaceAll('*** ', '')).toBe('***');
  });

  test.each([
    ['openssl', 64, '\n'],
    ['a mail', 76, '\r\n'],
    ['JSON', 64, '\\n'],
    ['a diff', 60, '\n          + '],
    ['a diff with empty lines', 60, '\n      \n          + '],
  ])('masks base64 that %s has wrapped, at any offset', (_who, width, end) => {
    const secret = 'correct horse battery staple, and a half';
    for (let offset = 0; offset < 100; offset++) {
      const encoded = Buffer.from(`${'x'.repeat(offset)}${secret}${'y'.repeat(30)}`).toString('base64');
      const wrapped = (encoded.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join(end);
      const read = Buffer.from(masked(wrapped, [secret]).replace(/[^A-Za-z0-9/=]/g, ''), 'base64').toString();
      expect(read).not.toMatch(/horse|battery|staple/);
    }
  });

  test('masks the texts of two plans, each by itself', () => {
    const redact = redactor({ secrets: ['correct horse'], patterns: [] });
    const plan = (name: string) => `${name} correct horse\n`.repeat(10_000);
    for (const name of ['first', 'second', 'second']) {
      expect(redact(plan(name)) === `${name} ***\n`.repeat(10_000)).toBe(true);
    }
  });

  test('reads a text of blanks and ends of lines once', () => {
    const text = `${' '.repeat(200_000)}x\n${'\n '.repeat(100_000)}${'\\r'.repeat(100_000)}`;
    expect(processorTime(() => masked(text, ['correct horse battery']))).toBeLessThan(2_000);
  });

  test('withholds a text on which a pattern does not end, and goes on with the next', () => {
    const redact = redactor({ secrets: [], patterns: [/AKIA\d+/, /(a+)+$/] });
    let text = '';
    const time = processorTime(() => {
      text = redact(`${'a'.repeat(40)}! AKIA1234`);
    });
    expect(time).toBeLessThan(3_000);
    expect(text).toBe(
      '(withheld: pattern 2 of the input "redact" took too long on this text; write it without nested repetitions)',
    );
    expect(redact('AKIA1234 is short')).toBe('*** is short');
  });

  test('withholds at once when patterns have taken five seconds of a run', () => {
    const redact = redactor({ secrets: [], patterns: [/(a+)+$/] });
    const slow = `${'a'.repeat(40)}!`;
    for (let text = 0; text < 5; text++) redact(slow);
    const time = processorTime(() => {
      for (let text = 0; text < 50; text++) expect(redact(slow)).toContain('withheld');
    });
    expect(time).toBeLessThan(1_000);
  });
});
