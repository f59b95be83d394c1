import * as core from '@actions/core';

const known = new Set<string>();
const unplanned = new Set<string>();

/** Everything that this run knows to be secret. GitHub masks it in the log; what is posted is masked by its readers. */
export const actionsSecrets = {
  /** Before anything can print it. */
  add(secret: string): void {
    if (secret.trim() === '' || known.has(secret)) return;
    core.setSecret(secret);
    known.add(secret);
  },
  /** What nobody has called secret: it is removed only while no plan says which values are. */
  addUnplanned(value: string): void {
    unplanned.add(value);
  },
  /** @param planned whether there is a plan, and with it the list of its sensitive values */
  values(planned: boolean): readonly string[] {
    return planned ? [...known] : [...known, ...unplanned];
  },
};
