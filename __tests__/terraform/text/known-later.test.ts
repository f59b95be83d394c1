import { describe, expect, test } from '@jest/globals';
import { knownLaterLast } from '../../../src/terraform/text/known-later.js';

const HEAD = ['  # a.b must be replaced', '-/+ resource "a" "b" {'];
const shown = (...lines: readonly string[]) => knownLaterLast([...HEAD, ...lines, '    }']).slice(HEAD.length, -1);

describe('what is known after apply', () => {
  test('stands behind what is known', () => {
    expect(
      shown(
        '      ~ arn  = "arn:1" -> (known after apply)',
        '      ~ "a b" = 1 -> (known after apply)',
        '      ~ name = "x" -> "y" # forces replacement',
        '        # (1 unchanged attribute hidden)',
        '',
        '      ~ disk {',
        '          ~ size = 1 -> 2',
        '        }',
      ),
    ).toEqual([
      '      ~ name = "x" -> "y" # forces replacement',
      '        # (1 unchanged attribute hidden)',
      '',
      '      ~ disk {',
      '          ~ size = 1 -> 2',
      '        }',
      '      ~ arn  = "arn:1" -> (known after apply)',
      '      ~ "a b" = 1 -> (known after apply)',
    ]);
  });

  test('stays where it forces the replacement, and inside a block', () => {
    const lines = [
      '      ~ key  = "x" -> (known after apply) # forces replacement',
      '      ~ name = "x" -> "y"',
      '      ~ disk {',
      '          ~ id = "1" -> (known after apply)',
      '        }',
    ];
    expect(shown(...lines)).toEqual(lines);
  });

  test.each([
    [
      'a map',
      [
        '      ~ output = {',
        '          - name = "x"',
        '          - tags = {',
        '                a = 1',
        '            }',
        '        } -> (known after apply)',
      ],
    ],
    [
      'a list',
      [
        '      ~ output = [',
        '          - "x",',
        '          - "y",',
        '          - "z",',
        '            "w",',
        '        ] -> (known after apply)',
      ],
    ],
    [
      'a text',
      [
        '      ~ output = <<-EOT',
        '            one',
        '',
        '          } -> (known after apply)',
        '            EOT',
        '        EOT -> (known after apply)',
      ],
    ],
    [
      'JSON',
      [
        '      ~ output = jsonencode(',
        '            {',
        '              - a = 1',
        '            }',
        '',
        '        ) -> (known after apply)',
      ],
    ],
  ])('%s of six lines is one line', (_what, lines) => {
    expect(shown(...lines, '      ~ name = "x" -> "y"')).toEqual([
      '      ~ name = "x" -> "y"',
      '      ~ output = (6 lines) -> (known after apply)',
    ]);
  });

  test('a value of several lines that changes to a known one keeps them', () => {
    const lines = [
      '      ~ tags = {',
      '          - a = "x" -> null',
      '        }',
      '      ~ list = [',
      '          + "x",',
      '        ]',
    ];
    expect(shown(...lines)).toEqual(lines);
  });

  test('the words of a text are no attributes', () => {
    const lines = [
      '      ~ text = <<-EOT',
      '      ~ a = 1 -> (known after apply)',
      '          - x',
      '        EOT',
      '      ~ b = 1 -> 2',
    ];
    expect(shown(...lines)).toEqual(lines);
  });

  test('of a new object is counted, but for one that stands alone', () => {
    expect(
      shown(
        '      + arn = (known after apply)',
        '      + name = "x"',
        '      + id = (known after apply)',
        '      ~ x = 1 -> (known after apply)',
      ),
    ).toEqual([
      '      + name = "x"',
      '      ~ x = 1 -> (known after apply)',
      '        # (2 attributes known after apply)',
    ]);
    expect(shown('      + id = (known after apply)', '      + name = "x"')).toEqual([
      '      + name = "x"',
      '      + id = (known after apply)',
    ]);
  });
});
