import { rmSync } from 'node:fs';

/**
 * The `post` step of a run that has left nothing to put in order, which is nearly every one: its files are deleted. It
 * imports nothing, because loading the whole action again would take longer than all of this.
 *
 * @param environment with the values that `main` has saved, as the runner hands them over
 * @returns whether this was all
 */
export function lightPost(environment: Readonly<Record<string, string | undefined>>): boolean {
  const saved = (name: string) => environment[`STATE_${name}`] ?? '';
  if (saved('started') === '' || saved('deployment') !== '' || saved('terraform') !== '') return false;
  if (saved('files') !== '') rmSync(saved('files'), { recursive: true, force: true });
  process.stdout.write('Nothing is left to do.\n');
  return true;
}
