import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { importsOf, sources } from './source-imports.js';

const root = process.cwd();
const src = join(root, 'src');

/** Which of its neighbours each inner room may import; `.`: the files beside it. Those may import all inner rooms. */
const INNER: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  operation: {
    run: ['deployments'],
    deployments: ['run'],
    packages: ['run'],
    site: ['run', 'site-config'],
    'site-config': [],
    paths: ['run'],
    promotion: ['deployments', 'packages', 'run', 'site', 'site-config'],
    review: ['deployments', 'run'],
    infrastructure: ['deployments', 'packages', 'review', 'run', 'site'],
    'open-plans': ['deployments', 'review', 'run'],
  },
  gateways: {
    runner: [],
    web: [],
    files: [],
    github: [],
    aws: ['web'],
    s3: ['web'],
    cloudfront: ['web'],
    lambda: ['web'],
    terraform: ['runner'],
  },
  terraform: {
    stream: [],
    text: [],
    plan: [],
    version: ['command'],
    command: ['plan', 'stream'],
    hcl: ['plan'],
    configuration: ['hcl', 'plan'],
    reviewed: ['configuration', 'plan'],
    destruction: ['configuration', 'plan'],
    origin: ['configuration', 'plan'],
    standing: ['configuration', 'hcl', 'plan', 'reviewed'],
  },
  report: { kit: [], sections: ['kit'] },
  lambda: { archive: ['.'], start: ['archive'] },
  site: { names: ['.'], edge: [], releases: ['.'] },
};

/** `['operation', 'review']`, of a file of `operation/review/`. */
function place(file: string): [string, string | undefined] {
  const [room = '', inner, below] = relative(src, file).split('/');
  return [room, below === undefined ? undefined : inner];
}

const imports = sources(src).flatMap((file) =>
  importsOf(file, readFileSync(file, 'utf8'))
    .filter(({ from }) => from.startsWith('.'))
    .map(({ from }) => ({ file, to: resolve(dirname(file), from.replace(/\.js$/, '.ts')) })),
);

function table(): string {
  const rows = Object.entries(INNER).flatMap(([room, inner]) =>
    Object.entries(inner).map(
      ([name, allowed]) =>
        `| \`${room}/${name}\` | ${allowed.map((name) => (name === '.' ? 'the files beside it' : name)).join(', ') || '–'} |`,
    ),
  );
  return ['| room | of its neighbours it may import |', '|---|---|', ...rows].join('\n');
}

/** Each circle that a walk along the arrows meets, from the file where it was entered. */
function circles(arrows: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  const left = new Set<string>();
  const walk = (file: string, path: readonly string[]): void => {
    const entered = path.indexOf(file);
    if (entered >= 0)
      found.push([...path.slice(entered), file].map((name) => relative(src, resolve(src, name))).join(' > '));
    if (entered >= 0 || left.has(file)) return;
    for (const next of arrows.get(file) ?? []) walk(next, [...path, file]);
    left.add(file);
  };
  for (const file of arrows.keys()) walk(file, []);
  return found;
}

describe('the rooms within the rooms', () => {
  test('every one is in the table', () => {
    const found = Object.keys(INNER).flatMap((room) =>
      readdirSync(join(src, room), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => posix.join(room, entry.name)),
    );
    const known = Object.entries(INNER).flatMap(([room, inner]) => Object.keys(inner).map((name) => `${room}/${name}`));
    expect(found.sort()).toEqual(known.sort());
  });

  test('no arrow between neighbours goes the wrong way', () => {
    const wrong = imports.filter(({ file, to }) => {
      const [room, inner] = place(file);
      const [there, target] = place(to);
      if (room !== there || inner === undefined || inner === target) return false;
      return !INNER[room]?.[inner]?.includes(target ?? '.');
    });
    expect(wrong.map(({ file, to }) => `${relative(src, file)} imports ${relative(src, to)}`)).toEqual([]);
  });

  test('no file imports itself in a circle, by types neither', () => {
    const arrows = new Map<string, string[]>();
    for (const { file, to } of imports) arrows.set(file, [...(arrows.get(file) ?? []), to]);
    expect(circles(arrows)).toEqual([]);
  });

  test('a circle of three files is found', () => {
    const arrows = { a: ['b'], b: ['c'], c: ['a', 'd'], d: [] };
    expect(circles(new Map(Object.entries(arrows)))).toEqual(['a > b > c > a']);
  });

  test('no folder has more than 20 files', () => {
    const counts = new Map<string, number>();
    for (const file of sources(src)) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
    expect([...counts].filter(([, files]) => files > 20).map(([folder]) => relative(src, folder))).toEqual([]);
  });

  test('what goes past the SDK is two folders and two lines, without which it all works', () => {
    const inDirect = (file: string) => /^gateways\/(?:s3|cloudfront)\/direct\//.test(relative(src, file));
    const users = imports
      .filter(({ file, to }) => inDirect(to) && !inDirect(file))
      .map(({ file }) => relative(src, file));
    expect(users).toEqual(['gateways/connect-site.ts', 'gateways/connect-site.ts']);
    const named = readFileSync(join(src, 'gateways/connect-site.ts'), 'utf8').match(/^.*[wW]ithoutSdk.*$/gm);
    expect(named).toEqual([
      expect.stringMatching(/^import /),
      expect.stringMatching(/^import /),
      '    ...withoutSdk(place, store),',
      '    ...edgeWithoutSdk(edge, sdk.distributions),',
    ]);
  });

  test('CONTRIBUTING shows this very table', () => {
    expect(readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')).toContain(table());
  });
});
