import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { plansIn } from '../../../src/gateways/runner/run-files.js';
import { connectTerraform, type Terraform } from '../../../src/gateways/terraform/cli.js';
import type { TerraformOptions } from '../../../src/gateways/terraform/options.js';
import type { Log } from '../../../src/ports/run.js';
import type { RunningProcess, RunState } from '../../../src/ports/terraform.js';
import { logLines } from '../../../src/terraform/stream/log-line.js';

/** A root module in a temporary folder, with everything that a run of Terraform there leaves behind. */
export interface TerraformStack {
  readonly folder: string;
  readonly directory: string;
  readonly lines: string[];
  readonly warnings: string[];
  readonly masked: string[];
  /** Every value that was saved for the `post` step, in order. */
  readonly saved: (RunningProcess | undefined)[];
  readonly environment: Record<string, string>;
  connect(options?: Partial<TerraformOptions>): Terraform;
  write(path: string, content: string): void;
  read(path: string): string;
  /** What stands in the folder for outputs and plans. */
  scratch(): readonly string[];
  /** Terraform directly, as a person would run it. */
  terraform(...given: string[]): string;
  remove(): void;
}

export function terraformStack(files: Readonly<Record<string, string>>): TerraformStack {
  const folder = mkdtempSync(join(tmpdir(), 'wmd-terraform-'));
  const directory = join(folder, 'repository', 'infra');
  const temporary = join(folder, 'runner-temp');
  const cli = join(folder, 'terraformrc');
  const environment = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    TF_CLI_CONFIG_FILE: cli,
    CHECKPOINT_DISABLE: '1',
  };
  const lines: string[] = [];
  const warnings: string[] = [];
  const masked: string[] = [];
  const saved: (RunningProcess | undefined)[] = [];
  const write = (path: string, content: string) => {
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  };
  writeFile(cli, '');
  for (const [path, content] of Object.entries(files)) write(path, content);
  return {
    folder,
    directory,
    lines,
    warnings,
    masked,
    saved,
    environment,
    write,
    read: (path) => readFileSync(join(directory, path), 'utf8'),
    connect: (options = {}) =>
      connectTerraform({
        binary: 'terraform',
        version: '',
        repository: directory,
        directory,
        workspace: 'default',
        varFiles: [],
        variables: new Map(),
        stage: 'dev',
        backendConfig: [],
        lockTimeout: '0s',
        environment,
        temporaryDirectory: temporary,
        log: logInto(lines, warnings),
        signal: new AbortController().signal,
        runState: stateInto(saved),
        mask: (value) => masked.push(value),
        suspect: () => {},
        planRead: (values) => masked.push(...values),
        ...options,
      }),
    scratch: () => readdirSync(plansIn(temporary)).flatMap((name) => readdirSync(join(plansIn(temporary), name))),
    terraform: (...given) =>
      execFileSync('terraform', given, { cwd: directory, env: environment, encoding: 'utf8', stdio: 'pipe' }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function logInto(lines: string[], warnings: string[]): Log {
  return {
    info: (message) => lines.push(...logLines(message)),
    warning: (message) => warnings.push(message),
    error: (message) => warnings.push(message),
    group: async (_title, work) => await work(),
  };
}

function stateInto(saved: (RunningProcess | undefined)[]): RunState {
  return { save: (running) => saved.push(running), read: () => saved.at(-1) };
}

function writeFile(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
