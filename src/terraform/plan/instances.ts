import type { ResourceChange } from './change-set.js';

/** Instances of one resource with one and the same change. */
export interface Instances {
  readonly first: ResourceChange;
  readonly all: readonly ResourceChange[];
  /** The address without its keys: of a single instance the whole address. */
  readonly address: string;
  /** `[0]` to `[199]`, or each of them; of a single instance none. */
  readonly keys: readonly string[];
}

const KEYS = /\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g;

/** Changes of `count` and `for_each` that differ by nothing but the key, in the order in which they are first met. */
export function grouped(changes: readonly ResourceChange[]): readonly Instances[] {
  const groups = new Map<string, ResourceChange[]>();
  for (const change of changes) {
    const key = kindOf(change);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [change]);
    else group.push(change);
  }
  return [...groups.values()].flatMap((all): readonly Instances[] => {
    const [first] = all;
    if (first === undefined) return [];
    if (all.length === 1) return [{ first, all, address: first.address, keys: [] }];
    return [{ first, all, address: withoutKeys(first.address), keys: all.map(({ address }) => keysOf(address)) }];
  });
}

/** `module.a["x"].aws_y.z[0]` is an instance of `module.a.aws_y.z`. */
export function withoutKeys(address: string): string {
  return address.replace(KEYS, '');
}

function keysOf(address: string): string {
  return (address.match(KEYS) ?? []).join('');
}

/** What is said of a change, beside its key. What moves or is imported has words of its own. */
function kindOf(change: ResourceChange): string {
  const { address, action, reason, deposed, replacePaths, changedAttributes, previousAddress, importId, blank } =
    change;
  if (previousAddress !== undefined || importId !== undefined || keysOf(address) === '') return address;
  return JSON.stringify([
    withoutKeys(address),
    action,
    reason ?? '',
    deposed === undefined ? '' : 'deposed',
    replacePaths,
    changedAttributes,
    blank ?? {},
  ]);
}
