import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { examine, table } from '../../scripts/doctor.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function wrong(): readonly string[] {
  return examine(folder, '.')
    .filter(({ state }) => state === 'wrong')
    .map(({ what, todo }) => `${what} -> ${todo}`);
}

/** As somebody has them who has read the first line of examples/README.md. */
function adopted(text: string): string {
  return text.replaceAll('OWNER/well-managed-deployments', 'somebody/well-managed-deployments');
}

const README = adopted(/```yaml\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))?.[1] ?? '');
const SITE_ONLY = adopted(readFileSync('examples/site-only.yml', 'utf8'));
const REUSABLE = adopted(readFileSync('examples/reusable-workflow.yml', 'utf8'));
const WORKFLOW = '.github/workflows/deploy.yml';

/** What the README has somebody copy, and a front end that Vite builds. */
function project(workflow = README): void {
  write(WORKFLOW, workflow);
  write('package.json', '{ "scripts": { "build": "vite build", "build:api": "esbuild" } }');
  write('package-lock.json', '{}');
  cpSync('infra', join(folder, 'infra'), { recursive: true, filter: (path) => !path.includes('.terraform/') });
}

/** What is wrong after one change of a set-up that has nothing wrong. */
function after(workflow: string, from: string | RegExp, to: string): readonly string[] {
  const changed = workflow.replace(from, to);
  expect(changed).not.toBe(workflow);
  project(changed);
  return wrong();
}

test("the README's own lines and infra/ have nothing wrong, and say what cannot be seen", () => {
  project();
  expect(wrong()).toEqual([]);
  const text = table(examine(folder, '.'));
  expect(text).toContain('the variables of the repository: AWS_REGION, DEPLOY_ROLE_DEV, PLAN_ROLE, STATE_BUCKET\n');
  expect(text).toMatch(/^cannot be seen/);
});

test.each(readdirSync('examples').flatMap((name) => (name.endsWith('.yml') ? [name.slice(0, -4)] : [])))(
  'examples/%s.yml has nothing wrong',
  (name) => {
    project(adopted(readFileSync(`examples/${name}.yml`, 'utf8')));
    // That one is for a stack of somebody's own, which names no boundary.
    if (name === 'existing-stack') write('infra/variables.tf', 'variable "lambda_packages" {}\n');
    expect(wrong()).toEqual([]);
  },
);

test('each fault has a line with what to do', () => {
  const text = README.replace('site-directory: dist', 'site-directry: dist')
    .replace('      issues: write ', '      # ')
    .replace('aws-region: ${{ vars.AWS_REGION }}', 'verify-timeout: soon\n      infra-directory: terraform');
  project(text);
  expect(wrong()).toEqual([
    'deploy.yml, job deploy: there is no input "site-directry" -> remove it, or correct its spelling: the README has the tables of inputs',
    'deploy.yml, job deploy: verify-timeout is "soon" -> expected a whole number from 0 to 3600',
    expect.stringMatching(
      /^deploy.yml, job deploy: infra-directory is "terraform", which does not exist in the workspace -> /,
    ),
    'deploy.yml, job deploy: its permissions lack "issues: write" -> add "issues: write" to "permissions:"',
  ]);
});

const ONE_FAULT: readonly (readonly [string, string, string | RegExp, string, string])[] = [
  ['OWNER in a call', README, 'somebody/', 'OWNER/', '"uses:" still says OWNER'],
  ['OWNER in a step', SITE_ONLY, 'somebody/', 'OWNER/', '"uses:" still says OWNER'],
  ['no owner', README, 'somebody/', '/', '"uses:" names no owner'],
  ['an empty bucket', SITE_ONLY, '${{ vars.SITE_BUCKET }}', '""', 'site-bucket is ""'],
  ['a bucket without a value', SITE_ONLY, ' ${{ vars.SITE_BUCKET }}', '', 'site-bucket is ""'],
  [
    'an address without a scheme',
    SITE_ONLY,
    '${{ vars.SITE_URL }}',
    'www.example.com',
    'site-url is "www.example.com"',
  ],
  ['two distributions on a line', SITE_ONLY, '${{ vars.DISTRIBUTION_ID }}', 'E1, E2', 'distribution-id is "E1, E2"'],
  ['a region that is none', README, '${{ vars.AWS_REGION }}', 'Frankfurt', 'aws-region is "Frankfurt"'],
  ['a role that is no ARN', README, '${{ vars.DEPLOY_ROLE_DEV }}', 'deployer', 'deploy-role is "deployer"'],
  ['an input of the action in a call', README, 'deploy-role:', 'role-to-assume:', 'there is no input "role-to-assume"'],
  [
    'a secret under with:',
    README,
    'site-directory: dist',
    'site-directory: dist\n      variables: password=${{ secrets.PASSWORD }}',
    '"variables" reads secrets.PASSWORD, which GitHub does not allow',
  ],
  [
    'no environment',
    SITE_ONLY,
    /\n {4}environment: .*/,
    '',
    'DEPLOY_ROLE_PROD trusts the environment prod, and the job names none',
  ],
  [
    'the stage of another environment',
    SITE_ONLY,
    'stage: prod',
    'stage: dev',
    '"stage" is dev, and the role is DEPLOY_ROLE_PROD',
  ],
  [
    'the role of another stage in a call',
    README,
    'with:',
    'with:\n      stage: prod',
    '"stage" is prod, and the role is',
  ],
  [
    'another environment than the role trusts',
    SITE_ONLY,
    /'prod'/g,
    "'dev'",
    'DEPLOY_ROLE_PROD trusts the environment prod, and the job names dev',
  ],
  [
    'an environment for plans as well',
    SITE_ONLY,
    /\n {4}environment: .*/,
    '\n    environment: prod',
    'PLAN_ROLE trusts jobs without an environment, and this one always names prod',
  ],
  [
    'a folder that nothing makes',
    SITE_ONLY,
    'site-directory: dist',
    'site-directory: biuld',
    'no step makes the site-directory "biuld"; what is downloaded goes to dist',
  ],
  [
    'no download',
    SITE_ONLY,
    / {6}- if: .*\n {8}uses: actions\/download-artifact(.*\n){4}/,
    '',
    'no step makes the site-directory "dist"',
  ],
  ['no needs', SITE_ONLY, '    needs: build\n', '', 'it downloads "site" without waiting for the job that uploads it'],
  ['no command in a call', README, /\n.*site-command:.*/, '', 'nothing builds the site-directory "dist"'],
  [
    'a folder without a package',
    README,
    'with:',
    'with:\n      working-directory: web',
    'there is no folder "web" to build in',
  ],
  ['a script that is not there', README, 'npm run build', 'npm run bundle', 'package.json has no script "bundle"'],
  [
    'id-token in one of two jobs',
    README,
    /id-token: write/,
    'packages: read',
    'its permissions lack "id-token: write"',
  ],
  [
    'packages without a boundary',
    REUSABLE,
    /# (api-command|lambda-packages|artifact-bucket):/g,
    '$1:',
    'infra gets no permissions_boundary',
  ],
  [
    'a package that the stack does not take',
    REUSABLE.replace(/# (api-command|artifact-bucket|variables):/g, '$1:'),
    '# lambda-packages: api=',
    'lambda-packages: backend=',
    'infra does not take the package "backend" (it takes only api)',
  ],
  [
    'another project in the stack',
    README,
    'with:',
    'with:\n      variables: project=shop',
    'the project is shop in infra and well-managed in infra/bootstrap',
  ],
  [
    'no output with the bucket',
    README,
    'with:',
    'with:\n      site-bucket: terraform:bucket',
    'infra has no output "bucket"',
  ],
];

test.each(ONE_FAULT)('one fault, one line: %s', (_name, workflow, from, to, said) => {
  expect(after(workflow, from, to)).toEqual([expect.stringContaining(said)]);
});

test('two calls are granted each for itself, and may not share a state', () => {
  const call = README.slice(README.indexOf('  deploy:\n'));
  const second = call
    .replace('  deploy:', '  prod:')
    .replace('DEV', 'PROD')
    .replace('with:', 'with:\n      stage: prod');
  project(README + second.replace('id-token: write', 'packages: read'));
  expect(wrong()).toEqual([
    expect.stringContaining('job prod: its permissions lack "id-token: write"'),
    expect.stringContaining('prod and dev have the same state, key=dev/terraform.tfstate'),
  ]);
});

test('roles of other names are not judged, and that is said', () => {
  const own = SITE_ONLY.replace('DEPLOY_ROLE_PROD', 'DEPLOY_ROLE_ARN').replace(/ +stage: prod\n/, '');
  project(own.replace(/\n {4}environment: .*/, ''));
  expect(wrong()).toEqual([]);
  expect(table(examine(folder, '.'))).toContain('whether its role trusts a job without an environment');
  project(own.replace(/'prod'/g, "'live'"));
  expect(wrong()).toEqual([]);
  expect(table(examine(folder, '.'))).toContain('"stage" is dev, its default, and the environment is live');
});

test('expressions may hold whatever is valid', () => {
  const text = README.replace('infra-directory', 'x').replace(
    'site-directory: dist',
    [
      'site-directory: ${{ vars.SITE }}',
      'infra-directory: ${{ vars.INFRA }}',
      'stage: ${{ vars.STAGE }}',
      'site-bucket: ${{ vars.BUCKET }}',
      'lambda-packages: ${{ vars.PACKAGES }}',
      'promote-from: dev',
    ].join('\n      '),
  );
  project(text);
  expect(wrong()).toEqual([]);
});

test('the default branch is the one that git knows', () => {
  project(README);
  const git = (...command: string[]) => execFileSync('git', ['-C', folder, ...command], { stdio: 'pipe' });
  git('init', '--quiet', '--initial-branch=master');
  git('add', 'package.json');
  git('-c', 'user.name=t', '-c', 'user.email=t@example.com', 'commit', '--quiet', '--message=first');
  expect(wrong()).toEqual([
    'deploy.yml: it deploys pushes to main, and the default branch is master -> write "branches: [master]" under "push:"',
  ]);
  git('branch', '--quiet', '-m', 'main');
  expect(wrong()).toEqual([]);
  // What is ignored will not be in a runner's checkout.
  write('.gitignore', '.terraform.lock.hcl\n');
  expect(wrong()).toEqual([expect.stringContaining('there is no infra/.terraform.lock.hcl')]);
});

test('packages without package.json or a lock file', () => {
  project();
  rmSync(join(folder, 'package-lock.json'));
  expect(wrong()).toEqual([
    'deploy.yml, job deploy: "npm ci" needs package-lock.json, which is not in the repository -> commit the file that "npm install --package-lock-only" makes',
  ]);
  rmSync(join(folder, 'package.json'));
  expect(wrong()).toEqual([
    expect.stringContaining('"npm ci" needs package.json'),
    expect.stringContaining('"npm run build" needs package.json'),
  ]);
});

test("a stack of one's own: its backend, its variables, and what they are given by", () => {
  project();
  rmSync(join(folder, 'infra'), { recursive: true });
  write('infra/.terraform.lock.hcl', '');
  expect(wrong()).toEqual([expect.stringContaining('for a site alone write: infra-directory: ""')]);
  const main = 'variable "memory" {\n  type = number\n}\noutput "site_bucket" { value = "x" }\n';
  write('infra/main.tf', main);
  expect(wrong()).toEqual([
    expect.stringContaining('infra names no backend'),
    expect.stringContaining('the variable memory of infra gets no value'),
  ]);
  write('infra/main.tf', `${main}terraform {\n  backend "s3" {}\n}\n`);
  write('infra/terraform.tfvars', 'memory = 512\n');
  expect(wrong()).toEqual([]);
  expect(table(examine(folder, '.'))).toContain('whether anything locks the state');
});

test('what works is not called wrong', () => {
  const own = SITE_ONLY.replace('DEPLOY_ROLE_PROD', 'SITE_ROLE').replace(/ +stage: prod\n/, '');
  const inFolder = README.replace('with:', 'with:\n      working-directory: packages/web');
  const restored = SITE_ONLY.replace(/actions\/download-artifact@.*/, 'actions/cache@v5');
  const planned = SITE_ONLY.replace(/ {2}push:\n.*\n/, '')
    .replace(/ {2}workflow_dispatch:\n(?: {4}.*\n)+/, '')
    .replace(/ {6}(?:deployments|issues|actions): .*\n/g, '');
  const works: Readonly<Record<string, string>> = {
    'an environment of any name where no stage is written': own.replace(/'prod'/g, "'production'"),
    'a folder of a workspace whose lock file is above it': inFolder,
    'a site that a cache restores': restored,
    'a job whose name is that of a context': README.replace('vars.AWS_REGION', 'needs.env.outputs.region'),
    'a workflow that only plans': planned,
    'a command that is not known': README.replace('npm run build', 'make site'),
  };
  for (const [name, workflow] of Object.entries(works)) {
    expect([README, SITE_ONLY]).not.toContain(workflow);
    project(workflow);
    write('packages/web/package.json', '{ "scripts": { "build": "vite build" } }');
    expect([name, wrong()]).toEqual([name, []]);
  }
});

test('two jobs with steps may have one key: each environment has its variables', () => {
  const text = adopted(readFileSync('examples/stages-with-promotion.yml', 'utf8'));
  project(text.replaceAll('key=prod/terraform.tfstate', 'key=dev/terraform.tfstate'));
  expect(wrong()).toEqual([]);
});

test('what else deploys is named', () => {
  project();
  write('.github/workflows/old.yml', 'jobs:\n  site:\n    steps:\n      - run: aws s3 sync dist s3://b --delete\n');
  expect(wrong()).toEqual([]);
  expect(table(examine(folder, '.'))).toContain('old.yml: whether "aws s3 sync" changes the same site or stack');
});

test('permissions in one word: write-all has each, read-all lacks what is written', () => {
  const [before = '', rest = ''] = README.split(/ {4}permissions:\n(?: {6}.*\n)+/);
  const said = (word: string) => {
    project(`${before}    permissions: ${word}\n${rest}`);
    return wrong();
  };
  expect(said('write-all')).toEqual([]);
  expect(said('read-all').map((line) => /lack "(.*?)"/.exec(line)?.[1])).toEqual([
    'pull-requests: write',
    'checks: write',
    'deployments: write',
    'issues: write',
    'id-token: write',
  ]);
});

test('a missing lock file, a folder without a workflow, with Terraform and without, and none', () => {
  expect(wrong()).toEqual([
    "no workflow uses this action -> copy examples/site-only.yml to .github/workflows for a site alone, or, with Terraform, the README's lines and infra/",
  ]);
  write('infra/main.tf', '');
  expect(wrong()).toEqual(["no workflow uses this action -> copy the README's lines to .github/workflows/deploy.yml"]);
  project();
  rmSync(join(folder, 'infra/.terraform.lock.hcl'));
  expect(wrong()).toEqual([
    expect.stringContaining(
      'terraform -chdir=infra get && terraform -chdir=infra providers lock -platform=linux_amd64',
    ),
  ]);
  const missing = join(folder, 'nope');
  expect(examine(missing, '.')).toEqual([expect.objectContaining({ what: `there is no folder ${missing}` })]);
});
