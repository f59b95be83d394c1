import { digest } from '../plan/digest.js';
import { isObject, stateResources } from '../plan/fields.js';
import type { Plan } from '../plan/json.js';
import type { ApplyEvent } from '../stream/applied-changes.js';

/** A resource that an apply has created, as its stream named it. */
export interface MadeResource {
  readonly address: string;
  /** Absent where Terraform does not tell. */
  readonly id?: { readonly key: string; readonly value: string } | undefined;
  /** What it is to replace, as a digest of its id; `''` where that is not known. Absent where it replaces nothing. */
  readonly replaces?: string | undefined;
}

/** One that a state lacks. */
export interface LackingResource extends MadeResource {
  /** The id of another one that the state has at this address. */
  readonly occupant?: string | undefined;
}

type Attributes = Readonly<Record<string, unknown>>;

/** What a plan creates, also in place of another one. Which it was, tells whether it is there after a machine was lost. */
export function meantToCreate(plan: Pick<Plan, 'resource_changes'>): readonly MadeResource[] {
  return plan.resource_changes.flatMap(({ address, mode, deposed, change: { actions, before } }) => {
    if (mode !== 'managed' || deposed !== undefined || !actions.includes('create')) return [];
    return [actions.length === 1 ? { address } : { address, replaces: idDigest(isObject(before) ? before : {}) }];
  });
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
export function lackingIn(state: unknown, made: readonly MadeResource[]): readonly LackingResource[] {
  const known = attributesIn(state);
  return unknownTo(known, made).map((one) => ({ ...one, occupant: idOf(known.get(one.address) ?? {}) }));
}

/**
 * What an apply that was cut off has made, as its mark holds it. What was still being made is in no state: what stands at its
 * address was to be replaced.
 * @param state behind that apply; `undefined` where it could not be read
 */
export function behind(state: unknown, made: readonly MadeResource[]): readonly MadeResource[] {
  const known = state === undefined ? undefined : attributesIn(state);
  return made.map((one) => {
    if (one.id !== undefined) return one;
    if (known === undefined) return { ...one, replaces: UNKNOWN };
    const values = known.get(one.address);
    return values === undefined ? one : { ...one, replaces: idDigest(values) };
  });
}

function attributesIn(state: unknown): ReadonlyMap<string, Attributes> {
  const resources = [...stateResources(isObject(state) ? state.values : undefined)];
  return new Map(resources.map(({ address, values }) => [String(address), isObject(values) ? values : {}]));
}

const UNKNOWN = '';

/** Newer resources of providers have no `id`. */
function idOf({ id, arn }: Attributes): string | undefined {
  return [id, arn].find((one) => typeof one === 'string');
}

/** Whoever reads the repository can read a mark, and an id may be a secret. */
function idDigest(values: Attributes): string {
  const id = idOf(values);
  return id === undefined ? UNKNOWN : digest(['id', id]);
}

/**
 * An address that is there with another id is another resource: the one before a replacement, or a second one that a later
 * run has made.
 *
 * @param known attributes by address
 */
export function unknownTo(
  known: ReadonlyMap<string, Attributes>,
  made: readonly MadeResource[],
): readonly MadeResource[] {
  return made.filter(({ address, id, replaces }) => {
    const values = known.get(address);
    if (values === undefined) return true;
    if (id !== undefined) return String(values[id.key] ?? id.value) !== id.value;
    return replaces === UNKNOWN || replaces === idDigest(values);
  });
}

/**
 * The `import` blocks that bring them into the state. Which text a provider imports by is mostly its id. Terraform imports
 * nothing to an address that the state has: of such a one a comment says what to do.
 */
export function importBlocks(lacking: readonly LackingResource[]): string {
  return lacking
    .map(({ address, id, occupant }) => {
      if (occupant !== undefined) {
        const made = id === undefined ? 'if there is one' : JSON.stringify(id.value);
        return `# ${address}: the state has ${JSON.stringify(occupant)} here, which was to be replaced. Delete the new one in AWS, ${made}`;
      }
      const by = id === undefined ? '"ID" # not known: see the log of the apply' : hclString(id.value);
      return `import {\n  to = ${address}\n  id = ${by}\n}`;
    })
    .join('\n');
}

function hclString(text: string): string {
  return JSON.stringify(text).replace(/[$%]\{/g, (opened) => `${opened[0]}${opened}`);
}
