import { Rehearsal, SITE_BUCKET } from '../../local/rehearsal.js';
import type { ActionResult } from '../../local/runner.js';
import { shopInfrastructure, shopSite } from '../../local/sample-shop.js';

/** Markdown as the action posted it, and where it was posted. */
export interface Scene {
  readonly markdown: string;
  readonly by: string;
}

const FAILS = `
resource "terraform_data" "search" {
  provisioner "local-exec" {
    command = "echo 'The index is being rebuilt: try again in five minutes.' >&2; exit 1"
  }
}
`;

/** What somebody sees on GitHub, one after the other: each is posted by the built bundle in a rehearsal of the demo's shop. */
export async function scenes(): Promise<Readonly<Record<string, Scene>>> {
  const shop = await Rehearsal.start({ project: process.cwd(), site: { headline: 'Welcome', pages: 3 } });
  try {
    shop.cloud.s3.store.bucket(SITE_BUCKET).versioning = 'Enabled';
    return {
      'first-plan': await firstPlan(shop),
      comment: await destructivePlan(shop),
      refused: await refusedMerge(shop),
      failed: await failedDeploy(shop),
      drift: await drift(shop),
      rollback: await rollback(shop),
    };
  } finally {
    await shop.stop();
  }
}

async function firstPlan(shop: Rehearsal): Promise<Scene> {
  await shop.change('first', 'The shop', { 'README.md': 'The shop' });
  const pull = shop.open('first', 'The shop');
  must(await shop.planned(pull, 'opened'), 0);
  await shop.merge(pull);
  must(await shop.deployed(), 0);
  return commented(pull.comments[0]?.body);
}

/** Something changes, something is replaced, and a page too. */
async function destructivePlan(shop: Rehearsal): Promise<Scene> {
  const main = shopInfrastructure({ ...shop.shop, size: 2 })['infra/main.tf'] ?? '';
  await shop.change('feature', 'A larger database and a sale', {
    'infra/main.tf': main.replace('["v1"]', '["v2"]'),
    ...shopSite({ headline: 'Winter sale', pages: 3 }),
  });
  const pull = shop.open('feature', 'A larger database and a sale');
  must(await shop.planned(pull, 'opened'), 0);
  return commented(pull.comments[0]?.body);
}

/** A commit is pushed after the plan, and nobody sees what it would do. */
async function refusedMerge(shop: Rehearsal): Promise<Scene> {
  await shop.change('size', 'A larger database', shopInfrastructure({ ...shop.shop, size: 2 }));
  const pull = shop.open('size', 'A larger database');
  must(await shop.planned(pull, 'opened'), 0);
  await shop.change('size', 'Larger still', shopInfrastructure({ ...shop.shop, size: 9 }));
  await shop.merge(pull);
  must(await shop.deployed(), 1);
  return commented(pull.comments.at(-1)?.body);
}

async function failedDeploy(shop: Rehearsal): Promise<Scene> {
  await shop.change('search', 'A search', shopInfrastructure({ ...shop.shop, size: 2, terraform: FAILS }));
  await shop.merge(shop.open('search', 'A search'));
  // The rehearsal's own key is a word that the message has, and would be masked in it.
  const environment = { AWS_SECRET_ACCESS_KEY: 'the-key-of-this-picture' };
  must(await shop.deployed({ inputs: { 'apply-policy': 'always' }, environment }), 1);
  return posted(shop, 'Deploying dev failed');
}

async function drift(shop: Rehearsal): Promise<Scene> {
  must(await shop.scheduled(), 0);
  return posted(shop, 'Drift in ');
}

async function rollback(shop: Rehearsal): Promise<Scene> {
  for (const headline of ['Spring sale', 'Summer sale']) {
    const files = { ...shopInfrastructure({ ...shop.shop, size: 2 }), ...shopSite({ headline, pages: 3 }) };
    await shop.change('main', headline, files);
    must(await shop.deployed({ inputs: { 'apply-policy': 'always' } }), 0);
  }
  const back = await shop.dispatched({ operation: 'rollback-site' });
  must(back, 0);
  return { markdown: back.summary, by: 'The job summary of a rollback' };
}

function commented(markdown: string | undefined): Scene {
  if (markdown === undefined) throw new Error('Nothing was posted');
  return { markdown, by: '<b>github-actions</b> commented' };
}

function posted(shop: Rehearsal, about: string): Scene {
  const issue = [...shop.github.issues.values()].find(({ pull, title }) => pull === undefined && title.includes(about));
  if (issue === undefined) throw new Error(`There is no issue about "${about}"`);
  return { markdown: issue.body, by: `<b>github-actions</b> opened the issue <b>${issue.title}</b>` };
}

function must({ exitCode, log }: ActionResult, expected: number): void {
  if (exitCode !== expected) throw new Error(`The step ended with ${exitCode}:\n${log}`);
}
