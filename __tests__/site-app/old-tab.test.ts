import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { Rehearsal, SITE_BUCKET } from '../../local/rehearsal.js';
import { findChromium, launchChromium, NO_CHROMIUM } from '../../scripts/chromium.js';
import { buildSite, CHUNK_TEXT, EDITED_TEXT, removeFolder } from './build-site.js';

const PROJECT = process.env.ACTION_ROOT ?? '.';
if (findChromium() === undefined) console.error(`\n*** Old tabs are not tested. ${NO_CHROMIUM}\n`);

(findChromium() === undefined ? describe.skip : describe)('a tab that was opened before the action deployed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'old-tab-'));
  const built: { first: string; next: string } = { first: '', next: '' };
  let browser: Browser;
  let shop: Rehearsal;

  beforeAll(async () => {
    if (!existsSync(join(PROJECT, 'dist', 'index.js'))) throw new Error('There is no dist/index.js: npm run build');
    built.first = buildSite(folder);
    built.next = buildSite(folder, { edited: true, version: 'fedcba654321' });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    removeFolder(folder);
  });
  beforeEach(async () => {
    shop = await Rehearsal.start({ project: PROJECT });
    shop.cloud.s3.store.bucket(SITE_BUCKET).versioning = 'Enabled';
    await deploy(built.first, 'first');
  });
  afterEach(() => shop.stop());

  /** Merges a pull request that puts this build into the repository, and runs the bundle as the push would. */
  async function deploy(site: string, worker: string, inputs: Record<string, string> = {}): Promise<void> {
    const files = (readdirSync(site, { recursive: true }) as string[]).filter((name) =>
      statSync(join(site, name)).isFile(),
    );
    const branch = `release-${shop.github.issues.size + 1}`;
    await shop.change(branch, 'A release', {
      front: null,
      'front/sw.js': workerOf(worker),
      'front/old-tab.js': readFileSync('examples/old-tab.js'),
      ...Object.fromEntries(files.map((name) => [`front/${name}`, readFileSync(join(site, name))])),
    });
    await shop.merge(shop.open(branch, 'A release'));
    const result = await shop.deployed({ inputs: { ...target(), ...inputs } });
    if (result.exitCode !== 0) throw new Error(result.log);
  }

  function target() {
    return {
      'infra-directory': '',
      'site-directory': 'front',
      'site-bucket': shop.shop.bucket,
      'distribution-id': shop.shop.distribution,
      'site-url': shop.edge,
    };
  }

  async function open(): Promise<Page> {
    const page = await browser.newPage({ reducedMotion: 'reduce' });
    await page.goto(`${shop.edge}/`);
    await page.locator('#front-release .release').waitFor();
    return page;
  }

  test('lazily loads its old chunk, while a new tab gets the new one', async () => {
    const old = await open();
    await deploy(built.next, 'next');
    await old.locator('#how-button').click();
    await old.locator('.steps').waitFor();
    expect(await old.locator('.steps').textContent()).toContain(CHUNK_TEXT);

    const fresh = await open();
    await fresh.locator('#how-button').click();
    await fresh.locator('.steps').waitFor();
    expect(await fresh.locator('.steps').textContent()).toContain(EDITED_TEXT);
    expect(await fresh.locator('#front-release .release').textContent()).not.toBe(
      await old.locator('#front-release .release').textContent(),
    );
  });

  test('is told to reload where old files are not kept, and works again then', async () => {
    const old = await open();
    await deploy(built.next, 'next', { 'keep-unreferenced-days': '0' });
    await old.locator('#how-button').click();
    await old.locator('#how [role=alert]').waitFor();
    await old.reload();
    await old.locator('.steps').waitFor();
    expect(await old.locator('.steps').textContent()).toContain(EDITED_TEXT);
  });

  test('keeps its chunks through a rollback, while a new tab and the worker go back; examples/old-tab.js reloads it', async () => {
    await deploy(built.next, 'next');
    const old = await open();
    const watching = await open();
    const asked = watching.waitForResponse('**/release.json');
    await watching.addScriptTag({ url: '/old-tab.js' });
    await asked;
    await watching.evaluate(() => navigator.serviceWorker.register('/sw.js'));
    await watching.waitForFunction(answeredBy, 'next');
    const next = await old.locator('#front-release .release').textContent();

    const back = await shop.dispatched({ operation: 'rollback-site' }, { inputs: target() });
    expect([back.exitCode, back.outputs['files-uploaded']]).toEqual([0, '0']);

    await old.locator('#how-button').click();
    await old.locator('.steps').waitFor();
    expect(await old.locator('.steps').textContent()).toContain(EDITED_TEXT);

    const fresh = await open();
    expect(await fresh.locator('#front-release .release').textContent()).not.toBe(next);
    await fresh.locator('#how-button').click();
    await fresh.locator('.steps').waitFor();
    expect(await fresh.locator('.steps').textContent()).toContain(CHUNK_TEXT);
    // Each page has a context of its own: the worker is the watching tab's.
    await watching.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
    await watching.waitForFunction(answeredBy, 'first');

    const reloaded = watching.waitForEvent('load');
    await watching.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await reloaded;
    await watching.locator('#front-release .release').waitFor();
    expect(await watching.locator('#front-release .release').textContent()).not.toBe(next);
  });
});

/** A service worker that says which release it is of. */
function workerOf(release: string): string {
  return `
    addEventListener('install', () => skipWaiting());
    addEventListener('activate', (event) => event.waitUntil(clients.claim()));
    addEventListener('fetch', (event) => {
      if (new URL(event.request.url).pathname === '/worker') event.respondWith(new Response('${release}'));
    });
  `;
}

async function answeredBy(release: string): Promise<boolean> {
  return (await (await fetch('/worker')).text()) === release;
}
