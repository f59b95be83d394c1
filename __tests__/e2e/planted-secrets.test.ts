import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FaultRule } from '../../local/faults.js';
import { type PullRequest, review } from '../../local/github/pull-requests.js';
import { Rehearsal, type RunRequest } from '../../local/rehearsal.js';
import type { ActionResult } from '../../local/runner.js';
import { shopInfrastructure } from '../../local/sample-shop.js';
import { CARELESS_TERRAFORM, leak, leaks, type Planted, planted, unpacked } from './planted.js';

// Every secret that a run has, planted; every part that says too much, provoked. What is posted, printed and handed on is
// then read like somebody who looks for them.

const WORD = '-_.~';
const secrets = {
  variable: planted('TF_VAR of a sensitive variable'),
  fleeting: planted('TF_VAR of an ephemeral variable'),
  input: planted('the input variables'),
  key: planted('a key of a sensitive map', '@example.org'),
  inMap: planted('a value of a sensitive map'),
  token: planted('DEPLOY_TOKEN'),
  password: planted('DB_PASSWORD'),
  aws: planted('AWS_SECRET_ACCESS_KEY'),
  url: planted('the password of DATABASE_URL', WORD),
  git: planted("git's header", WORD),
  lines: planted('a line of terraform-environment', WORD),
  backend: planted('secret_key of the backend', '/+='),
};
/** Of the state alone: no input of a later run holds it, and `init` has no state yet that it could quote. */
const old = planted('a value of the state');
const early: readonly Planted[] = Object.values(secrets);
const all: readonly Planted[] = [...early, old];

const terraform = (second: string) => `
variable "marked" {
  sensitive = true
}
variable "fleeting" {
  ephemeral = true
  sensitive = true
}
variable "from_input" {
  sensitive = true
}
variable "keys" {
  type      = map(string)
  sensitive = true
}
variable "kept" {
  sensitive = true
}
resource "terraform_data" "keeps" {
  input = var.kept
  lifecycle {
    ignore_changes = [input]
  }
}
resource "terraform_data" "holds" {
  input = [var.marked, var.from_input, var.keys]
}
output "password" {
  value     = var.marked
  sensitive = true
}
resource "terraform_data" "${second}" {}
`;

let shop: Rehearsal;
let pull: PullRequest;
let runs = 0;
let searched = 0;

beforeAll(async () => {
  shop = await Rehearsal.start({ project: process.cwd(), shop: { terraform: terraform('first') } });
  const program = join(shop.folder, 'terraform');
  writeFileSync(join(shop.folder, 'careless.mjs'), CARELESS_TERRAFORM);
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${join(shop.folder, 'careless.mjs')}" "$@"\n`, {
    mode: 0o755,
  });
  writeFileSync(join(shop.folder, 'early'), leak(early));
  writeFileSync(join(shop.folder, 'late'), leak(all));
  const first = await shop.deployed(request('nowhere', { TF_VAR_kept: old.value }));
  expect({ exit: first.exitCode, log: first.exitCode === 0 ? '' : first.log }).toEqual({ exit: 0, log: '' });
  await shop.change('second', 'Second', {
    'infra/main.tf': shopInfrastructure({ ...shop.shop, terraform: terraform('second') })['infra/main.tf'] ?? '',
  });
  pull = shop.open('second', 'Second');
});

afterAll(async () => {
  await shop.stop();
  console.log(`${runs} runs, ${searched} searches for ${all.length} secrets`);
});

function request(failAt: string, environment: Readonly<Record<string, string>> = {}): RunRequest {
  const header = Buffer.from(`x-access-token:${secrets.git.value}`).toString('base64');
  return {
    inputs: {
      'terraform-binary': join(shop.folder, 'terraform'),
      'apply-policy': 'always',
      variables: `from_input=${secrets.input.value}`,
      'backend-config': [
        'bucket=shop-state',
        'key=dev.tfstate',
        'region=us-east-1',
        'use_path_style=true',
        'skip_credentials_validation=true',
        'skip_requesting_account_id=true',
        'skip_metadata_api_check=true',
        'access_key=AKIALOCALCLOUD',
        `secret_key=${secrets.backend.value}`,
      ].join('\n'),
    },
    environment: {
      FAIL_AT: failAt,
      LEAK_EARLY: join(shop.folder, 'early'),
      LEAK_LATE: join(shop.folder, 'late'),
      TF_VAR_marked: secrets.variable.value,
      TF_VAR_kept: secrets.variable.value,
      TF_VAR_fleeting: secrets.fleeting.value,
      TF_VAR_keys: JSON.stringify({ [secrets.key.value]: secrets.inMap.value }),
      DEPLOY_TOKEN: secrets.token.value,
      DB_PASSWORD: secrets.password.value,
      AWS_SECRET_ACCESS_KEY: secrets.aws.value,
      DATABASE_URL: `postgres://shop:${secrets.url.value}@db.example.org/shop`,
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'http.https://git.example.org/.extraheader',
      GIT_CONFIG_VALUE_0: `Authorization: Basic ${header}`,
      TERRAFORM_ENVIRONMENT: `SOMETHING=${secrets.lines.value}`,
      ...environment,
    },
  };
}

/** As the runner reads the value of a workflow command. */
function unescaped(value: string): string {
  return value.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

/** Nothing of what a run leaves has a secret, in the log nothing but the registration of its mask. */
function expectNoSecret(result: ActionResult): void {
  const { github } = shop;
  const checkRuns = JSON.stringify(github.checkRuns);
  // What `main` has registered the runner masks in what `post` prints, too.
  const known = [...result.log.matchAll(/^::add-mask::(.*)$/gm)].map(([, mask = '']) => unescaped(mask));
  const post = known.reduce((text, mask) => text.replaceAll(mask, '***'), result.post.log);
  const { log } = result;
  const masks = new Set(log.match(/^::add-mask::.*$/gm) ?? []);
  const places = {
    'the log': log.replace(/^::add-mask::.*$/gm, ''),
    'a comment': JSON.stringify(pull?.comments ?? []),
    'a check run': checkRuns,
    'a record': unpacked(checkRuns),
    'a deployment': JSON.stringify(github.deployments),
    'an issue': JSON.stringify([...github.issues.values()]),
    'the summary': result.summary,
    'an output': JSON.stringify(result.outputs),
  };
  const found = Object.entries(places).flatMap(([place, text]) => leaks(place, text, all));
  // `post` is another process: it does not know the state, and there the runner's masks have to do, which are of the value.
  found.push(...leaks("post's log", post, early), ...(post.includes(old.value) ? [`${old.name} in post's log`] : []));
  runs++;
  searched += (Object.keys(places).length + 1) * all.length;
  expect(found).toEqual([]);
  expect(masks.size).toBeGreaterThan(5);
}

/** GitHub, S3 and CloudFront repeat what they were told, too. */
const saying = (rule: Pick<FaultRule, 'service' | 'operation' | 'method' | 'path'>, xml: boolean): FaultRule => ({
  ...rule,
  effect: {
    status: xml ? 403 : 422,
    headers: { 'content-type': xml ? 'application/xml' : 'application/json' },
    body: xml
      ? `<Error><Code>AccessDenied</Code><Message>${escaped(leak(all))}</Message></Error>`
      : JSON.stringify({ message: leak(all) }),
  },
});

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

async function withFault(rule: FaultRule, run: () => Promise<ActionResult>): Promise<ActionResult> {
  const withdraw = shop.cloud.faults.add(rule);
  try {
    return await run();
  } finally {
    expect(shop.cloud.faults.unused()).toEqual([]);
    withdraw();
  }
}

describe('no planted secret comes out of', () => {
  test.each(['init', 'plan', 'show'])('a plan that fails at %s', async (step) => {
    const result = await shop.planned(pull, 'synchronize', request(step));
    expect(result.exitCode).toBe(1);
    expect(pull.comments.at(-1)?.body).toContain('***');
    expectNoSecret(result);
  });

  test('a plan whose comment is refused', async () => {
    pull.comments.splice(0);
    const rule = saying({ service: 'github', method: 'POST', path: /issues\/\d+\/comments$/ }, false);
    expectNoSecret(await withFault(rule, () => shop.planned(pull, 'synchronize', request('nowhere'))));
  });

  test('a plan whose check run is refused', async () => {
    const rule = saying({ service: 'github', method: 'POST', path: /check-runs$/ }, false);
    expectNoSecret(await withFault(rule, () => shop.planned(pull, 'synchronize', request('nowhere'))));
  });

  test('a plan that succeeds, with a warning that quotes everything', async () => {
    const result = await shop.planned(pull, 'synchronize', request('nowhere'));
    expect(result.exitCode).toBe(0);
    // Too long for the comment, which counts it.
    expect(pull.comments.at(-1)?.body).toContain('**1 warning**');
    expect(result.summary).toContain('The provider said');
    expectNoSecret(result);
  });

  test('a deploy of what nobody reviewed', async () => {
    review(shop.github, pull, shop.cloud.github.user('bob'), 'APPROVED');
    await shop.merge(pull);
    const asked = request('nowhere', { TF_VAR_marked: secrets.token.value });
    const result = await shop.deployed({ ...asked, inputs: { ...asked.inputs, 'apply-policy': 'reviewed' } });
    expect(result.exitCode).toBe(1);
    expectNoSecret(result);
  });

  test.each(['init', 'plan', 'show', 'apply', 'output'])('a deploy that fails at %s', async (step) => {
    const result = await shop.deployed(request(step));
    expect(result.exitCode).toBe(1);
    expectNoSecret(result);
  });

  test.each([
    ['the upload', { service: 's3', operation: 'PutObject', path: /shop-site\/(?!\.well-managed)/ }, true],
    ['the invalidation', { service: 'cloudfront', method: 'POST' }, true],
    ['the report', { service: 'github', method: 'POST', path: /statuses$/ }, false],
  ] as const)('a deploy that fails at %s', async (name, rule, xml) => {
    await shop.change('main', `Another site for ${name}`, { [`site/dist/${name.length}.html`]: `<p>${name}</p>` });
    const result = await withFault(saying(rule, xml), () => shop.deployed(request('nowhere')));
    expect(result.exitCode).toBe(1);
    expectNoSecret(result);
  });

  test('a deploy that succeeds', async () => {
    const result = await shop.deployed(request('nowhere'));
    expect(result.exitCode).toBe(0);
    expectNoSecret(result);
  });

  test.each(['init', 'plan', 'show'])('a look for drift that fails at %s', async (step) => {
    const result = await shop.scheduled(request(step));
    expect(result.exitCode).toBe(1);
    expectNoSecret(result);
  });

  test('a look for drift that finds some, and one whose issue is refused', async () => {
    const changed = request('nowhere', { TF_VAR_marked: secrets.token.value });
    const rule = saying({ service: 'github', method: 'POST', path: /\/issues$/ }, false);
    expectNoSecret(await withFault(rule, () => shop.scheduled(changed)));
    const found = await shop.scheduled(changed);
    expect(found.outputs.drift).toBe('true');
    expectNoSecret(found);
  });

  test.each(['init', 'plan', 'show', 'apply', 'nowhere'])('a destroy that fails at %s', async (step) => {
    const { inputs, ...rest } = request(step);
    const result = await shop.dispatched(
      { operation: 'destroy', 'confirm-destroy': 'octo/shop:dev' },
      { ...rest, inputs: inputs ?? {} },
    );
    expect(result.exitCode).toBe(step === 'nowhere' ? 0 : 1);
    expectNoSecret(result);
  });

  test('inputs that are not valid', async () => {
    const { inputs, ...rest } = request('nowhere');
    const broken = `from_input=${secrets.input.value}\n${secrets.variable.value}`;
    const result = await shop.dispatched(
      { operation: 'deploy' },
      { ...rest, inputs: { ...inputs, variables: broken } },
    );
    expect(result.exitCode).toBe(1);
    expectNoSecret(result);
  });
});
