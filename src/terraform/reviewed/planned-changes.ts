import { type Slice, sliceFrom } from '../configuration/slice.js';
import type { Slices, UnknownAtReview } from '../configuration/slices.js';
import { digest } from '../plan/digest.js';
import { isObject } from '../plan/fields.js';
import type { Json, Plan, PlanActionInvocation, PlanChange, PlanResourceChange } from '../plan/json.js';
import { type OwnPackages, packageAttributes } from '../plan/package-values.js';
import { changedAttributes, resourceChange } from '../plan/resource-change.js';
import type { ChangeHead } from './change-head.js';
import { changedLeaves, type Digesting, pathsUnder, type Side } from './changed-attributes.js';
import { type KnownValues, knownValues } from './known-values.js';
import { filledOf, type ReviewedChange, type ReviewedChanges, type ReviewedLeaf, wholeOf } from './reviewed-change.js';

/** What is compared of a plan that was just made. */
export interface Planned {
  readonly plan: Plan;
  readonly slices: Slices;
  /** With the state's key; without one, where there is no state. */
  readonly digesting: Digesting;
  /** Those that this run makes: their code is reviewed as code. */
  readonly packages?: OwnPackages | undefined;
}

/** One change of a plan, with what is asked of it by the record of another. */
export interface PlannedChange {
  readonly head: ChangeHead;
  /** Replaced because an earlier apply left it unfinished. */
  readonly tainted: boolean;
  /** Digest of the id of the object that is there now. */
  readonly id?: string | undefined;
  /** It changes nothing that is reviewed: it stands as it is. */
  readonly stands: boolean;
  /** What it sets: of an update what changes, else all that is known. */
  readonly leaves: readonly ReviewedLeaf[];
  /** Of the object as it is now, and as it is when this is done. */
  readonly now: KnownValues;
  readonly after: KnownValues;
  /** Paths that are not known now. */
  readonly unknown: readonly string[];
  beside(action: string, unknown?: UnknownAtReview): Slice;
  slice(path: string, unknown?: UnknownAtReview): Slice | undefined;
}

const NOTHING = sliceFrom([]);
const NO_VALUES = knownValues([]);

/** The changes of a plan, those of data sources that are read during the apply and of outputs too. */
export function plannedChanges(planned: Planned): readonly PlannedChange[] {
  const { plan, slices, packages } = planned;
  const digesting = withNamedFiles(planned);
  const deferred = plan.deferred_changes.map(({ resource_change: change }) => change);
  return [
    ...plan.resource_changes.map((change) => ofResource('resource', change, slices, digesting, packages)),
    ...deferred.map((change) => ofResource('deferred', change, slices, digesting, packages)),
    ...Object.entries(plan.output_changes).map(([name, change]) => ofOutput(name, change, slices, digesting)),
    ...plan.action_invocations.map((one) => ofInvocation(one, slices, digesting)),
    ...plan.deferred_action_invocations.map((one) => ofInvocation(one.action_invocation, slices, digesting)),
  ];
}

/** A known text that names a file of the repository takes its content along. */
function withNamedFiles({ slices, digesting }: Planned): Digesting {
  return {
    ...digesting,
    tokenize(text) {
      const file = slices.ofNamedFile(text);
      return `${digesting.tokenize(text)}${file === undefined ? '' : `\0${file.digest}`}`;
    },
  };
}

/** What a record of this plan holds. */
export function reviewedChanges(planned: Planned): ReviewedChanges {
  const all = plannedChanges(planned);
  return {
    keyed: planned.digesting.keyed !== undefined,
    unknown: new Map(all.filter(({ unknown }) => unknown.length > 0).map((one) => [addressOf(one), one.unknown])),
    changes: all
      .filter(({ stands }) => !stands)
      .map(({ head, leaves, unknown, beside, slice }): ReviewedChange => {
        return {
          ...head,
          leaves: leaves.map(({ path, digest: value }) => ({ path, digest: value })),
          whole: wholeOf(leaves),
          filled: filledOf(leaves),
          unknown: unknown.map((path) => {
            const found = slice(path);
            return found === undefined ? { path } : { path, slice: found };
          }),
          beside: beside(head.action),
        };
      }),
  };
}

/** What was not known when a record was made. */
export function knowledgeOf({ unknown }: ReviewedChanges): UnknownAtReview {
  const under = new Map([...unknown].map(([address, paths]) => [address, pathsUnder(paths)]));
  return (address, path) => under.get(address)?.(path) === true;
}

function addressOf({ head }: PlannedChange): string {
  return head.kind === 'output' ? `output.${head.address}` : head.address;
}

function ofResource(
  kind: 'resource' | 'deferred',
  raw: PlanResourceChange,
  slices: Slices,
  base: Digesting,
  packages: OwnPackages | undefined,
): PlannedChange {
  const { action, previousAddress, importId, provider } = resourceChange(raw);
  const { change, address, type } = raw;
  const digesting = withoutBuilds(packageAttributes(type, change.after, packages), base);
  const isUpdate = action === 'update';
  const set = changedLeaves(undefined, side(change, 'after'), change.after_unknown, digesting);
  const after = knownValues(set.leaves);
  const id = change.before === null || change.before === undefined ? undefined : idOf(change, base);
  const destroys = /delete|forget/.test(action) ? id : undefined;
  const leaves = isUpdate ? updated(change, after.digests, digesting) : set.leaves;
  const isCodeOnly = isUpdate && leaves.length + set.unknown.length === 0;
  // Without packages of this run an update changes something, whatever cannot be seen of it.
  const changes =
    action !== 'no-op' && !(isCodeOnly && (packages !== undefined || changedAttributes(change).length === 0));
  return {
    head: {
      kind,
      address,
      type,
      provider,
      action: changes ? action : 'no-op',
      previousAddress,
      importId,
      destroys,
      deposed: raw.deposed === undefined ? undefined : true,
    },
    tainted: raw.action_reason === 'replace_because_tainted',
    id,
    stands: !changes && previousAddress === undefined && importId === undefined,
    leaves: /create|update|read/.test(action) ? leaves : [],
    after,
    now: action === 'no-op' ? after : valuesBefore(change, digesting),
    unknown: set.unknown,
    beside: (reviewed, unknown) => slices.beside(raw, reviewed as never, unknown),
    slice: (path, unknown) => slices.ofUnknown(raw, path, unknown),
  };
}

function ofOutput(name: string, change: PlanChange, slices: Slices, digesting: Digesting): PlannedChange {
  const set = changedLeaves(undefined, side(change, 'after'), change.after_unknown, digesting);
  const changed = changedLeaves(side(change, 'before'), side(change, 'after'), change.after_unknown, digesting);
  const gone = change.actions.join() === 'delete';
  return {
    head: { kind: 'output', address: name, type: '', provider: '', action: gone ? 'delete' : 'set' },
    tainted: false,
    stands:
      change.actions.every((action) => action === 'no-op') || changed.leaves.length + changed.unknown.length === 0,
    leaves: set.leaves,
    now: valuesBefore(change, digesting),
    after: knownValues(set.leaves),
    unknown: set.unknown,
    beside: () => NOTHING,
    slice: (_path, unknown) => slices.ofOutput(name, unknown),
  };
}

function ofInvocation(raw: PlanActionInvocation, slices: Slices, digesting: Digesting): PlannedChange {
  const trigger = raw.lifecycle_action_trigger ?? raw.invoke_action_trigger ?? {};
  const set = changedLeaves(
    undefined,
    { value: { config: raw.config_values ?? null, trigger }, sensitive: { config: raw.config_sensitive ?? false } },
    { config: raw.config_unknown ?? false },
    digesting,
  );
  const { address, type, provider_name: provider = '' } = raw;
  return {
    head: { kind: 'invocation', address, type, provider, action: 'invoke' },
    tainted: false,
    stands: false,
    leaves: set.leaves.map(({ path, digest: value }) => ({ path, digest: value })),
    now: NO_VALUES,
    after: NO_VALUES,
    unknown: set.unknown,
    beside: (_action, unknown) => slices.ofInvocation(raw, unknown),
    slice: () => undefined,
  };
}

/** Leaves with another value than before, and those that are taken away. */
function updated(
  change: PlanChange,
  after: ReadonlyMap<string, string>,
  digesting: Digesting,
): readonly ReviewedLeaf[] {
  const { leaves } = changedLeaves(side(change, 'before'), side(change, 'after'), change.after_unknown, digesting);
  return leaves.map(({ path }) => ({ path, digest: after.get(path) ?? absentAt(path) }));
}

/** The digest of a leaf that is taken away. */
export function absentAt(path: string): string {
  return digest(['absent', path]);
}

function side(change: PlanChange, which: 'before' | 'after'): Side {
  return which === 'before'
    ? { value: change.before, sensitive: change.before_sensitive }
    : { value: change.after, sensitive: change.after_sensitive };
}

function valuesBefore(change: PlanChange, digesting: Digesting): KnownValues {
  return knownValues(changedLeaves(undefined, side(change, 'before'), undefined, digesting).leaves);
}

/** Package values are code, reviewed as code: which package a function runs enters, which build of it does not. */
function withoutBuilds(isPackage: (attribute: Json | undefined) => boolean, digesting: Digesting): Digesting {
  return {
    ...digesting,
    ignoreUnknown: ([attribute]) => isPackage(attribute),
    substitute: ([attribute], value) => {
      if (!isPackage(attribute)) return value;
      return attribute === 's3_key' && typeof value === 'string' ? digesting.tokenize(value) : undefined;
    },
  };
}

function idOf(
  { before, before_sensitive: marks, before_identity: identity }: PlanChange,
  digesting: Digesting,
): string {
  const { tokenize, keyed } = digesting;
  const id = isObject(before) ? (before.id ?? null) : null;
  const text = tokenize(JSON.stringify(id ?? identity ?? null));
  const isSensitive = marks === true || (isObject(marks) && marks.id === true);
  if (!isSensitive) return digest(['id', text]);
  return digest(['id', keyed === undefined ? 'sensitive' : keyed(text)]);
}

/** The same of an id that is no secret, and does not differ in each run. */
export function digestOfId(id: string): string {
  return digest(['id', JSON.stringify(id)]);
}
