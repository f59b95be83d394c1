// Writes a small package into a folder of its own and packs it, in a process of its own: other folder, time zone,
// umask, order of files and version of Node, always the same zip. Prints its key and the SHA-256 of its bytes.
import { chmodSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [compiled, folder, umask, order] = process.argv.slice(2);
process.umask(Number.parseInt(umask, 8));

const files = [
  ['index.mjs', 'export const handler = async () => ({ statusCode: 200 });\n'],
  ['bin/tool', '#!/bin/sh\necho tool\n'],
  ['node_modules/left/package.json', '{"name":"left"}\n'],
  ['node_modules/left/index.js', `module.exports = ${JSON.stringify('left '.repeat(500))};\n`],
  ['numpy/__init__.py', '# Python\n'],
  ['numpy.libs/blas.so', Buffer.from(Array.from({ length: 3000 }, (_, at) => (at * at) % 251))],
  ['data/übersicht.txt', 'ä\n'],
];
if (order === 'backwards') files.reverse();
for (const [path, content] of files) {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  if (path === 'bin/tool') chmodSync(file, 0o777 & ~process.umask());
  utimesSync(file, Date.now() / 1000, (Date.now() * Math.random()) / 1000);
}
mkdirSync(join(folder, 'node_modules/.bin'));
symlinkSync('../../bin/tool', join(folder, 'node_modules/.bin/tool'));

const load = (path) => import(pathToFileURL(join(compiled, 'src', path)).href);
const { packageFiles } = await load('gateways/files/package-files.js');
const { packedFolder } = await load('lambda/lambda-package.js');
const { entries } = await packageFiles(folder).read('api', '.');
const { key, sha256 } = packedFolder('api', entries);
console.log(JSON.stringify({ key, sha256 }));
