import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Random } from './random.js';

/** Milliseconds. */
const PATIENCE = 30_000;

/** What one load of a page has shown. */
export interface Visit {
  readonly release: string;
  /** What was wrong, as sentences. */
  readonly faults: readonly string[];
}

/** Pages that a new worker has stored: by its stamp, the stamps of pages. */
export type StoredPages = ReadonlyMap<string, ReadonlySet<string>>;

/** Somebody with a browser: comes with a full cache or an empty one, loads pages and follows links. */
export class Visitor {
  #returning: BrowserContext | undefined;
  loads = 0;

  constructor(
    private readonly browser: Browser,
    private readonly url: string,
    private readonly random: Random,
  ) {}

  /** Opens the site's first page and follows a few links. */
  async browse(): Promise<readonly Visit[]> {
    this.#returning ??= await this.browser.newContext();
    const isNew = this.random.chance(0.3);
    const context = isNew ? await this.browser.newContext() : this.#returning;
    const page = await context.newPage();
    try {
      const visits = [await this.#load(page, () => page.goto(`${this.url}/`))];
      for (let more = this.random.below(3); more > 0; more--) {
        const links = await page.locator('a').count();
        if (links === 0) break;
        const link = page.locator('a').nth(this.random.below(links));
        const address = new URL((await link.getAttribute('href')) ?? '/', this.url).href;
        visits.push(await this.#load(page, () => page.goto(address)));
      }
      return visits;
    } finally {
      await page.close();
      if (isNew) await context.close();
    }
  }

  /** A browser that was never here installs the worker that it is given, and is asked what it has stored. */
  async installsWorker(): Promise<StoredPages> {
    const context = await this.browser.newContext();
    try {
      const page = await context.newPage();
      await page.goto(`${this.url}/`);
      const stored = await page.evaluate(async () => {
        const { serviceWorker } = navigator;
        const registration = await serviceWorker.register('/sw.js', { updateViaCache: 'none' });
        const worker = registration.installing ?? registration.waiting ?? registration.active;
        await new Promise<void>((done) => {
          const look = () => {
            if (worker === null || worker.state === 'activated' || worker.state === 'redundant') done();
          };
          worker?.addEventListener('statechange', look);
          look();
        });
        const found: [string, string[]][] = [];
        for (const name of await caches.keys()) {
          const cache = await caches.open(name);
          const texts = await Promise.all(
            (await cache.keys()).map(async (request) => await (await cache.match(request))?.text()),
          );
          found.push([name, texts.map((text) => /data-release="([^"]+)"/.exec(text ?? '')?.[1] ?? 'no page')]);
        }
        return found;
      });
      return new Map(stored.map(([name, stamps]) => [name, new Set(stamps)]));
    } finally {
      await context.close();
    }
  }

  async close(): Promise<void> {
    await this.#returning?.close();
  }

  async #load(page: Page, go: () => Promise<unknown>): Promise<Visit> {
    this.loads += 1;
    const faults: string[] = [];
    const onResponse = (reply: { url(): string; status(): number }) => {
      if (reply.status() >= 400 && !reply.url().endsWith('/favicon.ico'))
        faults.push(`${reply.url()} answered ${reply.status()}`);
    };
    page.on('response', onResponse);
    await go();
    const release = (await page.locator('html').getAttribute('data-release')) ?? 'none';
    await page
      .locator('html[data-loaded="4"]')
      .waitFor({ state: 'attached', timeout: PATIENCE })
      .catch(() => {
        faults.push(`The script of ${page.url()} did not load its parts`);
      });
    const styled = await page.evaluate(() => getComputedStyle(document.body).getPropertyValue('--revision') !== '');
    if (!styled) faults.push(`${page.url()} has no style`);
    page.off('response', onResponse);
    return { release, faults };
  }
}
