import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Start {
  readonly runtime: 'node' | 'python' | 'java' | 'bootstrap';
  readonly handler: string;
}

/** As Lambda's runtime for Node finds a handler, without its HTTP loop. */
const NODE = `
const { existsSync } = require('node:fs');
const { basename, dirname, join } = require('node:path');
const { createRequire } = require('node:module');
const [handler] = process.argv.slice(1);
const base = basename(handler), dot = base.indexOf('.');
const file = join(process.cwd(), dirname(handler), base.slice(0, dot));
(async () => {
  const end = ['.js', '.mjs', '.cjs'].find((one) => existsSync(file + one));
  const loaded = await import(require('node:url').pathToFileURL(file + end).href);
  const found = loaded[base.slice(dot + 1)] ?? loaded.default?.[base.slice(dot + 1)];
  console.log(JSON.stringify(await found({}, {})));
})();`;

const PYTHON = `
import importlib, json, sys
sys.path.insert(0, '.')
module, name = sys.argv[1].rsplit('.', 1)
print(json.dumps(getattr(importlib.import_module(module.replace('/', '.')), name)({}, None)))`;

/**
 * Unpacks the archive by `unzip`, which is none of ours, into a folder of its own, and calls the handler there.
 * @returns what the handler returned, or printed
 */
export function started(archive: Uint8Array, { runtime, handler }: Start, scratch: string): string {
  const place = mkdtempSync(join(scratch, 'task-'));
  const file = join(scratch, `${Math.random()}.zip`);
  writeFileSync(file, archive);
  run('unzip', ['-q', file, '-d', place], scratch);
  switch (runtime) {
    case 'node':
      return run(process.execPath, ['-e', NODE, handler], place);
    case 'python': {
      const said = run('python3', ['-v', '-c', PYTHON, handler], place, true);
      if (/bytecode is stale/.test(said)) throw new Error('Python says that bytecode is stale');
      return said.split('\n').find((line) => line.startsWith('"')) ?? said;
    }
    case 'java':
      return run('java', ['-cp', `${place}:${place}/lib/*`, handler], place);
    case 'bootstrap':
      return run(join(place, 'bootstrap'), [], place);
  }
}

/** Runs a program to its end. Throws with what it printed. */
export function run(program: string, args: readonly string[], cwd: string, both = false): string {
  const done = spawnSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (done.status !== 0)
    throw new Error(`${program} ${args.join(' ')} ended with ${done.status}:\n${done.stdout}${done.stderr}`);
  return both ? `${done.stdout}${done.stderr}` : done.stdout.trim();
}
