import { describe, expect, test } from '@jest/globals';
import { PackagedFiles } from '../../../src/lambda/start/packaged-files.js';
import { startFindings } from '../../../src/lambda/start/start-check.js';
import type { FunctionSettings } from '../../../src/lambda/start/start-finding.js';
import { type MadeEntry, madeZip } from '../zip-maker.js';

const ESM = 'export const handler = async () => 1;';
const CJS = 'exports.handler = async () => 1;';
const IMPORTING = 'import { z } from "zod"; export const handler = async () => z;';

/** A program's header, and nothing after it. */
function elf(machine: number): string {
  const header = Buffer.alloc(64);
  header.write('\x7fELF\x02\x01\x01', 'latin1');
  header.writeUInt16LE(machine, 18);
  return header.toString('latin1');
}
const ARM = elf(0xb7);
/** Latin-1, since `MadeEntry` takes text: bytes above 0x7f would become two. */
const X86 = elf(0x3e);

function javaClass(version: number): Buffer {
  return Buffer.from([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, version]);
}

type Files = Readonly<Record<string, string | Buffer | MadeEntry>>;

function found(files: Files, settings: Partial<FunctionSettings>): string[] {
  const entries = Object.entries(files).map(([name, content]): MadeEntry => {
    if (typeof content === 'string') return { name, content: Buffer.from(content, 'latin1'), mode: 0o100644 };
    return Buffer.isBuffer(content) ? { name, content, mode: 0o100644 } : content;
  });
  const defaults = { address: 'a', functionName: 'f', key: 'k', hasLayers: false, environment: {} };
  const base: FunctionSettings = {
    ...defaults,
    runtime: 'nodejs22.x',
    handler: 'index.handler',
    architecture: 'arm64',
  };
  return startFindings(new PackagedFiles(madeZip(entries), 'api'), { ...base, ...settings }).map(
    ({ severity, what, found: seen }) => `${severity}: ${what}${seen === undefined ? '' : ` (${seen})`}`,
  );
}

const link = (name: string, target: string): MadeEntry => ({ name, content: target, mode: 0o120777, method: 0 });
const program = (name: string, content: string): MadeEntry => ({
  name,
  content: Buffer.from(content, 'latin1'),
  mode: 0o100755,
});

describe('a function starts', () => {
  test.each<[string, Files, Partial<FunctionSettings>]>([
    ['from a module', { 'index.mjs': ESM }, {}],
    ['from CommonJS', { 'index.js': CJS }, {}],
    ['from .cjs', { 'index.cjs': CJS }, {}],
    ['from a module by package.json', { 'index.js': ESM, 'package.json': '{"type":"module"}' }, {}],
    ['from a module that Node finds out', { 'index.js': ESM }, { runtime: 'nodejs24.x' }],
    [
      'from a module that Node is told to find out',
      { 'index.js': ESM },
      { environment: { NODE_OPTIONS: '--experimental-detect-module' } },
    ],
    ['from a folder', { 'src/app.js': CJS }, { handler: 'src/app.handler' }],
    ['from a nested export', { 'index.js': 'exports.api = { handler() {} }' }, { handler: 'index.api.handler' }],
    ['from index.js of a folder', { 'index/index.js': CJS }, {}],
    ['from what is exported on', { 'index.mjs': 'export * from "./app.mjs";', 'app.mjs': ESM }, {}],
    ['from what CommonJS exports on', { 'index.js': 'module.exports = require("./app")', 'app.js': CJS }, {}],
    ['with a script’s first line', { 'index.js': `#!/usr/bin/env node\n${CJS}` }, {}],
    ['from a layer', { 'a.txt': '' }, { handler: '/opt/nodejs/index.handler' }],
    ['by a wrapper', { 'a.txt': '' }, { environment: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/run' } }],
    [
      'with what Lambda brings',
      { 'index.mjs': `import "@aws-sdk/client-s3";\nimport "node:fs";\nimport "fs";\n${ESM}` },
      {},
    ],
    ['with its packages', { 'index.mjs': IMPORTING, 'node_modules/zod/index.js': '' }, {}],
    [
      'with a link to its packages',
      {
        'index.mjs': IMPORTING,
        'node_modules/.pnpm/zod@4/node_modules/zod/index.js': '',
        'node_modules/zod': link('node_modules/zod', '.pnpm/zod@4/node_modules/zod'),
      },
      {},
    ],
    ['with an optional package', { 'index.js': `let x; try { x = require("bufferutil") } catch {}\n${CJS}` }, {}],
    ['with packages in a layer', { 'index.mjs': IMPORTING }, { hasLayers: true }],
    ['in Python', { 'app.py': 'def handler(e, c): pass' }, { runtime: 'python3.13', handler: 'app.handler' }],
    ['in a Python package', { 'a/b/__init__.py': 'handler = 1' }, { runtime: 'python3.13', handler: 'a.b.handler' }],
    ['in Python by a slash', { 'a/b.py': 'handler = 1' }, { runtime: 'python3.13', handler: 'a/b.handler' }],
    ['in compiled Python', { 'app.pyc': '' }, { runtime: 'python3.13', handler: 'app.handler' }],
    [
      'in Java',
      { 'example/Handler.class': javaClass(65) },
      { runtime: 'java21', handler: 'example.Handler::handleRequest' },
    ],
    [
      'in a jar of Java',
      {
        'lib/app.jar': madeZip([{ name: 'example/Handler.class', content: javaClass(61) }]),
      },
      { runtime: 'java21', handler: 'example.Handler' },
    ],
    ['as a program', { bootstrap: program('bootstrap', ARM) }, { runtime: 'provided.al2023' }],
    ['as a script', { bootstrap: program('bootstrap', '#!/bin/sh\n') }, { runtime: 'provided.al2023' }],
    ['as a program of a layer', { 'a.txt': '' }, { runtime: 'provided.al2023', hasLayers: true }],
    ['in Ruby', { 'app.rb': '' }, { runtime: 'ruby3.4', handler: 'app.Api::Handler.process' }],
    ['in .NET', { 'Api.dll': '' }, { runtime: 'dotnet8', handler: 'Api::Api.Function::Handle' }],
    ['in a runtime of tomorrow', { 'a.txt': '' }, { runtime: 'cobol1' }],
    [
      'with a library for each processor',
      { 'index.js': CJS, 'x/linux-arm64/a.node': ARM, 'x/linux-x64/a.node': X86 },
      {},
    ],
    ['with a runtime that is not known yet', { 'a.txt': '' }, { runtime: undefined as unknown as string }],
  ])('%s', (_, files, settings) => {
    expect(found(files, settings)).toEqual([]);
  });
});

describe('a function does not start', () => {
  test.each<[string, Files, Partial<FunctionSettings>, string]>([
    ['in another case', { 'Index.mjs': ESM }, {}, 'refused: The package has no file for the handler "index.handler"'],
    ['an outer folder', { 'dist/index.mjs': ESM }, {}, '(dist/index.mjs)'],
    ['TypeScript alone', { 'index.ts': ESM }, {}, '(index.ts)'],
    ['no module by package.json', { 'index.js': ESM }, {}, 'refused: index.js is written as an ES module'],
    [
      'a module in .cjs',
      { 'index.cjs': ESM },
      { runtime: 'nodejs24.x' },
      'refused: index.cjs is written as an ES module',
    ],
    ['CommonJS in .mjs', { 'index.mjs': CJS }, {}, 'refused: index.mjs is loaded as an ES module and exports nothing'],
    [
      'CommonJS below "type": "module"',
      { 'index.js': CJS, 'package.json': '{"type":"module"}' },
      {},
      'refused: index.js is loaded as an ES module and exports nothing',
    ],
    [
      'no such export',
      { 'index.mjs': 'export const main = 1;' },
      {},
      'refused: index.mjs does not name the export "handler"',
    ],
    [
      'a handler without an export',
      { 'index.js': CJS },
      { handler: 'index' },
      'refused: The handler "index" names no export',
    ],
    [
      'Python in Node',
      { 'app.py': '' },
      { handler: 'app.handler' },
      'refused: The package has no file for the handler',
    ],
    [
      'no such module in Python',
      { 'App.py': 'def handler(): pass' },
      { runtime: 'python3.13', handler: 'app.handler' },
      'refused: The package has no file for the handler "app.handler" of the runtime python3.13 (App.py)',
    ],
    [
      'no such class',
      { 'A.class': '' },
      { runtime: 'java21', handler: 'example.Handler' },
      'refused: The package has no file',
    ],
    [
      'a class of Spring Boot',
      { 'BOOT-INF/classes/example/Handler.class': javaClass(65) },
      { runtime: 'java21', handler: 'example.Handler' },
      '(BOOT-INF/classes/example/Handler.class)',
    ],
    [
      'a class for a later Java',
      { 'example/Handler.class': javaClass(69) },
      { runtime: 'java21', handler: 'example.Handler' },
      'refused: The class of the handler is compiled for Java 25',
    ],
    [
      'no bootstrap',
      { 'bin/bootstrap': X86 },
      { runtime: 'provided.al2023' },
      'refused: The package has no program "bootstrap"',
    ],
    [
      'a bootstrap that may not run',
      { bootstrap: ARM },
      { runtime: 'provided.al2023' },
      'refused: The program "bootstrap" may not',
    ],
    [
      'a bootstrap of an archive without modes',
      { bootstrap: { name: 'bootstrap', content: '#!/bin/sh\n' } },
      { runtime: 'provided.al2023' },
      'refused: The program "bootstrap" may not be run',
    ],
    [
      'a bootstrap for another processor',
      { bootstrap: program('bootstrap', X86) },
      { runtime: 'provided.al2023' },
      'refused: The program "bootstrap" is built for another processor than the function has (x86_64)',
    ],
    [
      'a bootstrap for a Mac',
      { bootstrap: program('bootstrap', '\xcf\xfa\xed\xfe') },
      { runtime: 'provided.al2' },
      'refused: The program "bootstrap" is neither a Linux program',
    ],
    [
      'a bootstrap from Windows',
      { bootstrap: program('bootstrap', '#!/bin/sh\r\necho\r\n') },
      { runtime: 'provided.al2' },
      'refused: The script "bootstrap" has Windows line ends',
    ],
    [
      'no file in Ruby',
      { 'App.rb': '' },
      { runtime: 'ruby3.4', handler: 'app.handler' },
      'refused: The package has no file',
    ],
    [
      'no assembly',
      { 'api.dll': '' },
      { runtime: 'dotnet8', handler: 'Api::A::B' },
      'refused: The package has no file',
    ],
  ])('with %s', (_, files, settings, expected) => {
    expect(found(files, settings).join('\n')).toContain(expected);
  });
});

describe('a function may not start', () => {
  test.each<[string, Files, Partial<FunctionSettings>, string]>([
    [
      'a handler that a layer may have',
      { 'a.txt': '' },
      { hasLayers: true },
      'warning: The package has no file for the handler',
    ],
    [
      'a package that is not there',
      { 'index.js': `require("./app");\n${CJS}`, 'app.js': 'const s = require("@org/shared/x")' },
      {},
      'warning: The package may lack what its handler imports (@org/shared, imported by app.js)',
    ],
    [
      'native code for another processor',
      { 'index.js': CJS, 'x/a.node': X86 },
      {},
      'warning: Native code in the package is not for arm64',
    ],
    [
      'modules for another Python',
      { 'app.py': 'handler = 1', 'x/_c.cpython-311-aarch64-linux-gnu.so': '' },
      { runtime: 'python3.13', handler: 'app.handler' },
      'warning: Compiled modules of the package are not for python3.13',
    ],
    ['no such export', { 'index.js': 'exports.main = 1' }, {}, 'warning: index.js does not name the export "handler"'],
    [
      'no such function',
      { 'app.py': 'def main(): pass' },
      { runtime: 'python3.13', handler: 'app.handler' },
      'warning: app.py does not',
    ],
  ])('with %s', (_, files, settings, expected) => {
    const findings = found(files, settings);
    expect(findings.join('\n')).toContain(expected);
    expect(findings.filter((finding) => finding.startsWith('refused'))).toEqual([]);
  });
});
