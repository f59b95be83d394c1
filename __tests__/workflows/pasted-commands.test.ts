import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

// What a newcomer pastes has to mean the same in bash and in zsh, the shell of macOS, which knows no comments in what is
// typed, and takes `$name:role` for a modifier of the name.
const PAGES = [
  'README.md',
  ...readdirSync('docs').flatMap((name) => (name.endsWith('.md') ? [join('docs', name)] : [])),
];
const WRONG = {
  'a comment': /(^|\s)#/,
  'a colon behind a name without braces': /\$\w+:/,
  'a word that begins with =': /\s=\w/,
};

const commands = PAGES.flatMap((page) =>
  [...readFileSync(page, 'utf8').matchAll(/```(?:sh|bash)\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
    withoutDocuments(block)
      .split('\n')
      .map((line) => `${page}: ${line}`),
  ),
);

/** What a here-document holds is read by a program, and by no shell. */
function withoutDocuments(block: string): string {
  return block.replace(/<<-?'?(\w+)'?([^\n]*)\n[\s\S]*?\n\1\n/g, '$2\n');
}

test.each(Object.entries(WRONG))('no command of README and docs has %s', (_what, wrong) => {
  expect(commands.length).toBeGreaterThan(50);
  expect(commands.filter((line) => wrong.test(line.slice(line.indexOf(': ') + 2)))).toEqual([]);
});

// Pasted without bracketed paste, as in the bash of macOS, the line below a question is taken for its answer: a state is
// then not moved, or nothing is applied.
const ASKS = /^ *(terraform (apply|destroy|init -migrate-state)|aws (login|configure sso|sso login)|gh auth)\b/;

test('what asks a question is the last command of its block', () => {
  const blocks = PAGES.flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(/```(?:sh|bash)\n([\s\S]*?)```/g)].map(([, block = '']) => ({
      page,
      lines: block.trimEnd().split('\n'),
    })),
  );
  const asking = blocks.filter(({ lines }) => lines.some((line) => ASKS.test(line)));
  expect(asking.length).toBeGreaterThan(4);
  expect(asking.filter(({ lines }) => lines.slice(0, -1).some((line) => ASKS.test(line)))).toEqual([]);
});
