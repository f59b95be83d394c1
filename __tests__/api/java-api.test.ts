import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { packageFiles } from '../../src/gateways/files/package-files.js';
import { passedThrough } from '../../src/lambda/lambda-package.js';

const folder = mkdtempSync(join(tmpdir(), 'java-api-'));
const installed = ['javac', 'jar', 'java'].every((program) => spawnSync(program, ['--version']).status === 0);
if (!installed) console.warn('NOT RUN: the Java example. It needs a JDK (javac, jar, java) on PATH.');
const withJava = installed ? test : test.skip;

function run(program: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): string {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', ...environment },
  });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return stdout.trim();
}

/** As examples/java-api/README.md says. */
function build(name: string, timeZone: string): string {
  const classes = join(folder, `${name}-classes`);
  const jar = join(folder, `${name}.jar`);
  run('javac', ['--release', '17', '-d', classes, 'examples/java-api/src/example/Handler.java']);
  run('jar', ['--create', '--file', jar, '--date=1980-01-01T00:00:02Z', '-C', classes, '.'], { TZ: timeZone });
  return jar;
}

beforeAll(() => {
  if (installed) build('api', 'UTC');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function taken(name: string) {
  const source = await packageFiles(folder).read('api', `${name}.jar`);
  if (source.kind !== 'archive') throw new Error('not an archive');
  return passedThrough('api', source.extension, source.bytes);
}

describe('the Java example', () => {
  withJava('is a jar that passes as it is', async () => {
    const { key, files } = await taken('api');
    expect(key).toMatch(/^api\/[0-9a-f]{64}\.jar$/);
    expect(files).toBe(2);
  });

  withJava('built again, elsewhere, has the same key', async () => {
    build('again', 'Asia/Tokyo');
    expect((await taken('again')).key).toBe((await taken('api')).key);
  });

  withJava.each([
    ['GET /api/health', '200 {"status":"ok","stage":"dev"}'],
    ['GET /api/release', '200 {"stage":"dev","version":"7"}'],
    ['GET /api/"x"', '404 {"error":"There is no GET /api/\\"x\\""}'],
  ])('answers %s', (route, answer) => {
    const environment = { STAGE: 'dev', AWS_LAMBDA_FUNCTION_VERSION: '7' };
    const call = ['-cp', join(folder, 'api.jar'), '__tests__/api/CallHandler.java', route];
    expect(run('java', call, environment)).toBe(answer);
  });
});
