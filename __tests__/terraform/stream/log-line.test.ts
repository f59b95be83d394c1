import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { logLines } from '../../../src/terraform/stream/log-line.js';

test('what the runner would take for a command is no longer one', () => {
  expect(
    logLines('a: Creating...\r\n::add-mask::e\rx\n \t::save-state name=terraform::{}\nx ##[error]y ::z::'),
  ).toEqual(['a: Creating...', ': :add-mask::e', 'x', ' \t: :save-state name=terraform::{}', 'x # #[error]y ::z::']);
});

test('whatever a text holds, no line of it begins with a command or holds an old one', () => {
  const text = fc
    .array(fc.constantFrom(':', '::', '#', '##[', '[', ' ', '\u00a0', '\t', '\r', '\n', 'a', 'add-mask'))
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (written) => {
      for (const line of logLines(written)) {
        expect(line.trimStart().startsWith('::')).toBe(false);
        expect(line).not.toContain('##[');
        expect(line).not.toMatch(/[\r\n]/);
      }
    }),
  );
});
