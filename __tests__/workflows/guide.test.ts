import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { simulate } from './simulate.js';
import { role } from './tried-examples.js';

// What stands for the two programs prints what `terraform output` prints, and keeps what `gh variable set` is given.
const TERRAFORM = `#!/bin/sh
case "$2 $3" in
  "-json deploy_roles") echo '{"dev":"${role('deploy-dev')}","prod":"${role('deploy-prod')}"}' ;;
  "-json destroy_roles") echo '{"dev":"${role('destroy-dev')}","prod":"${role('destroy-prod')}"}' ;;
  "-raw plan_role") printf '${role('plan')}' ;;
  *) printf 'a-bucket' ;;
esac
`;
/** What the guide cannot know: names of what was there before. */
const OWN = new Set(['SITE_BUCKET', 'DISTRIBUTION_ID', 'SITE_URL']);
const GH = `#!/bin/sh\n[ "$1 $2 $4" != "variable set --body" ] || echo "$3=$5" >> "$SET"\n`;

test('the guide sets every variable that README, examples and pipeline ask for, to that role', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guide-'));
  try {
    for (const [name, text] of Object.entries({ terraform: TERRAFORM, gh: GH })) {
      writeFileSync(join(folder, name), text);
      chmodSync(join(folder, name), 0o755);
    }
    const blocks = [...readFileSync('docs/aws-setup.md', 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)];
    const script = blocks.map(([, block = '']) => block).find((block) => block.includes('gh variable set PLAN_ROLE'));
    const set = join(folder, 'set');
    const env = { PATH: `${folder}:${process.env.PATH}`, SET: set, AWS_REGION: 'eu-central-1' };
    const run = spawnSync('sh', ['-eu', '-c', script ?? 'exit 9'], { env, encoding: 'utf8' });
    expect([run.status, run.stderr]).toEqual([0, '']);
    const variables = Object.fromEntries(
      [...readFileSync(set, 'utf8').matchAll(/^(\w+)=(.*)$/gm)].map(([, k, v]) => [k, v]),
    );
    expect(variables).toEqual({
      PLAN_ROLE: role('plan'),
      DEPLOY_ROLE_DEV: role('deploy-dev'),
      DEPLOY_ROLE_PROD: role('deploy-prod'),
      DESTROY_ROLE_DEV: role('destroy-dev'),
      DESTROY_ROLE_PROD: role('destroy-prod'),
      STATE_BUCKET: 'a-bucket',
      ARTIFACT_BUCKET: 'a-bucket',
      PERMISSIONS_BOUNDARY: 'a-bucket',
      AWS_REGION: 'eu-central-1',
    });
    const snippets = [
      'README.md',
      '.github/workflows/pipeline.yml',
      ...readdirSync('examples').map((name) => `examples/${name}`),
    ];
    for (const path of snippets.filter((name) => /\.(md|yml)$/.test(name))) {
      const text = readFileSync(path, 'utf8').replace(/vars\[format\('(\w+)_\{0\}', [^)]*\)\]/g, 'vars.$1_DEV');
      const asked = [...text.matchAll(/vars\.(\w+)/g)].map(([, name = '']) => name);
      expect(asked.filter((name) => !(name in variables) && !OWN.has(name)).map((name) => `${path}: ${name}`)).toEqual(
        [],
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('what the set-up made is taken away: every environment, and every variable', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guide-'));
  try {
    const gh = `#!/bin/sh
case "$1 $2 $3" in
  "api repos/{owner}/{repo}/environments --jq") printf 'dev\\ndev-destroy\\n' ;;
  "variable list --json") printf 'PLAN_ROLE\\n' ;;
  *) echo "$*" ;;
esac
`;
    writeFileSync(join(folder, 'gh'), gh);
    chmodSync(join(folder, 'gh'), 0o755);
    const blocks = [...readFileSync('docs/cost.md', 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)].map(([, b = '']) => b);
    const script = blocks.find((block) => block.includes('environments')) ?? 'exit 9';
    const run = spawnSync('sh', ['-eu', '-c', script], {
      env: { PATH: `${folder}:${process.env.PATH}` },
      encoding: 'utf8',
    });
    expect([run.status, run.stdout.trim().split('\n')]).toEqual([
      0,
      [
        'api --method DELETE repos/{owner}/{repo}/environments/dev',
        'api --method DELETE repos/{owner}/{repo}/environments/dev-destroy',
        'variable delete PLAN_ROLE',
      ],
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test.each([
  ['push', '', ['dev: deploy dev', 'prod: deploy prod']],
  ['pull_request', '', ['dev: plan ', 'prod: plan ']],
  ['workflow_dispatch', 'prod', ['prod: deploy prod']],
  ['workflow_dispatch', 'dev', ['dev: deploy dev']],
])('a second stage, %s %s: the lines of the guide call the workflow for each', async (event, stage, expected) => {
  const first = parse(/```yaml\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))?.[1] ?? '').jobs.deploy;
  const section = readFileSync('docs/aws-setup.md', 'utf8').split('## A second stage')[1] ?? '';
  const { on, jobs } = parse(/```yaml\n([\s\S]*?)```/.exec(section)?.[1] ?? '');
  const calls = Object.entries<{ with: object }>(jobs).map(([name, job]) => [
    name,
    {
      ...first,
      ...job,
      with: { ...first.with, operation: event === 'workflow_dispatch' ? 'deploy' : 'auto', ...job.with },
    },
  ]);
  const known = {
    github: {
      event_name: event,
      ref: 'refs/heads/main',
      ref_name: 'main',
      event: {
        repository: { default_branch: 'main', id: 1 },
        pull_request: { number: 1, head: { repo: { id: 1 } }, user: { login: 'alice' } },
      },
    },
    inputs: stage === '' ? {} : { stage },
    vars: { PLAN_ROLE: 'plan', DEPLOY_ROLE_DEV: 'dev', DEPLOY_ROLE_PROD: 'prod', STATE_BUCKET: 'states' },
  };
  const seen: string[] = [];
  await simulate(stringify({ on, jobs: Object.fromEntries(calls) }), known, async ({ job, inputs, environment }) => {
    seen.push(`${job} ${environment}`);
    expect(inputs['role-to-assume']).toBe(environment || 'plan');
    expect(inputs['backend-config']).toContain(`key=${job.split(':')[0]}/terraform.tfstate`);
    return {};
  });
  expect(seen).toEqual(expected);
  expect(Object.keys(on.workflow_dispatch.inputs)).toEqual(['stage']);
});
