import { isDeepStrictEqual } from 'node:util';
import { formatPath } from './attribute-path.js';
import type { ResourceAction, ResourceChange } from './change-set.js';
import { holdsTrue, isObject } from './fields.js';
import type { Json, PlanChange, PlanResourceChange } from './json.js';
import { blankAttributes } from './white-space.js';

/** One resource's change, from Terraform's words into ours. Holds no values: these may be sensitive. */
export function resourceChange(raw: PlanResourceChange): ResourceChange {
  const { change, previous_address: from, deposed, action_reason: reason } = raw;
  const action = actionOf(change);
  const importId = importIdOf(change);
  const names = comparesBothSides(action) ? changedAttributes(change) : [];
  const blank = blankAttributes(change, names);
  return {
    address: raw.address,
    module: raw.module_address ?? '',
    mode: raw.mode === 'data' ? 'data' : 'managed',
    type: raw.type,
    name: raw.name,
    provider: raw.provider_name ?? '',
    action,
    replacePaths: [...new Set((change.replace_paths ?? []).map((path) => formatPath(shownPath(path, change))))],
    changedAttributes: names,
    previousAddress: from === undefined || from === raw.address ? undefined : from,
    importId,
    reason,
    deposed,
    blank: Object.keys(blank).length === 0 ? undefined : blank,
  };
}

/** As far as the first sensitive mark: below one, a key is as secret as its value. */
function shownPath(path: Json, { before_sensitive, after_sensitive }: PlanChange): Json {
  if (!Array.isArray(path)) return path;
  let marks = [before_sensitive, after_sensitive];
  const end = path.findIndex((step) => {
    const isBelow = marks.some((one) => one === true);
    marks = marks.map((one) => markAt(one, step));
    return isBelow;
  });
  return end < 0 ? path : path.slice(0, end);
}

function markAt(marks: Json | undefined, step: Json): Json | undefined {
  if (typeof marks !== 'object' || marks === null) return undefined;
  const key = String(step);
  return Object.hasOwn(marks, key) ? (marks as { readonly [key: string]: Json })[key] : undefined;
}

/** Top-level attributes whose value, sensitivity or knowledge differs between the two sides, sorted. */
export function changedAttributes(change: PlanChange): readonly string[] {
  const { before, after, after_unknown: unknown } = change;
  if (!isObject(before) || !isObject(after)) return [];
  const names = new Set([
    ...Object.keys(before),
    ...Object.keys(after),
    ...(isObject(unknown) ? Object.keys(unknown) : []),
  ]);
  return [...names]
    .filter(
      (name) =>
        holdsTrue(isObject(unknown) ? unknown[name] : undefined) ||
        !isDeepStrictEqual(before[name] ?? null, after[name] ?? null) ||
        holdsTrue(mark(change.before_sensitive, name)) !== holdsTrue(mark(change.after_sensitive, name)),
    )
    .sort();
}

function mark(marks: Json | undefined, name: string): Json | undefined {
  return isObject(marks) ? marks[name] : marks;
}

function comparesBothSides(action: ResourceAction): boolean {
  return action === 'update' || action === 'delete-create' || action === 'create-delete' || action.includes('-forget');
}

function actionOf({ actions }: PlanChange): ResourceAction {
  const word = actions.join('-');
  switch (word) {
    case 'create':
    case 'update':
    case 'delete':
    case 'delete-create':
    case 'create-delete':
    case 'forget-create':
    case 'create-forget':
    case 'forget':
    case 'read':
      return word;
    default:
      return 'no-op';
  }
}

/** An import by identity, or by an id that is known only after apply, has no id that could be shown. */
function importIdOf({ importing }: PlanChange): string | undefined {
  if (importing === undefined || importing === null) return undefined;
  if (typeof importing.id === 'string' && importing.id !== '') return importing.id;
  return importing.identity === undefined ? '(known after apply)' : JSON.stringify(importing.identity);
}
