import { counted } from '../../counted.js';
import type { DriftReport } from '../../operation/run/outcome.js';
import type { IdleEntry, KnownDriftEntry } from '../../terraform/reviewed/known-drift.js';
import { KNOWN_DRIFT_FILE } from '../../terraform/reviewed/known-drift-file.js';
import type { Page } from '../kit/document.js';
import { listSection } from '../kit/list-section.js';
import type { Section } from '../kit/size-budget.js';

const SHOWN = 5;

/** What opens nothing, with who said why. A deploy undoes it all the same. */
export function knownSection(rank: number, { known }: DriftReport, page: Page): Section {
  return listSection(
    rank,
    `Known drift, which a deploy would undo (${KNOWN_DRIFT_FILE})`,
    known.map(({ change, entries }) => {
      const attributes = change.changedAttributes.map((name) => page.code(name)).join(', ');
      const reasons = entries.map((entry) => `${page.prose(entry.reason)} (${about(entry, page)})`);
      return `- ${page.code(change.address)}: ${attributes}. ${[...new Set(reasons)].join('; ')}`;
    }),
    page,
  );
}

/** Entries that should be corrected or taken out. */
export function idleEntriesSection(rank: number, { idle }: DriftReport, page: Page): Section {
  return listSection(
    rank,
    `${counted(idle.length, 'entry', 'entries')} of ${KNOWN_DRIFT_FILE} without effect`,
    idle.map((one) => `- Line ${one.entry.line}: ${why(one, page)}`),
    page,
    { open: idle.some(({ kind }) => kind !== 'unmatched') },
  );
}

function about({ owner, until }: KnownDriftEntry, page: Page): string {
  return `${page.prose(owner)}, until ${until}`;
}

function why({ entry, kind, addresses, attributes }: IdleEntry, page: Page): string {
  const named = listed(addresses, page);
  switch (kind) {
    case 'expired':
      return `it expired on ${entry.until} and named ${named} (${page.prose(entry.owner)})`;
    case 'unmatched':
      return `nothing that it names has drifted (${listed(entry.addresses, page)})`;
    case 'incomplete':
      return `of ${named} it does not name every changed attribute: ${listed(attributes, page)}`;
    case 'never':
      return `${named} is protected, deleted, replaced or moved, which is never known drift`;
  }
}

function listed(names: readonly string[], page: Page): string {
  const shown = names.slice(0, SHOWN).map((name) => page.code(name));
  return [...shown, ...(names.length > SHOWN ? [`${names.length - SHOWN} more`] : [])].join(', ');
}
