import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

// dist/: all of the action in few files. `undici` lies beside it and is loaded at its first use, which only a proxy has:
// `@actions/core` and `@actions/github` import it at their beginning, and it is a fifth of what a small deploy's step takes.

type Ncc = (
  entry: string,
  options: {
    readonly esm: boolean;
    readonly quiet: true;
    readonly license: string;
    readonly externals?: Readonly<Record<string, string>>;
  },
) => Promise<{
  readonly code: string;
  readonly assets: Readonly<Record<string, { readonly source: string | Uint8Array }>>;
}>;

const require = createRequire(import.meta.url);
const ncc = require('@vercel/ncc') as Ncc;
const LICENSES = 'licenses.txt';
/** What the two packages and this action import of `undici`. */
const CLASSES = ['ProxyAgent', 'EnvHttpProxyAgent'];
const FUNCTIONS = ['fetch', 'setGlobalDispatcher'];
const root = process.cwd();
const dist = join(root, 'dist');

const action = await ncc(join(root, 'lib/src/index.js'), {
  esm: true,
  quiet: true,
  license: LICENSES,
  externals: { undici: './undici.cjs' },
});
for (const source of [action.code, ...Object.values(action.assets).map(text)]) {
  for (const [, name = ''] of source.matchAll(/undici_(?:cjs_\w*|1)\.(\w+)/g)) {
    if (![...CLASSES, ...FUNCTIONS].includes(name)) throw new Error(`scripts/build.ts has no ${name} of undici`);
  }
}
const undici = await ncc(require.resolve('undici'), { esm: false, quiet: true, license: LICENSES });

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
for (const [name, { source }] of Object.entries(action.assets)) {
  writeFileSync(join(dist, name), name.endsWith('.js') ? renumbered(source.toString()) : source);
}
writeFileSync(join(dist, 'index.js'), renumbered(action.code));
writeFileSync(join(dist, 'undici.cjs'), atFirstUse('./undici-whole.cjs'));
writeFileSync(join(dist, 'undici-whole.cjs'), undici.code);
writeFileSync(
  join(dist, LICENSES),
  [action, undici].map(({ assets }) => text(assets[LICENSES] ?? { source: '' })).join('\n\n'),
);

/**
 * webpack numbers what a module imports partly in the order in which files happened to be read: the same source gave another
 * bundle on another machine. Here they are numbered as they stand in the module.
 */
function renumbered(code: string): string {
  const modules = code.split(/^(?=\/\*\*\*\/ )/m);
  return modules.map(inOrder).join('');
}

function inOrder(module: string): string {
  const numbers = new Map<string, number>();
  return module.replace(/(\w+?__WEBPACK_IMPORTED_MODULE_)\d+(?=__)/g, (whole, named: string) => {
    if (!numbers.has(whole)) numbers.set(whole, numbers.size);
    return `${named}${numbers.get(whole)}`;
  });
}

function atFirstUse(whole: string): string {
  const functions = FUNCTIONS.map((name) => `exports.${name} = (...given) => require('${whole}').${name}(...given);\n`);
  const classes = CLASSES.map(
    (name) => `exports.${name} = function (...given) {\n  return new (require('${whole}').${name})(...given);\n};\n`,
  );
  return [...functions, ...classes].join('');
}

function text({ source }: { readonly source: string | Uint8Array }): string {
  return source.toString().trim();
}
