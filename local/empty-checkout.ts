import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Rehearsal } from './rehearsal.js';

/**
 * Runs a line that was printed, as a person would: in a clone, where nothing is initialised, with `yes` to every question.
 * @returns what it printed
 */
export async function inEmptyCheckout({ folder, git, cloud }: Rehearsal, line: string): Promise<string> {
  const clone = join(folder, 'clone');
  await rm(clone, { recursive: true, force: true });
  await git.git('clone', '--quiet', git.path, clone);
  // Not at once: the servers that it asks are this process.
  const child = spawn('sh', ['-c', `yes yes | (${line})`], {
    cwd: clone,
    env: { ...process.env, ...cloud.environment(), TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1' },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  await new Promise((resolve) => child.on('close', resolve));
  return said;
}
