import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { documentedLines, filled, linesRunBy, printedLines } from './printed-lines.js';

/** Beside this file: the tests that run what they name with `filled`, or as it stands on the page. */
const FOLDER = '__tests__/printed';
const RUN = new Set(
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('-lines.test.ts'))
    .flatMap((name) => [...linesRunBy(join(FOLDER, name))]),
);

/** Lines that no test here runs, and why. */
const NAMED: Readonly<Record<string, string>> = {
  'terraform output deploy_roles': 'needs the bootstrap applied to an account of AWS',
  'aws s3 sync': 'what another workflow does, which is looked for',
  'terraform apply': 'what another workflow does, which is looked for',
  '… -chdir=… force-unlock …': 'for a run without a stack, which starts no Terraform; the line of the others is run',
  'chmod -R a+rX before packing': 'part of a sentence about how a package is built',
  'chmod 755 bootstrap before it is packed': 'part of a sentence about how a package is built',
  'npm install --cpu': 'names an option for the reader’s own build',
  'pip install --platform': 'names an option for the reader’s own build',
  'pnpm deploy makes': 'part of a sentence about how a package is built',
  'zip -A on it': 'part of a sentence about how a package is built',
  'zip -r or jar --create': 'part of a sentence about how a package is built',
  'zip -x ".git/*': 'part of a sentence about how a package is built',
  'npm install --package-lock-only': 'asks the registry for what the reader’s project needs',
  'pnpm install --lockfile-only': 'asks the registry for what the reader’s project needs',
  'yarn install': 'asks the registry for what the reader’s project needs',
};

const ON_THE_PAGE: Readonly<Record<string, string>> = {
  'npm ci && npm run demo': 'CI runs the demo',
  'npm ci --omit=dev': 'asks the registry for what the reader’s project needs',
  'git commit --allow-empty': 'opens the reader’s editor',
  'terraform untaint module.static_site.aws_s3_bucket.this': 'needs a bucket of AWS in the state',
};

describe('the lines that the source prints', () => {
  const printed = [...printedLines()];

  test('are each run by a test, or named with the reason why not', () => {
    expect(printed.length).toBeGreaterThan(35);
    expect(printed.filter((line) => !RUN.has(line) && !(line in NAMED))).toEqual([]);
  });

  test('are still printed where they are named', () => {
    expect(Object.keys(NAMED).filter((line) => !printed.includes(line) || RUN.has(line))).toEqual([]);
  });

  test('are run as they are printed: a line that has changed is no longer filled', () => {
    expect(filled('aws s3 rm …', 's3://site/lock')).toBe('aws s3 rm s3://site/lock');
    expect(() => filled('aws s3 rm …')).toThrow('1 gaps, 0 given');
    expect(() => filled('aws s3 delete …', 'x')).toThrow('No text of the source');
  });
});

test('the lines of docs/troubleshooting.md are run, or named with the reason why not', () => {
  const lines = [...documentedLines('docs/troubleshooting.md')];
  expect(lines.filter((line) => !RUN.has(line) && !(line in ON_THE_PAGE))).toEqual([]);
  expect(Object.keys(ON_THE_PAGE).filter((line) => !lines.includes(line))).toEqual([]);
});
