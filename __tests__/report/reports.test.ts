import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { IssueNotice } from '../../src/operation/kept-issue.js';
import type { Outcome } from '../../src/operation/run/outcome.js';
import { redactor } from '../../src/redaction/redactor.js';
import { checkRunPage } from '../../src/report/check-run.js';
import { deployComment } from '../../src/report/deploy-comment.js';
import { driftNotice } from '../../src/report/drift-issue.js';
import { failureIssue } from '../../src/report/failure-issue.js';
import { actionOutputs } from '../../src/report/outputs.js';
import { planComment } from '../../src/report/plan-comment.js';
import { jobSummary } from '../../src/report/summary.js';
import { webhookBody } from '../../src/report/webhook-message.js';
import { TerraformFailure } from '../../src/terraform/command/failure.js';
import { outcomeOf } from './plan-folders.js';
import * as samples from './sample-outcomes.js';

const REPORTS = new URL('../fixtures/reports/', import.meta.url);
const update = process.env.UPDATE_FIXTURES === '1';
if (update && process.env.CI === 'true') throw new Error('UPDATE_FIXTURES is for your own machine: CI compares.');
const options = { redact: redactor({ secrets: [], patterns: [] }) };

function expectReviewed(name: string, body: string): void {
  const file = new URL(`${name}.md`, REPORTS);
  if (update) writeFileSync(file, body);
  expect(body).toBe(readFileSync(file, 'utf8'));
}

describe('a report is the one that was reviewed:', () => {
  const comments: Readonly<Record<string, (outcome: Outcome) => string>> = {
    'plan-with-site': (outcome) => planComment(outcome, options).body,
    'plan-failed': (outcome) => planComment(outcome, options).body,
    deployed: (outcome) => deployComment(outcome, options).body,
    'deploy-failed': (outcome) => deployComment(outcome, options).body,
    'deploy-refused': (outcome) => deployComment(outcome, options).body,
    drifted: (outcome) => driftNotice(outcome, options).body,
    'drifted-outside': (outcome) => driftNotice(outcome, options).body,
    'drifted-destructive': (outcome) => driftNotice(outcome, options).body,
  };
  const outcomes: Readonly<Record<string, () => Outcome>> = {
    'plan-with-site': samples.plannedWithSite,
    'plan-failed': samples.failedPlan,
    deployed: samples.deployed,
    'deploy-failed': samples.failedDeploy,
    'deploy-refused': samples.refusedDeploy,
    destroyed: samples.destroyed,
    drifted: () => samples.driftOf('aws-drift-relevant'),
    'drifted-outside': () => samples.driftOf('aws-drift'),
    'drifted-destructive': () => samples.driftOf('aws-replace'),
    'no-drift': () => samples.driftOf('aws-drift-ignored'),
    'drift-failed': samples.failedDrift,
    skipped: samples.skipped,
    overtaken: samples.overtaken,
  };

  test.each(Object.keys(comments))('the comment of %s', (name) => {
    const outcome = outcomes[name]?.();
    const comment = comments[name];
    if (outcome === undefined || comment === undefined) throw new Error(`No outcome ${name}`);
    expectReviewed(name, `${comment(outcome)}\n`);
  });

  test.each(Object.keys(outcomes))('the job summary of %s', (name) => {
    const outcome = outcomes[name]?.();
    if (outcome === undefined) throw new Error(`No outcome ${name}`);
    expectReviewed(`${name}-summary`, jobSummary(outcome, options));
  });
});

describe('the issue about a failure', () => {
  const masking = { redact: (text: string) => text.replaceAll('hunter2', '***') };
  const merged = { waiting: [17, 21], owner: 'alice', mentioned: false };
  const kinds: Readonly<Record<string, () => IssueNotice>> = {
    'failed-issue': () => failureIssue({ ...samples.failedDeploy(), pullRequest: 21 }, merged, options),
    'refused-issue': () => failureIssue(samples.refusedDeploy(), { ...merged, mentioned: true }, options),
    'silent-issue': () => failureIssue(samples.silentFailure(), { waiting: [21], mentioned: false }, options),
    'rejected-issue': () => failureIssue(samples.rejectedDeploy(), { ...merged, mentioned: false }, masking),
    'destroy-failed-issue': () => failureIssue(samples.failedDestroy(), { ...merged, waiting: [] }, options),
  };

  test.each(Object.keys(kinds))('%s', (name) => {
    const notice = kinds[name]?.();
    if (notice === undefined) throw new Error(`No issue ${name}`);
    const { title, body, changed, gone } = notice;
    expectReviewed(name, `# ${title}\n\n${body}\n\n---\n\n${changed}\n\n---\n\n${gone}\n`);
  });

  test('and the message to a webhook', () => {
    const issue = { number: 9, url: 'https://github.com/shop/shop/issues/9', state: 'opened' } as const;
    const told = [
      samples.failedDeploy(),
      samples.refusedDeploy(),
      samples.silentFailure(),
      samples.failedDestroy(),
      samples.rejectedDeploy(),
    ];
    const texts = [
      ...told.map((outcome) => webhookBody('example.com', 'failed', outcome, issue, (text) => text)),
      webhookBody('example.com', 'failed', samples.failedDeploy(), undefined, (text) => text),
      webhookBody('example.com', 'over', samples.deployed(), issue, (text) => text),
    ].map((body) => (JSON.parse(body) as { readonly text: string }).text);
    expectReviewed('webhook-messages', `${texts.join('\n\n---\n\n')}\n`);
  });
});

describe('after a failed apply', () => {
  test.each(['unsaved-state', 'killed'] as const)('nobody is told to run again where it is %s', (kind) => {
    const failure = new TerraformFailure(kind, { what: 'terraform apply failed' }, []);
    const outcome = { ...samples.failedDeploy(), failure };
    const { body } = deployComment(outcome, options);
    expect(body).toContain('Do not run it again before the state is complete');
    expect(body).not.toContain('A second run continues');
    const issue = failureIssue(outcome, { waiting: [], mentioned: false }, options);
    expect(issue.body).toContain('First complete the state as said above');
    expect(issue.body).not.toMatch(/temporary|Revert/);
  });
});

describe('the job summary', () => {
  test('has the whole plan where the comment had to be cut', () => {
    const outcome = outcomeOf('7-create-hundreds');
    expect(planComment(outcome, options).cut).toBe(true);
    const summary = jobSummary(outcome, options);
    for (const { address } of outcome.plan.changes.resources) expect(summary).toContain(`# ${address} will be created`);
    expect(summary).not.toContain('does not fit');
  });

  test('of a plan that is too large for it is cut on structure and says so', () => {
    const outcome = outcomeOf('7-create-hundreds');
    const block = (index: number) =>
      `  # a.b["${index}"] will be created\n  + resource "a" "b" {\n${'      + x = "ÿ"\n'.repeat(200)}    }\n`;
    const text = `Terraform will perform the following actions:\n\n${Array.from({ length: 600 }, (_, index) => block(index)).join('\n')}`;
    const summary = jobSummary({ ...outcome, plan: { ...outcome.plan, text } }, options);
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(1_000_000);
    expect(Buffer.byteLength(summary)).toBeGreaterThan(900_000);
    expect(summary).toContain('it does not fit into a job summary either');
    expect(summary.trimEnd().endsWith('</sub>')).toBe(true);
  });
});

describe('the page of the check run', () => {
  test('has the counts as its title and the plan without a marker', () => {
    const { title, summary } = checkRunPage(samples.plannedWithSite(), options);
    expect(title).toBe('1 new, 2 changed, 1 replaced, 1 destroyed, 1 moved, 1 output changed');
    expect(summary.startsWith('### Destructive plan for `dev`')).toBe(true);
  });

  test('says that a plan failed', () => {
    const outcome = { ...samples.failedPlan(), sentence: 'The plan of dev failed at "Plan the infrastructure"' };
    expect(checkRunPage(outcome, options).title).toContain('failed');
  });
});

describe('the outputs of the action', () => {
  test('of a drift say whether there is one, and where it is told', () => {
    const issue = { number: 9, url: 'https://github.com/shop/shop/issues/9', state: 'unchanged' } as const;
    const { drift, ...outcome } = samples.driftOf('aws-drift');
    if (drift === undefined) throw new Error('The sample has no drift');
    expect(actionOutputs({ ...outcome, drift: { ...drift, issue } })).toMatchObject({
      operation: 'drift',
      drift: 'true',
      'issue-url': issue.url,
    });
    expect(actionOutputs(samples.driftOf('aws-drift-ignored'))).toMatchObject({ drift: 'false', change: '0' });
    expect(actionOutputs(outcome)).not.toHaveProperty('drift');
  });

  test('of a deploy name everything that was done, and no sensitive stack output', () => {
    const { fingerprint } = outcomeOf('aws-replace').plan;
    expect(actionOutputs(samples.deployed())).toEqual({
      operation: 'deploy',
      outcome: 'succeeded',
      'plan-class': 'destructive',
      add: '2',
      change: '2',
      destroy: '2',
      replace: '1',
      import: '0',
      move: '1',
      forget: '0',
      fingerprint,
      release: '0f3c5a9-4711',
      'site-url': 'https://shop.example',
      'files-uploaded': '3',
      'files-deleted': '1',
      'bytes-uploaded': '62377',
      'invalidation-id': 'I2GHIJKL',
      'terraform-outputs': '{"site_url":"https://shop.example"}',
    });
  });

  test('of a run that planned nothing have no counts that could be taken for zero', () => {
    expect(actionOutputs(samples.skipped())).toEqual({ operation: 'skipped', outcome: 'skipped' });
  });
});
