import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { chmod, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../ports/run.js';
import type { LeftBehind, RunningProcess } from '../../ports/terraform.js';
import { SHOW_STATE_ARGUMENTS, statePushArguments } from '../../terraform/command/arguments.js';
import { hasGivenUp } from '../../terraform/command/how-it-ended.js';
import { begunBy, madeBy } from '../../terraform/command/made-resources.js';
import type { ApplyEvent } from '../../terraform/stream/applied-changes.js';
import { lockUser } from '../runner/lock-user.js';
import { isRunning } from '../runner/run-state.js';
import { shown } from './answers/shown-plan.js';
import { type CommandSettings, readableName, readCommand, runCommand } from './command.js';
import { settledEnvironment } from './environment.js';
import { LeftForPost } from './left-for-post.js';
import { TerraformOutput } from './output.js';
import { followLines } from './process-output.js';
import { heldLock, releaseLock } from './state-lock.js';
import { OVERRIDE } from './workspace.js';

/** Milliseconds between two looks at the process. */
const INTERVAL = 250;

/**
 * What this ended process has left, by Terraform itself, so that it works on every backend.
 *
 * @param environment filtered by `terraformEnvironment`
 */
export function connectLeftBehind(
  running: RunningProcess,
  environment: Readonly<Record<string, string>>,
  log: Log,
): LeftBehind {
  const { directory, output, startedAt } = running;
  const scratch = dirname(output);
  // The run has removed it when it ended.
  mkdirSync(scratch, { recursive: true, mode: 0o700 });
  const settings: CommandSettings = {
    program: running.binary,
    binary: readableName(running.binary),
    version: '',
    platform: '',
    directory,
    workspace: running.workspace ?? 'default',
    environment: { ...rescueEnvironment(running, environment, log) },
    scratch,
    log,
    // Nobody is to interrupt these: they take a moment, and the runner ends them when the time is over.
    signal: new AbortController().signal,
    left: LeftForPost.nothing(log),
  };
  const events: ApplyEvent[] = [];
  let gaveUp = running.end === 'gave-up';
  return {
    who: lockUser(),

    async ended(seconds) {
      const printed = new TerraformOutput(log, (event) => events.push(event));
      const streamed = running.command === 'apply' || running.command === 'plan';
      const follower = streamed ? followLines(output, (line) => printed.stream(line)) : undefined;
      const patience = Date.now() + seconds * 1000;
      while (isRunning(running) && Date.now() < patience) await sleep(INTERVAL);
      await follower?.finish();
      gaveUp ||= hasGivenUp(printed.diagnostics);
      if (isRunning(running)) return false;
      await rm(join(directory, OVERRIDE), { force: true });
      return true;
    },

    lock: () => heldLock(settings),
    unlock: (id) => releaseLock(settings, id),

    async erroredState() {
      const file = join(directory, 'errored.tfstate');
      const found = await stat(file).catch(() => undefined);
      if (found === undefined || found.mtimeMs < Date.parse(startedAt)) return undefined;
      // Terraform writes it for everyone to read.
      await chmod(file, 0o600);
      return file;
    },

    made() {
      const all = [...savedEvents(running.events), ...events];
      return [...madeBy(all), ...begunBy(all, gaveUp)];
    },

    async state() {
      return shown(settings, await readCommand(settings, SHOW_STATE_ARGUMENTS), 'state');
    },

    async push(file, locked) {
      await runCommand(settings, statePushArguments(file, locked), 'text');
      // It holds secrets in clear, and a later run must not push it again.
      await rm(file);
    },
  };
}

/** A line that broke off with the disk or the process is none; the output has it where that is still there. */
function savedEvents(file: string | undefined): readonly ApplyEvent[] {
  if (file === undefined || !existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as ApplyEvent];
      } catch {
        return [];
      }
    });
}

function rescueEnvironment(
  { workspace }: RunningProcess,
  { TF_WORKSPACE: _, ...environment }: Readonly<Record<string, string>>,
  log: Log,
): Record<string, string> {
  const settled = settledEnvironment(
    { environment, workspace: workspace ?? 'default', stage: '', variables: new Map() },
    log,
  );
  return workspace === undefined ? settled : { ...settled, TF_WORKSPACE: workspace };
}
