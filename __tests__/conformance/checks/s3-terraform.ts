import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { answerOf } from '../answer.js';
import type { ConformanceCheck } from '../check.js';
import { CREDENTIALS, REGION } from '../target.js';

const KEY = 'dev/terraform.tfstate';
/** As long as this file is missing, the provisioner holds the apply, and with it the lock; a minute at most. */
const RELEASE = 'released';

export const TERRAFORM_CHECKS: readonly ConformanceCheck[] = [
  {
    name: "Terraform's S3 backend with use_lockfile: init, plan, apply; the lock is there meanwhile, keeps others out, and goes",
    service: 's3',
    source: 'Terraform: Backend type s3, use_lockfile',
    expected: {
      init: 0,
      plan: 2,
      lockWhileApplying: '200',
      otherPlanMeanwhile: 'Error acquiring the state lock',
      apply: 0,
      lockAfterwards: '404 NotFound',
      resources: ['terraform_data.release'],
      planAfterwards: 0,
    },
    async run({ s3, endpoint, newBucket }) {
      const Bucket = await newBucket({ versions: true });
      return withTerraform(Bucket, endpoint('s3'), async (terraform, directory) => {
        const lock = { Bucket, Key: `${KEY}.tflock` };
        const init = await terraform('init', '-input=false');
        const plan = await terraform('plan', '-input=false', '-detailed-exitcode', '-out=plan.tfplan');
        const applying = terraform('apply', '-input=false', 'plan.tfplan');
        const lockWhileApplying = await untilThere(s3, lock);
        const other = await terraform('plan', '-input=false', '-lock-timeout=0s');
        await writeFile(join(directory, RELEASE), '');
        const apply = await applying;
        return {
          init: init.code,
          plan: plan.code,
          lockWhileApplying,
          otherPlanMeanwhile: /Error acquiring the state lock/.exec(other.output)?.[0] ?? `exit ${other.code}`,
          apply: apply.code,
          lockAfterwards: await answerOf(s3.send(new HeadObjectCommand(lock))),
          resources: await resourcesOf(s3, Bucket),
          planAfterwards: (await terraform('plan', '-input=false', '-detailed-exitcode')).code,
        };
      });
    },
  },
  {
    name: "Terraform's workspaces in S3: made, listed, kept apart, and deleted with nothing left but versions",
    service: 's3',
    source: 'Terraform: Backend type s3, workspace_key_prefix',
    expected: {
      codes: [0, 0, 0, 0],
      made: '* prod, default',
      stored: ['env:/prod/dev/terraform.tfstate'],
      afterwards: '* default',
      left: [],
    },
    async run({ s3, endpoint, newBucket }) {
      const Bucket = await newBucket({ versions: true });
      return withTerraform(Bucket, endpoint('s3'), async (terraform) => {
        const keys = async () => {
          const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
          return Contents.map(({ Key }) => Key ?? null);
        };
        const init = await terraform('init', '-input=false');
        const made = await terraform('workspace', 'new', 'prod');
        const listed = await terraform('workspace', 'list');
        const stored = await keys();
        const left = await terraform('workspace', 'select', 'default');
        const deleted = await terraform('workspace', 'delete', 'prod');
        return {
          codes: [init.code, made.code, left.code, deleted.code],
          made: workspaces(listed.output),
          stored,
          afterwards: workspaces((await terraform('workspace', 'list')).output),
          left: await keys(),
        };
      });
    },
  },
];

type Terraform = (...args: string[]) => ReturnType<typeof run>;

async function withTerraform<T>(
  bucket: string,
  endpoint: string,
  work: (terraform: Terraform, directory: string) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'conformance-terraform-'));
  try {
    await writeFile(join(directory, 'main.tf'), configuration(bucket));
    await writeFile(join(directory, 'empty.tfrc'), '');
    return await work((...args) => run(directory, endpoint, args), directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The current one first. */
function workspaces(output: string): string {
  return output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .sort()
    .join(', ');
}

function configuration(bucket: string): string {
  return `terraform {
  backend "s3" {
    bucket                      = "${bucket}"
    key                         = "${KEY}"
    region                      = "${REGION}"
    use_lockfile                = true
    use_path_style              = true
    skip_credentials_validation = true
    skip_requesting_account_id  = true
    skip_metadata_api_check     = true
  }
}

resource "terraform_data" "release" {
  input = "r-1"

  provisioner "local-exec" {
    command = "for i in $(seq 600); do test -e ${RELEASE} && exit 0; sleep 0.1; done; exit 1"
  }
}
`;
}

function run(
  directory: string,
  endpoint: string,
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('terraform', args, {
      cwd: directory,
      env: {
        PATH: process.env.PATH,
        HOME: directory,
        CHECKPOINT_DISABLE: '1',
        TF_CLI_CONFIG_FILE: join(directory, 'empty.tfrc'),
        TF_IN_AUTOMATION: '1',
        TF_CLI_ARGS_plan: '-no-color',
        TF_CLI_ARGS_apply: '-no-color',
        AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
        AWS_ENDPOINT_URL_S3: endpoint,
      },
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.once('error', (error) =>
      reject(
        new Error(`terraform is needed on PATH (https://developer.hashicorp.com/terraform/install): ${error.message}`),
      ),
    );
    child.once('close', (code) => resolve({ code, output }));
  });
}

async function untilThere(s3: S3Client, at: { readonly Bucket: string; readonly Key: string }): Promise<string> {
  const until = Date.now() + 20_000;
  for (;;) {
    const seen = await answerOf(s3.send(new HeadObjectCommand(at)));
    if (seen === '200' || Date.now() > until) return seen;
    await sleep(50);
  }
}

async function resourcesOf(s3: S3Client, Bucket: string): Promise<string[]> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: KEY }));
  const state: unknown = JSON.parse((await Body?.transformToString()) ?? '{}');
  const { resources = [] } = state as {
    readonly resources?: readonly { readonly type: string; readonly name: string }[];
  };
  return resources.map(({ type, name }) => `${type}.${name}`);
}
