import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Import, importsOf, sources } from './source-imports.js';

const root = process.cwd();
const src = join(root, 'src');

/** What each room may import, beside itself. Those beside them compose and may import everything. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'errors.ts': [],
  'counted.ts': [],
  redaction: [],
  ports: ['terraform', 'site', 'lambda'],
  event: ['errors.ts'],
  terraform: ['errors.ts', 'counted.ts'],
  lambda: ['errors.ts'],
  site: ['errors.ts', 'counted.ts'],
  config: ['errors.ts', 'event'],
  setup: ['errors.ts', 'config', 'terraform'],
  operation: ['errors.ts', 'counted.ts', 'ports', 'config', 'event', 'terraform', 'lambda', 'site'],
  gateways: [
    'errors.ts',
    'counted.ts',
    'redaction',
    'ports',
    'config',
    'setup',
    'event',
    'operation',
    'terraform',
    'lambda',
    'site',
  ],
  report: ['errors.ts', 'counted.ts', 'redaction', 'ports', 'config', 'operation', 'terraform', 'lambda', 'site'],
};

const COMPOSING = ['index.ts', 'main.ts', 'post.ts', 'given.ts'];

/** Rooms whose files compute and do nothing else: only these of Node's modules have no effects. */
const PURE = ['redaction', 'event', 'config', 'setup', 'terraform', 'lambda', 'site'];
const PURE_BUILT_INS = [
  'node:crypto',
  'node:path',
  'node:path/posix',
  'node:zlib',
  'node:buffer',
  'node:util',
  'node:vm',
  'node:module',
];

const room = (path: string) => relative(src, path).split('/')[0] ?? '';

/** One sentence for each arrow that goes the wrong way. */
function forbidden({ file, from }: Import): string | undefined {
  const here = room(file);
  if (COMPOSING.includes(here)) return undefined;
  const allowed = ALLOWED[here];
  if (allowed === undefined) return `${here} is no room of docs/architecture.md`;
  if (from.startsWith('.')) {
    const target = resolve(dirname(file), from.replace(/\.js$/, '.ts'));
    const there = room(target);
    return there === here || allowed.includes(there) ? undefined : `${relative(src, file)} imports ${there}`;
  }
  const sdk = from.startsWith('@aws-sdk/') || from.startsWith('@actions/') || from.startsWith('@octokit/');
  if (sdk && here !== 'gateways') return `${relative(src, file)} imports ${from}`;
  if (!PURE.includes(here)) return undefined;
  if (from.startsWith('node:') && !PURE_BUILT_INS.includes(from)) return `${relative(src, file)} imports ${from}`;
  return undefined;
}

const files = sources(src);

describe('the rooms of src/', () => {
  test('no arrow goes the wrong way', () => {
    const imports = files.flatMap((file) => importsOf(file, readFileSync(file, 'utf8')));
    expect(imports.length).toBeGreaterThan(30);
    expect(imports.map(forbidden).filter((sentence) => sentence !== undefined)).toEqual([]);
  });

  test.each([
    ['terraform/x.ts', `import { connect } from '../gateways/connect.js';`, 'terraform/x.ts imports gateways'],
    ['site/x.ts', `import type { Outcome } from '../operation/outcome.js';`, 'site/x.ts imports operation'],
    ['operation/x.ts', `import * as core from '@actions/core';`, 'operation/x.ts imports @actions/core'],
    [
      'operation/x.ts',
      `const { S3Client } = await import('@aws-sdk/client-s3');`,
      'operation/x.ts imports @aws-sdk/client-s3',
    ],
    ['operation/x.ts', `export { publish } from '../report/publish.js';`, 'operation/x.ts imports report'],
    ['site/x.ts', `import { readFile } from 'node:fs/promises';`, 'site/x.ts imports node:fs/promises'],
    ['helpers/x.ts', `import { join } from 'node:path';`, 'helpers is no room of docs/architecture.md'],
  ])('a forbidden import in %s is found: %s', (file, content, sentence) => {
    expect(importsOf(join(src, file), content).map(forbidden)).toEqual([sentence]);
  });

  test('every file has fewer than 250 lines', () => {
    const long = files.filter((file) => readFileSync(file, 'utf8').split('\n').length > 250);
    expect(long.map((file) => relative(src, file))).toEqual([]);
  });

  test('nothing is typed "any", suppressed or exported as default', () => {
    const loose = /(?<![\w'"`])(?:as any\b|: any\b|<any>|any\[\])|@ts-(?:ignore|nocheck|expect-error)|export default/;
    const found = files.filter((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .some((line) => loose.test(line.replace(/\/\/.*|\/?\*.*/, ''))),
    );
    expect(found.map((file) => relative(src, file))).toEqual([]);
  });

  test('nothing is called utils, helpers or manager', () => {
    expect(files.filter((file) => /utils?|helpers?|manager/i.test(relative(src, file)))).toEqual([]);
  });
});
