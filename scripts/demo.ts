import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PullRequest } from '../local/github/pull-requests.js';
import { DISTRIBUTION, Rehearsal, SITE_BUCKET } from '../local/rehearsal.js';
import type { ActionResult } from '../local/runner.js';
import { shopInfrastructure, shopSite } from '../local/sample-shop.js';

/** The exit code when what a visitor sees is not what was deployed. */
const STALE = 3;

class StalePage extends Error {}

const noInvalidation = process.argv.join(' ').includes('--invalidation none');
const artifacts = join(mkdtempSync(join(tmpdir(), 'well-managed-demo-')));
const began = Date.now();
const summary: string[] = [];

/** The whole pipeline, with the built bundle, a real Terraform and real HTTP, on this machine alone. */
async function demo(): Promise<void> {
  const rehearsal = await Rehearsal.start({ project: process.cwd(), site: { headline: 'Welcome', pages: 20 } });
  try {
    const first = await opened(rehearsal);
    await pushedAgain(rehearsal, first);
    await merged(rehearsal, first);
    await pageOnly(rehearsal);
    await wrongConfirmation(rehearsal);
    await destroyed(rehearsal);
    const unknown = rehearsal.cloud.journal.unknown();
    expect(unknown.length === 0, `the local cloud did not know ${unknown.length} requests`);
  } finally {
    await rehearsal.cloud.journal.writeTo(join(artifacts, 'journal.jsonl'));
    await rehearsal.stop();
  }
}

async function opened(rehearsal: Rehearsal): Promise<PullRequest> {
  heading('1. A pull request is opened');
  await rehearsal.change('feature', 'A larger database', shopInfrastructure({ ...rehearsal.shop, size: 2 }));
  const pull = rehearsal.open('feature', 'A larger database');
  const result = await rehearsal.planned(pull, 'opened');
  expect(result.exitCode === 0, 'the plan succeeds', result);
  expect(comments(pull).length === 1, 'one comment is posted', result);
  keep('1-comment.md', comments(pull)[0] ?? '');
  keep('1-summary.md', result.summary);
  console.log(`The comment, as posted:\n\n${indented(comments(pull)[0] ?? '')}`);
  done(`pull request opened: planned (${result.outputs['plan-class']}) and commented`, result);
  return pull;
}

async function pushedAgain(rehearsal: Rehearsal, pull: PullRequest): Promise<void> {
  heading('2. It is pushed to again');
  const before = pull.comments[0]?.id;
  await rehearsal.change('feature', 'Larger still', shopInfrastructure({ ...rehearsal.shop, size: 3 }));
  const result = await rehearsal.planned(pull, 'synchronize');
  expect(result.exitCode === 0, 'the plan succeeds', result);
  expect(comments(pull).length === 1 && pull.comments[0]?.id === before, 'the comment is updated in place', result);
  keep('2-comment.md', comments(pull)[0] ?? '');
  console.log(
    `The same comment (${before}) was updated; it now ends with\n\n${indented(lastLine(comments(pull)[0] ?? ''))}`,
  );
  done('pushed again: the same comment updated', result);
}

async function merged(rehearsal: Rehearsal, pull: PullRequest): Promise<void> {
  heading('3. It is merged');
  await rehearsal.merge(pull);
  const mark = rehearsal.cloud.journal.entries().length;
  const result = await rehearsal.deployed();
  expect(result.exitCode === 0, 'the deploy succeeds', result);
  expect((await page(rehearsal)).includes('Welcome'), 'the edge serves the site', result);
  keep('3-comment.md', comments(pull)[1] ?? '');
  keep('3-summary.md', result.summary);
  showSite(rehearsal, mark);
  done(`merged: applied ${result.outputs.add} resources, uploaded ${result.outputs['files-uploaded']} files`, result);
}

async function pageOnly(rehearsal: Rehearsal): Promise<void> {
  heading('4. A second pull request changes only a page, and is merged');
  await rehearsal.change('headline', 'A new headline', shopSite({ headline: 'Winter sale', pages: 20 }));
  const pull = rehearsal.open('headline', 'A new headline');
  const planned = await rehearsal.planned(pull, 'opened');
  expect(planned.exitCode === 0 && planned.outputs['plan-class'] === 'none', 'the plan has no changes', planned);
  keep('4-comment.md', comments(pull)[0] ?? '');
  await rehearsal.merge(pull);

  // A visitor comes by before the deploy, so that the edge holds the old page, and once more just before the
  // invalidation, when the new page is in the bucket already.
  expect((await page(rehearsal)).includes('Welcome'), 'the edge serves the old page');
  let between = '';
  rehearsal.cloud.faults.add({
    service: 'cloudfront',
    operation: 'CreateInvalidation',
    times: 1,
    effect: {
      meanwhile: async () => {
        between = await page(rehearsal);
      },
    },
  });
  const mark = rehearsal.cloud.journal.entries().length;
  const result = await rehearsal.deployed({
    inputs: noInvalidation ? { invalidation: 'none', 'verify-timeout': '0' } : {},
  });
  expect(result.exitCode === 0, 'the deploy succeeds', result);
  keep('4-deploy-comment.md', comments(pull)[1] ?? '');
  showSite(rehearsal, mark);
  const after = await page(rehearsal);
  if (!after.includes('Winter sale'))
    throw new StalePage('the edge still serves the old page: nothing was invalidated');
  expect(between.includes('Welcome'), 'the edge served the old page until the invalidation', result);
  console.log('Just before the invalidation the edge served "Welcome", afterwards "Winter sale".');
  done(`page changed: uploaded ${result.outputs['files-uploaded']} files, invalidated, seen at the edge`, result);
}

async function wrongConfirmation(rehearsal: Rehearsal): Promise<void> {
  heading('5. A destroy with a wrong confirmation');
  const mark = rehearsal.cloud.journal.entries().length;
  const result = await rehearsal.dispatched({ operation: 'destroy', 'confirm-destroy': 'yes' });
  expect(result.exitCode === 1, 'it is refused', result);
  expect(rehearsal.cloud.journal.entries().length === mark, 'no request was made', result);
  // The runner obeys lines of masks, and shows none of them.
  const shown = result.log.replaceAll(/^::add-mask::.*\n?/gm, '').trim();
  console.log(indented(shown.replaceAll('%0A', '\n')));
  done('destroy with a wrong confirmation: refused, and no request made', result);
}

async function destroyed(rehearsal: Rehearsal): Promise<void> {
  heading('6. A destroy with the right one');
  const result = await rehearsal.dispatched({ operation: 'destroy', 'confirm-destroy': 'octo/shop:dev' });
  expect(result.exitCode === 0, 'the destroy succeeds', result);
  keep('6-summary.md', result.summary);
  console.log(indented(lastLine(result.log)));
  done(`destroyed: ${result.outputs.destroy} resources, the state is empty`, result);
}

/** What the deploy did to the site, from the journal: what was asked of the servers, not what the action says. */
function showSite(rehearsal: Rehearsal, mark: number): void {
  const since = rehearsal.cloud.journal.entries().slice(mark);
  const uploads = since.filter(
    ({ operation, path, status }) => operation === 'PutObject' && path.includes(SITE_BUCKET) && status === 200,
  );
  console.log(`Uploaded, in this order:\n${uploads.map(({ path }) => `  ${path}`).join('\n')}`);
  const invalidated = rehearsal.cloud.cloudfront.store.distribution(DISTRIBUTION).invalidations().at(-1);
  const made = since.some(({ operation }) => operation === 'CreateInvalidation');
  console.log(made ? `Invalidated: ${invalidated?.paths.join(' ')}` : 'Invalidated: nothing');
}

async function page(rehearsal: Rehearsal): Promise<string> {
  return await (await fetch(`${rehearsal.edge}/`)).text();
}

function comments(pull: PullRequest): string[] {
  return pull.comments.map(({ body }) => body);
}

function expect(condition: boolean, what: string, result?: ActionResult): void {
  if (condition) return;
  throw new Error(`Not so: ${what}.${result === undefined ? '' : `\nThe log of the step:\n${indented(result.log)}`}`);
}

function heading(title: string): void {
  console.log(`\n──── ${title}\n`);
}

function done(sentence: string, { milliseconds }: ActionResult): void {
  summary.push(`${summary.length + 1}. ${sentence} (${(milliseconds / 1000).toFixed(1)} s)`);
}

function keep(name: string, content: string): void {
  mkdirSync(artifacts, { recursive: true });
  writeFileSync(join(artifacts, name), content);
}

function indented(text: string): string {
  return text.replace(/^/gm, '    ');
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

if (spawnSync('terraform', ['version'], { stdio: 'ignore' }).status !== 0) {
  console.error(
    'The demo runs a real Terraform, and there is none on PATH. ' +
      'Get it (1.10 or newer) from https://developer.hashicorp.com/terraform/install, or with your package manager.',
  );
  process.exit(1);
}

try {
  await demo();
  console.log(`\n──── All six steps, in ${((Date.now() - began) / 1000).toFixed(1)} s\n\n${summary.join('\n')}`);
} catch (error) {
  console.error(`\nThe demo failed. ${error instanceof Error ? error.message : error}`);
  process.exitCode = error instanceof StalePage ? STALE : 1;
}
console.log(`\nComments, summaries and the journal of every request: ${artifacts}`);
