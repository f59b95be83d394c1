import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as core from '@actions/core';

const STATE = 'files';
/** Plans, their JSON and what commands print: sensitive values in clear. */
const PLANS = 'plans';

let folder: string | undefined;

/**
 * The run's own files, in a folder that only this user may enter. Plans are gone before the next step of the job
 * begins. The rest, such as a Terraform that was installed, is gone with the `post` step, which may need it to save a state.
 */
export const actionsRunFiles = {
  folder(): string {
    if (folder !== undefined) return folder;
    const temporary = process.env.RUNNER_TEMP || tmpdir();
    mkdirSync(temporary, { recursive: true });
    folder = mkdtempSync(join(temporary, 'deployment-'));
    // At once: a run that is killed now leaves the folder to `post`.
    core.saveState(STATE, folder);
    return folder;
  },
  removePlans(): void {
    if (folder !== undefined) rmSync(plansIn(folder), { recursive: true, force: true });
  },
  /** For `post`, which is another process. */
  removeAll(): void {
    const left = core.getState(STATE);
    if (left !== '') rmSync(left, { recursive: true, force: true });
  },
};

export function plansIn(folder: string): string {
  return join(folder, PLANS);
}
