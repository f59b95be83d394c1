import type { Block, Body } from '../hcl/body.js';
import { formatPath } from '../plan/attribute-path.js';
import { holdsTrue, isEmpty, isObject, isUnknown } from '../plan/fields.js';
import type { Json, PlanResourceChange } from '../plan/json.js';
import { blocksOf, contentOf, type Declaration, type Named } from './module-index.js';
import type { UnknownAtReview } from './slices.js';

/**
 * Attributes that a block sets and the plan shows as nothing, and types of nested blocks that have such attributes. The
 * plan's JSON does not say which arguments are write-only: they are sent, and planned as null.
 */
export function notShownIn(
  declaration: Declaration,
  { address, change }: PlanResourceChange,
  unknown: UnknownAtReview | undefined,
): { readonly attributes: readonly string[]; readonly types: readonly string[] } {
  const { after, after_unknown: marks } = change;
  const wasUnknown: WasUnknown = (path, mark) =>
    unknown === undefined ? isUnknown(mark) : unknown(address, formatPath(path));
  const bodies = declaration.pieces.map(({ block }) => block.body);
  const attributes = new Set(bodies.flatMap((body) => body.attributes.map(({ name }) => name)));
  const types = new Set(bodies.flatMap((body) => body.blocks.map(typeOf)));
  return {
    attributes: [...attributes].filter((name) => isNothing(after, marks, [name], wasUnknown)),
    types: [...types].filter((type) =>
      blocksOf(declaration, type).some(({ block }) => setsNothing(contentOf(block), after, marks, [type], wasUnknown)),
    ),
  };
}

/** What a block says is not updated: with more of it an update that was reviewed is neither planned nor done. */
export function ignoredChanges(declaration: Declaration): readonly Named[] {
  return blocksOf(declaration, 'lifecycle').flatMap(({ block, file }) =>
    block.body.attributes.filter(({ name }) => name === 'ignore_changes').map((attribute) => ({ attribute, file })),
  );
}

type WasUnknown = (path: readonly Json[], at: Json | undefined) => boolean;

/** Whether nothing is planned at this path, in any of the elements of a list on the way. */
function isNothing(
  after: Json | undefined,
  marks: Json | undefined,
  names: readonly string[],
  unknown: WasUnknown,
): boolean {
  return visit(after, marks, [], names);

  function visit(
    value: Json | undefined,
    mark: Json | undefined,
    path: readonly Json[],
    left: readonly string[],
  ): boolean {
    if (path.length > 0 && unknown(path, mark)) return false;
    if (Array.isArray(value) && left.length > 0) {
      return value.some((element: Json, index) => visit(element, at(mark, index), [...path, index], left));
    }
    const [name, ...rest] = left;
    if (name === undefined) {
      // Once it is there, many providers have an empty value in place of nothing.
      return value === undefined || value === null || (isEmpty(value) && !holdsTrue(mark));
    }
    if (!isObject(value)) return path.length === 0 ? !unknown([name], at(mark, name)) : false;
    return visit(value[name], at(mark, name), [...path, name], rest);
  }
}

function setsNothing(
  body: Body,
  after: Json | undefined,
  marks: Json | undefined,
  path: readonly string[],
  unknown: WasUnknown,
): boolean {
  return (
    body.attributes.some(({ name }) => isNothing(after, marks, [...path, name], unknown)) ||
    body.blocks.some((block) => setsNothing(contentOf(block), after, marks, [...path, typeOf(block)], unknown))
  );
}

function at(marks: Json | undefined, key: string | number): Json | undefined {
  if (marks === true) return true;
  if (typeof marks !== 'object' || marks === null) return undefined;
  return (marks as { readonly [key: string]: Json | undefined })[key];
}

/** What a block is for the provider: `dynamic "rule"` makes blocks `rule`. */
export function typeOf(block: Block): string {
  return block.type === 'dynamic' ? (block.labels[0] ?? '') : block.type;
}
