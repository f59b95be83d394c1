import { ARCHIVE_CASES } from './archive-cases.js';
import { archive, BOOT, COMMON, CUSTOM, folder, type LaneCase, MODULE, NODE, PYTHON, SHELL } from './lane-case.js';
import { run } from './started.js';

/** Inputs from public reports and their siblings. What refuses says so on the pull request; what is planned is deployed. */
export const LANE_CASES: readonly LaneCase[] = [
  { name: 'a module', make: folder({ 'index.mjs': MODULE }), start: NODE },
  {
    name: 'a package of an odd name',
    package: 'A.b_c-1',
    // Code of its own: the emulator publishes no version of code that it has.
    make: folder({ 'index.mjs': `${MODULE} // odd` }),
    start: NODE,
  },
  {
    name: 'the handler in another case',
    make: folder({ 'Index.mjs': MODULE }),
    refused: 'has no file for the handler',
  },
  {
    name: 'the handler in an outer folder of a zip',
    make: archive(`put('dist/index.mjs', '${MODULE}')`),
    refused: 'has no file for the handler',
  },
  {
    name: 'a module in .js without "type"',
    make: folder({ 'index.js': MODULE }),
    refused: 'index.js is written as an ES module',
  },
  {
    name: 'the same with "type": "module"',
    make: folder({ 'index.js': MODULE, 'package.json': '{"type":"module"}' }),
    start: NODE,
  },
  {
    name: 'CommonJS below "type": "module"',
    make: folder({ 'index.js': COMMON, 'package.json': '{"type":"module"}' }),
    refused: 'exports nothing',
  },
  {
    name: 'an export of another name',
    make: folder({ 'index.mjs': 'export const main = 1;' }),
    refused: 'does not name the export',
  },
  {
    name: 'a package that is hoisted elsewhere',
    make: folder({ 'index.mjs': `import { z } from "zod"; export const handler = async () => z;` }),
    warned: 'zod',
  },
  {
    name: 'a bootstrap of mode 0644',
    ...CUSTOM,
    make: folder({ bootstrap: SHELL }),
    refused: 'The program "bootstrap" may not be run',
  },
  {
    name: 'the same in a zip',
    ...CUSTOM,
    make: archive(`put('bootstrap', '#!/bin/sh\\n')`),
    refused: 'The program "bootstrap" may not be run',
  },
  {
    name: 'a bootstrap in a zip of Windows, without modes',
    ...CUSTOM,
    make: archive(`i = zipfile.ZipInfo('bootstrap'); i.create_system = 0; z.writestr(i, '#!/bin/sh\\n')`),
    refused: 'The program "bootstrap" may not be run',
  },
  { name: 'a bootstrap that may run', ...CUSTOM, make: folder({ bootstrap: [SHELL, 0o755] }), start: BOOT },
  {
    name: 'a bootstrap with Windows line ends',
    ...CUSTOM,
    make: folder({ bootstrap: ['#!/bin/sh\r\n', 0o755] }),
    refused: 'has Windows line ends',
  },
  {
    name: 'a program for another processor',
    ...CUSTOM,
    architecture: process.arch === 'x64' ? 'arm64' : 'x86_64',
    make: (at) => {
      run('cp', ['-L', '/bin/ls', 'bootstrap'], at);
      return '.';
    },
    refused: 'is built for another processor',
  },
  {
    name: 'Python',
    runtime: 'python3.13',
    handler: 'app.handler',
    make: folder({ 'app.py': PYTHON }),
    start: { runtime: 'python', handler: 'app.handler', answers: '"hi"' },
  },
  {
    name: 'Python under a runtime of Node',
    handler: 'app.handler',
    make: folder({ 'app.py': PYTHON }),
    refused: 'has no file for the handler',
  },
  ...ARCHIVE_CASES,
  {
    name: 'the last, which keeps three versions',
    make: folder({ 'index.mjs': `${MODULE} // last` }),
    keep: 3,
    start: NODE,
  },
];
