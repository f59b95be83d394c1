import type { CheckFailure } from '../../terraform/plan/change-set.js';
import type { Diagnostic } from '../../terraform/stream/diagnostic.js';
import { splitPlanText } from '../../terraform/text/plan-text.js';
import type { Page } from '../kit/document.js';
import { classSentence, planHeadline, stackName } from '../kit/headline.js';
import { alert } from '../kit/markdown.js';
import { type Section, whole } from '../kit/size-budget.js';
import {
  checksSection,
  deferredSection,
  invocationsSection,
  unknownChecksSection,
  warningsSection,
} from './checks-and-warnings.js';
import { destroysSection } from './destroys.js';
import { diffSection } from './diff.js';
import { errorsSection, failureSection } from './failure.js';
import { onMergeSection } from './on-merge.js';
import { outputsSection } from './outputs.js';
import { driftSection } from './outside-changes.js';
import { packagesSection } from './packages.js';
import { resourcesSection } from './resources.js';
import { sitePreviewSection } from './site.js';
import { programsSection, unseenSection } from './unseen.js';

/**
 * A plan in the order in which it is read. The ranks say what survives a cut: headline, failure, destroys and outputs
 * first, the diff last.
 */
export function planSections(page: Page): readonly Section[] {
  const { outcome } = page;
  const { plan, sitePreview, packages, diagnostics, warnings } = outcome;
  const head = whole(0, headline(page));
  const failure = [failureSection(1, outcome, page), errorsSection(2, diagnostics, page)];
  const site = sitePreviewSection(6, sitePreview, page);
  if (plan === undefined) {
    const sentence = outcome.result === 'failed' ? '' : page.ownProse(`${outcome.sentence}.`);
    return [
      head,
      whole(1, sentence),
      onMergeSection(0, outcome),
      ...failure,
      warningsSection(5, diagnostics, warnings, page),
      site,
    ];
  }
  const { changes } = plan;
  const addresses = [...changes.resources, ...changes.drift, ...changes.deferred.map(({ change }) => change)];
  const text = splitPlanText(page.redact(plan.text), new Set(addresses.map(({ address }) => address)));
  const blocks = [...text.changes, ...text.deferred];
  const sentence = classSentence(changes);
  return [
    head,
    ...failure,
    whole(0, changes.errored ? ERRORED : sentence),
    onMergeSection(0, outcome),
    destroysSection(2, changes, blocks, page),
    resourcesSection(7, changes, page),
    programsSection(3, plan.unseen ?? [], page),
    invocationsSection(5, changes, page),
    deferredSection(5, changes, page),
    diffSection(10, blocks, changes, page),
    unseenSection(9, plan.unseen ?? [], page),
    outputsSection(3, changes.outputs, text.outputs, page),
    checksSection(4, changes.checks, page),
    warningsSection(5, toldOnce([...plan.diagnostics, ...diagnostics], changes.checks), warnings, page),
    packagesSection(6, packages),
    driftSection(8, changes.drift, text.drift, page),
    unknownChecksSection(9, changes.checks, page),
    site,
  ];
}

/** A check that fails stands under the checks: the warning about it says the same. */
function toldOnce(diagnostics: readonly Diagnostic[], checks: readonly CheckFailure[]): readonly Diagnostic[] {
  const said = new Set(checks.flatMap(({ messages }) => messages.map((message) => message.trim())));
  return diagnostics.filter(({ severity, detail }) => severity === 'error' || !said.has(detail.trim()));
}

const ERRORED = alert(
  'WARNING',
  'Terraform met an error while it made this plan. The plan is not complete and cannot be applied.',
);

function headline(page: Page): string {
  const { plan, result, identity, steps } = page.outcome;
  if (plan === undefined) return `### Plan for ${stackName(identity)}${result === 'failed' ? ' failed' : ''}`;
  const failed = steps.find(({ state }) => state === 'failed');
  const headline = planHeadline(identity, plan.changes);
  if (result !== 'failed') return headline;
  // The plan is good: what failed came after it.
  return `${headline}; ${failed === undefined ? 'the run failed after it' : `failed at "${page.prose(failed.title)}"`}`;
}
