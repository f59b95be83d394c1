// Whether the site works without what goes past the SDK (decision 15): deletes those folders and their lines in a copy of the
// project, and runs the types, the site's tests and those of S3 there.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CONNECT = 'src/gateways/connect-site.ts';
const LINES = /^.*\b(?:withoutSdk|edgeWithoutSdk)\b.*\n/gm;
const FOLDERS = ['gateways/s3/direct', 'gateways/cloudfront/direct'];

const copy = realpathSync(mkdtempSync(join(tmpdir(), 'without-direct-')));
try {
  for (const name of ['src', 'local', '__tests__', 'jest.config.js', 'package.json', 'tsconfig.json']) {
    cpSync(name, join(copy, name), { recursive: true });
  }
  symlinkSync(realpathSync('node_modules'), join(copy, 'node_modules'));
  for (const side of ['src', '__tests__']) {
    for (const folder of FOLDERS) rmSync(join(copy, side, folder), { recursive: true });
  }
  const connect = readFileSync(join(copy, CONNECT), 'utf8');
  writeFileSync(join(copy, CONNECT), connect.replace(LINES, ''));
  writeFileSync(join(copy, 'tsconfig.src.json'), '{ "extends": "./tsconfig.json", "include": ["src"] }');
  console.log(
    `${connect.match(LINES)?.length} lines of ${CONNECT} and the folders ${FOLDERS.join(' and ')} are deleted`,
  );
  run('node_modules/typescript/lib/tsc.js', '-p', 'tsconfig.src.json', '--noEmit');
  run(
    '--experimental-vm-modules',
    'node_modules/jest/bin/jest.js',
    '__tests__/operation/site',
    '__tests__/gateways/s3',
  );
} finally {
  rmSync(copy, { recursive: true });
}

function run(...args: readonly string[]): void {
  const { status } = spawnSync(process.execPath, args, { cwd: copy, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
