import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

/** One step of a job, as the runner would start it. */
export interface ActionRequest {
  /** A folder that holds `action.yml` and `dist/`, best made by `isolatedAction`. */
  readonly action: string;
  readonly workspace: string;
  /** A folder for the step's own files (event, outputs, state, RUNNER_TEMP). */
  readonly scratch: string;
  readonly event: { readonly name: string; readonly payload: unknown };
  /** Only what the workflow sets: defaults are filled in from `action.yml`, as the runner does. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly token: string;
  readonly repository: string;
  readonly sha: string;
  readonly ref: string;
  readonly actor?: string;
  /** Who started this attempt; default: the actor. */
  readonly triggeringActor?: string;
  readonly runId: string;
  readonly runAttempt?: string;
  /** Added to a small environment of PATH and HOME. */
  readonly environment: Readonly<Record<string, string>>;
  /** `false`: the machine is lost with `main`, and no `post` runs. */
  readonly post?: boolean;
  /** Node binary; default `ACTION_NODE`, then the one that runs this. */
  readonly node?: string;
}

export interface ActionResult {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Standard output and error of `main`, in the order they came. */
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** What the step wrote to the job summary. */
  readonly summary: string;
  readonly post: { readonly exitCode: number | null; readonly log: string; readonly milliseconds: number };
  readonly milliseconds: number;
}

export interface RunningAction {
  readonly process: ChildProcess;
  /** Everything printed so far. */
  log(): string;
  /** Resolves when the log matches; rejects when the step ends before. */
  printed(pattern: RegExp): Promise<void>;
  readonly finished: Promise<ActionResult>;
}

/** Copies `action.yml` and `dist/` alone: what a user's runner downloads, with no `src` and no `node_modules` in reach. */
export async function isolatedAction(root: string, to: string): Promise<string> {
  await mkdir(to, { recursive: true });
  await cp(join(root, 'action.yml'), join(to, 'action.yml'));
  await cp(join(root, 'dist'), join(to, 'dist'), { recursive: true });
  for (const beside of ['docs/troubleshooting.md', '.github/workflows/deploy.yml']) {
    await cp(join(root, beside), join(to, beside));
  }
  return to;
}

export async function runAction(request: ActionRequest): Promise<ActionResult> {
  return await (await startAction(request)).finished;
}

/** Starts `main` the way the runner does; `finished` also runs `post`. */
export async function startAction(request: ActionRequest): Promise<RunningAction> {
  const began = Date.now();
  await mkdir(request.scratch, { recursive: true });
  const folder = await mkdtemp(join(request.scratch, 'step-'));
  const temp = join(folder, 'temp');
  await mkdir(temp);
  const file = async (name: string, content = '') => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  const outputFile = await file('output');
  const summaryFile = await file('summary');
  const stateFile = await file('state');
  const definition = parse(await readFile(join(request.action, 'action.yml'), 'utf8')) as ActionDefinition;
  const environment: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? folder,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION_PATH: request.action,
    GITHUB_ACTION_REPOSITORY: 'octo/well-managed-deployments',
    GITHUB_ACTION_REF: 'v1',
    GITHUB_WORKSPACE: request.workspace,
    GITHUB_EVENT_NAME: request.event.name,
    GITHUB_EVENT_PATH: await file('event.json', JSON.stringify(request.event.payload)),
    GITHUB_REPOSITORY: request.repository,
    GITHUB_SHA: request.sha,
    GITHUB_REF: request.ref,
    GITHUB_ACTOR: request.actor ?? 'alice',
    GITHUB_TRIGGERING_ACTOR: request.triggeringActor ?? request.actor ?? 'alice',
    GITHUB_RUN_ID: request.runId,
    GITHUB_RUN_ATTEMPT: request.runAttempt ?? '1',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_OUTPUT: outputFile,
    GITHUB_STEP_SUMMARY: summaryFile,
    GITHUB_STATE: stateFile,
    GITHUB_ENV: await file('env'),
    GITHUB_PATH: await file('path'),
    RUNNER_TEMP: temp,
    RUNNER_OS: 'Linux',
    ...inputVariables(definition, request),
    ...request.environment,
  };
  const node = request.node ?? process.env.ACTION_NODE ?? process.execPath;
  const script = (phase: 'main' | 'post') => join(request.action, definition.runs[phase]);
  const main = launch(node, script('main'), request.workspace, environment);
  const finished = main.exited.then(async ({ exitCode, signal }): Promise<ActionResult> => {
    const state = parseCommandFile(await readFile(stateFile, 'utf8'));
    const states = Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]));
    const milliseconds = Date.now() - began;
    const afterwards = Date.now();
    const post =
      request.post === false
        ? undefined
        : launch(node, script('post'), request.workspace, { ...environment, ...states });
    const ended = await post?.exited;
    const result: ActionResult = {
      exitCode,
      signal,
      log: main.log(),
      outputs: parseCommandFile(await readFile(outputFile, 'utf8')),
      summary: await readFile(summaryFile, 'utf8'),
      post: {
        exitCode: ended?.exitCode ?? null,
        log: post?.log() ?? '',
        milliseconds: Date.now() - afterwards,
      },
      milliseconds,
    };
    await rm(folder, { recursive: true, force: true });
    return result;
  });
  return { process: main.child, log: main.log, printed: main.printed, finished };
}

interface ActionDefinition {
  readonly inputs: Record<string, { readonly default?: string | number | boolean }>;
  readonly runs: { readonly main: string; readonly post: string };
}

/** `INPUT_` and the name in capitals; spaces become `_`, hyphens stay. */
function inputVariables(definition: ActionDefinition, request: ActionRequest): Record<string, string> {
  const unknown = Object.keys(request.inputs).filter((name) => !(name in definition.inputs));
  if (unknown.length > 0) throw new Error(`action.yml has no input ${unknown.join(', ')}`);
  return Object.fromEntries(
    Object.entries(definition.inputs).map(([name, input]) => {
      const value =
        request.inputs[name] ?? String(input.default ?? '').replaceAll(`\${{ github.token }}`, request.token);
      return [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value];
    }),
  );
}

function launch(node: string, script: string, cwd: string, environment: Record<string, string>) {
  // Its own group, as under the runner: a signal to the test's group does not reach it by accident.
  const child = spawn(node, [script], { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let log = '';
  const watchers = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      log += chunk;
      for (const watch of watchers) watch();
    });
  }
  const exited = new Promise<{ exitCode: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.on('error', reject).on('close', (exitCode, signal) => resolve({ exitCode, signal }));
  });
  const printed = (pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const watch = () => {
        if (!pattern.test(log)) return;
        watchers.delete(watch);
        resolve();
      };
      watchers.add(watch);
      watch();
      exited.then(() => reject(new Error(`The step ended without printing ${pattern}:\n${log}`)), reject);
    });
  return { child, exited, printed, log: () => log };
}

/** `NAME<<DELIMITER`, lines, `DELIMITER`: how an action writes outputs and state. */
export function parseCommandFile(content: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = content.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const [, name, delimiter] = /^(.+?)<<(.+)$/.exec(lines[at] ?? '') ?? [];
    if (name === undefined) continue;
    const value: string[] = [];
    for (at++; at < lines.length && lines[at] !== delimiter; at++) value.push(lines[at] ?? '');
    values[name] = value.join('\n');
  }
  return values;
}
