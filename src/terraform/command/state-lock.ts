/** Who holds a state lock, as Terraform's error says. */
export interface StateLock {
  readonly id: string;
  readonly who: string;
  /** As Terraform writes it. */
  readonly created: string;
  readonly operation: string;
  readonly path: string;
}

/** When it was taken, in milliseconds; `NaN` where it does not say. */
export function takenAt({ created }: StateLock): number {
  return Date.parse(created.replace(/^(\S+) (\S+?)(\.\d{3})?\d* \+0000 UTC$/, '$1T$2$3Z'));
}

/**
 * The `Lock Info` of the error "Error acquiring the state lock"; wrapped or indented, with `-json` or without. The `http`
 * backend prints there what was asked for, and of the lock that is held only its id (seen with Terraform 1.11.4).
 */
export function parseLockText(text: string): StateLock | undefined {
  const held = /already locked:\s+ID=(\S+)/.exec(text)?.[1];
  if (held !== undefined) return { id: held, who: '', created: '', operation: '', path: '' };
  const field = (name: string) => new RegExp(`^[ │]*${name}:[ ]+(.*)$`, 'm').exec(text)?.[1]?.trim() ?? '';
  const id = field('ID');
  if (!/Lock Info:/.test(text) || id === '') return undefined;
  return { id, who: field('Who'), created: field('Created'), operation: field('Operation'), path: field('Path') };
}
