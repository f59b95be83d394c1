import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { literals } from './literals.js';

// Plain technical English: what a reader stops at is not written, and no page grows without end.
const NOT_TO_BE_USED = /\b(by hand|shall|that is a text|the way out|stopped in order|the world|none is about)\b/i;
const PAGES = [
  'README.md',
  'SUPPORT.md',
  'AGENTS.md',
  'action.yml',
  'examples/README.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
/** Words of a sentence, at most; `docs/decisions/` is for developers, who may read one twice. */
const LONGEST = 25;

const read = (path: string) => readFileSync(path, 'utf8').replace(/\r/g, '');

test.each(PAGES)('%s uses none of the words that readers stop at', (path) => {
  const lines = read(path).split('\n');
  expect(lines.filter((line) => NOT_TO_BE_USED.test(line))).toEqual([]);
});

test('neither does an error, a warning or a report', () => {
  const sources = (readdirSync('src', { recursive: true }) as string[]).filter((name) => name.endsWith('.ts'));
  const texts = sources.flatMap((name) => literals(read(join('src', name))).map((text) => `${name}: ${text}`));
  expect(texts.length).toBeGreaterThan(1000);
  expect(texts.filter((text) => NOT_TO_BE_USED.test(text))).toEqual([]);
});

test.each(PAGES.filter((path) => path.endsWith('.md')))(`a sentence of %s has at most ${LONGEST} words`, (path) => {
  const prose = read(path)
    .replace(/<!-- \w+:start -->[\s\S]*?<!-- \w+:end -->/g, '')
    .replace(/```[\s\S]*?```|^ {4}.*$/gm, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
  const paragraphs = prose.split(/\n\s*\n|\n(?=[|*#\d])|(?<=\|) ?(?=\S)/);
  const sentences = paragraphs.flatMap((text) => text.replace(/\s+/g, ' ').split(/(?<=[.:;?!]) /));
  const long = sentences.filter((sentence) => sentence.split(' ').length > LONGEST);
  expect(sentences.length).toBeGreaterThan(5);
  expect(long).toEqual([]);
});

// What a user has to read to decide or to do something: the tables that are generated from `action.yml`, the headings
// that are the errors' own words and the page for developers are not among it.
const WORDS = 19_100;

test(`README and docs/ have at most ${WORDS} words: a page that grows says elsewhere less`, () => {
  const counts = PAGES.filter((path) => /^README|^docs/.test(path) && path !== join('docs', 'architecture.md')).map(
    (path) => {
      const text = read(path)
        .replace(/<!-- \w+:start -->[\s\S]*?<!-- \w+:end -->/g, '')
        .replace(/^### `.*`$/gm, '');
      return { path, words: text.split(/\s+/).filter((word) => word !== '').length };
    },
  );
  const total = counts.reduce((sum, { words }) => sum + words, 0);
  expect(counts.length).toBeGreaterThan(12);
  expect(total > WORDS ? counts : []).toEqual([]);
});
