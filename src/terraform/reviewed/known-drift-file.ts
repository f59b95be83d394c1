import * as v from 'valibot';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { ActionError } from '../../errors.js';
import { matchesPattern } from '../plan/protected-changes.js';
import type { KnownDriftEntry } from './known-drift.js';

export const KNOWN_DRIFT_FILE = '.github/known-drift.yml';

const text = v.pipe(v.string('a text is expected'), v.trim(), v.nonEmpty('it is empty'));
const texts = v.pipe(v.array(text, 'a list is expected'), v.nonEmpty('the list is empty'));

const entry = v.strictObject(
  {
    stage: v.optional(text),
    directory: v.optional(text),
    addresses: texts,
    attributes: v.pipe(
      v.array(
        v.pipe(
          text,
          v.check((name) => !name.includes('*'), 'an attribute is named in full, without "*"'),
        ),
      ),
      v.nonEmpty('the list is empty'),
    ),
    reason: text,
    owner: text,
    until: v.pipe(text, v.check(isDay, 'a day such as 2027-03-31 is expected')),
  },
  said('an entry has addresses, attributes, reason, owner and until; stage and directory where there are several'),
);

/** The document at `KNOWN_DRIFT_FILE`. */
export const KNOWN_DRIFT = v.strictObject(
  { known: v.array(entry, 'a list of entries is expected') },
  said('"known" is expected'),
);

/**
 * The entries for one stack. Throws an `ActionError` that names every bad line: an entry that is not understood must not
 * hide a drift.
 */
export function knownDriftEntries(
  content: string,
  { stage, directory }: { readonly stage: string; readonly directory: string },
): readonly KnownDriftEntry[] {
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines });
  const { errors } = document;
  if (errors.length > 0) {
    throw refused(errors.map(({ pos, message }) => problem(lines.linePos(pos[0]).line, message.split(' at line')[0])));
  }
  const parsed = v.safeParse(KNOWN_DRIFT, document.toJS({ maxAliasCount: 100 }) ?? { known: [] });
  if (!parsed.success) {
    throw refused(
      parsed.issues.map((issue) => {
        const path = issue.path?.map(({ key }) => key) ?? [];
        return problem(lineOf(path), `${named(path)}${issue.message}`);
      }),
    );
  }
  return parsed.output.known
    .map((one, at) => ({ ...one, line: lineOf(['known', at]) }))
    .filter((one) => one.stage === undefined || matchesPattern({ address: stage, type: '' }, one.stage))
    .filter((one) => one.directory === undefined || normal(one.directory) === normal(directory))
    .map(({ stage: _, directory: __, ...known }) => known);

  /** Of the node, or of the nearest one around it that stands in the file. */
  function lineOf(path: readonly unknown[]): number {
    for (let length = path.length; length >= 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  }
}

function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

/** Of a key that is missing, or that nobody knows, the schema's own sentence. */
function said(expected: string): (issue: v.StrictObjectIssue) => string {
  return ({ expected: wanted, received }) => {
    if (wanted === 'never') return `${received} is not known; ${expected}`;
    return received === 'undefined' ? 'it is missing' : expected;
  };
}

function named(path: readonly unknown[]): string {
  const key = path.findLast((step) => typeof step === 'string' && step !== 'known');
  return key === undefined ? '' : `"${String(key)}": `;
}

function problem(line: number, what = 'it cannot be read'): string {
  return `line ${line}: ${what}`;
}

function normal(path: string): string {
  return path.replace(/^(\.\/)+/, '').replace(/\/+$/, '');
}

function refused(problems: readonly string[]): ActionError {
  const shown = problems.slice(0, 20);
  const more = problems.length > shown.length ? [`and ${problems.length - shown.length} more`] : [];
  return new ActionError({
    what: 'The list of known drift cannot be used',
    found: `${KNOWN_DRIFT_FILE}: ${[...shown, ...more].join('; ')}`,
    wayOut: 'Correct these lines. Until then, no run looks for drift',
  });
}
