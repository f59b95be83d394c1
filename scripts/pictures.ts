import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchChromium } from './chromium.js';
import { commentPage } from './comment-html.js';

const USAGE = 'node lib/scripts/pictures.js COMMENT.md [PICTURE.png]';
const PICTURE = 'docs/pictures/comment.png';

/**
 * Draws the comment that a run of the demo left, for the README's first screen: `npm run demo`, then `npm run pictures`
 * with the file that it names. In twice its size, for sharp screens.
 */
async function main(): Promise<void> {
  const [comment, picture = PICTURE] = process.argv.slice(2);
  if (comment === undefined) throw new Error(`Which comment? ${USAGE}`);
  const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 920, height: 600 }, deviceScaleFactor: 2 });
    const file = join(folder, 'comment.html');
    writeFileSync(file, commentPage(readFileSync(comment, 'utf8'), 'The comment of a plan'));
    await page.goto(pathToFileURL(file).href);
    mkdirSync(dirname(picture), { recursive: true });
    // The comment itself; that the renderer is not GitHub's own stands below it, and in the README.
    await page.locator('.timeline').screenshot({ path: picture });
    console.log(`${picture}: drawn from ${comment}`);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
