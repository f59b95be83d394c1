import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { stepsOf } from '../../scripts/workflow-checks.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scripts-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The script of the step with this name, run as the runner runs it: `bash -e`, in the workspace. */
function runStep(path: string, name: string, environment: Record<string, string>, args: { pipefail?: true } = {}) {
  const step = stepsOf(readFileSync(path, 'utf8')).find(({ node }) => node.get('name') === name);
  if (step === undefined) throw new Error(`${path} has no step "${name}"`);
  const flags = args.pipefail ? ['-eo', 'pipefail'] : ['-e'];
  const result = spawnSync('bash', [...flags, '-c', String(step.node.get('run'))], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, RUNNER_TEMP: folder, ...environment },
    encoding: 'utf8',
  });
  return { status: result.status, output: result.stdout + result.stderr };
}

function write(path: string, content = '', mode = 0o644): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
  chmodSync(join(folder, path), mode);
}

const DEPLOY = '.github/workflows/deploy.yml';
const BUILD = '.github/actions/build/action.yml';
const CHECK_DIST = '.github/workflows/check-dist.yml';
const RELEASE = '.github/workflows/release.yml';

describe('packing the build', () => {
  const pack = (environment: Record<string, string>) => runStep(DEPLOY, 'Pack the build', environment);

  test('keeps modes, dot files and odd names, and unpacking brings them back', () => {
    write('site/.well-known/security.txt', 'contact');
    write('site/a page.html', 'page');
    write('api/bootstrap', '#!/bin/sh', 0o755);
    expect(pack({ BUILD_PATHS: 'site\n\napi\n', SITE_DIRECTORY: 'site', LAMBDA_PACKAGES: '' }).status).toBe(0);
    rmSync(join(folder, 'site'), { recursive: true });
    rmSync(join(folder, 'api'), { recursive: true });
    expect(runStep(DEPLOY, 'Unpack the build', { BUILD_PATHS: 'site\n\napi\n' }).output).toContain(
      'in place: api site',
    );
    expect(readFileSync(join(folder, 'site/.well-known/security.txt'), 'utf8')).toBe('contact');
    expect(readFileSync(join(folder, 'site/a page.html'), 'utf8')).toBe('page');
    expect(statSync(join(folder, 'api/bootstrap')).mode & 0o777).toBe(0o755);
  });

  test('takes the site alone where no paths are named', () => {
    write('site/index.html');
    expect(pack({ BUILD_PATHS: '', SITE_DIRECTORY: 'site', LAMBDA_PACKAGES: '' }).status).toBe(0);
  });

  test('takes the site and the Lambda packages where no paths are named', () => {
    write('site/index.html');
    write('api/index.mjs');
    write('jobs/jobs.jar');
    const packages = 'api=api\n\njobs = jobs/jobs.jar\n';
    expect(pack({ BUILD_PATHS: '', SITE_DIRECTORY: 'site', LAMBDA_PACKAGES: packages }).status).toBe(0);
    const listed = spawnSync('tar', ['-tf', join(folder, 'build/build.tar')], { encoding: 'utf8' }).stdout;
    expect(listed.split('\n').sort().join(' ').trim()).toBe('api/ api/index.mjs jobs/jobs.jar site/ site/index.html');
  });

  test('fails where the build left nothing, and says what to name', () => {
    const { status, output } = pack({ BUILD_PATHS: '', SITE_DIRECTORY: '', LAMBDA_PACKAGES: '' });
    expect(status).toBe(1);
    expect(output).toContain('Name its folders in build-paths');
  });

  test('fails where a folder is missing', () => {
    expect(pack({ BUILD_PATHS: 'site', SITE_DIRECTORY: '', LAMBDA_PACKAGES: '' }).status).not.toBe(0);
  });
});

describe('building', () => {
  test('marks both lanes with the version hash: what was asked for, or twelve digits of the commit', () => {
    write('output');
    const output = join(folder, 'output');
    runStep(BUILD, 'Choose the version hash', { ASKED: '', GITHUB_SHA: 'a1b2c3d4e5f6a7b8', GITHUB_OUTPUT: output });
    runStep(BUILD, 'Choose the version hash', { ASKED: 'v7', GITHUB_SHA: 'a1b2c3d4e5f6a7b8', GITHUB_OUTPUT: output });
    expect(readFileSync(output, 'utf8')).toBe('hash=a1b2c3d4e5f6\nhash=v7\n');
  });

  test('runs several lines, sees the version hash, and fails at the first line that fails', () => {
    const build = (command: string) =>
      runStep(BUILD, 'Build the front end', { COMMAND: command, VERSION_HASH: 'a1b2c3' }, { pipefail: true });
    expect(build('mkdir dist\necho "$VERSION_HASH" > dist/version').status).toBe(0);
    expect(readFileSync(join(folder, 'dist/version'), 'utf8')).toBe('a1b2c3\n');
    expect(build('false\ntouch reached').status).not.toBe(0);
    expect(build('false | true\ntouch reached').status).not.toBe(0);
    expect(() => statSync(join(folder, 'reached'))).toThrow();
  });
});

describe('the secret install-environment', () => {
  const install = (environment: string, command = 'printenv') =>
    runStep(BUILD, 'Install', { COMMAND: command, ENVIRONMENT: environment }, { pipefail: true });

  test('is seen by the command that installs, masked, and by nothing else', () => {
    const { status, output } = install('# the registry\n\nNODE_AUTH_TOKEN=npm_abc=%1\r\nTWO=a "b" $(touch ran)\n');
    expect(status).toBe(0);
    expect(output).toContain('::add-mask::npm_abc=%251\n');
    expect(output.split('\n')).toEqual(
      expect.arrayContaining(['NODE_AUTH_TOKEN=npm_abc=%1', 'TWO=a "b" $(touch ran)']),
    );
    expect(() => statSync(join(folder, 'ran'))).toThrow();
    expect(output).not.toMatch(/^ENVIRONMENT=/m);
    for (const name of ['Build the front end', 'Build the back end']) {
      const step = stepsOf(readFileSync(BUILD, 'utf8')).find(({ node }) => node.get('name') === name);
      expect(String(step?.node)).not.toContain('install-environment');
    }
  });

  test('may be empty, and is refused by its line where it is no variable, which is not repeated', () => {
    expect(install('').status).toBe(0);
    const refused = install('A=b\nhunter2');
    expect(refused.status).toBe(1);
    expect(refused.output).toContain('Line 2 of install-environment is not NAME=value');
    expect(refused.output).not.toContain('hunter2');
  });

  test('does not hide the failure of the command', () => {
    expect(install('A=b', 'false\ntrue').status).not.toBe(0);
  });
});

describe('the confirmation of a destroy', () => {
  const compare = (typed: string) =>
    runStep(DEPLOY, 'Compare the confirmation', { TYPED: typed, STAGE: 'dev', GITHUB_REPOSITORY: 'acme/shop' });

  test('passes when it is exactly OWNER/REPO:STAGE', () => {
    expect(compare('acme/shop:dev').status).toBe(0);
  });

  test.each([', workspace eu', ' including aws_db_instance.main'])('leaves "%s" to the action', (more) => {
    expect(compare(`acme/shop:dev${more}`).status).toBe(0);
    expect(compare(`acme/shop:devel${more}`).status).toBe(1);
  });

  test.each(['', 'yes', 'acme/shop', 'acme/shop:prod', 'acme/shop:dev ', '$(true)'])('refuses "%s"', (typed) => {
    const { status, output } = compare(typed);
    expect(status).toBe(1);
    expect(output).toContain('Expected "acme/shop:dev" in confirm-destroy; nothing was destroyed.');
  });
});

describe('in a repository', () => {
  const git = (...args: string[]) => {
    const result = spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
    if (result.status !== 0) throw new Error(result.stderr);
    return result.stdout.trim();
  };
  beforeEach(() => {
    git('init', '--quiet', '--initial-branch', 'main');
    write('dist/index.js', 'one');
    write('package.json', '{"version":"1.2.3"}');
    git('add', '.');
    git('commit', '--quiet', '-m', 'one');
  });

  test.each([
    ['changed', () => write('dist/index.js', 'two')],
    ['new', () => write('dist/1.index.js', 'chunk')],
    ['missing', () => rmSync(join(folder, 'dist/index.js'))],
  ])('check-dist fails where a built file is %s', (_what, build) => {
    expect(runStep(CHECK_DIST, 'Compare', {}).status).toBe(0);
    build();
    expect(runStep(CHECK_DIST, 'Compare', {}).status).not.toBe(0);
  });

  test('a release is refused where its commit is not in the default branch, or package.json says another version', () => {
    git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    const name = 'The tag is in the default branch, and package.json has its version';
    const verify = (tag: string) =>
      runStep(RELEASE, name, { GITHUB_SHA: git('rev-parse', 'HEAD'), GITHUB_REF_NAME: tag, DEFAULT_BRANCH: 'main' });
    expect(verify('v1.2.3').status).toBe(0);
    expect(verify('v1.2.4')).toMatchObject({ status: 1, output: expect.stringContaining('package.json says 1.2.3') });
    write('dist/index.js', 'two');
    git('commit', '--quiet', '-am', 'not merged');
    expect(verify('v1.2.3')).toMatchObject({ status: 1, output: expect.stringContaining('is not in main') });
  });
});
