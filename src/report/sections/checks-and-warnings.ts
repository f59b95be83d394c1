import { counted } from '../../counted.js';
import type { ChangeSet, CheckFailure } from '../../terraform/plan/change-set.js';
import type { Diagnostic } from '../../terraform/stream/diagnostic.js';
import type { Page } from '../kit/document.js';
import { listSection } from '../kit/list-section.js';
import type { Section } from '../kit/size-budget.js';
import { actionWords } from '../kit/wording.js';

const CHECK_WORDS = { fail: 'failed', error: 'could not be evaluated', unknown: 'known only after apply' } as const;

export function checksSection(rank: number, checks: readonly CheckFailure[], page: Page): Section {
  const failed = checks.filter(({ status }) => status !== 'unknown');
  const items = failed.map(
    ({ address, status, messages }) =>
      `- ${page.code(address)} ${CHECK_WORDS[status]}${messages.length === 0 ? '' : `: ${messages.map((message) => page.prose(message)).join(' ')}`}`,
  );
  return listSection(rank, counted(failed.length, 'check does not pass', 'checks do not pass'), items, page);
}

/** Checks whose result depends on values that are not known yet: nothing to act on, so folded. */
export function unknownChecksSection(rank: number, checks: readonly CheckFailure[], page: Page): Section {
  const unknown = checks.filter(({ status }) => status === 'unknown');
  return listSection(
    rank,
    `${counted(unknown.length, 'check')} decided after apply`,
    unknown.map(({ address }) => `- ${page.code(address)}`),
    page,
    { open: false, share: 0.05 },
  );
}

/** Warnings of Terraform and of this run. The same warning about many resources is one line. */
export function warningsSection(
  rank: number,
  diagnostics: readonly Diagnostic[],
  own: readonly string[],
  page: Page,
): Section {
  const groups = new Map<string, Diagnostic[]>();
  for (const diagnostic of unique(diagnostics)) {
    if (diagnostic.severity !== 'warning') continue;
    const group = groups.get(diagnostic.summary);
    if (group === undefined) groups.set(diagnostic.summary, [diagnostic]);
    else group.push(diagnostic);
  }
  const items = [
    ...own.map((warning) => `- ${page.prose(warning)}`),
    ...[...groups.values()].map((group) => warning(group, page)),
  ];
  return listSection(rank, counted(items.length, 'warning'), items, page);
}

function warning(group: readonly Diagnostic[], page: Page): string {
  const [first] = group;
  if (first === undefined) return '';
  const detail = first.detail.split('\n\n')[0] ?? '';
  const place = first.file === undefined ? '' : ` (${page.place(first.file, first.startLine)})`;
  const times = group.length === 1 ? place : `${place}, and ${group.length - 1} more like this`;
  return `- ${page.prose(first.summary)}${detail === '' ? '' : `: ${page.prose(detail)}`}${times}`;
}

export function deferredSection(rank: number, { deferred }: ChangeSet, page: Page): Section {
  const items = deferred.map(
    ({ reason, change }) => `- ${actionWords(change)} ${page.code(change.address)}: ${reason.replaceAll('_', ' ')}`,
  );
  return listSection(rank, `${counted(deferred.length, 'change')} deferred to another plan`, items, page);
}

export function invocationsSection(rank: number, { invocations }: ChangeSet, page: Page): Section {
  const items = invocations.map(
    ({ address, trigger, deferred }) =>
      `- ${page.code(address)}${trigger === undefined ? '' : ` after ${page.code(trigger)}`}${deferred === undefined ? '' : ' (deferred)'}`,
  );
  return listSection(rank, `${counted(invocations.length, 'action')} to invoke`, items, page);
}

/** The plan's and the failure's diagnostics overlap. */
export function unique(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic])).values()];
}
