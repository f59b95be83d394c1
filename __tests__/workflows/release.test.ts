import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { evaluate } from './expression.js';

// GitHub's command line, as far as the job uses it: releases and tags in files, a journal, and a refusal on request.
const GH = `#!/usr/bin/env bash
set -eu
echo "$*" >> "$STATE/journal"
case "$1 $2" in
  "release view") cat "$STATE/draft" 2> /dev/null ;;
  "release create") [ ! -e "$STATE/draft" ]; echo true > "$STATE/draft" ;;
  "release upload") [ "$(cat "$STATE/draft")" = true ]; [ -s "$4" ]; echo "$(basename "$4")" > "$STATE/asset" ;;
  "release edit") [ ! -e "$STATE/refuse-publish" ]; echo false > "$STATE/draft" ;;
  "api repos/acme/wmd/git/ref/tags/v1") [ -e "$STATE/v1" ] ;;
  "api --method") [ ! -e "$STATE/refuse-move" ]; [ "$3" = PATCH ] && [ -e "$STATE/v1" ] || [ "$3" = POST ]; printf '%s\\n' "$@" | sed -n 's/^sha=//p' > "$STATE/v1" ;;
  *) exit 9 ;;
esac
`;

interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
}

const { steps }: { steps: Step[] } = parse(readFileSync('.github/workflows/release.yml', 'utf8')).jobs.release;
let root = '';
let sha = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'release-'));
  for (const name of ['repository/dist', 'state', 'temp', 'bin']) mkdirSync(join(root, name), { recursive: true });
  writeFileSync(join(root, 'bin/gh'), GH);
  chmodSync(join(root, 'bin/gh'), 0o755);
  writeFileSync(join(root, 'repository/dist/licenses.txt'), 'MIT');
  writeFileSync(join(root, 'repository/CHANGELOG.md'), '# Changelog\n\n## 1.2.0\n\n* Newer\n\n## 1.1.0\n\n* A fix\n');
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '.');
  git('commit', '--quiet', '-m', 'one');
  git('tag', 'v1.1.0');
  sha = git('rev-parse', 'HEAD');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function git(...args: string[]): string {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.org'];
  const result = spawnSync('git', [...identity, ...args], { cwd: join(root, 'repository'), encoding: 'utf8' });
  if (result.status !== 0) throw new Error(result.stderr);
  return result.stdout.trim();
}

const state = (name: string) =>
  existsSync(join(root, 'state', name)) ? readFileSync(join(root, 'state', name), 'utf8').trim() : undefined;
const refuse = (what: string) => writeFileSync(join(root, 'state', what), '');

/** Runs the job's steps in order, as GitHub does. @returns what the step that failed said, or nothing */
function release(tag: string): string | undefined {
  const outputs: Record<string, Record<string, string>> = {};
  const done: string[] = [];
  for (const step of steps) {
    const known = {
      steps: Object.fromEntries(Object.entries(outputs).map(([id, values]) => [id, { outputs: values }])),
    };
    if (step.if !== undefined && evaluate(step.if, known).coerceString() !== 'true') continue;
    done.push(step.name ?? step.uses ?? '');
    if (step.uses?.startsWith('actions/attest')) writeFileSync(join(root, 'state/attested'), state('draft') ?? '');
    if (step.run === undefined) continue;
    const output = join(root, 'temp', 'output');
    writeFileSync(output, '');
    const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', step.run], {
      cwd: join(root, 'repository'),
      encoding: 'utf8',
      env: {
        PATH: `${join(root, 'bin')}:${process.env.PATH}`,
        STATE: join(root, 'state'),
        RUNNER_TEMP: join(root, 'temp'),
        GITHUB_OUTPUT: output,
        GITHUB_REF_NAME: tag,
        GITHUB_SHA: sha,
        GITHUB_REPOSITORY: 'acme/wmd',
      },
    });
    if (status !== 0) return `${step.name}: ${stdout}${stderr}`;
    const written = readFileSync(output, 'utf8').matchAll(/^(\w+)=(.*)$/gm);
    if (step.id !== undefined)
      outputs[step.id] = Object.fromEntries([...written].map(([, key, value]) => [key, value]));
  }
  return undefined;
}

describe('a release', () => {
  test('is a draft with its archive and attestation before anyone sees it, and then v1', () => {
    expect(release('v1.1.0')).toBeUndefined();
    expect([state('draft'), state('asset'), state('v1')]).toEqual([
      'false',
      'well-managed-deployments-1.1.0.tar.gz',
      sha,
    ]);
    // It was attested as a draft.
    expect(state('attested')).toBe('true');
    expect(readFileSync(join(root, 'temp/notes.md'), 'utf8').trim()).toBe('* A fix');
  });

  test('that failed half-way is finished by running it again', () => {
    refuse('refuse-publish');
    expect(release('v1.1.0')).toMatch(/^Publish/);
    expect(state('v1')).toBeUndefined();
    rmSync(join(root, 'state/refuse-publish'));
    expect(release('v1.1.0')).toBeUndefined();
    expect([state('draft'), state('v1')]).toEqual(['false', sha]);
  });

  test('that is published is not changed by running it again, and v1 is moved all the same', () => {
    refuse('refuse-move');
    const said = release('v1.1.0');
    expect(said).toMatch(/^Move vN: ::error::v1\.1\.0 is released, and GitHub refused to move v1\./m);
    expect(said).toContain(`git push --force origin ${sha}:refs/tags/v1`);
    rmSync(join(root, 'state/refuse-move'));
    rmSync(join(root, 'state/asset'));
    expect(release('v1.1.0')).toBeUndefined();
    expect([state('asset'), state('v1')]).toEqual([undefined, sha]);
  });

  test('of an older line of fixes does not take v1 back', () => {
    git('tag', 'v1.10.0');
    expect(release('v1.1.0')).toBeUndefined();
    expect([state('draft'), state('v1')]).toEqual(['false', undefined]);
  });

  test('that the changelog says nothing of is refused', () => {
    git('tag', 'v1.3.0');
    expect(release('v1.3.0')).toContain('Add a section "## 1.3.0"');
    expect(state('draft')).toBeUndefined();
  });
});
