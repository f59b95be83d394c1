import { expect, test } from '@jest/globals';
import type { Outcome } from '../../src/operation/run/outcome.js';
import { planComment } from '../../src/report/plan-comment.js';
import { jobSummary } from '../../src/report/summary.js';
import { deployed, failedPlan, plannedWithSite } from './sample-outcomes.js';

const APPROVAL =
  'An approval counts for this plan only: a push that changes it needs a new one. If a later merge makes the plan outdated, the check `plan holds (dev)` says so.';

function said(outcome: Outcome): readonly string[] {
  const { body } = planComment(outcome, { redact: (text) => text });
  return body.split('\n').filter((line) => /^\*\*A (merge|deploy) /.test(line));
}

test('the comment says in one line what a merge will do, and what an approval counts for', () => {
  expect(said({ ...plannedWithSite(), pullRequest: 7 })).toEqual([
    `**A merge will** apply this plan, upload 3 files (62.4 kB), delete 1 old file, invalidate 3 paths. ${APPROVAL}`,
  ]);
});

test('a plan that nobody merges says what a deploy would do', () => {
  const { sitePreview: _, ...outcome } = plannedWithSite();
  const packages = [{ name: 'api', key: 'api/1.zip', bytes: 1, state: 'new' as const }];
  expect(said({ ...outcome, packages })).toEqual(['**A deploy would** upload 1 Lambda package, apply this plan.']);
});

test('where nothing changes it says so, and asks for no approval', () => {
  const { plan, ...outcome } = plannedWithSite();
  if (plan === undefined || outcome.sitePreview === undefined || !('plan' in outcome.sitePreview)) throw new Error();
  const changes = { ...plan.changes, class: 'none' as const };
  const counts = { ...outcome.sitePreview.plan.counts, new: 0, content: 0, headers: 0, deletions: 0 };
  const sitePreview = { plan: { ...outcome.sitePreview.plan, counts, invalidationPaths: [] } };
  expect(said({ ...outcome, pullRequest: 7, plan: { ...plan, changes }, sitePreview })).toEqual([
    '**A merge will** change nothing.',
  ]);
});

test('a plan that failed, or cannot be applied, promises nothing', () => {
  expect(said({ ...failedPlan(), pullRequest: 7 })).toEqual([]);
  const { plan, ...outcome } = plannedWithSite();
  if (plan === undefined) throw new Error();
  expect(said({ ...outcome, pullRequest: 7, plan: { ...plan, changes: { ...plan.changes, errored: true } } })).toEqual(
    [],
  );
});

test('a deploy says its review once, and lists no step that took no time', () => {
  const outcome = deployed();
  const detail = outcome.review?.sentence ?? '';
  const steps = outcome.steps.map((step, at) => ({ ...step, detail, seconds: at === 0 ? 0.04 : 3 }));
  const summary = jobSummary({ ...outcome, steps }, { redact: (text) => text });
  expect(summary.split(detail)).toHaveLength(2);
  expect(summary).toContain('| 3.0 s |');
  expect(summary).not.toMatch(/0\.0 s|Initialise Terraform/);
});
