import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { examine } from '../../scripts/doctor.js';

const README = (/```yaml\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))?.[1] ?? '').replace('OWNER/', 'a/');
const PROD = README.replace('DEPLOY_ROLE_DEV', 'DEPLOY_ROLE_PROD').replace('with:', 'with:\n      stage: prod');
const TFVARS = 'infra/bootstrap/terraform.tfvars';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  cpSync('infra', join(folder, 'infra'), { recursive: true, filter: (path) => !path.includes('.terraform/') });
  write('package.json', '{ "scripts": { "build": "vite build" } }');
  write('package-lock.json', '{}');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function wrongIn(workflow: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  write('.github/workflows/deploy.yml', workflow);
  for (const [path, text] of Object.entries(files)) write(path, text);
  return examine(folder, '.')
    .filter(({ state }) => state === 'wrong')
    .map(({ what, todo }) => `${what} -> ${todo}`);
}

const keyOf = (stage: string) => (text: string) => text.replace('key=dev/', `key=${stage}/`);

test('a stage that the bootstrap has no roles for', () => {
  expect(wrongIn(keyOf('prod')(PROD), { [TFVARS]: 'stages = ["dev"]\n' })).toEqual([
    'deploy.yml, job deploy: "stage" is prod, and infra/bootstrap has roles for dev only -> write "stage: dev", or ' +
      'stages = ["dev", "prod"] into infra/bootstrap/terraform.tfvars, apply it and set the variables of its roles',
  ]);
  expect(wrongIn(keyOf('prod')(PROD), { [TFVARS]: 'stages = ["dev", "prod"]\n' })).toEqual([]);
});

test('a bootstrap that was not applied from here is one line that cannot be seen', () => {
  expect(wrongIn(README)).toEqual([]);
  expect(examine(folder, '.').map(({ state, what }) => `${state}: ${what}`)).toContain(
    'cannot be seen: for which stages infra/bootstrap has made roles: its terraform.tfvars does not say',
  );
});

test('a stage whose state has the key of another one', () => {
  expect(wrongIn(PROD, { [TFVARS]: 'stages = [\n  "dev",\n  "prod", # the shop itself\n]\n' })).toEqual([
    'deploy.yml, job deploy: "stage" is prod, and its state is dev/terraform.tfstate, which only the roles of dev reach -> ' +
      'write: key=prod/terraform.tfstate',
  ]);
});

test('a promotion that no role may read', () => {
  const promoting = keyOf('prod')(PROD).replace('with:', 'with:\n      promote-from: dev');
  const stages = 'stages = ["dev", "prod"]\n';
  expect(wrongIn(promoting, { [TFVARS]: stages })).toEqual([
    'deploy.yml, job deploy: "promote-from" is dev, and infra/bootstrap lets no role read what another stage serves -> ' +
      'write promotes = { prod = "dev" } into infra/bootstrap/terraform.tfvars, and apply it',
  ]);
  expect(wrongIn(promoting, { [TFVARS]: `${stages}promotes = { prod = "dev" }\n` })).toEqual([]);
});

test('another default branch than the roles trust', () => {
  const git = (...command: readonly string[]) => execFileSync('git', ['-C', folder, ...command], { stdio: 'ignore' });
  git('init', '--quiet', '-b', 'master');
  git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--allow-empty', '-m', 'First');
  const workflow = README.replace('branches: [main]', 'branches: [master]');
  const stages = 'stages = ["dev"]\n';
  expect(wrongIn(workflow, { [TFVARS]: stages })).toEqual([
    'the default branch is master, and the deploy roles of infra/bootstrap trust main only -> write default_branch = "master" ' +
      'into infra/bootstrap/terraform.tfvars, apply it, and allow that branch in the environments',
  ]);
  expect(wrongIn(workflow, { [TFVARS]: `${stages}default_branch = "master"\n` })).toEqual([]);
});

// Each of these is a set-up that works, or one of which the files do not say enough.
test.each<[name: string, workflow: string, files: Record<string, string>]>([
  ['stages from the command line', PROD, {}],
  ['stages that another file may replace', PROD, { [TFVARS]: 'stages = ["dev"]\n', 'infra/bootstrap/prod.tfvars': '' }],
  ['stages that are no list of texts', PROD, { [TFVARS]: 'stages = toset(["dev"])\n' }],
  [
    'a later file that replaces them',
    PROD,
    { [TFVARS]: 'stages = ["dev"]\n', 'infra/bootstrap/a.auto.tfvars': 'stages = ["prod"]\n' },
  ],
  [
    'roles that the bootstrap did not make',
    PROD.replace(/vars\.(PLAN|DEPLOY)_ROLE/g, 'vars.SHOP_$1_ROLE'),
    { [TFVARS]: 'stages = ["dev"]\n' },
  ],
  [
    'a stage that is an expression',
    PROD.replace('stage: prod', 'stage: ${{ vars.STAGE }}'),
    { [TFVARS]: 'stages = ["dev"]\n' },
  ],
  ['a key below a prefix', PROD, { [TFVARS]: 'stages = ["dev", "prod"]\n' }],
])('what works is not called wrong: %s', (name, workflow, files) => {
  const key = name === 'a key below a prefix' ? 'shop/prod' : 'prod';
  expect(wrongIn(keyOf(key)(workflow), files)).toEqual([]);
});
