import * as v from 'valibot';
import type { PartKind, Slice, SlicePart } from '../configuration/slice.js';
import { sliceFrom } from '../configuration/slice.js';
import type { ReviewedChange, ReviewedPlan } from './reviewed-change.js';

/** Enough to tell by which attribute a change differs, where the whole of it has been compared already. */
const WORD_DIGITS = 8;

const DIGEST = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
const INDEX = v.pipe(v.number(), v.integer(), v.minValue(0));
const KINDS = ['expression', 'block', 'value', 'file', 'folder', 'provider', 'sources', 'absent'] as const;
const PART = v.object({
  k: v.picklist(KINDS),
  n: v.string(),
  f: v.optional(v.string()),
  l: v.optional(INDEX),
  d: DIGEST,
});
const CHANGE = v.object({
  k: v.picklist(['resource', 'output', 'invocation', 'deferred']),
  a: v.string(),
  t: v.optional(v.string(), ''),
  p: v.optional(v.string(), ''),
  x: v.string(),
  f: v.optional(v.string()),
  i: v.optional(v.string()),
  o: v.optional(DIGEST),
  z: v.optional(v.literal(true)),
  w: DIGEST,
  e: v.optional(DIGEST),
  b: INDEX,
  u: v.optional(v.array(v.union([v.string(), v.tuple([v.string(), INDEX])])), []),
  l: v.optional(v.array(v.tuple([v.string(), v.string()])), []),
});
/** The text of a check run's record, after it is unpacked: short names, since a check run has little room. */
export const REVIEW_RECORD = v.object({
  version: v.literal(2),
  keyed: v.boolean(),
  place: v.object({
    workspace: v.string(),
    state: DIGEST,
    account: v.optional(v.string()),
    region: v.optional(v.string()),
  }),
  base: v.string(),
  parts: v.array(PART),
  slices: v.array(v.array(INDEX)),
  changes: v.array(CHANGE),
  also: v.array(v.tuple([v.string(), v.array(v.string())])),
  files: v.optional(v.array(v.tuple([v.string(), DIGEST]))),
});
type Packed = v.InferInput<typeof REVIEW_RECORD>;

/**
 * A plan as JSON, each part of a slice and each slice once.
 * @param options.forWords with what decides nothing: files, places of parts, leaves of what is not updated
 */
export function packed(plan: ReviewedPlan, { forWords }: { readonly forWords: boolean }): string {
  const tables = new Tables(forWords);
  const changes = plan.changes.map((change) => packedChange(change, tables, forWords));
  const known = new Set(plan.changes.map(addressOf));
  const record: Packed = {
    version: 2,
    keyed: plan.keyed,
    place: { ...plan.place },
    base: plan.base,
    parts: tables.parts,
    slices: tables.slices,
    changes,
    also: [...plan.unknown]
      .filter(([address]) => !known.has(address))
      .map(([address, paths]): [string, string[]] => [address, [...paths]]),
    files:
      forWords && plan.files !== undefined
        ? plan.files.map(({ path, digest }): [string, string] => [path, digest])
        : undefined,
  };
  return JSON.stringify(record);
}

/** `undefined` where the text is no record. */
export function unpacked(json: string): ReviewedPlan | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    return undefined;
  }
  const result = v.safeParse(REVIEW_RECORD, parsed);
  if (!result.success) return undefined;
  const { place, keyed, base, parts: table, slices: lists, changes: all, also, files } = result.output;
  const parts = table.map(({ k, n, f, l, d }): SlicePart => {
    return {
      kind: k satisfies PartKind,
      name: n,
      digest: d,
      file: f,
      line: l,
    };
  });
  if (lists.some((list) => list.some((index) => index >= parts.length))) return undefined;
  const slices = lists.map((list) => sliceFrom(list.flatMap((index) => parts[index] ?? [])));
  const changes: ReviewedChange[] = [];
  for (const { k, a, t, p, x, f, i, o, z, w, e, b, u, l } of all) {
    const beside = slices[b];
    if (beside === undefined || u.some((one) => typeof one !== 'string' && slices[one[1]] === undefined))
      return undefined;
    changes.push({
      kind: k,
      address: a,
      type: t,
      provider: p,
      action: x,
      previousAddress: f,
      importId: i,
      destroys: o,
      deposed: z === undefined ? undefined : true,
      whole: w,
      filled: e ?? w,
      beside,
      unknown: u.map((one) => {
        if (typeof one === 'string') return { path: one };
        const [path, index] = one;
        const slice = slices[index];
        return slice === undefined ? { path } : { path, slice };
      }),
      leaves: l.map(([path, digest]) => ({ path, digest })),
    });
  }
  const unknown = new Map(also);
  for (const change of changes) {
    if (change.unknown.length > 0)
      unknown.set(
        addressOf(change),
        change.unknown.map(({ path }) => path),
      );
  }
  return {
    place: {
      workspace: place.workspace,
      state: place.state,
      ...optional('account', place.account),
      ...optional('region', place.region),
    },
    keyed,
    base,
    changes,
    unknown,
    files: files?.map(([path, digest]) => ({ path, digest })),
  };
}

function optional<K extends string>(name: K, value: string | undefined): { readonly [Name in K]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [Name in K]: string });
}

function packedChange(change: ReviewedChange, tables: Tables, forWords: boolean): Packed['changes'][number] {
  const { kind, address, type, provider, action, previousAddress, importId, destroys, deposed } = change;
  const isUpdate = action === 'update';
  return {
    k: kind,
    a: address,
    t: type || undefined,
    p: provider || undefined,
    x: action,
    f: previousAddress,
    i: importId,
    o: destroys,
    z: deposed === undefined ? undefined : (true as const),
    w: change.whole,
    e: change.filled === change.whole ? undefined : change.filled,
    b: tables.slice(change.beside),
    u:
      change.unknown.length === 0
        ? undefined
        : change.unknown.map(({ path, slice }): string | [string, number] =>
            slice === undefined ? path : [path, tables.slice(slice)],
          ),
    l:
      (isUpdate || forWords) && change.leaves.length > 0
        ? change.leaves.map(({ path, digest }): [string, string] => [
            path,
            isUpdate ? digest : digest.slice(0, WORD_DIGITS),
          ])
        : undefined,
  };
}

function addressOf({ kind, address }: ReviewedChange): string {
  return kind === 'output' ? `output.${address}` : address;
}

class Tables {
  readonly parts: Packed['parts'] = [];
  readonly slices: number[][] = [];
  private readonly partIndexes = new Map<string, number>();
  private readonly sliceIndexes = new Map<string, number>();

  constructor(private readonly withPlaces: boolean) {}

  slice({ digest, parts }: Slice): number {
    const known = this.sliceIndexes.get(digest);
    if (known !== undefined) return known;
    const index = this.slices.push(parts.map((part) => this.part(part))) - 1;
    this.sliceIndexes.set(digest, index);
    return index;
  }

  private part({ kind, name, file, line, digest }: SlicePart): number {
    const key = `${kind} ${name} ${digest}`;
    const known = this.partIndexes.get(key);
    if (known !== undefined) return known;
    const place = this.withPlaces ? { f: file, l: line } : {};
    const index = this.parts.push({ k: kind, n: name, ...place, d: digest }) - 1;
    this.partIndexes.set(key, index);
    return index;
  }
}
