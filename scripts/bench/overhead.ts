import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Rehearsal } from '../../local/rehearsal.js';
import type { ActionResult } from '../../local/runner.js';
import { cliConfiguration, findProviderMirror } from '../cloud/tools.js';

/** What this step adds to Terraform's own time: the same project planned and applied with it and without. */
const ROUNDS = 5;
const run = promisify(execFile);
/** Seconds, with the built-in provider. */
const LIMIT = 0.3;
/** Of one `terraform show`, with the AWS provider. */
const SHOWS = 1.3;

const BACKEND = 'terraform {\n  backend "s3" {\n    use_lockfile = true\n  }\n}\n';
const BUILT_IN = (value: number) => `${BACKEND}resource "terraform_data" "a" {\n  input = ${value}\n}\n`;
const AWS = (value: number) => `${BACKEND}provider "aws" {
  region                      = "us-east-1"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}
resource "aws_sqs_queue" "a" {
  name = "queue-${value}"
}
`;

interface Case {
  readonly name: string;
  readonly main: (value: number) => string;
  readonly environment: Readonly<Record<string, string>>;
  /** Only planned where nothing answers an apply. */
  readonly applied: boolean;
}

async function measured({ name, main, environment, applied }: Case): Promise<void> {
  const rehearsal = await Rehearsal.start({ project: process.cwd(), shop: { url: 'http://shop.invalid' } });
  const directory = join(rehearsal.git.path, 'infra');
  const request = { inputs: { 'site-directory': '' }, environment };
  const bareEnvironment = {
    ...process.env,
    ...rehearsal.cloud.environment(),
    TF_CLI_CONFIG_FILE: '/dev/null',
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    ...environment,
  };
  // Not waited for synchronously: the cloud that Terraform talks to answers in this process.
  const terraform = async (...given: readonly string[]) => {
    const began = performance.now();
    await run('terraform', given, { cwd: directory, env: bareEnvironment, maxBuffer: 100_000_000 });
    return (performance.now() - began) / 1000;
  };
  const bareInit = () =>
    terraform(
      'init',
      '-input=false',
      '-reconfigure',
      ...['bucket=shop-state', 'key=dev.tfstate', 'region=us-east-1', 'use_path_style=true']
        .concat(['skip_credentials_validation=true', 'skip_requesting_account_id=true', 'skip_metadata_api_check=true'])
        .map((setting) => `-backend-config=${setting}`),
    );
  const saved = join(rehearsal.folder, 'bench.tfplan');
  const fresh = async () => await rm(join(directory, '.terraform'), { recursive: true, force: true });
  const plans: number[] = [];
  const applies: number[] = [];
  const shows: number[] = [];
  try {
    const others = ['outputs.tf', 'variables.tf', 'versions.tf', 'providers.tf', 'backend.tf'];
    const none = Object.fromEntries(others.map((file) => [`infra/${file}`, '']));
    await rehearsal.change('main', 'start', { ...none, '.gitignore': '.terraform*\n', 'infra/main.tf': main(0) });
    const started = await rehearsal.deployed(request);
    if (applied && started.exitCode !== 0) throw new Error(started.log);
    for (let round = 1; round <= ROUNDS; round++) {
      const branch = `change-${round}`;
      await rehearsal.change(branch, branch, { 'infra/main.tf': main(round) });
      const pull = rehearsal.open(branch, branch);
      await fresh();
      const whole = seconds(await rehearsal.planned(pull, 'opened', request));
      await fresh();
      plans.push(whole - (await bareInit()) - (await terraform('plan', '-input=false', `-out=${saved}`)));
      shows.push(await terraform('show', '-json', saved));
      if (!applied) continue;
      await rehearsal.merge(pull);
      await fresh();
      const deploy = seconds(await rehearsal.deployed(request));
      await writeFile(join(directory, 'main.tf'), main(round + 100));
      await fresh();
      applies.push(
        deploy -
          (await bareInit()) -
          (await terraform('plan', '-input=false', `-out=${saved}`)) -
          (await terraform('apply', '-input=false', saved)),
      );
      await rehearsal.git.git('checkout', '--quiet', '--force', 'main');
    }
  } finally {
    await rehearsal.stop();
  }
  const show = median(shows);
  const limit = applied ? LIMIT : SHOWS * show;
  const said = applied ? `; a deploy adds ${median(applies).toFixed(2)} s to init, plan and apply` : '';
  console.log(
    `${name}: a plan adds ${median(plans).toFixed(2)} s to init and plan (limit ${limit.toFixed(2)} s; one show takes ${show.toFixed(2)} s)${said}`,
  );
}

/** Of the step, `post` included; what the rehearsal does before it is not the step's. */
function seconds({ exitCode, log, milliseconds, post }: ActionResult): number {
  if (exitCode !== 0) throw new Error(log);
  return (milliseconds + post.milliseconds) / 1000;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

await measured({ name: 'built-in provider', main: BUILT_IN, environment: {}, applied: true });
const mirror = await findProviderMirror();
if (mirror === undefined) console.log('AWS provider: NOT MEASURED, name its folder in TF_PLUGIN_MIRROR');
else {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const configuration = join(folder, 'cli.tfrc');
    await writeFile(configuration, cliConfiguration(mirror));
    const environment = { TF_CLI_CONFIG_FILE: configuration };
    await measured({ name: 'AWS provider', main: AWS, environment, applied: false });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
