import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { cliConfiguration, findProviderMirror } from '../../../scripts/cloud/tools.js';
import { openedCase } from '../../../scripts/opened/case.js';
import { canTrace, notListed, openedFiles, tracedTerraform } from '../../../scripts/opened/tracer.js';
import { readSources } from '../../../src/gateways/terraform/read-sources.js';
import { planSources } from '../../../src/terraform/configuration/plan-sources.js';
import { readPlan } from '../../../src/terraform/plan/read-plan.js';
import { WORDS } from './sliced-stack.js';

const mirror = await findProviderMirror();
const traced = canTrace();
if (!traced)
  console.warn(
    'NOT RUN: which files Terraform opens. It needs strace, and the right to trace (apt-get install strace).',
  );
const withTracer = traced ? test : test.skip;
const withProvider = traced && mirror !== undefined ? test : test.skip;

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'opened-')));
const repository = join(folder, 'repository');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const environment = { HOME: folder, TF_CLI_CONFIG_FILE: join(folder, 'cli.tfrc') };
const terraform = (directory: string, args: readonly string[], log?: string) =>
  tracedTerraform(args, { directory, environment, log });

withTracer('every file that a plan opens is listed, wherever it lies and however it is named', () => {
  const files: Readonly<Record<string, string>> = {
    'infra/main.tf': `
module "local" {
  source = "../modules/local"
  name   = local.name
}
module "inner" { source = "./inner" }
locals {
  extra = ""
  name  = "shop"
  pages = fileset("\${path.module}/pages", "*.html")
}
variable "who" {}
variable "kind" { default = "x" }
resource "terraform_data" "a" {
  input = {
    plain    = file("\${path.module}/plain.txt")
    outside  = file("../shared/outside.txt")
    template = templatefile("\${path.root}/t/\${local.name}.tpl", { who = var.who })
    hash     = filesha256("\${path.cwd}/plain2.txt")
    pages    = [for page in local.pages : file("\${path.module}/pages/\${page}")]
    computed = file("../data/\${var.kind}\${lower("")}.json")
    linked   = file("linked.txt")
  }
}
`,
    'infra/x_override.tf': 'locals { extra = file("extra.txt") }\n',
    'infra/terraform.tfvars': 'who = "a"\n',
    'infra/more.auto.tfvars': 'kind = "k"\n',
    'infra/plain.txt': 'plain',
    'infra/plain2.txt': 'plain',
    'infra/extra.txt': 'extra',
    'infra/t/shop.tpl': 'for ${who}',
    'infra/pages/a.html': 'a',
    'infra/pages/b.html': 'b',
    'infra/inner/main.tf': 'output "o" { value = filebase64("${path.module}/o.bin") }\n',
    'infra/inner/o.bin': 'o',
    'infra/.terraform.lock.hcl': '',
    'infra/inputs/more.tfvars': 'unused = 1\n',
    'modules/local/main.tf': `
variable "name" {}
output "o" { value = file("\${path.module}/files/\${var.name}.txt") }
`,
    'modules/local/files/shop.txt': 'shop',
    'shared/outside.txt': 'outside',
    'shared/target.txt': 'target',
    'data/k.json': '{}',
    'README.md': 'not opened',
  };
  writeFileSync(join(folder, 'cli.tfrc'), '');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(repository, path)), { recursive: true });
    writeFileSync(join(repository, path), text);
  }
  symlinkSync('../shared/target.txt', join(repository, 'infra/linked.txt'));
  const directory = join(repository, 'infra');
  const log = join(folder, 'trace');
  terraform(directory, ['init', '-input=false']);
  const file = join(directory, 'inputs/more.tfvars');
  terraform(directory, ['plan', '-input=false', `-var-file=${file}`, '-out=a.tfplan'], log);
  const plan = readPlan(JSON.parse(terraform(directory, ['show', '-json', 'a.tfplan'])));
  const read = readSources({ repository, directory, inputFiles: [file] });
  const listed = planSources(plan, read, { words: WORDS, volatile: new Set() }).sources.files.map(({ path }) => path);
  const found = openedFiles(log, directory, repository);

  // The tracer sees what it should: each of these is opened.
  expect(found).toEqual(
    expect.arrayContaining([
      'data/k.json',
      'infra/extra.txt',
      'infra/inner/o.bin',
      'infra/linked.txt',
      'infra/main.tf',
      'infra/more.auto.tfvars',
      'infra/pages/b.html',
      'infra/t/shop.tpl',
      'modules/local/files/shop.txt',
      'modules/local/main.tf',
      'shared/outside.txt',
    ]),
  );
  expect(notListed(found, listed)).toEqual([]);
  // Of a name that is computed the folder in front of it counts.
  expect(listed).toContain('data/');
  expect(notListed(['README.md'], listed)).toEqual(['README.md']);
});

// `npm run test:opened` is the whole of it.
(traced ? test.each([1, 2, 3]) : test.skip.each([1]))(
  'every file that a generated configuration opens is listed: seed %i',
  (seed) => {
    const { configuration, opened, missing } = openedCase(seed);
    expect(opened).toEqual(expect.arrayContaining([...configuration.varFiles, ...configuration.backendFiles]));
    expect(missing).toEqual([]);
  },
);

withProvider(
  'infra/: every file that Terraform opens is listed',
  () => {
    cpSync('infra', join(repository, 'sample'), { recursive: true, filter: (path) => !path.includes('.terraform/') });
    writeFileSync(join(folder, 'cli.tfrc'), mirror === undefined ? '' : cliConfiguration(mirror));
    const directory = join(repository, 'sample');
    const log = join(folder, 'trace-infra');
    terraform(directory, ['init', '-backend=false', '-input=false', '-lockfile=readonly']);
    terraform(directory, ['test', '-no-color'], log);
    const read = readSources({ repository, directory, inputFiles: [] });
    const found = openedFiles(log, directory, repository);
    expect(found).toContain('sample/modules/static_site/functions/single-page-routes.js');
    expect(
      notListed(
        found,
        read.sourceFiles().map(({ path }) => path),
      ),
    ).toEqual([]);
  },
  300_000,
);
