import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The processes that this one has started, and theirs; Linux alone tells. */
export function descendants(pid: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const [parent] = statOf(name);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found: number[] = [];
  for (const waiting = [pid]; waiting.length > 0; ) {
    const own = children.get(waiting.shift() ?? 0) ?? [];
    found.push(...own);
    waiting.push(...own);
  }
  return found;
}

/** The processes that work in a folder, whoever has started them. */
export function workingIn(folder: string): readonly number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      return readlinkSync(`/proc/${name}/cwd`).startsWith(`${folder}/`) ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

export function isTerraform(pid: number): boolean {
  return statOf(String(pid))[1] === 'terraform';
}

/** One that has ended by itself needs no signal. */
export function end(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It is gone.
    }
  }
}

/** Parent and name of a process. */
function statOf(pid: string): readonly [number, string] | readonly [] {
  if (!/^\d+$/.test(pid)) return [];
  try {
    const [, name = '', parent = ''] = /^\d+ \((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return [Number(parent), name];
  } catch {
    return [];
  }
}
