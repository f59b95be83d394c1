import { describe, expect, test } from '@jest/globals';
import { nearChanges } from '../../../src/terraform/text/near-changes.js';

const HEAD = ['  # a.b will be updated in-place', '  ~ resource "a" "b" {'];
const shown = (...lines: readonly string[]) => nearChanges([...HEAD, ...lines, '    }']).slice(HEAD.length, -1);
const numbered = (count: number, from = 0) => Array.from({ length: count }, (_, at) => `            line ${from + at}`);

describe('the lines near a change', () => {
  test('unchanged lines far from it are counted', () => {
    const lines = [
      '      ~ input = <<-EOT',
      ...numbered(50),
      '          - old',
      '          + new',
      ...numbered(50, 50),
      '        EOT',
    ];
    expect(shown(...lines)).toEqual([
      '      ~ input = <<-EOT',
      '            ... (47 unchanged lines)',
      ...numbered(3, 47),
      '          - old',
      '          + new',
      ...numbered(3, 50),
      '            ... (47 unchanged lines)',
      '        EOT',
    ]);
  });

  test('each line of a new text is kept', () => {
    const lines = ['      + input = <<-EOT', ...numbered(50), '        EOT'];
    expect(shown(...lines)).toEqual(lines);
  });

  test.each([
    ['on one line', (old: string, made: string) => [`      ~ input = "${old}" -> "${made}"`]],
    [
      'in a text with several lines',
      (old: string, made: string) => [
        '      ~ input = <<-EOT',
        `          - ${old}`,
        `          + ${made}`,
        '        EOT',
      ],
    ],
    [
      'in a list',
      (old: string, made: string) => [
        '      ~ input = [',
        `          - "${old}",`,
        `          + "${made}",`,
        '        ]',
      ],
    ],
  ])('of a long line both sides of what differs are kept %s', (_name, lines) => {
    const text = shown(
      ...lines(`${'a'.repeat(5000)}X${'b'.repeat(5000)}`, `${'a'.repeat(5000)}Y${'b'.repeat(5000)}`),
    ).join('\n');
    expect(text).toMatch(/\(4,92\d equal characters\) \.\.\. a{79,}Xb{79,} \.\.\. \(4,92\d equal characters\)/);
    expect(text).toMatch(/a{79,}Yb{79,}/);
    expect(text.length).toBeLessThan(1000);
  });

  test('a long line that differs as a whole keeps its beginning and its end', () => {
    const [line = ''] = shown(`      ~ input = "start-${'x'.repeat(5000)}-end" -> "begin-${'y'.repeat(5000)}-stop"`);
    for (const part of ['start-', '-end', 'begin-', '-stop', 'more characters']) expect(line).toContain(part);
    expect(line.length).toBeLessThan(2000);
  });

  test('a pair of surrogates is not cut', () => {
    const text = shown(`      ~ input = "${'😀'.repeat(500)}x" -> "${'😀'.repeat(500)}y"`).join('');
    expect(Buffer.from(text).toString()).toBe(text);
  });
});
