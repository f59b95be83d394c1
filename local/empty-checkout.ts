import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Rehearsal } from './rehearsal.js';

/** What a line printed, on both streams, and how its shell ended. */
export interface Typed {
  readonly said: string;
  readonly exitCode: number | null;
}

/** Runs a line that was printed, as a person would: in a clone, where nothing is initialised, with `yes` to every question. */
export async function inEmptyCheckout(rehearsal: Rehearsal, line: string): Promise<Typed> {
  const { folder, git } = rehearsal;
  const clone = join(folder, 'clone');
  await rm(clone, { recursive: true, force: true });
  await git.git('clone', '--quiet', git.path, clone);
  return await typed(line, clone, rehearsal.environment());
}

/** Not at once: the servers that it asks may be this process. */
export async function typed(
  line: string,
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<Typed> {
  const child = spawn('sh', ['-c', `yes yes | (${line})`], { cwd: folder, env: { ...process.env, ...environment } });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { said, exitCode };
}
