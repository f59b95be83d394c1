import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { examine } from '../../scripts/doctor.js';

// docs/from-nothing.md, followed to the first pull request: its commands in their order, and those of the set-up where it
// sends the reader there, each as it stands, on a copy of what it clones. What asks GitHub or AWS is a program that
// writes down how it was called.
const OWNER = 'octo';
const blocks = (text: string) => [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block);
const PAGE = blocks(readFileSync('docs/from-nothing.md', 'utf8'));
const SET_UP = blocks(
  /^## Sign in to AWS\n[\s\S]*?^(?=## 4\. )/m.exec(readFileSync('docs/aws-setup.md', 'utf8'))?.[0] ?? '',
);
const CALLED = 'echo "$(basename "$0") $*" >> "$CALLS"';
const GH = `#!/bin/sh
case "$1 $2" in
  "repo create") git init --quiet --bare remote && git clone --quiet remote "$3" ;;
  "repo view") echo octo/shop ;;
  "api repos/octo/shop") echo 'octo 1 shop 2 private' ;;
  "api repos/octo/shop/actions/oidc/customization/sub") [ "$4" != .use_default ] || echo true ;;
  *) ${CALLED} ;;
esac
`;
const TERRAFORM = `#!/bin/sh
case "$1 $2" in
  "init ") mkdir .terraform ;;
  "apply ") echo {} > terraform.tfstate ;;
  "output -json") echo "{\\"prod\\":\\"arn:aws:iam::1:role/$3\\"}" ; exit ;;
  "output -raw") printf 'the-%s' "$3" ; exit ;;
esac
${CALLED}
`;
const AWS = `#!/bin/sh\n${CALLED}\n`;

let folder: string;
let shop: string;
const git = (...args: readonly string[]) => spawnSync('git', args, { cwd: shop, encoding: 'utf8' }).stdout.trim();
const calls = () => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
const text = (name: string) => readFileSync(join(shop, name), 'utf8');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'from-nothing-'));
  shop = join(folder, 'shop');
  mkdirSync(join(folder, 'bin'));
  for (const [name, program] of Object.entries({ gh: GH, terraform: TERRAFORM, aws: AWS })) {
    writeFileSync(join(folder, 'bin', name), program);
    chmodSync(join(folder, 'bin', name), 0o755);
  }
  for (const copied of ['infra', 'examples']) {
    const filter = (path: string) => !path.includes('.terraform/') && !path.endsWith('.terraform');
    cpSync(copied, join(folder, 'well-managed-deployments', copied), { recursive: true, filter });
  }
  const begin = PAGE.findIndex((block) => block.includes('AWS_REGION='));
  // Neither a clone nor `npm ci` without a network: the doctor is asked in the last test.
  // The first block of the set-up is the one in whose place this page has its own.
  const script = [...PAGE.slice(0, begin + 1), ...SET_UP.slice(1), ...PAGE.slice(begin + 1)]
    .join('\n')
    .replace('owner=OWNER', `owner=${OWNER}`)
    .replace(/^git clone .*$/m, '')
    .replace(/^\(shop=.* npm run doctor -- "\$shop"\)$/m, '');
  const person = ['AUTHOR', 'COMMITTER'].flatMap((who) => [
    [`GIT_${who}_NAME`, 'Alice'],
    [`GIT_${who}_EMAIL`, 'alice@example.com'],
  ]);
  const npm = { npm_config_offline: 'true', npm_config_audit: 'false', npm_config_update_notifier: 'false' };
  const env = { PATH: `${folder}/bin:${process.env.PATH}`, HOME: folder, CALLS: join(folder, 'calls') };
  const run = spawnSync('sh', ['-eu', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...env, ...npm, ...Object.fromEntries(person) },
  });
  if (run.status !== 0) throw new Error(run.stdout + run.stderr);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('what is on main deploys nothing, and the rest waits in a pull request', () => {
  expect(git('ls-tree', '-r', '--name-only', 'origin/main').split('\n')).toEqual(['.gitignore', 'README.md']);
  expect(git('status', '--porcelain')).toBe('');
  expect(git('rev-parse', 'HEAD')).toBe(git('rev-parse', 'origin/begin'));
  expect(calls().at(-1)).toBe('gh pr create --fill');
  expect(
    calls()
      .filter((call) => call.includes(' PUT '))
      .map((call) => call.split(' ')[4]),
  ).toEqual(['repos/{owner}/{repo}/environments/prod', 'repos/{owner}/{repo}/environments/prod-destroy']);
});

test('this page and the set-up begin a shell with the same line, each with a stage of its own', () => {
  const line = /^export AWS_PROFILE=terraform AWS_REGION=([\w-]+) stage=(\w+)\n$/;
  const lines = [PAGE.find((block) => block.includes('AWS_REGION=')) ?? '', SET_UP[0] ?? ''].map((one) =>
    line.exec(one),
  );
  expect(lines.map((found) => found?.slice(1))).toEqual([
    ['eu-central-1', 'prod'],
    ['eu-central-1', 'dev'],
  ]);
});

test('the administrator signs in, the bootstrap keeps its state in the bucket, and every variable is of the stage', () => {
  expect(calls().filter((call) => /^(aws|terraform)/.test(call))).toEqual([
    'aws login --profile default',
    'aws configure set credential_process aws configure export-credentials --profile default --profile terraform',
    'aws sts get-caller-identity',
    'terraform init',
    'terraform apply',
    'terraform init -migrate-state',
  ]);
  expect(text('infra/bootstrap/terraform.tfvars')).toBe('stages = ["prod"]\n');
  expect(text('infra/bootstrap/repository.auto.tfvars')).toContain('"repo:octo@1/shop@2"');
  const backend = text('infra/bootstrap/backend.tf').replace(/ +/g, ' ');
  expect(backend).toContain(' bucket = "the-state_bucket"\n');
  expect(backend).toContain(' region = "eu-central-1"\n');
  expect(calls().flatMap((call) => /^gh variable set (\w+)/.exec(call)?.[1] ?? [])).toEqual([
    'PLAN_ROLE',
    'DEPLOY_ROLE_PROD',
    'DESTROY_ROLE_PROD',
    'STATE_BUCKET',
    'ARTIFACT_BUCKET',
    'PERMISSIONS_BOUNDARY',
    'AWS_REGION',
  ]);
});

test('what is committed has no state, no provider, nothing built, and all that the workflow asks for', () => {
  const committed = git('ls-tree', '-r', '--name-only', 'origin/begin').split('\n');
  expect(committed.filter((path) => /tfstate|\.terraform\/|^dist|^build|node_modules|\.old$/.test(path))).toEqual([]);
  expect(committed).toEqual(
    expect.arrayContaining([
      '.github/workflows/deploy.yml',
      'package-lock.json',
      'infra/.terraform.lock.hcl',
      'infra/bootstrap/.terraform.lock.hcl',
      'infra/bootstrap/repository.auto.tfvars',
      'infra/bootstrap/terraform.tfvars',
    ]),
  );
});

test('the workflow is the example with the lines of its API, for prod', () => {
  const example = readFileSync('examples/reusable-workflow.yml', 'utf8')
    .replace(/^( +)# ((?:api-command|lambda-packages|artifact-bucket|variables): )/gm, '$1$2')
    .replace(/^ *# With an API as well.*\n/m, '')
    .replace('uses: OWNER/', `uses: ${OWNER}/`)
    .replaceAll('ROLE_DEV', 'ROLE_PROD')
    .replace('stage: dev', 'stage: prod')
    .replace('key=dev', 'key=prod');
  expect(text('.github/workflows/deploy.yml')).toBe(example);
  expect(example).toMatch(/^ {6}lambda-packages: api=build\/api$/m);
  expect(example.match(/prod/gi)).toHaveLength(4);
});

test('the two configurations have the name that was chosen', () => {
  for (const name of ['infra/variables.tf', 'infra/bootstrap/variables.tf']) {
    expect(text(name)).toMatch(/variable "project" \{[^}]*default\s+= "shop"/);
  }
});

test('the build leaves both folders, and the handler answers every route and the health check', async () => {
  for (const script of ['build', 'build:api']) {
    expect(spawnSync('npm', ['run', '--silent', script], { cwd: shop, encoding: 'utf8' }).stderr).toBe('');
  }
  expect(text('dist/index.html')).toContain('<h1>Shop</h1>');
  const main = text('infra/main.tf');
  const routes = [...(/routes\s+= \[(.*)\]/.exec(main)?.[1] ?? '').matchAll(/"([^"]+)"/g)].map(([, route]) => route);
  expect(routes).toEqual(['GET /api/health', 'GET /api/orders']);
  expect(text('infra/outputs.tf')).toContain('/api/health"');
  // Node itself loads it, as Lambda does.
  const ask = `import { handler } from './build/api/index.mjs';
for (const routeKey of ${JSON.stringify([...routes, 'GET /api/other'])}) console.log((await handler({ routeKey })).statusCode);`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', ask], { cwd: shop, encoding: 'utf8' });
  expect(run.stdout.trim().split('\n')).toEqual(['200', '200', '404']);
});

test('the doctor finds nothing wrong with it, and has as many lines that cannot be seen as the page says', () => {
  const states = examine(shop, '.').map(({ state }) => state);
  expect(states.filter((state) => state !== 'right')).toEqual(['cannot be seen', 'cannot be seen', 'cannot be seen']);
});
