import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Rehearsal } from '../../local/rehearsal.js';
import { shopInfrastructure, shopSite } from '../../local/sample-shop.js';
import { launchChromium } from '../chromium.js';
import { commentPage } from '../comment-html.js';

const PICTURE = 'docs/pictures/comment.png';

/**
 * Draws the comment of the README's first screen: `npm run pictures` rehearses the demo's shop with the built bundle, and
 * takes the comment that was posted. With a file (`npm run pictures -- COMMENT.md`) it draws that one. In twice its size,
 * for sharp screens.
 */
async function main(): Promise<void> {
  const [file, picture = PICTURE] = process.argv.slice(2);
  const comment = file === undefined ? await rehearsedComment() : readFileSync(file, 'utf8');
  const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 920, height: 600 }, deviceScaleFactor: 2 });
    const html = join(folder, 'comment.html');
    writeFileSync(html, commentPage(comment, 'The comment of a plan'));
    await page.goto(pathToFileURL(html).href);
    mkdirSync(dirname(picture), { recursive: true });
    // The comment itself; that the renderer is not GitHub's own stands below it, and in the README.
    await page.locator('.timeline').screenshot({ path: picture });
    console.log(`${picture}: drawn from ${file ?? 'a rehearsal'}`);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A pull request against a stage that is deployed: something changes, something is replaced, and a page too. */
async function rehearsedComment(): Promise<string> {
  const rehearsal = await Rehearsal.start({ project: process.cwd(), site: { headline: 'Welcome', pages: 3 } });
  try {
    const deployed = await rehearsal.deployed();
    if (deployed.exitCode !== 0) throw new Error(`The deploy failed:\n${deployed.log}`);
    const main = shopInfrastructure({ ...rehearsal.shop, size: 2 })['infra/main.tf'] ?? '';
    await rehearsal.change('feature', 'A larger database and a sale', {
      'infra/main.tf': main.replace('["v1"]', '["v2"]'),
      ...shopSite({ headline: 'Winter sale', pages: 3 }),
    });
    const pull = rehearsal.open('feature', 'A larger database and a sale');
    const planned = await rehearsal.planned(pull, 'opened');
    const [comment] = pull.comments;
    if (planned.exitCode !== 0 || comment === undefined) throw new Error(`The plan failed:\n${planned.log}`);
    return comment.body;
  } finally {
    await rehearsal.stop();
  }
}

await main();
