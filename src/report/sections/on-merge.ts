import { counted } from '../../counted.js';
import { standingName } from '../../operation/open-plans/standing-check.js';
import type { Outcome } from '../../operation/run/outcome.js';
import { codeSpan } from '../kit/markdown.js';
import { type Section, whole } from '../kit/size-budget.js';
import { bytes } from './site.js';

/** What a merge will do, in one line, and what an approval counts for. Nothing of a plan that cannot be applied. */
export function onMergeSection(rank: number, outcome: Outcome): Section {
  const { plan, result, pullRequest, operation, identity } = outcome;
  if (operation !== 'plan' || result === 'failed' || plan?.changes.errored === true) return whole(rank, '');
  const effects = [...infrastructureEffects(outcome), ...siteEffects(outcome)];
  // Checked offline, there is nothing to say.
  if (plan === undefined && outcome.sitePreview === undefined) return whole(rank, '');
  const when = pullRequest === undefined ? 'A deploy would' : 'A merge will';
  const reviewed = pullRequest !== undefined && plan !== undefined && !['none', 'code'].includes(plan.changes.class);
  const approval = reviewed
    ? ` An approval counts for this plan only: a push that changes it needs a new one. If a later merge makes the plan outdated, the check ${codeSpan(standingName(identity))} says so.`
    : '';
  return whole(rank, `**${when}** ${effects.join(', ') || 'change nothing'}.${approval}`);
}

function infrastructureEffects({ plan, packages = [] }: Outcome): readonly string[] {
  const fresh = packages.filter(({ state }) => state === 'new').length;
  return [
    ...(fresh === 0 ? [] : [`upload ${counted(fresh, 'Lambda package')}`]),
    ...(plan === undefined || plan.changes.class === 'none' ? [] : ['apply this plan']),
  ];
}

function siteEffects({ sitePreview }: Outcome): readonly string[] {
  if (sitePreview === undefined) return [];
  if ('unavailable' in sitePreview) return ['upload the site'];
  const { counts, invalidationPaths } = sitePreview.plan;
  const written = counts.new + counts.content + counts.headers;
  return [
    ...(written === 0 ? [] : [`upload ${counted(written, 'file')} (${bytes(counts.bytes)})`]),
    ...(counts.deletions === 0 ? [] : [`delete ${counted(counts.deletions, 'old file')}`]),
    ...(invalidationPaths.length === 0 ? [] : [`invalidate ${counted(invalidationPaths.length, 'path')}`]),
  ];
}
