import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { findChromium, launchChromium, NO_CHROMIUM } from '../../scripts/chromium.js';
import { commentPage } from '../../scripts/comment-html.js';
import { deployComment } from '../../src/report/deploy-comment.js';
import { commentOf, outcomeOf } from './plan-folders.js';
import { deployed, failedDeploy, failedPlan, plannedWithSite } from './sample-outcomes.js';

const PICTURES = fileURLToPath(new URL('../../artifacts/comments/', import.meta.url));
const UNREDACTED = { redact: (text: string) => text };
const WIDTHS = { desktop: 960, phone: 390 } as const;

const COMMENTS: Readonly<Record<string, () => string>> = {
  small: () => commentOf(outcomeOf('aws-drift-relevant')).body,
  replace: () => commentOf(plannedWithSite()).body,
  cut: () => commentOf(outcomeOf('7-create-hundreds')).body,
  'state-only': () => commentOf(outcomeOf('moved-only')).body,
  failed: () => commentOf(failedPlan()).body,
  deployed: () => deployComment(deployed(), UNREDACTED).body,
  'deploy-failed': () => deployComment(failedDeploy(), UNREDACTED).body,
};

const available = findChromium() !== undefined;
if (!available) {
  console.warn(`SKIPPED: the pictures of comments. ${NO_CHROMIUM}`);
}

(available ? describe : describe.skip)('a comment, shown about as GitHub would', () => {
  let browser: Browser;

  beforeAll(async () => {
    await mkdir(PICTURES, { recursive: true });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
  });

  for (const [name, comment] of Object.entries(COMMENTS)) {
    for (const [screen, width] of Object.entries(WIDTHS)) {
      test(`${name} fits the width of a ${screen}`, async () => {
        const page = await browser.newPage({ viewport: { width, height: 800 } });
        await page.setContent(commentPage(comment(), name));
        await page.screenshot({ path: `${PICTURES}${name}-${screen}.png`, fullPage: true });
        const measured = await page.evaluate(
          '({ overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,' +
            ' headings: document.querySelectorAll("h3").length })',
        );
        await page.close();
        expect(measured).toEqual({ overflow: 0, headings: 1 });
      });
    }
  }
});
