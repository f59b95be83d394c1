import { beforeEach, expect, test } from '@jest/globals';
import { right, wrong } from '../../src/config/finding.js';
import { ActionError } from '../../src/errors.js';
import { type CheckPorts, checkOperation } from '../../src/operation/check.js';
import type { RunContext } from '../../src/operation/run/context.js';
import type { BranchSettings } from '../../src/ports/setup.js';
import type { SitePorts } from '../../src/ports/site.js';
import { jobSummary } from '../../src/report/summary.js';
import { contextOf } from './review/review-world.js';

const PROTECTED: BranchSettings = { requiredChecks: ['pipeline / Plan'], needsPullRequest: true };

let ports: { -readonly [Name in keyof CheckPorts]: CheckPorts[Name] };
let stopped: AbortController;
beforeEach(() => {
  stopped = new AbortController();
  const site = {
    records: { read: async () => undefined },
    objects: { list: async () => new Map() },
    distributions: { traits: async () => undefined },
  };
  ports = {
    log: { info() {}, warning() {}, error() {}, group: async (_title, work) => await work() },
    aws: { signIn: async () => 'Signed in' },
    terraform: {
      init: async () => {},
      outputs: async () => ({ site_bucket: { value: 'shop', sensitive: false } }),
      resources: async () => [],
    },
    packages: { store: { find: async () => undefined } as unknown as NonNullable<CheckPorts['packages']>['store'] },
    site: async () => site as unknown as SitePorts,
    settings: {
      environments: { environment: async () => ({ limitsBranches: true, hasReviewers: false }) },
      branches: { branch: async () => PROTECTED },
    },
    setup: () => [right('the workflow')],
  };
});

async function checked() {
  const config = {
    stage: 'dev',
    infrastructure: { directory: 'infra' },
    packages: { bucket: 'shop-artifacts' },
    site: {
      bucket: { kind: 'stack-output', name: 'site_bucket' },
      distributions: [],
      url: { kind: 'literal', value: '' },
    },
  };
  const about = { ...contextOf('commit', { redact: [], protect: [] }), config, signal: stopped.signal };
  const outcome = await checkOperation(about as unknown as RunContext, ports);
  return { outcome, lines: outcome.checks?.map(({ state, what, todo }) => `${state}: ${what} -> ${todo}`) ?? [] };
}

test('what is not there yet, and what may not be seen, is no fault', async () => {
  ports.settings = { environments: { environment: async () => 'hidden' }, branches: { branch: async () => 'hidden' } };
  const { outcome, lines } = await checked();
  expect([outcome.result, outcome.sentence]).toEqual(['succeeded', 'Checked dev: nothing is wrong']);
  expect(lines).toContain('cannot be seen: the environment dev -> grant the job "actions: read"');
  expect(lines).toContain("right: the site's bucket shop: nothing was deployed to it yet -> ");
});

test('a sign-in that fails leaves what is behind it unseen, and the rest is looked at', async () => {
  ports.aws = {
    signIn: async () => {
      throw new ActionError({ what: 'The role is refused', found: 'AccessDenied', wayOut: 'Look at its trust' });
    },
  };
  ports.setup = () => [wrong('there is no input "stag"', 'correct it')];
  const { outcome, lines } = await checked();
  expect(outcome.result).toBe('failed');
  expect(lines).toEqual([
    'wrong: there is no input "stag" -> correct it',
    'right: the environment dev, without required reviewers -> ',
    'right: the environment dev-destroy, without required reviewers -> ',
    'right: the branch main changes by pull requests alone -> ',
    'right: the branch main requires pipeline / Plan -> ',
    'wrong: The role is refused: AccessDenied -> Look at its trust',
    'cannot be seen: the state, buckets and distributions -> let the sign-in succeed first',
  ]);
  expect(outcome.failure?.message).toContain('Found: 2 things that are wrong');
});

test('a state that cannot be read leaves the site unseen', async () => {
  const failing = async () => {
    throw new ActionError({ what: 'Terraform could not initialise', wayOut: 'Look at "backend-config"' });
  };
  ports.terraform = { init: failing, outputs: async () => ({}), resources: async () => [] };
  const { lines } = await checked();
  expect(lines.slice(-3)).toEqual([
    'wrong: Terraform could not initialise -> Look at "backend-config"',
    expect.stringMatching(/^right: the artifact bucket /),
    'cannot be seen: the site -> let Terraform initialise first',
  ]);
});

test('a run that is cancelled is no finding', async () => {
  ports.setup = () => {
    stopped.abort();
    throw new Error('cancelled');
  };
  const { outcome } = await checked();
  expect(outcome.result).toBe('failed');
  expect(outcome.checks).toBeUndefined();
});

test('what the findings quote is no Markdown', async () => {
  ports.setup = () => [wrong('there is no input "a|b <img>"', 'remove it')];
  const { outcome } = await checked();
  const summary = jobSummary(outcome, { redact: (text) => text });
  expect(summary).toContain('| **wrong** | there is no input "a&#124;b');
  expect(summary).not.toContain('<img>');
});
