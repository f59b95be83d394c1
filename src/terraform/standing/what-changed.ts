import type { ChangeSet } from '../plan/change-set.js';
import { digestOfId } from '../reviewed/planned-changes.js';
import type { ReviewedChange, ReviewedChanges } from '../reviewed/reviewed-change.js';
import type { Link } from './text-walk.js';
import { addressWithoutKeys } from './tree-closures.js';

/** Of one deployment, by address without instance keys: top-level attributes that it changes, or `*` for another object. */
export type DeployedChanges = ReadonlyMap<string, readonly string[]>;

const ALL = '*';
/** Beside `ALL`: an instance is gone. */
const GONE = '-';
/** Beside `ALL`, followed by the digest of an id. */
const IMPORTED = 'import ';

/** What a plan changes, and what was deployed since it was made. */
export class WhatChanged {
  private readonly planned = new Map<string, Set<string>>();
  private readonly since: Map<string, Set<string>> | undefined;

  /** @param deployed `undefined` for one that is not known */
  constructor(
    { changes, unknown }: Pick<ReviewedChanges, 'changes' | 'unknown'>,
    deployed: readonly (DeployedChanges | undefined)[],
  ) {
    for (const change of changes) {
      for (const [address, attribute] of changedBy(change)) add(this.planned, address, attribute);
    }
    for (const [address, paths] of unknown) {
      for (const path of paths) add(this.planned, addressWithoutKeys(address, ''), rootOf(path));
    }
    if (deployed.includes(undefined)) return;
    this.since = new Map();
    for (const one of deployed) {
      for (const [address, attributes] of one ?? []) for (const name of attributes) add(this.since, address, name);
    }
  }

  /** Neither the plan nor a deploy since changes it: it is known, and the same. */
  isStable({ address, attribute }: Link): boolean {
    return !isRead(address) && !this.isDeployed(address, attribute) && !isIn(this.planned, address, attribute);
  }

  /** Whether a deploy since may have taken an instance away. */
  isGone(address: string): boolean {
    return this.since?.get(address)?.has(GONE) === true;
  }

  /** Whether a deploy since may have changed this attribute; without one, anything of it. */
  isDeployed(address: string, path?: string): boolean {
    return this.since === undefined || isIn(this.since, address, path === undefined ? undefined : rootOf(path));
  }

  /** Whether the plan or a deploy since takes over the object of this id, as a record holds it. */
  imports(id: string): boolean {
    const found = [...this.planned.values(), ...(this.since?.values() ?? [])];
    return found.some((names) => names.has(`${IMPORTED}${id}`));
  }

  /** Whether all deploys since have said what they changed. */
  get isKnown(): boolean {
    return this.since !== undefined;
  }
}

function* changedBy(change: ReviewedChange): Generator<readonly [string, string]> {
  const { kind, address, action, previousAddress, importId, deposed, leaves, unknown } = change;
  if (kind !== 'resource') return;
  const isPlain = action === 'update' && (previousAddress ?? importId ?? deposed) === undefined;
  for (const one of [address, previousAddress]) {
    if (one === undefined) continue;
    const at = addressWithoutKeys(one, kind);
    if (!isPlain) yield [at, ALL];
    if (importId !== undefined) yield [at, `${IMPORTED}${digestOfId(importId)}`];
    for (const { path } of [...leaves, ...unknown]) yield [at, rootOf(path)];
  }
}

function isIn(changed: ReadonlyMap<string, ReadonlySet<string>>, address: string, attribute?: string): boolean {
  const names = changed.get(address);
  return names !== undefined && (attribute === undefined || names.has(ALL) || names.has(attribute));
}

function add(into: Map<string, Set<string>>, address: string, name: string): void {
  into.set(address, (into.get(address) ?? new Set()).add(name));
}

/** `a` of `a.b[0]`; all of a path that does not begin with a name. */
function rootOf(path: string): string {
  return /^[\w-]+/.exec(path)?.[0] ?? ALL;
}

/** It is read anew in each run. */
function isRead(address: string): boolean {
  return /(?:^|\.)(?:data|ephemeral)\.[^.]+\.[^.]+$/.test(address);
}

/** What applying a plan may change, or a part of it. */
export function deployedChanges({ resources, outputs }: Pick<ChangeSet, 'resources' | 'outputs'>): DeployedChanges {
  const found = new Map<string, Set<string>>();
  for (const { name } of outputs) add(found, addressWithoutKeys(name, 'output'), ALL);
  for (const { address, mode, action, previousAddress, importId, deposed, changedAttributes } of resources) {
    if (mode === 'data') continue;
    const stays = (previousAddress ?? importId ?? deposed) === undefined;
    if (stays && action === 'no-op') continue;
    const marks = [
      ...(action === 'delete' || action === 'forget' ? [GONE] : []),
      ...(importId === undefined ? [] : [`${IMPORTED}${digestOfId(importId)}`]),
    ];
    const names = stays && action === 'update' ? changedAttributes : [ALL, ...marks];
    for (const one of [address, previousAddress]) {
      if (one !== undefined) for (const name of names) add(found, addressWithoutKeys(one, ''), name);
    }
  }
  return new Map([...found].map(([address, names]) => [address, [...names]]));
}
