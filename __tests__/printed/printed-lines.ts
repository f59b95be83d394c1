import { readFileSync } from 'node:fs';
import { literals, literalsOf } from '../workflows/literals.js';

const TERRAFORM =
  'init|plan|apply|destroy|import|force-unlock|taint|untaint|output|show|validate|get|(?:state|providers|workspace) [a-z]+';
/** How a line begins that is meant to be typed, not a sentence about the program. */
const BEGINNINGS = [
  'aws [a-z0-9]+ [a-z]',
  'gh (?:api|repo|run|secret|variable|workflow) ',
  'gh variable [a-z]',
  'git (?!…)[a-z-]+ -',
  'npm (?:ci|install|run)\\b',
  'npx ',
  'pip install',
  'pnpm (?:deploy|install)\\b',
  'yarn install',
  'zip -',
  'jar --',
  'chmod ',
  `(?:terraform|…)(?: -chdir=…)? (?:${TERRAFORM})\\b`,
].join('|');
const LINE = new RegExp(`(?:^|[\\s\`"(])((?:${BEGINNINGS})[^\`\\n;,()]*)`, 'g');
/** A text of its own that goes behind the program's name. */
const REST = new RegExp(`^((?:${TERRAFORM}) (?:-|…$).*)$`);

/** Every line of a program that the source can print, with `…` for what is filled in. */
export function printedLines(): ReadonlySet<string> {
  const texts = [...literalsOf('src')];
  return new Set(texts.flatMap((text) => [...linesIn(text), ...(REST.exec(text)?.slice(1) ?? [])]).map(trimmed));
}

/** Those of a page: between backticks, and in blocks of a shell. */
export function documentedLines(path: string): ReadonlySet<string> {
  const page = readFileSync(path, 'utf8');
  const marked = [...page.matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text);
  const blocks = [...page.matchAll(/```(?:sh|bash)\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  return new Set([...marked, ...blocks].flatMap(linesIn).map(trimmed));
}

/** The lines that a test file names, each of which it runs. */
export function linesRunBy(path: string): ReadonlySet<string> {
  return new Set(literals(readFileSync(path, 'utf8')));
}

/** A line with what belongs into it, in order. Throws where the source does not print it, or with other gaps. */
export function filled(line: string, ...given: readonly string[]): string {
  if (!printedLines().has(line)) throw new Error(`No text of the source has the line: ${line}`);
  const parts = line.split('…');
  if (parts.length !== given.length + 1) throw new Error(`${parts.length - 1} gaps, ${given.length} given: ${line}`);
  return parts.map((part, index) => part + (given[index] ?? '')).join('');
}

function linesIn(text: string): string[] {
  return [...text.matchAll(LINE)].map(([, line = '']) => line);
}

/** Without the sentence that follows, and without the mark that ends this one. */
function trimmed(line: string): string {
  return line.replace(/[.:] .*$|"( .*)?$/s, '').replace(/[\s.:"]+$/, '');
}
