/** Who holds a state lock, as Terraform's error or a lock object says. */
export interface StateLock {
  readonly id: string;
  readonly who: string;
  /** As Terraform writes it, or ISO 8601. */
  readonly created: string;
  readonly operation: string;
  readonly path: string;
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

/** The JSON of a `.tflock` object in the state's bucket, or of a local `.terraform.tfstate.lock.info`. */
export function parseLockJson(text: string): StateLock | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const fields: Readonly<Record<string, unknown>> = { ...value };
    const field = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
    if (field('ID') === '') return undefined;
    return {
      id: field('ID'),
      who: field('Who'),
      created: field('Created'),
      operation: field('Operation'),
      path: field('Path'),
    };
  } catch {
    return undefined;
  }
}
