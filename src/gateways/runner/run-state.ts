import { readFileSync } from 'node:fs';
import * as core from '@actions/core';
import * as v from 'valibot';
import type { RunningProcess, RunState } from '../../ports/terraform.js';

const STATE = 'terraform';

const schema = v.object({
  pid: v.number(),
  startTime: v.optional(v.string()),
  startedAt: v.string(),
  command: v.string(),
  binary: v.string(),
  directory: v.string(),
  output: v.string(),
  events: v.optional(v.string()),
  workspace: v.optional(v.string()),
  end: v.optional(v.picklist(['well', 'gave-up'])),
});

/** By the runner's state file: `core.saveState` appends to it at once, and the last value wins. */
export const actionsRunState: RunState = {
  save: (running) => core.saveState(STATE, running === undefined ? '' : JSON.stringify(running)),
  read: () => parseRunning(core.getState(STATE)),
};

/** `undefined` for what is empty; throws for what is not ours. */
export function parseRunning(text: string): RunningProcess | undefined {
  if (text === '') return undefined;
  const { startTime, events, workspace, end, ...running } = v.parse(schema, JSON.parse(text));
  return {
    ...running,
    startTime,
    events,
    workspace,
    end,
  };
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

/** Whether it is still this process that has the pid. */
export function isRunning({ pid, startTime }: Pick<RunningProcess, 'pid' | 'startTime'>): boolean {
  if (startTime !== undefined) return processStartTime(pid) === startTime;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
