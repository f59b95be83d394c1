import { NO_SLICES } from '../configuration/slices.js';
import { digest, fingerprintOf } from '../plan/digest.js';
import type { Json, Plan, PlanResourceChange } from '../plan/json.js';
import { type AttributeDifference, differingPaths, valueAt } from './drift-values.js';
import { overlap } from './outside.js';
import type { IsOfPlanTime } from './plan-time.js';
import { type Planned, type PlannedChange, plannedChanges } from './planned-changes.js';

/** A shorter text may stand anywhere. */
const SHORTEST_TIME = 8;

/**
 * 64 hex digits: the same as long as the same drift is found. A matter of values: another text of the configuration is not
 * another drift, nor is another time of the plan. Outputs are no part of it, since alone they are no drift.
 * @param outside what counts of what others changed, by address
 */
export function driftFingerprint(
  { plan, digesting, packages }: Pick<Planned, 'plan' | 'digesting' | 'packages'>,
  outside: ReadonlyMap<string, readonly AttributeDifference[]>,
  isOfPlanTime: IsOfPlanTime,
): string {
  const managed = plan.resource_changes.filter(({ mode }) => mode === 'managed');
  const timed = new Map(managed.map((change) => [change, timedPaths(change, isOfPlanTime)]));
  const times = [...timed].flatMap(([change, paths]) => textsAt(change, paths));
  const planned = {
    slices: NO_SLICES,
    digesting: { ...digesting, tokenize: (text: string) => digesting.tokenize(withoutTimes(text, times)) },
    packages,
  };
  const changes = (of: Partial<Plan>) => plannedChanges({ ...planned, plan: { ...plan, ...NOTHING, ...of } });
  const byAddress = new Map(managed.map((change) => [keyOf(change), change]));
  const pending = changes({ ...plan, output_changes: {}, resource_changes: managed })
    .filter(({ stands }) => !stands)
    .map((one) => pendingDigest(one, byAddress.get(one.head.address), (change) => timed.get(change) ?? []));
  const drifted = plan.resource_drift.filter(({ address }) => outside.has(address));
  return fingerprintOf([
    ...pending,
    ...changes({ resource_changes: drifted }).map(({ head, leaves }) => {
      const counts = overlap((outside.get(head.address) ?? []).map(({ path }) => path));
      const values = head.action === 'update' ? leaves.filter(({ path }) => counts(path)) : [];
      return digest(['outside', ...words(head), ...values.flatMap(({ path, digest: value }) => [path, value])]);
    }),
  ]);
}

const NOTHING: Partial<Plan> = {
  resource_changes: [],
  deferred_changes: [],
  output_changes: {},
  action_invocations: [],
  deferred_action_invocations: [],
};

/** Of a replacement only what differs: what is made anew as it was may change from day to day. */
function pendingDigest(
  { head, leaves, unknown }: PlannedChange,
  raw: PlanResourceChange | undefined,
  timedOf: (change: PlanResourceChange) => readonly string[],
): string {
  const isTimed = overlap(raw === undefined ? [] : timedOf(raw));
  const isReplacement = /delete.+create|create.+delete/.test(head.action);
  const differs = raw === undefined || !isReplacement ? () => true : overlap(differingPaths(raw.change));
  const values = leaves.filter(({ path }) => differs(path));
  return digest([
    'pending',
    ...words(head),
    ...values.flatMap(({ path, digest: value }) => [path, isTimed(path) ? 'plan-time' : value]),
    ...unknown,
  ]);
}

function words({ kind, address, type, provider, action, ...head }: PlannedChange['head']): readonly string[] {
  const { previousAddress = '', importId = '', destroys = '', deposed } = head;
  return [kind, address, type, provider, action, previousAddress, importId, destroys, deposed ? 'deposed' : ''];
}

/** A value without digits is made of something else than the time. */
function timedPaths(change: PlanResourceChange, isOfPlanTime: IsOfPlanTime): readonly string[] {
  return differingPaths(change.change).filter(
    (path) => /\d/.test(JSON.stringify(valueAt(change.change.after, path)) ?? '') && isOfPlanTime(change, path),
  );
}

/** Other values that were made from these hold them. */
function textsAt({ change }: PlanResourceChange, paths: readonly string[]): readonly string[] {
  return paths
    .map((path): Json | undefined => valueAt(change.after, path))
    .filter((value): value is string => typeof value === 'string' && value.length >= SHORTEST_TIME);
}

function withoutTimes(text: string, times: readonly string[]): string {
  return times.reduce((replaced, time) => replaced.replaceAll(time, '<plan-time>'), text);
}

function keyOf({ address, deposed }: PlanResourceChange): string {
  return deposed === undefined ? address : `${address} (${deposed})`;
}
