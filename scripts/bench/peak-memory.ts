import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** GNU time: a shell's own `time` does not know memory. */
const TIME = '/usr/bin/time';

/** The peak resident set of processes, as the kernel tells it to who waits for them. */
export class PeakMemory {
  readonly #file: string;
  readonly #measures = spawnSync(TIME, ['-f', '%M', 'true'], { stdio: 'ignore' }).status === 0;

  constructor(private readonly folder: string) {
    this.#file = join(folder, 'peak');
    if (!this.#measures) console.log(`${TIME} (GNU) is not installed: the memory of the other tools is left out.`);
  }

  /** The command that measures this one; as it is where nothing does. */
  around(command: readonly string[]): readonly string[] {
    return this.#measures ? [TIME, '--append', '--output', this.#file, '--format', '%M', ...command] : command;
  }

  /** Options of Node with which a process tells its own: a shell around it would drop the inputs, whose names have a dash. */
  optionsOfNode(): string {
    const hook = join(this.folder, 'peak.cjs');
    const line = '`${process.resourceUsage().maxRSS}\\n`';
    const told = `require('node:fs').appendFileSync(${JSON.stringify(this.#file)}, ${line})`;
    writeFileSync(hook, `process.on('exit', () => ${told});\n`);
    return `--require ${hook}`;
  }

  /** MiB, the most of all that was measured since this was asked; `undefined` where it cannot be measured. */
  taken(): number | undefined {
    if (!existsSync(this.#file)) return undefined;
    const kibibytes = readFileSync(this.#file, 'utf8')
      .split('\n')
      .filter((line) => /^\d+$/.test(line))
      .map(Number);
    rmSync(this.#file);
    return kibibytes.length === 0 ? undefined : Math.max(...kibibytes) / 1024;
  }
}
