import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

const { jobs } = parse(readFileSync('.github/workflows/deploy.yml', 'utf8'));
const stepOf = (job: string) =>
  jobs[job].steps.find(({ name }: { name?: string }) => name === 'Unpack the build') as {
    run: string;
    env: Record<string, string>;
  };

const SCRIPT = readFileSync('.github/unpack-build.sh', 'utf8');

let root = '';
let checkout = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'unpack-'));
  checkout = join(root, 'checkout');
  put(checkout, 'infra/main.tf', '# reviewed');
  put(checkout, '.git/config', '[core]');
  put(checkout, '.github/workflows/deploy.yml', 'on: push');
  put(checkout, 'src/page.ts', 'export {}');
  put(checkout, 'site/package.json', '{}');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(folder: string, path: string, content = ''): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

/** An archive as a hostile build makes it: `tar` with these arguments, in a folder that `fill` has filled. */
function archive(fill: (folder: string) => void, ...args: string[]): void {
  const folder = join(root, 'made');
  mkdirSync(folder);
  fill(folder);
  mkdirSync(join(root, 'temp/build'), { recursive: true });
  const made = spawnSync('tar', ['--create', '--file', join(root, 'temp/build/build.tar'), ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(made.stderr);
}

function unpack(
  inputs: Partial<Record<'BUILD_PATHS' | 'SITE_DIRECTORY' | 'LAMBDA_PACKAGES' | 'INFRA_DIRECTORY', string>>,
) {
  const result = spawnSync('bash', ['-e', '-c', SCRIPT], {
    cwd: checkout,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, RUNNER_TEMP: join(root, 'temp'), INFRA_DIRECTORY: 'infra', ...inputs },
  });
  return { status: result.status, output: result.stdout + result.stderr };
}

/** Every file of the checkout, with what it holds. */
function files(): string[] {
  const names = readdirSync(checkout, { recursive: true, withFileTypes: true });
  return names
    .filter((one) => !one.isDirectory())
    .map((one) => join(one.parentPath, one.name).slice(checkout.length + 1))
    .sort();
}

const page = (folder: string) => put(folder, 'site/dist/index.html', 'page');
const SITE = { SITE_DIRECTORY: 'site/dist' };

describe('what a build left', () => {
  test('is put where it was declared, over what is there, with modes, links and odd names', () => {
    put(checkout, 'site/dist/stale.html', 'old');
    archive(
      (folder) => {
        page(folder);
        put(folder, 'site/dist/.well-known/security.txt', 'contact');
        put(folder, 'site/dist/ä page[1]*.html', 'odd');
        put(folder, 'api/dist/bootstrap', '#!/bin/sh');
        put(folder, 'packages/lib/index.js', 'lib');
        chmodSync(join(folder, 'api/dist/bootstrap'), 0o755);
        symlinkSync('../../packages/lib', join(folder, 'api/dist/lib'));
      },
      'site/dist',
      './api/dist',
      'packages',
    );
    const declared = { BUILD_PATHS: 'packages/lib/\nsite/dist\n./api/dist\npackages' };
    expect(unpack(declared)).toMatchObject({ status: 0 });
    expect(files()).toEqual([
      '.git/config',
      '.github/workflows/deploy.yml',
      'api/dist/bootstrap',
      'api/dist/lib',
      'infra/main.tf',
      'packages/lib/index.js',
      'site/dist/.well-known/security.txt',
      'site/dist/index.html',
      'site/dist/ä page[1]*.html',
      'site/package.json',
      'src/page.ts',
    ]);
    expect(statSync(join(checkout, 'api/dist/bootstrap')).mode & 0o777).toBe(0o755);
    expect(readFileSync(join(checkout, 'api/dist/lib/index.js'), 'utf8')).toBe('lib');
    expect(readdirSync(join(root, 'temp'))).toEqual([]);
  });

  test('is taken where Terraform lies at the root of the repository', () => {
    archive(page, 'site/dist');
    expect(unpack({ ...SITE, INFRA_DIRECTORY: '.' })).toMatchObject({ status: 0 });
  });

  test('is taken where there is no infrastructure, and a jar alone', () => {
    archive((folder) => put(folder, 'build/api.jar', 'jar'), 'build/api.jar');
    expect(unpack({ LAMBDA_PACKAGES: 'api = build/api.jar', INFRA_DIRECTORY: '' })).toMatchObject({ status: 0 });
  });
});

describe('a hostile archive', () => {
  const override = (path: string) => (folder: string) => {
    page(folder);
    put(folder, path, 'resource "null" "x" {}');
  };

  test.each<[string, () => void, Parameters<typeof unpack>[0], string]>([
    ['Terraform in the infrastructure', () => archive(override('infra/zz_override.tf'), '.'), SITE, 'infra'],
    ['a hook of git', () => archive(override('.git/hooks/post-checkout'), '.'), SITE, '.git'],
    ['a workflow', () => archive(override('.github/workflows/x.yml'), '.'), SITE, '.github'],
    ['a program that the workflow runs', () => archive(override('src/page.ts'), '.'), SITE, 'src'],
    ['a file beside the site', () => archive(override('site/package.json'), '.'), SITE, 'site/package.json'],
    [
      'an absolute path',
      () => archive(page, '--absolute-names', '--transform=s#^site#/tmp/unpack-absolute#', 'site'),
      SITE,
      '/tmp/unpack-absolute',
    ],
    [
      'a path with ".."',
      () => archive(page, '--absolute-names', '--transform=s#^site/dist#site/dist/../../infra#', 'site/dist'),
      SITE,
      '..',
    ],
    [
      'a link that leaves the site',
      () =>
        archive((folder) => {
          page(folder);
          symlinkSync('../../infra', join(folder, 'site/dist/out'));
        }, 'site'),
      SITE,
      'site/dist/out',
    ],
    [
      'an absolute link',
      () =>
        archive((folder) => {
          page(folder);
          symlinkSync('/etc', join(folder, 'site/dist/out'));
        }, 'site'),
      SITE,
      'site/dist/out',
    ],
    [
      'a chain of links that leaves',
      () =>
        archive((folder) => {
          page(folder);
          symlinkSync('b', join(folder, 'site/dist/a'));
          symlinkSync('../..', join(folder, 'site/dist/b'));
        }, 'site'),
      SITE,
      'a link that leaves',
    ],
    [
      'the site itself as a link',
      () =>
        archive((folder) => {
          mkdirSync(join(folder, 'site'));
          symlinkSync('../infra', join(folder, 'site/dist'));
        }, 'site'),
      SITE,
      'site/dist',
    ],
    [
      'a folder above the site as a link',
      () => archive((folder) => symlinkSync('infra', join(folder, 'site')), 'site'),
      SITE,
      '"site"',
    ],
    [
      'a hard link',
      () =>
        archive((folder) => {
          page(folder);
          linkSync(join(folder, 'site/dist/index.html'), join(folder, 'site/dist/b'));
        }, 'site'),
      SITE,
      'hard link',
    ],
    [
      'a pipe',
      () =>
        archive((folder) => {
          page(folder);
          spawnSync('mkfifo', [join(folder, 'site/dist/pipe')]);
        }, 'site'),
      SITE,
      'no file',
    ],
    [
      'nothing of what was declared',
      () => archive((folder) => put(folder, 'site/x'), '--exclude=x', 'site'),
      SITE,
      'lacks "site/dist"',
    ],
    [
      'Terraform at the root',
      () => archive(override('site/dist/zz_override.TF.json'), 'site'),
      { ...SITE, INFRA_DIRECTORY: '.' },
      'TF.json',
    ],
    [
      'no archive',
      () => {
        mkdirSync(join(root, 'temp/build'), { recursive: true });
        writeFileSync(join(root, 'temp/build/build.tar'), 'no tar');
      },
      SITE,
      'cannot be read',
    ],
  ])('with %s is refused, and changes nothing', (_what, make, inputs, named) => {
    make();
    const before = files();
    const { status, output } = unpack(inputs);
    expect(output).toMatch(/::error::.*Nothing was deployed\. What to do: \S/);
    expect(output).toContain(named);
    expect(status).toBe(1);
    expect(files()).toEqual(before);
    expect(existsSync('/tmp/unpack-absolute')).toBe(false);
    expect(readdirSync(join(root, 'temp'))).toEqual([]);
  });
});

describe('a build path', () => {
  test.each([
    ['infra', {}],
    ['Infra/modules', {}],
    ['infra/dist', { INFRA_DIRECTORY: './infra/' }],
    ['stacks', { INFRA_DIRECTORY: 'stacks/shop' }],
    ['.git/hooks', {}],
    ['.github', {}],
    ['.GitHub/workflows', { INFRA_DIRECTORY: '.' }],
    ['.', {}],
    ['../elsewhere', {}],
    ['site/../..', {}],
    ['linked/dist', {}],
    ['terraform/x', { INFRA_DIRECTORY: 'current' }],
  ])('"%s" is refused, with %j', (path, inputs) => {
    mkdirSync(join(checkout, 'terraform'));
    symlinkSync('infra', join(checkout, 'linked'));
    symlinkSync('terraform', join(checkout, 'current'));
    archive(page, 'site');
    const before = files();
    const { status, output } = unpack({ BUILD_PATHS: path, ...inputs });
    expect([status, output]).toEqual([1, expect.stringContaining('::error::The build path')]);
    expect(files()).toEqual(before);
  });

  test('has to be there', () => {
    archive(page, 'site');
    expect(unpack({}).output).toContain('declares no path');
  });
});

test('every job that unpacks the build does it in the same way, out of a folder that is nothing else', () => {
  for (const job of ['plan', 'deploy', 'drift']) {
    const [, script] = /^# unpack-\w+:start\n([\s\S]*)# unpack-\w+:end\n$/.exec(stepOf(job).run) ?? [];
    expect(script).toBe(SCRIPT);
    expect(stepOf(job).env).toEqual(stepOf('deploy').env);
    const download = jobs[job].steps.find(({ uses }: { uses?: string }) =>
      uses?.startsWith('actions/download-artifact'),
    );
    expect(download.with).toEqual({
      'artifact-ids': `\${{ needs.build.outputs.artifact-id }}`,
      path: `\${{ runner.temp }}/build`,
    });
  }
  expect(stepOf('deploy').env).toEqual({
    BUILD_PATHS: `\${{ inputs.build-paths }}`,
    SITE_DIRECTORY: `\${{ inputs.site-directory }}`,
    LAMBDA_PACKAGES: `\${{ inputs.lambda-packages }}`,
    INFRA_DIRECTORY: `\${{ inputs.infra-directory }}`,
  });
});
