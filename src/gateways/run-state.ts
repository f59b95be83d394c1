import { readFileSync } from 'node:fs';
import * as core from '@actions/core';
import * as v from 'valibot';

/** A Terraform that runs, or may still run: what the `post` step needs to find it, and what it left. */
export interface RunningProcess {
  readonly pid: number;
  /**
   * When it started, in the kernel's clock ticks since boot. Pids are used again; a pid with this start time is not.
   * Absent where the system does not tell.
   */
  readonly startTime?: string;
  /** `apply`, without arguments: they may hold secrets. */
  readonly command: string;
  /** Absolute paths. */
  readonly binary: string;
  readonly directory: string;
  readonly workspace: string;
}

/** What a run leaves for its `post` step, which is another process. */
export interface RunState {
  /** `undefined`: nothing runs any more. Written before this returns. */
  save(running: RunningProcess | undefined): void;
  read(): RunningProcess | undefined;
}

const STATE = 'terraform';

const schema = v.object({
  pid: v.number(),
  startTime: v.optional(v.string()),
  command: v.string(),
  binary: v.string(),
  directory: v.string(),
  workspace: v.string(),
});

/** By the runner's state file: `core.saveState` appends to it at once, and the last value wins. */
export const actionsRunState: RunState = {
  save: (running) => core.saveState(STATE, running === undefined ? '' : JSON.stringify(running)),
  read: () => parseRunning(core.getState(STATE)),
};

/** `undefined` for what is empty or not ours. */
export function parseRunning(text: string): RunningProcess | undefined {
  if (text === '') return undefined;
  const { startTime, ...running } = v.parse(schema, JSON.parse(text));
  return { ...running, ...(startTime === undefined ? {} : { startTime }) };
}

/**
 * Field 22 of `/proc/PID/stat` (proc(5)); `undefined` when there is no such process, or no `/proc`. The second field
 * is the command in parentheses and may itself hold any of both, so counting starts after the last one.
 */
export function processStartTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const afterCommand = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended; only nobody has asked for its exit code yet.
    return afterCommand[0] === 'Z' ? undefined : afterCommand[19];
  } catch {
    return undefined;
  }
}
