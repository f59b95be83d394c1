import type { Json, JsonObject } from '../../src/terraform/plan/json.js';
import type { Being, Expression, ObjectItem } from './language.js';
import { isKnown, type Value } from './value.js';

// Objects of an invented provider, as most providers are: nested blocks in lists and sets, write-only arguments, settings
// of its own, and an empty value in place of nothing once something is there. Real Terraform does not plan these.

export const SERVER_PROVIDER = 'registry.terraform.io/example/shop';
const TEXTS = ['a', 'b'];

/** What is set, by path: a set is one value, since its elements have no order. */
export function serverAttributes(item: ObjectItem, text: (expression: Expression) => Value): Record<string, Value> {
  const { attributes, steps = [], rules = [] } = item;
  const flat: Record<string, Value> = {};
  for (const [name, value] of Object.entries(attributes)) flat[name] = text(value);
  for (const [index, { port, note }] of steps.entries()) {
    flat[`step[${index}].port`] = text(port);
    if (note !== undefined) flat[`step[${index}].note`] = text(note);
  }
  const elements = rules.map(({ port, note }) => {
    return `port=${text(port)}${note === undefined ? '' : `,note=${text(note)}`}`;
  });
  return elements.length === 0 ? flat : { ...flat, rule: ofSet(elements) };
}

/** Its expressions by the same paths. */
export function serverExpressions({ attributes, steps = [], rules = [] }: ObjectItem): Record<string, Expression> {
  const flat: Record<string, Expression> = { ...attributes };
  for (const [index, { port, note }] of steps.entries()) {
    flat[`step[${index}].port`] = port;
    if (note !== undefined) flat[`step[${index}].note`] = note;
  }
  return { ...flat, rule: rules.flatMap(({ port, note = [] }) => [...port, ...note]) };
}

/** Its elements may have become equal, or stand in another order. */
export function settledSet(value: Value): Value {
  return value.startsWith('{') ? ofSet(value.slice(1, -1).split('; ')) : value;
}

function ofSet(elements: readonly string[]): Value {
  return `{${[...new Set(elements)].sort().join('; ')}}`;
}

interface Known {
  readonly attributes: Readonly<Record<string, Value>>;
  readonly id?: string | undefined;
}

/** As the state has it: `""` where nothing was set. */
export function serverState({ id, attributes }: Being): JsonObject {
  return serverValues({ attributes, id }, () => '');
}

/** As a plan has it: nothing stays nothing, but where `""` is in its place already. */
export function serverPlan(known: Known, before: Being | undefined): JsonObject {
  return serverValues(known, (name) => (before !== undefined && before.attributes[name] === undefined ? '' : null));
}

function serverValues({ attributes, id }: Known, empty: (name: string) => Json): JsonObject {
  const at = (name: string): JsonObject => {
    const value = attributes[name];
    if (value === undefined) return { [last(name)]: empty(name) };
    return isKnown(value) ? { [last(name)]: value } : {};
  };
  return {
    ...(id === undefined ? {} : { id }),
    ...Object.assign({}, ...TEXTS.map(at)),
    w: null,
    step: indexes(attributes).map((index) => ({ ...at(`step[${index}].port`), ...at(`step[${index}].note`) })),
    rule: inOrder(
      elementsOf(attributes.rule).map(({ port, note }) => ({
        ...(isKnown(port) ? { port } : {}),
        ...(note === undefined ? { note: empty('rule') } : isKnown(note) ? { note } : {}),
      })),
    ),
  };
}

export function serverUnknown(attributes: Known['attributes'], id: boolean): JsonObject {
  const at = (name: string): JsonObject => {
    const value = attributes[name];
    return value === undefined || isKnown(value) ? {} : { [last(name)]: true };
  };
  const elements = elementsOf(attributes.rule).map(({ port, note }) => ({
    ...(isKnown(port) ? {} : { port: true }),
    ...(note === undefined || isKnown(note) ? {} : { note: true }),
  }));
  return {
    ...(id ? { id } : {}),
    ...Object.assign({}, ...TEXTS.map(at)),
    step: indexes(attributes).map((index) => ({ ...at(`step[${index}].port`), ...at(`step[${index}].note`) })),
    rule: elements,
  };
}

export function serverMarks({ secrets, attributes }: Pick<Being, 'secrets' | 'attributes'>): JsonObject {
  const at = (name: string): JsonObject => (secrets.includes(name) ? { [last(name)]: true } : {});
  return {
    ...Object.assign({}, ...TEXTS.map(at)),
    step: indexes(attributes).map((index) => ({ ...at(`step[${index}].port`), ...at(`step[${index}].note`) })),
    ...(secrets.includes('rule') ? { rule: true } : {}),
  };
}

function indexes(attributes: Known['attributes']): readonly number[] {
  return [0, 1, 2].filter((index) => attributes[`step[${index}].port`] !== undefined);
}

function elementsOf(set: Value | undefined): readonly { readonly port: Value; readonly note: Value | undefined }[] {
  if (set === undefined) return [];
  return set
    .slice(1, -1)
    .split('; ')
    .map((element) => {
      const [port = '', note] = element.split(',note=');
      return { port: port.slice('port='.length), note };
    });
}

/** The order does not change when `""` takes the place of nothing: it would with a provider whose sets are hashed so. */
function inOrder(elements: readonly JsonObject[]): readonly JsonObject[] {
  const text = (element: JsonObject) => JSON.stringify(element).replace('null', '""');
  return [...elements].sort((a, b) => (text(a) < text(b) ? -1 : 1));
}

function last(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
