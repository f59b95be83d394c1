import { counted } from '../../counted.js';
import type { SiteReport } from '../../operation/run/outcome.js';
import type { Page } from '../kit/document.js';
import { listSection } from '../kit/list-section.js';
import type { Section } from '../kit/size-budget.js';

/** What a rollback may name, newest first. How long each can be restored is the bucket's decision. */
export function releasesSection(
  rank: number,
  site: Pick<SiteReport, 'release' | 'releases'> | undefined,
  page: Page,
): Section {
  const releases = site?.releases ?? [];
  const items = releases.map(
    ({ release, at }) =>
      `- ${page.code(release)}, live on ${at.slice(0, 10)} at ${at.slice(11, 16)} UTC${release === site?.release ? ', this one' : ''}`,
  );
  return listSection(rank, `${counted(releases.length, 'release')} to roll back to`, items, page, { open: false });
}
