import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { findChromium, launchChromium, NO_CHROMIUM } from '../../scripts/chromium.js';
import { torture } from '../../scripts/torture/torture.js';

if (findChromium() === undefined) console.error(`\n*** No browser visits during deploys. ${NO_CHROMIUM}\n`);

(findChromium() === undefined ? describe.skip : describe)('a browser during and between deploys', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  // A sample; `npm run test:torture` has 24 deploys and 320 loads, with another seed each time.
  test('finds whole pages, and no old page under a new worker', async () => {
    const { faults, loads, workers } = await torture(browser, { seed: 17, deploys: 6, loads: 24 });
    expect(faults).toEqual([]);
    expect(loads).toBeGreaterThanOrEqual(24);
    expect(workers).toBeGreaterThanOrEqual(6);
  }, 300_000);
});
