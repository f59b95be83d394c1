import { describe, expect, test } from '@jest/globals';
import { forcingLines } from '../../../src/terraform/text/forcing-lines.js';

const lines = (text: string) => text.split('\n').slice(1);

describe('what forces a replacement', () => {
  test('is its old and its new value', () => {
    const block = lines(`
      ~ ami = "ami-1" -> "ami-2" # forces replacement
      ~ id  = "i-1" -> (known after apply)`);
    expect(forcingLines(block, ['ami'])).toEqual(['ami = "ami-1" -> "ami-2"']);
  });

  test('is, where no line is marked, what the JSON names', () => {
    const block = lines(`
      ~ id               = "b2c8" -> (known after apply)
      ~ triggers_replace = "v1" -> "v2"`);
    expect(forcingLines(block, ['triggers_replace'])).toEqual(['triggers_replace = "v1" -> "v2"']);
  });

  test('is of a list what is changed, added and removed in it', () => {
    const block = lines(`
      ~ triggers_replace = [
          ~ "v1" -> "v2",
            "same",
          + "v3",
          - "v0",
            # (1 unchanged element hidden)
        ]
      ~ output           = [
          ~ "x" -> "y",
        ]`);
    expect(forcingLines(block, ['triggers_replace'])).toEqual(['triggers_replace = ["v1" -> "v2", + "v3", - "v0"]']);
  });

  test('is of an object what is changed in it, and of what lies deeper the name', () => {
    const block = lines(`
      ~ triggers = { # forces replacement
          ~ a     = "v1" -> "v2"
          ~ "c d" = [
              ~ "v1" -> "v2",
            ]
            # (1 unchanged attribute hidden)
        }`);
    expect(forcingLines(block, ['triggers'])).toEqual(['triggers = {a = "v1" -> "v2", "c d" = [...]}']);
  });

  test('is of a long list its first elements', () => {
    const block = lines(`
      ~ names = [ # forces replacement
          - "a",
          - "b",
          - "c",
          - "d",
          - "e",
        ]`);
    expect(forcingLines(block, ['names'])).toEqual(['names = [- "a", - "b", - "c", - "d", ...]']);
  });

  test('is not said by a line that says nothing of its values', () => {
    expect(forcingLines(lines('\n      ~ password = (sensitive value) # forces replacement'), ['password'])).toEqual(
      [],
    );
  });
});
