import { isObject, stateResources } from '../plan/fields.js';
import type { ApplyEvent } from '../stream/applied-changes.js';

/** A resource that an apply has created, as its stream named it. */
export interface MadeResource {
  readonly address: string;
  /** Absent where Terraform does not tell. */
  readonly id?: { readonly key: string; readonly value: string } | undefined;
  /** The id that the state has at this address: of the one that it was to replace. */
  readonly replaces?: string | undefined;
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
  const known = attributesIn(state);
  return unknownTo(known, made).map((one) => ({ ...one, replaces: one.replaces ?? idOf(known, one) }));
}

/**
 * Those that a state lacks that was read behind an apply that was cut off. What was still being made is not in it: what
 * stands at its address was to be replaced.
 */
export function lackingBehind(state: unknown, made: readonly MadeResource[]): readonly MadeResource[] {
  const known = attributesIn(state);
  return lackingIn(
    state,
    made.map((one) => (one.id === undefined ? { ...one, replaces: idOf(known, one) } : one)),
  );
}

function attributesIn(state: unknown): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  const resources = [...stateResources(isObject(state) ? state.values : undefined)];
  return new Map(resources.map(({ address, values }) => [String(address), isObject(values) ? values : {}]));
}

function idOf(known: ReadonlyMap<string, Readonly<Record<string, unknown>>>, { address }: MadeResource) {
  const id = known.get(address)?.id;
  return typeof id === 'string' ? id : undefined;
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
  return made.filter(({ address, id, replaces }) => {
    const values = known.get(address);
    if (id === undefined && replaces !== undefined) return values === undefined || values.id === replaces;
    return values === undefined || (id !== undefined && String(values[id.key] ?? id.value) !== id.value);
  });
}

/** The `import` blocks that bring them into the state. Which text a provider imports by is mostly its id. */
export function importBlocks(lacking: readonly MadeResource[]): string {
  return lacking
    .map(({ address, id, replaces }) => {
      const there =
        replaces === undefined
          ? ''
          : `# The state still has ${JSON.stringify(replaces)} here, which was to be replaced. Delete the new one, or take that one out of the state before this is merged\n`;
      const by = id === undefined ? '"ID" # not known: see the log of the apply' : hclString(id.value);
      return `${there}import {\n  to = ${address}\n  id = ${by}\n}`;
    })
    .join('\n');
}

function hclString(text: string): string {
  return JSON.stringify(text).replace(/[$%]\{/g, (opened) => `${opened[0]}${opened}`);
}
