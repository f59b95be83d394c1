import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Browser, chromium } from 'playwright-core';
import { commentPage } from '../../scripts/comment-html.js';
import { ActionError } from '../../src/errors.js';
import type { Outcome } from '../../src/operation/outcome.js';
import { commentOf, outcomeOf } from './plan-folders.js';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const PICTURES = fileURLToPath(new URL('../../artifacts/comments/', import.meta.url));
const WIDTHS = { desktop: 960, phone: 390 } as const;

const COMMENTS: Readonly<Record<string, () => Outcome>> = {
  small: () => outcomeOf('aws-drift-relevant'),
  replace: () => outcomeOf('aws-replace'),
  cut: () => outcomeOf('7-create-hundreds'),
  'state-only': () => outcomeOf('moved-only'),
  failed: failedPlan,
};

const available = existsSync(CHROMIUM);
if (!available) {
  console.warn(
    `SKIPPED: no pictures of comments, because there is no ${CHROMIUM}. Install chromium or set CHROMIUM_PATH.`,
  );
}

(available ? describe : describe.skip)('a comment, shown about as GitHub would', () => {
  let browser: Browser;

  beforeAll(async () => {
    await mkdir(PICTURES, { recursive: true });
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    });
  });
  afterAll(async () => {
    await browser?.close();
  });

  for (const [name, outcome] of Object.entries(COMMENTS)) {
    for (const [screen, width] of Object.entries(WIDTHS)) {
      test(`${name} fits the width of a ${screen}`, async () => {
        const page = await browser.newPage({ viewport: { width, height: 800 } });
        await page.setContent(commentPage(commentOf(outcome()).body, name));
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

function failedPlan(): Outcome {
  const { plan: _, ...outcome } = outcomeOf('update-in-place');
  return {
    ...outcome,
    result: 'failed',
    failure: new ActionError({
      what: 'Terraform could not make a plan',
      found: '2 errors',
      wayOut: 'Correct the configuration and push again',
    }),
    diagnostics: [
      {
        severity: 'error',
        summary: 'Unsupported argument',
        detail: 'An argument named "memory" is not expected here. Did you mean "memory_size"?',
        address: 'aws_lambda_function.api',
        file: 'functions.tf',
        startLine: 12,
      },
      {
        severity: 'error',
        summary: 'Invalid reference',
        detail:
          'A reference to a resource type must be followed by at least one attribute access.\n\n  on line 3:\n  - bad',
        file: 'modules/../outputs.tf',
        startLine: 3,
      },
      {
        severity: 'warning',
        summary: 'Deprecated attribute',
        detail: 'Use another one.',
        file: 'main.tf',
        startLine: 1,
      },
    ],
  };
}
