import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { STATE_BUCKET } from '../../local/rehearsal.js';
import { NewUser, page } from './new-user-stage.js';

// The lines that docs/migrating.md gives in place of another tool's, each run as its reader would run them.
const README = parse(/```yaml\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))?.[1] ?? '');
const SECTIONS = readFileSync('docs/migrating.md', 'utf8')
  .split(/^## /m)
  .flatMap((section) => {
    const after = /```yaml\n# after\n([\s\S]*?)```/.exec(section)?.[1];
    return after === undefined ? [] : [{ title: section.split('\n')[0] ?? '', after }];
  });

/** The README's workflow with these lines under `with:`, beside what the page says that it keeps. */
function workflow(after: string): string {
  const { with: given, ...job } = README.jobs.deploy;
  const kept = Object.fromEntries(['aws-region', 'plan-role', 'deploy-role'].map((name) => [name, given[name]]));
  return stringify({ ...README, jobs: { deploy: { ...job, with: { ...kept, ...parse(after) } } } });
}

const files = (size: number) => ({
  'infra/main.tf': `terraform {
  backend "s3" {}
}
variable "size" { type = number }
resource "terraform_data" "site" { input = { name = "shop", size = var.size } }
`,
  'env/dev.tfvars': `size = ${size}\n`,
  'env/dev.tfbackend': `bucket = "${STATE_BUCKET}"\nkey = "shop.tfstate"\nregion = "us-east-1"\n`,
  'dist/index.html': page(`Version ${size}`),
});

let user: NewUser;
afterEach(async () => await user?.shop.stop());

test('the page has a section for each tool that people come from', () => {
  const titles = SECTIONS.map(({ title }) => title).join('\n');
  for (const tool of ['aws s3 sync', 's3deploy', 'dflook', 'TF-via-PR', 'Atlantis']) expect(titles).toContain(tool);
});

describe.each(SECTIONS)('$title', ({ after }) => {
  test('is deployed, planned and deployed again', async () => {
    user = await NewUser.with(files(1));
    const { shop } = user;
    const lines = workflow(after);
    const first = await user.on(lines, 'push', {}, (request) => shop.deployed(request));
    expect(first.outputs).toMatchObject({ operation: 'deploy', outcome: 'succeeded' });
    await shop.change('next', 'Next', files(2));
    const pull = shop.open('next', 'Next');
    const { outputs } = await user.on(lines, 'pull_request', {}, (request) => shop.planned(pull, 'opened', request));
    expect(outputs).toMatchObject({ operation: 'plan', outcome: 'succeeded' });
    await shop.merge(pull);
    const second = await user.on(lines, 'push', {}, (request) => shop.deployed(request));
    expect(second.outputs.outcome).toBe('succeeded');
    if (after.includes('site-directory')) {
      expect(await user.served()).toContain('Version 2');
      expect(second.outputs['invalidation-id']).not.toBe('');
    } else {
      expect([first.outputs.add, second.outputs.change]).toEqual(['1', '1']);
    }
  }, 180_000);
});
