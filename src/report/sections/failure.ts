import { counted } from '../../counted.js';
import { differenceWords, ReviewRefusal } from '../../operation/review/refusal.js';
import type { Outcome } from '../../operation/run/outcome.js';
import { MASK } from '../../redaction/redactor.js';
import type { Diagnostic } from '../../terraform/stream/diagnostic.js';
import type { Page } from '../kit/document.js';
import { alert, stripAnsi } from '../kit/markdown.js';
import { atMost, fits, type Section } from '../kit/size-budget.js';
import { unique } from './checks-and-warnings.js';

const SHOWN = 10;
const SHARE = 0.6;
const DETAIL_LINES = 40;
const LONGEST_SENTENCE = 2_000;
const MASKED =
  'What is secret, or the value of a variable, stands as `***`: without a plan nothing says which variables are sensitive.';

/** What went wrong, with what was found, what was expected and the way out. */
export function failureSection(rank: number, { failure, diagnostics, plan, help }: Outcome, page: Page): Section {
  // An error of Terraform stands below with its place: once is enough.
  const isBelow = (found: string) =>
    diagnostics.some(({ severity, summary }) => severity === 'error' && found.startsWith(summary));
  return {
    rank,
    write(room) {
      if (failure === undefined) return { markdown: '', cut: false };
      const { what, found, expected, wayOut } = failure.parts;
      const differs = failure instanceof ReviewRefusal ? differences(failure, page) : [];
      const lines = [
        `**${page.prose(what)}**`,
        ...(differs.length > 0
          ? [differs.join('\n')]
          : found === undefined || isBelow(found)
            ? []
            : [`Found: ${page.prose(found)}`]),
        ...(expected === undefined ? [] : [`Expected: ${page.prose(expected)}`]),
        ...(wayOut === undefined ? [] : [page.ownProse(wayOut)]),
        ...(help === undefined ? [] : [`[Troubleshooting](${help})`]),
        ...(plan === undefined && hides(failure.message, diagnostics, page) ? [MASKED] : []),
      ];
      const full = alert('CAUTION', lines.join('\n\n'));
      const markdown = fits(full, room) ? full : alert('CAUTION', `**${page.prose(page.redact(what).slice(0, 300))}**`);
      return { markdown, cut: markdown !== full };
    },
  };
}

/** Whether something of it is masked: the reader shall not take the mask for what Terraform has said. */
function hides(message: string, diagnostics: readonly Diagnostic[], page: Page): boolean {
  const texts = [message, ...diagnostics.flatMap(({ summary, detail }) => [summary, detail])].map(stripAnsi);
  return texts.some((text) => page.redact(text).includes(MASK));
}

/** How the plan and the reviews differ, one line each: the reader compares it with the plan. */
function differences({ differences: all, counting }: ReviewRefusal, page: Page): readonly string[] {
  const lines = all.slice(0, SHOWN).map((difference) => {
    const { kind, address } = difference;
    const words = page.prose(differenceWords(difference, counting));
    return `- ${kind === 'resource' ? '' : `${kind} `}${page.code(address)}: ${words}`;
  });
  return all.length > SHOWN ? [...lines, `- and ${counted(all.length - SHOWN, 'more difference')}`] : lines;
}

/** The errors of Terraform or of an offline check, each on its file and line. */
export function errorsSection(rank: number, diagnostics: readonly Diagnostic[], page: Page): Section {
  const errors = unique(diagnostics).filter(({ severity }) => severity === 'error');
  return {
    rank,
    write(room) {
      let left = atMost(room, {
        characters: Math.floor(room.characters * SHARE),
        bytes: Math.floor(room.bytes * SHARE),
      });
      const parts: string[] = [];
      for (const error of errors.slice(0, SHOWN)) {
        const part = errorPart(error, page);
        if (!fits(`${part}\n\n`, left)) break;
        parts.push(part);
        left = { characters: left.characters - part.length - 2, bytes: left.bytes - Buffer.byteLength(part) - 2 };
      }
      const more = errors.length - parts.length;
      if (more > 0) parts.push(`and ${counted(more, 'more error')}.`);
      return { markdown: parts.join('\n\n'), cut: more > 0 };
    },
  };
}

function errorPart({ summary, detail, address, file, startLine }: Diagnostic, page: Page): string {
  const where = [
    ...(file === undefined ? [] : [`at ${page.place(file, startLine)}`]),
    ...(address === undefined ? [] : [`in ${page.code(address)}`]),
  ];
  const heading = `**Error: ${page.prose(summary)}**${where.length === 0 ? '' : ` ${where.join(', ')}`}`;
  return [heading, ...paragraphs(detail, page)].join('\n\n');
}

/** Sentences wrap on a narrow screen, so only what is laid out (indented lines, lists) stands in a fence. */
function paragraphs(detail: string, page: Page): readonly string[] {
  // Before it is cut: half a secret would not be found any more.
  const lines = page.redact(detail.replaceAll('\r\n', '\n')).split('\n');
  const shown = lines.length <= DETAIL_LINES ? lines : lines.slice(0, DETAIL_LINES);
  const blocks = shown
    .join('\n')
    .split(/\n\s*\n/)
    .map((block) => block.replace(/^\n+|\s+$/g, ''))
    .filter((block) => block !== '');
  const written = blocks.map((block) =>
    /^[ \t]|\n/.test(block) ? page.fence('', page.lines(block)) : page.prose(block.slice(0, LONGEST_SENTENCE)),
  );
  return lines.length === shown.length
    ? written
    : [...written, `and ${counted(lines.length - shown.length, 'more line')}.`];
}
