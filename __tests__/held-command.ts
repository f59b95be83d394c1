import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './until.js';

/**
 * A provisioner that lasts until the test lets it go on: its shell's parent (Terraform) stands in `begun`, it waits
 * for `over`. It ends by itself where the folder is removed.
 */
export const HELD = 'echo $PPID > begun; while test -e begun && ! test -e over; do sleep 0.1; done';

/** Waits until it has begun: the pid of the Terraform that runs it. */
export async function heldBy(directory: string): Promise<number> {
  const file = join(directory, 'begun');
  await until(() => existsSync(file) && readFileSync(file, 'utf8').endsWith('\n'));
  return Number(readFileSync(file, 'utf8'));
}

export function letOn(directory: string): void {
  writeFileSync(join(directory, 'over'), '');
}
