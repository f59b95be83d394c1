import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const folder = mkdtempSync(join(tmpdir(), 'api-'));

beforeAll(() => {
  const built = spawnSync('node_modules/.bin/vite', ['build', '--config', 'api/vite.config.ts', '--outDir', folder], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production' },
  });
  expect(built.stderr).toBe('');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Calls the built handler as Lambda does: a process of its own, with the file alone. */
function answer(routeKey: string, environment: Readonly<Record<string, string>> = { STAGE: 'dev' }) {
  const program = `const { handler } = await import(${JSON.stringify(pathToFileURL(join(folder, 'index.mjs')).href)});
    console.log(JSON.stringify(await handler(${JSON.stringify({ routeKey, rawPath: '/dev/api' })}, { functionVersion: '7' })));`;
  const child = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
    env: environment,
    cwd: tmpdir(),
  });
  expect(child.stderr).toBe('');
  return JSON.parse(child.stdout) as { statusCode: number; headers: Record<string, string>; body: string };
}

describe('the built API', () => {
  test('is one file', () => {
    expect(readdirSync(folder)).toEqual(['index.mjs']);
  });

  test('says that it is well, and which stage it is', () => {
    const { statusCode, headers, body } = answer('GET /api/health');
    expect([statusCode, JSON.parse(body)]).toEqual([200, { status: 'ok', stage: 'dev' }]);
    expect(headers).toEqual({ 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  });

  test('says which version runs', () => {
    expect(JSON.parse(answer('GET /api/release', { STAGE: 'v2' }).body)).toEqual({ stage: 'v2', version: '7' });
  });

  test('answers a route that it does not know with 404, in JSON', () => {
    const { statusCode, body } = answer('GET /api/nothing');
    expect([statusCode, JSON.parse(body)]).toEqual([404, { error: 'There is no GET /api/nothing' }]);
  });
});
