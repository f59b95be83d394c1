import { describe, expect, test } from '@jest/globals';
import { gutter } from '../../../src/terraform/text/diff-markers.js';

function moved(text: string): string {
  return gutter(text.split('\n')).join('\n');
}

describe('the gutter of a diff', () => {
  test('has the markers of resources, attributes and nested blocks', () => {
    expect(
      moved(`  ~ resource "a" "b" {
      + added   = "+ not a marker"
      - removed = "x" -> null
      ~ changed = [
          - "old",
          + "new",
            -5,
        ]
    }`),
    ).toBe(`!   resource "a" "b" {
+       added   = "+ not a marker"
-       removed = "x" -> null
!       changed = [
-           "old",
+           "new",
            -5,
        ]
    }`);
  });

  test('keeps both orders of a replacement, a read and a forget as they are', () => {
    const text = '-/+ resource "a" "b" {\n+/- resource "a" "c" {\n <= data "a" "d" {\n . resource "a" "e" {';
    expect(moved(text)).toBe(text);
  });

  test('takes no YAML dash inside a multi-line value for a removal', () => {
    expect(
      moved(`      ~ input  = <<-EOT
            - yaml: item
          - - two
          + - three
            + deeper
            }
            EOTERIC
            EOT
            - still inside
        EOT
      - after    = 1`),
    ).toBe(`!       input  = <<-EOT
            - yaml: item
-           - two
+           - three
            + deeper
            }
            EOTERIC
            EOT
            - still inside
        EOT
-       after    = 1`);
  });

  test('finds the end of a multi-line value in a list, in JSON, after an arrow and with a reason to replace', () => {
    expect(
      moved(`      + list = [
          + <<-EOT
                - in a list
            EOT,
          + "x",
        ]
      ~ json = jsonencode(
            {
              - text = <<-EOT
                    - a
                EOT
              - b    = 1
            }
        ) -> <<-EOT # forces replacement
            - now text
        EOT
      - next = 1`),
    ).toBe(`+       list = [
+           <<-EOT
                - in a list
            EOT,
+           "x",
        ]
!       json = jsonencode(
            {
-               text = <<-EOT
                    - a
                EOT
-               b    = 1
            }
        ) -> <<-EOT # forces replacement
            - now text
        EOT
-       next = 1`);
  });

  test('never changes how many lines there are or what they say besides their marker', () => {
    const text = '  ~ a = <<-EOT\n          - x\n    EOT\n      + b';
    const letters = (lines: string) => lines.replace(/[ +\-~!]/g, '');
    expect(letters(moved(text))).toBe(letters(text));
  });
});
