import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Rehearsal } from '../../local/rehearsal.js';
import { madeZip } from '../lambda/zip-maker.js';

const ARTIFACTS = 'shop-artifacts';
let rehearsal: Rehearsal;
afterEach(() => rehearsal.stop());

/** A function that is not Lambda's: what Terraform is told of the packages is what counts here. */
const FUNCTION = `
variable "lambda_packages" {
  description = "Packages by name."
  type        = map(object({ s3_bucket = string, s3_key = string, source_code_hash = string }))
}
resource "terraform_data" "function" {
  input = var.lambda_packages["api"]
}
`;
const inputs = { 'lambda-packages': 'api=api/dist', 'artifact-bucket': ARTIFACTS };

async function shopWithFunction(): Promise<void> {
  rehearsal = await Rehearsal.start({ project: process.cwd(), shop: { terraform: FUNCTION } });
  rehearsal.cloud.s3.store.createBucket(ARTIFACTS);
  await rehearsal.change('main', 'A handler', { 'api/dist/index.mjs': 'export const handler = () => 1;\n' });
}

function uploads(): string[] {
  return rehearsal.cloud.journal
    .entries({ service: 's3', operation: 'PutObject' })
    .filter(({ path }) => path.startsWith(`/${ARTIFACTS}/`))
    .map(({ path }) => path);
}

describe('the back end lane', () => {
  test('uploads a package once, tells Terraform its key at plan time too, and shows a change exactly when the code changed', async () => {
    await shopWithFunction();
    const first = await rehearsal.deployed({ inputs });
    expect(first.exitCode).toBe(0);
    expect(uploads()).toEqual([expect.stringMatching(/^\/shop-artifacts\/api\/[0-9a-f]{64}\.zip$/)]);

    // The same code in a new checkout: no upload and no change.
    await rehearsal.change('main', 'A page', { 'README.md': 'The shop\n' });
    const second = await rehearsal.deployed({ inputs });
    expect(second.outputs['plan-class']).toBe('none');
    expect(uploads().length).toBe(1);

    await rehearsal.change('feature', 'New code', { 'api/dist/index.mjs': 'export const handler = () => 2;\n' });
    const pull = rehearsal.open('feature', 'New code');
    const planned = await rehearsal.planned(pull, 'opened', { inputs });
    expect(planned.outputs).toMatchObject({ outcome: 'succeeded', change: '1' });
    expect(pull.comments[0]?.body).toContain('1 Lambda package, 1 with new code');
    expect(uploads().length).toBe(1);

    await rehearsal.merge(pull);
    const third = await rehearsal.deployed({ inputs });
    expect(third.outputs).toMatchObject({
      outcome: 'succeeded',
      change: '1',
      fingerprint: planned.outputs.fingerprint,
    });
    expect(new Set(uploads()).size).toBe(2);
    expect(rehearsal.cloud.journal.unknown()).toEqual([]);
  });

  test('a package that was not built is refused before anything is asked', async () => {
    await shopWithFunction();
    rehearsal.cloud.journal.clear();
    const result = await rehearsal.deployed({
      inputs: { ...inputs, 'lambda-packages': 'api=api/dist\nnone=api/none' },
    });
    expect(result.exitCode).toBe(1);
    expect(result.log).toContain('api/none does not exist in the workspace');
    expect(rehearsal.cloud.journal.entries()).toEqual([]);
  });

  test.each<[string, (at: string) => void, RegExp]>([
    ['that is empty', (at) => mkdirSync(at), /The Lambda package "api" is empty/],
    [
      'that is over the limit',
      (at) => {
        mkdirSync(join(at, 'node_modules/heavy'), { recursive: true });
        const large = join(at, 'node_modules/heavy/model.bin');
        writeFileSync(large, '');
        truncateSync(large, 263 * 1024 * 1024);
      },
      /The Lambda package "api" is too large.*node_modules\/heavy\/ 263\.0 MiB/,
    ],
    [
      'with a link out of it',
      (at) => {
        mkdirSync(at);
        writeFileSync(join(at, 'index.mjs'), '');
        symlinkSync('/etc/hostname', join(at, 'leak'));
      },
      /The Lambda package "api" has a symlink that leaves it\. Found: "leak"/,
    ],
    [
      'that is an archive with an entry that escapes',
      (at) => writeFileSync(at, madeZip([{ name: '../evil.mjs', content: 'x' }])),
      /"\.\.\/evil\.mjs"/,
    ],
  ])('a package %s is refused before anything is written or planned', async (what, make, message) => {
    await shopWithFunction();
    const path = what.includes('archive') ? 'api/made.zip' : 'api/made';
    make(join(rehearsal.git.path, path));
    rehearsal.cloud.journal.clear();
    const result = await rehearsal.deployed({ inputs: { ...inputs, 'lambda-packages': `api=${path}` } });
    expect(result.exitCode).toBe(1);
    expect(result.log).toMatch(message);
    // Packed while `init` reads.
    const written = rehearsal.cloud.journal
      .entries({ service: 's3' })
      .filter(({ method }) => !/^(GET|HEAD)$/.test(method));
    expect(written).toEqual([]);
    expect(result.log).not.toContain('Plan the infrastructure');
  });

  test('a destroy needs no package', async () => {
    await shopWithFunction();
    expect((await rehearsal.deployed({ inputs })).exitCode).toBe(0);
    await rehearsal.change('main', 'Not built', { 'api/dist': null });
    const result = await rehearsal.dispatched({ operation: 'destroy', 'confirm-destroy': 'octo/shop:dev' }, { inputs });
    expect(result.log).toContain('the state is empty');
    expect(result.exitCode).toBe(0);
  });
});
