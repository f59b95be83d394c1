import { closesHeredoc, openedHeredoc } from './heredoc.js';

/** One object's part of the text, from its comment lines to its closing brace. */
export interface TextBlock {
  /** The object as the JSON names it; `undefined` where the heading fits none. */
  readonly address?: string | undefined;
  readonly lines: readonly string[];
}

/** `terraform show` of a plan, in its parts. For display only: nothing is decided from it. */
export interface PlanText {
  readonly changes: readonly TextBlock[];
  /** Below "Objects have changed outside of Terraform". */
  readonly drift: readonly TextBlock[];
  /** Below "This is a partial plan". */
  readonly deferred: readonly TextBlock[];
  /** The lines below "Changes to Outputs:", one entry an output. */
  readonly outputs: readonly TextBlock[];
}

type Part = keyof PlanText;

/** Headings that Terraform and OpenTofu write at column 0, where no value of a plan can stand. */
const HEADINGS: readonly (readonly [RegExp, Part | 'end' | 'sentence'])[] = [
  [/^Note: Objects have changed outside of /, 'drift'],
  [/^Note: This is a partial plan/, 'deferred'],
  [/^(Terraform|OpenTofu) (will perform|planned) the following actions/, 'changes'],
  [/^Changes to Outputs:/, 'outputs'],
  // The messages of checks follow, in the words of whoever wrote them.
  [/^(Warning|Error): |^[╷│╵]/, 'end'],
  // A sentence between the parts. `-/+ resource` and `+/- resource` stand at column 0 too.
  [/^[A-Za-z─]/, 'sentence'],
];

/** With one of these each text of a plan begins; a part does, too. What stands in front was printed by something else. */
const OPENING = /^(No changes\.|Planning failed\.|(Terraform|OpenTofu) used the selected providers )/;

/**
 * Splits the text of a plan. A block begins at a comment one or two columns in (`  # ADDRESS will be created`), where
 * no line of a value can stand: these begin at least two columns right of their attribute.
 * @param addresses the addresses of the JSON: a heading belongs to the one that it begins with, as a whole word
 */
export function splitPlanText(text: string, addresses: ReadonlySet<string>): PlanText {
  const parts: Record<Part, { address?: string | undefined; lines: string[] }[]> = {
    changes: [],
    drift: [],
    deferred: [],
    outputs: [],
  };
  let part: Part | undefined;
  let open: { address?: string | undefined; lines: string[] } | undefined;
  let heredoc: number | undefined;
  let begun = false;
  const begin = (line: string, address: string | undefined) => {
    open = { lines: [line], address };
    if (part !== undefined) parts[part].push(open);
  };
  for (const line of text.split('\n').map((raw) => (raw.endsWith('\r') ? raw.slice(0, -1) : raw))) {
    if (heredoc !== undefined && !closesHeredoc(line, heredoc)) {
      open?.lines.push(line);
      continue;
    }
    heredoc = openedHeredoc(line);
    const heading = HEADINGS.find(([pattern]) => pattern.test(line))?.[1];
    if (heading === 'end' && begun) break;
    if (heading !== undefined) {
      begun ||= OPENING.test(line) || isPart(heading);
      open = undefined;
      if (isPart(heading)) part = heading;
    } else if (part === 'outputs' && /^ {2}[+~-] /.test(line)) {
      begin(line, outputName(line));
    } else if (part !== 'outputs' && startsBlock(line, open?.lines.at(-1))) {
      begin(line, addressOf(line, addresses));
    } else {
      open?.lines.push(line);
    }
  }
  return Object.fromEntries(
    Object.entries(parts).map(([name, blocks]) => [
      name,
      blocks.map((block) => ({ ...block, lines: trimmed(block.lines) })),
    ]),
  ) as unknown as PlanText;
}

function isPart(heading: Part | 'end' | 'sentence'): heading is Part {
  return heading !== 'end' && heading !== 'sentence';
}

/** The reason of a change is a second comment line, without a blank line before it. */
function startsBlock(line: string, previous: string | undefined): boolean {
  return /^ {1,2}# /.test(line) && (previous === undefined || previous === '');
}

/** The longest beginning of the heading that is an address, so that `a.foo` never takes the block of `a.foobar`. */
function addressOf(heading: string, addresses: ReadonlySet<string>): string | undefined {
  const words = heading.replace(/^ {1,2}# /, '');
  const moved = / has moved to (.*)$/.exec(words)?.[1];
  if (moved !== undefined && addresses.has(moved)) return moved;
  for (let end = words.lastIndexOf(' '); end > 0; end = words.lastIndexOf(' ', end - 1)) {
    const candidate = words.slice(0, end);
    if (addresses.has(candidate)) return candidate;
  }
  return undefined;
}

function outputName(line: string): string | undefined {
  const written = /^ {2}[+~-] ("(?:[^"\\]|\\.)*"|\S+) *= /.exec(line)?.[1];
  return written?.startsWith('"') ? written.slice(1, -1) : written;
}

function trimmed(lines: readonly string[]): readonly string[] {
  let end = lines.length;
  while (end > 0 && lines[end - 1]?.trim() === '') end -= 1;
  return lines.slice(0, end);
}
