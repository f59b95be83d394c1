import { isObject, stateResources } from '../plan/fields.js';
import type { ApplyEvent } from '../stream/applied-changes.js';

/** A resource that an apply has created, as its stream named it. */
export interface MadeResource {
  readonly address: string;
  /** Absent where Terraform does not tell. */
  readonly id?: { readonly key: string; readonly value: string } | undefined;
}

/** What these steps of an apply have created and not deleted again. */
export function madeBy(events: Iterable<ApplyEvent>): readonly MadeResource[] {
  const made = new Map<string, MadeResource>();
  for (const { address, action, phase, id } of events) {
    if (phase !== 'done') continue;
    if (action === 'create') made.set(address, { address, id });
  }
  return [...made.values()];
}

/**
 * What these steps have begun to create, and whose end is not known: the apply was killed meanwhile, so it may be there,
 * and no state has it.
 *
 * @param gaveUp Terraform was interrupted twice: it calls failed what it then leaves alone, and saves nothing of it
 */
export function begunBy(events: Iterable<ApplyEvent>, gaveUp = false): readonly MadeResource[] {
  const open = new Set<string>();
  const ended = new Set<string>();
  for (const { address, action, phase } of events) {
    if (action !== 'create') continue;
    if (phase === 'begun') open.add(address);
    else if (phase === 'done' || !gaveUp) ended.add(address);
  }
  return [...open].filter((address) => !ended.has(address)).map((address) => ({ address }));
}

/**
 * Those that a state lacks.
 * @param state as `terraform show -json` has it
 */
export function lackingIn(state: unknown, made: readonly MadeResource[]): readonly MadeResource[] {
  const resources = [...stateResources(isObject(state) ? state.values : undefined)];
  return unknownTo(
    new Map(resources.map(({ address, values }) => [String(address), isObject(values) ? values : {}])),
    made,
  );
}

/**
 * An address that is there with another id is another resource: the one before a replacement, or a second one that a later
 * run has made.
 *
 * @param known attributes by address
 */
export function unknownTo(
  known: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
  made: readonly MadeResource[],
): readonly MadeResource[] {
  return made.filter(({ address, id }) => {
    const values = known.get(address);
    return values === undefined || (id !== undefined && String(values[id.key] ?? id.value) !== id.value);
  });
}

/** The `import` blocks that bring them into the state. Which text a provider imports by is mostly its id. */
export function importBlocks(lacking: readonly MadeResource[]): string {
  return lacking
    .map(({ address, id }) => {
      const by = id === undefined ? '"ID" # not known: see the log of the apply' : hclString(id.value);
      return `import {\n  to = ${address}\n  id = ${by}\n}`;
    })
    .join('\n');
}

function hclString(text: string): string {
  return JSON.stringify(text).replace(/[$%]\{/g, (opened) => `${opened[0]}${opened}`);
}
