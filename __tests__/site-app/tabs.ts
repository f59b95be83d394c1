import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const;
export const DESKTOP = { viewport: { width: 1440, height: 900 } } as const;

/** The tabs of one test, each of its own visitor, and what they complain about. */
export class Tabs {
  /** Errors, violations of the content security policy, requests to other sites. */
  readonly complaints: string[] = [];
  readonly #contexts: BrowserContext[] = [];

  constructor(private readonly browser: Browser) {}

  /** A page that is loaded, and knows whether there is an API. */
  async open(site: string, path: string, options: BrowserContextOptions = DESKTOP): Promise<Page> {
    const page = await this.blank({ reducedMotion: 'reduce', ...options });
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      const expected =
        message.text().includes('Failed to load resource') && message.location().url.endsWith('/api/release');
      if (message.type() === 'error' && !expected) this.complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(`${site}/`)) this.complaints.push(`asked ${request.url()}`);
    });
    await page.goto(`${site}/${path}`);
    await page.locator('#back-release:not([data-state=asking])').waitFor();
    return page;
  }

  async blank(options: BrowserContextOptions): Promise<Page> {
    const context = await this.browser.newContext(options);
    this.#contexts.push(context);
    return await context.newPage();
  }

  async close(): Promise<void> {
    for (const context of this.#contexts.splice(0)) await context.close();
  }
}

/** The text as it is seen, a line for each block. */
export async function seenText(page: Page, selector: string): Promise<string> {
  await page.locator(selector).waitFor({ state: 'attached' });
  return (await page.locator(selector).allInnerTexts()).join('\n').replace(/\n+/g, '\n');
}
