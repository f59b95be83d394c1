import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from '@jest/globals';
import { ReviewStage, succeeded } from './review-stage.js';

// The refusals that docs/threats.md shows: each line of its examples is what the bundle prints.

const MINUTE = 120_000;
let stage: ReviewStage;
afterEach(async () => stage.stop());

const settings = (guards: number, who: string) =>
  `variable "guards" {\n  default = ${guards}\n}\nlocals {\n  who = "${who}"\n}\n`;
const BUCKET = 'resource "terraform_data" "bucket" {\n  input = "assets"\n}\n';
const GUARD = 'resource "terraform_data" "guard" {\n  count = var.guards\n  input = "block"\n}\n';
const POLICY =
  'resource "terraform_data" "policy" {\n  input = jsonencode({ Principal = local.who, Bucket = terraform_data.bucket.id })\n}\n';
const PROGRAM =
  'resource "terraform_data" "bucket" {\n  input = "assets"\n  provisioner "local-exec" {\n    command = "./setup.sh"\n  }\n}\n';

/** The lines of the example whose heading begins so. */
function documented(heading: string): readonly string[] {
  const page = readFileSync('docs/threats.md', 'utf8');
  const [, after = ''] = page.split(`**${heading}`);
  const [, block = ''] = /```text\n([\s\S]*?)```/.exec(after) ?? [];
  return block.split('\n').filter((line) => line.trim() !== '');
}

function expectDocumented(heading: string, log: string): void {
  const lines = documented(heading);
  expect(lines).toHaveLength(4);
  const error = log.split('\n').find((line) => line.startsWith('::error::')) ?? '';
  // In the order in which they are printed, with what lies between them left out.
  const places = lines.map((line) => error.indexOf(line));
  expect(places.filter((place) => place < 0)).toEqual([]);
  expect(places).toEqual([...places].sort((a, b) => a - b));
}

/** The rehearsal's own key is a word that the messages have, and would be masked in them. */
const RUN = { environment: { AWS_SECRET_ACCESS_KEY: 'the-key-of-this-test' } };

/** Merges a change of the settings before the approved pull request. @returns the log of the deploy, which is refused */
async function refused(resources: Record<string, string>, changed: string): Promise<string> {
  stage = await ReviewStage.start({ resources: { settings: settings(1, 'reader') } });
  const approved = await stage.open({ resources });
  stage.approve(approved);
  await stage.merge(await stage.open({ resources: { settings: changed } }));
  await stage.merge(approved);
  const result = await stage.deploy(RUN);
  expect(result.exitCode).toBe(1);
  return result.log;
}

test(
  'what was reviewed is silently missing',
  async () => {
    const log = await refused({ bucket: BUCKET + GUARD }, settings(0, 'reader'));
    expectDocumented('1. ', log);
  },
  MINUTE,
);

test(
  'a value that nobody could see is made from something else',
  async () => {
    const log = await refused({ bucket: BUCKET + POLICY }, settings(1, '*'));
    expectDocumented('2. ', log);
  },
  MINUTE,
);

test(
  'a program is pushed after the approval',
  async () => {
    stage = await ReviewStage.start({ resources: { settings: settings(1, 'reader') } });
    const pull = await stage.open({ resources: { bucket: BUCKET } });
    stage.approve(pull);
    await stage.push(pull, { resources: { bucket: PROGRAM } });
    succeeded(await stage.plan(pull, RUN));
    await stage.merge(pull);
    const result = await stage.deploy(RUN);
    expect(result.exitCode).toBe(1);
    expectDocumented('3. ', result.log);
  },
  MINUTE,
);
