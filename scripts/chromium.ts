import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** How to get one, for those who have none. */
export const NO_CHROMIUM =
  'There is no Chromium here. Install one (Debian: apt-get install -y chromium), or name it in CHROMIUM.';

/** The Chromium of this machine: `CHROMIUM`, or where distributions put it. `undefined` where there is none. */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM;
  if (named !== undefined && existsSync(named)) return named;
  return PLACES.find((path) => existsSync(path));
}

/** Starts it without a window, and without the requests of its own that it makes otherwise. Throws where there is none. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(NO_CHROMIUM);
  return await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}
