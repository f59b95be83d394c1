import { mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { findChromium, launchChromium, NO_CHROMIUM } from '../../scripts/chromium.js';
import type { Reply } from '../../site/src/release.js';
import { buildSite, removeFolder } from './build-site.js';
import { type SiteStage, startSiteStage } from './site-stage.js';
import { DESKTOP, PHONE, seenText, Tabs } from './tabs.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const FIRST = { release: 'r1-abc123def456', commit: '3f2a9c1b'.repeat(5), stage: 'dev' };
const SECOND = { ...FIRST, release: 'r2-fedcba654321' };

if (findChromium() === undefined) console.error(`\n*** The front end is not tested in a browser. ${NO_CHROMIUM}\n`);
const inChromium = findChromium() === undefined ? describe.skip : describe;

inChromium('the front end in a real browser, behind the edge', () => {
  const folder = mkdtempSync(join(tmpdir(), 'site-app-'));
  let browser: Browser;
  let stage: SiteStage;
  let first = '';
  let tabs: Tabs;

  beforeAll(async () => {
    first = buildSite(folder);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    removeFolder(folder);
  });
  beforeEach(async () => {
    tabs = new Tabs(browser);
    stage = await startSiteStage();
    await stage.deploy(first, FIRST);
  });
  afterEach(async () => {
    await tabs.close();
    await stage.stop();
  });

  const open = (path = '', options?: BrowserContextOptions) => tabs.open(stage.url, path, options);
  function openWithApi(reply: Reply): Promise<Page> {
    stage.answerApi(reply);
    return tabs.open(stage.urlWithApi, '');
  }

  describe('what is live', () => {
    test('is the release that the action wrote, with its commit and its stage', async () => {
      const page = await open();
      expect(await seenText(page, '#front-release')).toBe('r1-abc123def456\ncommit 3f2a9c1');
      expect(await seenText(page, '#stage')).toBe('dev');
      expect(tabs.complaints).toEqual([]);
    });

    test('without an API is said plainly', async () => {
      const page = await open();
      expect(await seenText(page, '#back-release')).toMatch(
        /^No API is deployed at this address\.\n\/api\/release answered 200, and not as an API does\.$/,
      );
    });

    test('with an API is what the API answers', async () => {
      const page = await openWithApi({
        status: 200,
        contentType: 'application/json',
        body: JSON.stringify({ ...FIRST, release: 'api-r1' }),
      });
      expect(await seenText(page, '#back-release')).toBe('api-r1\ncommit 3f2a9c1');
      expect(tabs.complaints).toEqual([]);
    });

    test('with a function behind the API is its published version', async () => {
      const page = await openWithApi({
        status: 200,
        contentType: 'application/json',
        body: '{"stage":"dev","version":"7"}',
      });
      expect(await seenText(page, '#back-release')).toBe('version 7\nstage dev');
    });

    test('with an API that fails is told apart from none', async () => {
      const page = await openWithApi({
        status: 502,
        contentType: 'application/json',
        body: '{"message":"Bad Gateway"}',
      });
      expect(await seenText(page, '#back-release')).toBe('The API is there but fails: it answered 502.');
    });

    test('is text, whatever the API answers', async () => {
      const release = '<img src=x onerror=alert(1)>';
      const page = await openWithApi({
        status: 200,
        contentType: 'application/json',
        body: JSON.stringify({ release }),
      });
      expect(await seenText(page, '#back-release')).toBe(release);
    });
  });

  describe('a tab that was opened before a deploy', () => {
    test('is told of the new release when it comes to the front, and keeps working', async () => {
      const page = await open();
      await stage.deploy(first, SECOND);
      expect(await seenText(page, '#newer')).toBe('');
      await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
      await page.locator('#newer p').waitFor();
      expect(await seenText(page, '#newer p')).toBe(
        'Release r2-fedcba654321 is live. This tab shows r1-abc123def456 and keeps working.',
      );
      await page.locator('#newer button').click();
      await page.locator('#front-release .release', { hasText: SECOND.release }).waitFor();
    });

    test('says so where its chunk is gone, and works again after a reload', async () => {
      const page = await open();
      await page.route('**/how-a-deploy-runs-*', (route) => route.fulfill({ status: 404 }));
      await page.locator('#how-button').click();
      expect(await seenText(page, '#how [role=alert]')).toMatch(/could not be loaded/);
      await page.unroute('**/how-a-deploy-runs-*');
      await page.reload();
      await page.locator('.steps').waitFor();
    });
  });

  describe('an address', () => {
    test('of the details opens them, also when the page is loaded there', async () => {
      const page = await open('#/how-a-deploy-runs');
      await page.locator('.steps').waitFor();
      expect(await page.locator('.steps > li').count()).toBe(7);
    });

    test('that is unknown is said to be so, with a way back', async () => {
      const page = await open('#/nowhere');
      expect(await seenText(page, '#lost')).toContain('Nothing is known under #/nowhere.');
      await page.locator('#lost a').click();
      await page.locator('#lost').waitFor({ state: 'hidden' });
    });

    test('that the edge answers with the entry page is said to be unknown, with a way back', async () => {
      const page = await open('settings');
      expect(await seenText(page, '#lost')).toContain('Nothing is known under /settings.');
      await page.locator('#lost a').click();
      await page.locator('#lost').waitFor({ state: 'hidden' });
      expect(new URL(page.url()).pathname).toBe('/');
    });

    test('in a folder that does not exist works where the site was built for its root', async () => {
      await stage.deploy(buildSite(folder, { base: '/' }), FIRST);
      const page = await open('users/7');
      expect(await seenText(page, '#lost')).toContain('Nothing is known under /users/7.');
      expect(await seenText(page, '#front-release')).toContain(FIRST.release);
      expect(tabs.complaints).toEqual([]);
    });

    test('under a prefix works like one at the root', async () => {
      await stage.deploy(first, SECOND, 'preview/pr-7/');
      const page = await open('preview/pr-7/index.html');
      expect(await seenText(page, '#front-release')).toContain(SECOND.release);
      await page.locator('#how-button').click();
      await page.locator('.steps').waitFor();
      expect(tabs.complaints).toEqual([]);
    });
  });

  describe('everyone can use it', () => {
    test.each([
      ['on a phone, in light', { ...PHONE, colorScheme: 'light' }],
      ['on a phone, in dark', { ...PHONE, colorScheme: 'dark' }],
      ['on a wide screen, in light', { ...DESKTOP, colorScheme: 'light' }],
      ['on a wide screen, in dark', { ...DESKTOP, colorScheme: 'dark' }],
    ] as const)('%s axe finds nothing: contrast, landmarks, names, headings', async (_where, options) => {
      const page = await open('', options);
      await page.locator('#how-button').click();
      await page.locator('.steps').waitFor();
      await page.evaluate(AXE);
      const found = (await page.evaluate('axe.run({ resultTypes: ["violations"] })')) as {
        violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
        passes: unknown[];
      };
      const violations = found.violations.map(
        ({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`,
      );
      expect(violations).toEqual([]);
      expect(found.passes.length).toBeGreaterThan(20);
    });

    test('the keyboard alone reaches the content and the details, and the focus is seen', async () => {
      const page = await open();
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
      await page.keyboard.press('Enter');
      expect(await page.evaluate('document.activeElement.id')).toBe('content');
      for (let presses = 0; presses < 10; presses++) {
        await page.keyboard.press('Tab');
        if ((await page.evaluate('document.activeElement.id')) === 'how-button') break;
      }
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
      await page.keyboard.press('Enter');
      await page.locator('.steps').waitFor();
      expect(await page.evaluate('document.activeElement.id')).toBe('how-title');
    });

    test.each([320, 390, 820, 1440, 2560])(
      'at %i pixels nothing stands out at the side, and one diagram is readable',
      async (width) => {
        const page = await open('', { viewport: { width, height: 900 } });
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        expect(await page.locator('svg.lanes:visible').count()).toBe(1);
        // The drawn size of the smallest text, in pixels of the screen.
        const drawn = await page.evaluate(`(() => {
        const note = [...document.querySelectorAll('svg.lanes')].find((svg) => svg.clientWidth > 0).querySelector('.note');
        return parseFloat(getComputedStyle(note).fontSize) * note.getScreenCTM().a;
      })()`);
        expect(drawn).toBeGreaterThanOrEqual(width < 390 ? 8.5 : 10.5);
      },
    );

    test('on a phone no line of the diff is cut off, and who wants the action finds it at the top and at the end', async () => {
      const page = await open('', PHONE);
      expect(
        await page.evaluate("document.querySelector('pre').scrollWidth - document.querySelector('pre').clientWidth"),
      ).toBe(0);
      expect(await seenText(page, '.how')).toContain('Every page that is served names only files that exist.');
      for (const place of ['.start', '.foot']) {
        const links = page.locator(`${place} a`);
        const addresses = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
        expect(
          addresses.filter((address) => /^https:\/\/github\.com\/[\w.-]+\/[\w.-]+(#quick-start)?$/.test(address ?? '')),
        ).toHaveLength(2);
      }
    });

    test('dark is dark, light is light, and who wants no motion sees none', async () => {
      const look = `[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('.train')).animationName]`;
      const dark = await open('', { ...DESKTOP, colorScheme: 'dark', reducedMotion: 'reduce' });
      expect(await dark.evaluate(look)).toEqual(['rgb(12, 17, 24)', 'none']);
      const light = await open('', { ...DESKTOP, colorScheme: 'light', reducedMotion: 'no-preference' });
      expect(await light.evaluate(look)).toEqual(['rgb(246, 244, 239)', 'travel']);
    });

    test('without JavaScript everything but what is live is there', async () => {
      const page = await tabs.blank({ ...DESKTOP, javaScriptEnabled: false });
      await page.goto(`${stage.url}/`);
      expect(await seenText(page, 'main')).toContain('Two lanes, one state');
      expect(await seenText(page, '.live')).toContain('Showing what is live needs JavaScript');
    });
  });
});
