import { counted } from '../../counted.js';
import type { DriftReport } from '../../operation/run/outcome.js';
import { driftSentence } from '../../operation/run/sentences.js';
import type { ResourceChange } from '../../terraform/plan/change-set.js';
import { splitPlanText } from '../../terraform/text/plan-text.js';
import type { Page } from '../kit/document.js';
import { stackName } from '../kit/headline.js';
import { listSection } from '../kit/list-section.js';
import { type Section, whole } from '../kit/size-budget.js';
import { checksSection, deferredSection, invocationsSection, warningsSection } from './checks-and-warnings.js';
import { destroysSection } from './destroys.js';
import { diffSection } from './diff.js';
import { errorsSection, failureSection } from './failure.js';
import { idleEntriesSection, knownSection } from './known-drift.js';
import { outputsSection } from './outputs.js';
import { driftSection } from './outside-changes.js';
import { resourcesSection } from './resources.js';

const SHARE = 0.3;
const SHOWN_VALUES = 10;
const LONGEST_VALUE = 120;

/** A drift in the order in which it is read: what others changed, what waits, what a deploy would do, what to do now. */
export function driftSections(page: Page): readonly Section[] {
  const { outcome } = page;
  const { plan, drift, diagnostics, warnings } = outcome;
  const head = whole(0, headline(page));
  const failure = [failureSection(1, outcome, page), errorsSection(2, diagnostics, page)];
  if (plan === undefined || drift === undefined) {
    return [head, ...failure, warningsSection(5, diagnostics, warnings, page)];
  }
  const { changes } = plan;
  const addresses = [...changes.resources, ...changes.drift, ...changes.deferred.map(({ change }) => change)];
  const text = splitPlanText(page.redact(plan.text), new Set(addresses.map(({ address }) => address)));
  const { outside, leftAlone, pending } = drift;
  const isOutside = new Set(outside.map(({ address }) => address));
  return [
    head,
    ...failure,
    whole(1, underWay(drift)),
    whole(1, drift.found ? whatToDo(drift) : nothing(drift, page)),
    listSection(
      2,
      'Changed outside Terraform',
      outside.map((change) => `${outsideItem(change, page)}${valueLines(change, drift, page)}`),
      page,
      {
        share: SHARE,
      },
    ),
    knownSection(3, drift, page),
    idleEntriesSection(3, drift, page),
    driftDiff(),
    whole(4, drift.found && waits(drift) ? PENDING : ''),
    resourcesSection(7, { ...changes, resources: pending.resources }, page),
    invocationsSection(5, changes, page),
    deferredSection(5, changes, page),
    outputsSection(3, changes.outputs, text.outputs, page),
    whole(4, changes.resources.length > 0 ? '**What the next deploy would do**' : ''),
    destroysSection(2, changes, [], page),
    diffSection(10, [...text.changes, ...text.deferred], changes, page),
    checksSection(4, changes.checks, page),
    warningsSection(5, [...plan.diagnostics, ...diagnostics], warnings, page),
    listSection(
      9,
      `${counted(leftAlone.length, 'resource')} changed outside Terraform; a deploy leaves it as it is`,
      leftAlone.map((change) => outsideItem(change, page)),
      page,
      { open: false },
    ),
  ];

  /** Terraform's own diff of what others did, where it prints one. */
  function driftDiff(): Section {
    const blocks = text.drift.filter(({ address }) => address !== undefined && isOutside.has(address));
    return driftSection(8, blocks.length === 0 ? [] : outside, blocks, page, 'Diff of what changed outside Terraform');
  }
}

/** Outputs alone are said here, and open no issue. */
function nothing({ known, pending: { outputs } }: DriftReport, page: Page): string {
  if (outputs.length > 0) {
    const names = outputs.map(({ name }) => page.code(name)).join(', ');
    return `Only outputs differ, which the next deploy stores: ${names}.`;
  }
  return known.length > 0 ? '' : 'What is merged, what is deployed and what is there agree.';
}

function underWay({ underWay: run }: DriftReport): string {
  if (run === undefined) return '';
  const deploy = run === '' ? 'A deploy' : `[A deploy](${run})`;
  return `${deploy} was under way when this was looked for: what it has not done yet shows here as pending.`;
}

const PENDING = '**Pending**: merged but not deployed, or a consequence of what changed outside Terraform';

function headline({ outcome }: Page): string {
  const name = stackName(outcome.identity);
  const { drift, result } = outcome;
  if (drift === undefined)
    return result === 'failed' ? `### Looking for drift in ${name} failed` : `### Drift in ${name}`;
  if (!drift.deployed) return `### No drift in ${name}: ${driftSentence(drift)}`;
  if (drift.found) return `### Drift in ${name}: ${driftSentence(drift)}`;
  return drift.known.length > 0 ? `### ${name}: ${driftSentence(drift)}` : `### No drift in ${name}`;
}

function waits({ pending }: DriftReport): boolean {
  const { resources, outputs, deferred, invocations } = pending;
  return resources.length + outputs.length + deferred.length + invocations.length > 0;
}

function whatToDo({ outside }: DriftReport): string {
  const deploy =
    'start the workflow manually with `operation: deploy`. If no pull request has shown these changes, also set `approved-fingerprint` to the whole fingerprint at the end';
  const closes = 'The next run that finds no drift closes this issue.';
  return outside.length === 0
    ? `To deploy what is pending, ${deploy}. ${closes}`
    : `To undo what changed outside Terraform, ${deploy}. To keep it, write it into the configuration in a pull request. ${closes}`;
}

function outsideItem({ address, action, changedAttributes }: ResourceChange, page: Page): string {
  const what = action === 'delete' ? 'deleted' : changedAttributes.map((name) => page.code(name)).join(', ');
  return `- ${page.code(address)}${what === '' ? '' : `: ${what}`}`;
}

/** Which attribute, what the configuration asks for and what is there: the plan's text may leave it out. */
function valueLines({ address, action }: ResourceChange, { values }: DriftReport, page: Page): string {
  const differing = action === 'update' ? (values.get(address) ?? []) : [];
  const lines = differing.slice(0, SHOWN_VALUES).map(({ path, was, is, planned }) => {
    const now = `now ${value(is, page)}`;
    return planned === undefined
      ? `  - ${page.code(path)}: ${now}, was ${value(was, page)}`
      : `  - ${page.code(path)}: ${now}, the configuration has ${value(planned, page)}`;
  });
  const left = differing.length - lines.length;
  return [...lines, ...(left > 0 ? [`  - and ${counted(left, 'attribute')} more`] : [])]
    .map((line) => `\n${line}`)
    .join('');
}

/** Redacted before it is cut, so that half a secret is not shown. */
function value(text: string, page: Page): string {
  const [line = ''] = page.lines(page.redact(text));
  return page.code(line.length > LONGEST_VALUE ? `${line.slice(0, LONGEST_VALUE)}...` : line);
}
