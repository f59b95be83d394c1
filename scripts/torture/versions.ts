import { createHash } from 'node:crypto';
import type { Files } from '../../__tests__/operation/site/stage.js';
import type { Random } from './random.js';

export interface Version {
  /** Stands in every page and in the worker. */
  readonly stamp: string;
  /** Addresses, such as `/` and `/p3.html`. */
  readonly pages: readonly string[];
  readonly files: Files;
}

const CHUNKS = 4;
const MOST_PAGES = 9;

/** Grows one version after another; some of their assets are the same, and pages come and go. */
export class Versions {
  #count = 0;
  readonly #revisions = new Map<string, number>();

  constructor(private readonly random: Random) {}

  next(): Version {
    this.#count += 1;
    const stamp = `v${this.#count}`;
    const chunks = Array.from({ length: CHUNKS }, (_, n) =>
      this.#asset(`chunk${n}`, 'js', (revision) => `export default '${revision}';\n`),
    );
    const style = this.#asset('style', 'css', (revision) => `body { --revision: ${revision} }\n`);
    const picture = this.#asset(
      'logo',
      'svg',
      (revision) => `<svg xmlns="http://www.w3.org/2000/svg" id="r${revision}"/>\n`,
    );
    const app = named(
      'app',
      'js',
      `const all = await Promise.all([${chunks.map(({ path }) => `import('/${path}')`).join(', ')}]);\n` +
        'document.documentElement.dataset.loaded = String(all.length);\n',
    );
    const names = [
      'index',
      ...Array.from({ length: MOST_PAGES }, (_, n) => `p${n}`).filter(() => this.random.chance(0.7)),
    ];
    const pages = names.map((name) => (name === 'index' ? '/' : `/${name}.html`));
    const links = pages.map((page) => `<a href="${page}">${page}</a>`).join('');
    const html =
      `<!doctype html><html data-release="${stamp}"><title>${stamp}</title><link rel="stylesheet" href="/${style.path}">` +
      `<script type="module" src="/${app.path}"></script><img src="/${picture.path}">${links}\n`;
    return {
      stamp,
      pages,
      files: {
        ...Object.fromEntries(names.map((name) => [`${name}.html`, html])),
        ...Object.fromEntries([...chunks, style, picture, app].map(({ path, content }) => [path, content])),
        'sw.js': worker(stamp, pages),
      },
    };
  }

  /** Its content changes in about every second version. */
  #asset(name: string, extension: string, write: (revision: number) => string): Asset {
    const before = this.#revisions.get(name) ?? 0;
    const revision = before === 0 || this.random.chance(0.5) ? before + 1 : before;
    this.#revisions.set(name, revision);
    return named(name, extension, write(revision));
  }
}

interface Asset {
  readonly path: string;
  readonly content: string;
}

function named(name: string, extension: string, content: string): Asset {
  const hash = createHash('sha256').update(`${name} ${content}`).digest('hex').slice(0, 20);
  return { path: `assets/${name}.${hash}.${extension}`, content };
}

/** Stores every page under its own version when it is installed, as precaching workers do. */
function worker(stamp: string, pages: readonly string[]): string {
  return (
    `const pages = ${JSON.stringify(pages)};\n` +
    "addEventListener('install', (event) => event.waitUntil((async () => {\n" +
    `  const cache = await caches.open('${stamp}');\n` +
    "  for (const page of pages) await cache.put(page, await fetch(page, { cache: 'reload' }));\n" +
    '  await skipWaiting();\n})()));\n'
  );
}
