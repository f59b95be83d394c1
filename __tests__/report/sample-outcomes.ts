import { ActionError } from '../../src/errors.js';
import { rejectedOutcome } from '../../src/operation/rejected-deploy.js';
import { ReviewRefusal } from '../../src/operation/review/refusal.js';
import type { Outcome, SiteReport, Step } from '../../src/operation/run/outcome.js';
import { STEPS } from '../../src/operation/run/steps.js';
import { silentOutcome } from '../../src/operation/silent-failure.js';
import type { FileDecision, SyncPlan } from '../../src/site/sync-plan.js';
import { NO_SLICES } from '../../src/terraform/configuration/slices.js';
import { readPlan } from '../../src/terraform/plan/read-plan.js';
import { driftOfPlan } from '../../src/terraform/reviewed/drift.js';
import { digestingOf } from '../terraform/plan-maker.js';
import { outcomeOf, planJson } from './plan-folders.js';

// One outcome of each kind that people read, for reports that are compared as files and for their pictures.

export function plannedWithSite(): Outcome {
  return {
    ...outcomeOf('aws-replace'),
    sitePreview: { plan: syncPlan() },
    warnings: ['app.3f2a9c1b.js is 2.1 MB: pages that use it load slowly'],
    diagnostics: [1, 2, 3].map((line) => ({
      severity: 'warning',
      summary: 'Argument is deprecated',
      detail: 'Use the aws_s3_bucket_versioning resource instead.\n\nMore about it.',
      file: 'buckets.tf',
      startLine: line,
    })),
  };
}

export function failedPlan(): Outcome {
  const { plan: _, ...outcome } = outcomeOf('update-in-place');
  return {
    ...outcome,
    result: 'failed',
    failure: new ActionError({
      what: 'terraform plan failed with exit code 1',
      found: 'Unsupported argument (functions.tf:12), and 1 more',
      wayOut: 'Run `terraform -chdir=infra validate` on your machine, see #12',
    }),
    steps: [
      { ...STEPS.init, state: 'done', seconds: 3.2 },
      { ...STEPS.plan, state: 'failed', seconds: 1.1, detail: 'Terraform could not make a plan.' },
      { ...STEPS.compareSite, state: 'not-reached' },
    ],
    diagnostics: [
      {
        severity: 'error',
        summary: 'Unsupported argument',
        detail: 'An argument named "memory" is not expected here. Did you mean "memory_size"?',
        address: 'aws_lambda_function.api',
        file: 'functions.tf',
        startLine: 12,
      },
      {
        severity: 'error',
        summary: 'Invalid reference',
        detail:
          'A reference to a resource type must be followed by at least one attribute access.\n\n  on line 3:\n  - bad',
        file: 'modules/../outputs.tf',
        startLine: 3,
      },
      {
        severity: 'warning',
        summary: 'Deprecated attribute',
        detail: 'Use another one.',
        file: 'main.tf',
        startLine: 1,
      },
    ],
  };
}

const DEPLOYED: readonly Step[] = [
  { ...STEPS.init, state: 'done', seconds: 3.21 },
  { ...STEPS.plan, state: 'done', seconds: 12.04, detail: '2 new, 2 changed, 2 destroyed' },
  {
    ...STEPS.review,
    state: 'done',
    seconds: 0.4,
    detail: 'The plan is the one that was reviewed',
  },
  { ...STEPS.apply, state: 'done', seconds: 84.6, detail: '2 new, 2 changed' },
  { ...STEPS.outputs, state: 'done', seconds: 0.9 },
  { ...STEPS.asset, state: 'done', seconds: 4.4, detail: '1 file, 61.2 kB' },
  { ...STEPS.page, state: 'done', seconds: 0.2, detail: '1 file, 1.0 kB' },
  { ...STEPS.invalidate, state: 'done', seconds: 21.5 },
];

export function deployed(): Outcome {
  return {
    ...outcomeOf('aws-replace'),
    operation: 'deploy',
    pullRequest: 7,
    steps: DEPLOYED,
    review: { verdict: 'same', sentence: 'The plan is the one that was reviewed in #7, run 4710' },
    site: siteReport(),
    stackOutputs: {
      site_url: { value: 'https://shop.example', sensitive: false },
      db_password: { value: 'hunter2hunter2', sensitive: true },
    },
  };
}

export function failedDeploy(): Outcome {
  const { site: _, stackOutputs: __, ...outcome } = deployed();
  return {
    ...outcome,
    result: 'failed',
    sentence: 'The deploy of dev failed',
    failure: new ActionError({
      what: 'The bucket "shop-site" refused a file',
      found: '403 AccessDenied for "assets/app.js"',
      expected: 's3:PutObject on arn:aws:s3:::shop-site/*',
      wayOut: 'Allow it to the deploy role and run this job again',
    }),
    steps: [
      ...DEPLOYED.slice(0, 5),
      { ...STEPS.asset, state: 'failed', seconds: 0.3, detail: 'refused' },
      { ...STEPS.page, state: 'not-reached' },
      { ...STEPS.invalidate, state: 'not-reached' },
    ],
  };
}

/** A deploy whose machine was lost, as the run sees it that looks for drift. */
export function silentFailure(): Outcome {
  const { identity, commit, runUrl } = deployed();
  return silentOutcome({ sha: commit, operation: 'deploy' }, { identity, runUrl, pullRequest: 21 });
}

export function rejectedDeploy(): Outcome {
  const { identity, runUrl } = deployed();
  const comment = 'Not before Monday,\n@octo/everyone. <!-- see --> #7 **password: hunter2**';
  return rejectedOutcome({ sha: 'f00dcafe', runUrl, by: 'carol', comment }, { identity, runUrl, pullRequest: 21 });
}

export function failedDestroy(): Outcome {
  return {
    ...destroyed(),
    result: 'failed',
    failure: new ActionError({
      what: 'terraform apply failed with exit code 1',
      found: 'deleting S3 Bucket (shop-logs): BucketNotEmpty',
      wayOut: 'Empty the bucket, then start the destroy again',
    }),
    steps: [
      { ...STEPS.planDestroy, state: 'done', seconds: 5 },
      { ...STEPS.destroy, state: 'failed', seconds: 12 },
    ],
  };
}

export function refusedDeploy(): Outcome {
  const { site: _, stackOutputs: __, ...outcome } = deployed();
  return {
    ...outcome,
    result: 'failed',
    sentence: 'The deploy of dev failed',
    review: { verdict: 'refused', sentence: 'The plan differs from the one that was reviewed in #7' },
    failure: new ReviewRefusal({
      what: 'The plan is not the one that was reviewed',
      expected: 'the plan of pull request #7, recorded in run 4710',
      cause: 'the resource was changed outside Terraform',
      fingerprint: outcome.plan?.fingerprint ?? '',
      differences: [
        {
          kind: 'resource',
          address: 'module.api.aws_sqs_queue.jobs',
          action: 'update',
          how: 'differs',
          reviewedAction: 'update',
          attributes: [{ path: 'visibility_timeout_seconds', how: 'another value' }],
          parts: [{ name: 'local.timeout', how: 'changed', file: 'infra/locals.tf', line: 3 }],
        },
        {
          kind: 'resource',
          address: 'module.data.aws_s3_bucket.logs',
          action: 'delete',
          how: 'not in the reviewed plan',
          attributes: [],
          parts: [],
        },
      ],
    }),
    steps: [
      ...DEPLOYED.slice(0, 2),
      { ...STEPS.review, state: 'failed', seconds: 0.3 },
      { ...STEPS.apply, state: 'not-reached' },
      { ...STEPS.asset, state: 'not-reached' },
    ],
  };
}

export function destroyed(): Outcome {
  return {
    ...outcomeOf('destroy-all'),
    operation: 'destroy',
    steps: [
      { ...STEPS.planDestroy, state: 'done', seconds: 5 },
      { ...STEPS.destroy, state: 'done', seconds: 61, detail: '2 destroyed' },
    ],
  };
}

/** What a run of `drift` finds that plans this. */
export function driftOf(folder: string): Outcome {
  const outcome = outcomeOf(folder);
  const plan = readPlan(planJson(folder));
  const volatile = { commits: [], runId: '', workspacePath: '' };
  const drift = driftOfPlan(outcome.plan.changes, { plan, slices: NO_SLICES, ...digestingOf(plan, { volatile }) });
  return {
    ...outcome,
    operation: 'drift',
    drift: { deployed: true, ...drift },
    steps: [
      { ...STEPS.plan, state: 'done', seconds: 8 },
      {
        ...STEPS.issue,
        state: 'done',
        seconds: 0.8,
        detail: 'opened #9',
      },
    ],
  };
}

export function failedDrift(): Outcome {
  return { ...failedPlan(), operation: 'drift' };
}

export function skipped(): Outcome {
  const { plan: _, ...outcome } = outcomeOf('4-empty');
  return {
    ...outcome,
    operation: 'skipped',
    result: 'skipped',
    sentence: 'Skipped: a push to another branch (@someone)',
  };
}

/** A newer commit was deployed while this run waited for the state's lock. */
export function overtaken(): Outcome {
  const { pullRequest: _, ...outcome } = outcomeOf('4-empty');
  const because =
    'dev already has the newer commit 2b1c9d0, deployed by https://github.com/octo/shop/actions/runs/4711: 0f3c5a9 is part of it';
  return {
    ...outcome,
    operation: 'deploy',
    result: 'skipped',
    sentence: `Skipped: ${because}`,
    warnings: [because],
    steps: [
      { ...STEPS.plan, state: 'done', seconds: 61, detail: 'no changes' },
      { ...STEPS.apply, state: 'not-reached' },
    ],
  };
}

function syncPlan(): SyncPlan {
  return {
    decisions: [
      { ...file('assets/app.3f2a9c1b.js', 'new', 61_234), becomesImmutable: true },
      file('assets/app.0badc0de.js', 'unchanged', 60_000),
      { ...file('index.html', 'content', 1_023, 'text/html; charset=utf-8'), address: 'https://shop.example/' },
      file('robots.txt', 'headers', 120),
      file('notes|draft.txt', 'excluded', 10),
    ],
    expiries: [],
    deletions: ['assets/app.00000bad.js'],
    invalidationPaths: ['/', '/index.html', '/robots.txt'],
    warnings: ['theme.css changes in place and index.html uses it: a page may be shown with the old one for an hour'],
    counts: { new: 1, content: 1, headers: 1, unchanged: 1, excluded: 1, expiring: 0, deletions: 1, bytes: 62_377 },
  };
}

function file(path: string, reason: FileDecision['reason'], size: number, contentType = 'text/plain'): FileDecision {
  return { key: path, path, reason, phase: 'asset', size, contentType, cacheControl: 'no-cache' };
}

function siteReport(): SiteReport {
  return {
    plan: syncPlan(),
    release: '0f3c5a9-4711',
    url: 'https://shop.example',
    uploaded: 3,
    deleted: 1,
    bytes: 62_377,
    invalidations: [{ distribution: 'E1ABCDEF', id: 'I2GHIJKL' }],
    verified: true,
  };
}
