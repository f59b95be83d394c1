import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { DISTRIBUTION, Rehearsal, SITE_BUCKET } from '../../local/rehearsal.js';
import { launchChromium } from '../chromium.js';
import { commentPage } from '../comment-html.js';
import { demoAnimation } from './demo-animation.js';
import { scenes } from './scenes.js';

const FOLDER = 'docs/pictures';

/**
 * Draws the pictures of README and docs: `npm run pictures` rehearses the demo's shop with the built bundle, and takes what
 * was posted. With two files (`npm run pictures -- COMMENT.md PICTURE.webp`) it draws that comment. In twice its size, for
 * sharp screens; as WebP, which has a quarter of a PNG's bytes.
 */
async function main(): Promise<void> {
  const [file, picture = join(FOLDER, 'comment.webp')] = process.argv.slice(2);
  const browser = await launchChromium();
  try {
    if (file !== undefined)
      return await draw(browser, readFileSync(file, 'utf8'), '<b>github-actions</b> commented', picture);
    mkdirSync(FOLDER, { recursive: true });
    for (const [name, { markdown, by }] of Object.entries(await scenes())) {
      await draw(browser, markdown, by, join(FOLDER, `${name}.webp`));
    }
    await drawSite(browser, join(FOLDER, 'site.webp'));
    const demo = spawnSync(process.execPath, ['lib/scripts/demo.js'], { encoding: 'utf8' });
    if (demo.status !== 0) throw new Error(demo.stderr);
    writeFileSync(join(FOLDER, 'demo.svg'), demoAnimation(demo.stdout));
  } finally {
    await browser.close();
  }
}

async function draw(browser: Browser, markdown: string, by: string, picture: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
  const page = await browser.newPage({ viewport: { width: 920, height: 600 }, deviceScaleFactor: 2 });
  try {
    const html = join(folder, 'comment.html');
    writeFileSync(html, commentPage(markdown, 'A comment', by));
    await page.goto(pathToFileURL(html).href);
    // The comment itself; that the renderer is not GitHub's own stands below it, and in the README.
    await store(browser, page.locator('.timeline'), picture);
  } finally {
    await page.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The sample's page as a visitor sees it after a deploy. */
async function drawSite(browser: Browser, picture: string): Promise<void> {
  const built = spawnSync(join('node_modules', '.bin', 'vite'), ['build', 'site'], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(built.stderr);
  const shop = await Rehearsal.start({ project: process.cwd() });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  try {
    const files = readdirSync('site/dist', { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join('site/dist', name)).isFile())
      .map((name) => [join('public', name), readFileSync(join('site/dist', name))] as const);
    await shop.change('main', 'The sample', Object.fromEntries(files));
    const inputs = { 'infra-directory': '', 'backend-config': '', 'site-directory': 'public' };
    const site = { 'site-bucket': SITE_BUCKET, 'distribution-id': DISTRIBUTION, 'site-url': shop.edge };
    const { exitCode, log } = await shop.deployed({ inputs: { ...inputs, ...site } });
    if (exitCode !== 0) throw new Error(log);
    await page.goto(`${shop.edge}/`);
    await page.locator('#back-release:not([data-state=asking])').waitFor();
    await store(browser, page, picture);
  } finally {
    await page.close();
    await shop.stop();
  }
}

/** Chromium takes pictures as PNG alone; its own canvas writes WebP. */
async function store(browser: Browser, what: Locator | Page, picture: string): Promise<void> {
  const png = (await what.screenshot({ animations: 'disabled' })).toString('base64');
  const canvas = await browser.newPage();
  const webp = await canvas.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    canvas.getContext('2d')?.drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', 0.8).split(',')[1] ?? '';
  }, png);
  await canvas.close();
  writeFileSync(picture, Buffer.from(webp, 'base64'));
  console.log(`${picture}: ${Math.round((webp.length * 0.75) / 1024)} KB`);
}

await main();
