import type { Outcome } from '../operation/run/outcome.js';
import type { Redact } from '../redaction/redactor.js';
import { exactJson, shownNumber } from '../terraform/plan/number-text.js';

/** Every output, in the order of `action.yml`; a test holds the two together. */
export const OUTPUTS = [
  'operation',
  'outcome',
  'plan-class',
  'add',
  'change',
  'destroy',
  'replace',
  'import',
  'move',
  'forget',
  'fingerprint',
  'comment-url',
  'drift',
  'issue-url',
  'release',
  'site-url',
  'files-uploaded',
  'files-deleted',
  'bytes-uploaded',
  'invalidation-id',
  'terraform-outputs',
  'apply-result',
] as const;
export type OutputName = (typeof OUTPUTS)[number];

/**
 * The action's outputs, as far as this run knows them. An output that is not known is not set, so that a workflow
 * can tell `0` from "was not planned".
 */
export function actionOutputs(outcome: Outcome, redact: Redact = (text) => text): Partial<Record<OutputName, string>> {
  const { operation, result, plan, drift, site, stackOutputs, applied } = outcome;
  const outputs: Partial<Record<OutputName, string>> = { operation, outcome: result };
  if (plan !== undefined) {
    const { counts } = plan.changes;
    outputs['plan-class'] = plan.changes.class;
    for (const name of ['add', 'change', 'destroy', 'replace', 'import', 'move', 'forget'] as const) {
      outputs[name] = String(counts[name]);
    }
    outputs.fingerprint = plan.fingerprint;
  }
  if (drift !== undefined) {
    outputs.drift = String(drift.found);
    if (drift.issue !== undefined) outputs['issue-url'] = drift.issue.url;
  }
  // Of a run that looked for drift it is the issue about the drift.
  if (outcome.failureIssue !== undefined && outcome.operation !== 'drift') outputs['issue-url'] = outcome.failureIssue;
  if (site !== undefined) {
    outputs.release = site.release;
    outputs['site-url'] = redact(site.url ?? '');
    outputs['files-uploaded'] = String(site.uploaded);
    outputs['files-deleted'] = String(site.deleted);
    outputs['bytes-uploaded'] = String(site.bytes);
    outputs['invalidation-id'] = site.invalidations.map(({ id }) => id).join('\n');
  }
  if (stackOutputs !== undefined)
    outputs['terraform-outputs'] = exactJson(redacted(publicOutputs(stackOutputs), redact));
  if (applied !== undefined) {
    const { done, failed, notBegun } = applied;
    outputs['apply-result'] = JSON.stringify(redacted({ done, failed, 'not-begun': notBegun }, redact));
  }
  return outputs;
}

/** Outputs of a step can be read by every later step and are printed in debug logs: sensitive ones stay out. */
function publicOutputs(stackOutputs: NonNullable<Outcome['stackOutputs']>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(stackOutputs)
      .filter(([, { sensitive }]) => !sensitive)
      .map(([name, { value }]) => [name, value]),
  );
}

/** The same value without secrets, in keys too: JSON stays JSON. */
function redacted(value: unknown, redact: Redact): unknown {
  if (Array.isArray(value)) return value.map((item) => redacted(item, redact));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [redact(key), redacted(item, redact)]));
  }
  if (typeof value === 'string') {
    const shown = shownNumber(value);
    return redact(shown) === shown ? value : redact(shown);
  }
  const text = JSON.stringify(value);
  return typeof value === 'number' && redact(text) !== text ? redact(text) : value;
}
