import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

// What the package in pack-folder.mjs has to be, now and with every later version: another value here means that every
// function of every user is uploaded and updated once for nothing.
const EXPECTED = {
  key: 'api/f712ad4cbf8c6c28c4ebeb01080182327f01a0e4440bd8bda17dd14e05449bea.zip',
  sha256: 'w6+OdwmuxnjU6jSPDTXgciygjBqqFhbazbXG5xN2e3w=',
};

const node24 = process.env.NODE24;
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'packages-')));
const compiled = join(folder, 'compiled');

beforeAll(() => {
  const options = ['--ignoreConfig', '--target', 'es2022', '--module', 'nodenext', '--types', 'node', '--skipLibCheck'];
  const sources = ['src/gateways/files/package-files.ts', 'src/lambda/lambda-package.ts'];
  const tsc = spawnSync('node_modules/.bin/tsc', [...options, '--rootDir', '.', '--outDir', compiled, ...sources]);
  expect(`${tsc.stdout}${tsc.stderr}`).toBe('');
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function packed(node: string, timeZone: string, umask: string, order: 'forwards' | 'backwards') {
  const place = mkdtempSync(join(folder, 'a-place-of-its-own-'));
  const child = spawnSync(node, ['__tests__/lambda/pack-folder.mjs', compiled, place, umask, order], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', TZ: timeZone },
  });
  expect(child.stderr).toBe('');
  return JSON.parse(child.stdout) as typeof EXPECTED;
}

describe('the same package', () => {
  test.each([
    ['here', 'UTC', '022', 'forwards'],
    ['in another folder, time zone, umask and order', 'Pacific/Kiritimati', '077', 'backwards'],
    ['west of 1980', 'America/Los_Angeles', '002', 'backwards'],
  ] as const)('is the same bytes %s', (_, timeZone, umask, order) => {
    expect(packed(process.execPath, timeZone, umask, order)).toEqual(EXPECTED);
  });

  const onNode24 = node24 === undefined ? test.skip : test;
  if (node24 === undefined) console.warn('NOT RUN: packing on Node 24. Set NODE24 to such a binary.');
  onNode24('is the same bytes on Node 24', () => {
    expect(packed(node24 ?? '', 'Asia/Kolkata', '027', 'forwards')).toEqual(EXPECTED);
  });
});
