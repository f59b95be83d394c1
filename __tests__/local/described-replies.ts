import { readFileSync } from 'node:fs';
import { Ajv2019, type ValidateFunction } from 'ajv/dist/2019.js';
import formats from 'ajv-formats';

type Schema = boolean | { readonly [keyword: string]: unknown };

interface Described {
  readonly operations: Readonly<
    Record<
      string,
      { readonly method: string; readonly path: string; readonly replies: Readonly<Record<string, Schema | null>> }
    >
  >;
  readonly schemas: Readonly<Record<string, Schema>>;
}

const FILE = '__tests__/fixtures/github-openapi/replies.json';

/**
 * Statuses that GitHub gives on every route and describes on few of them: "Troubleshooting the REST API", "Rate
 * limits for the REST API" and "Best practices" (conditional requests), all at https://docs.github.com/rest.
 */
const ON_EVERY_ROUTE: Readonly<Record<string, Schema | null>> = {
  304: null,
  400: { $ref: 'github#/schemas/basic-error' },
  401: { $ref: 'github#/schemas/basic-error' },
  403: { $ref: 'github#/schemas/basic-error' },
  404: { $ref: 'github#/schemas/basic-error' },
  422: { $ref: 'github#/schemas/validation-error' },
  429: { $ref: 'github#/schemas/basic-error' },
};

/** Holds replies against GitHub's own description of them, and knows which were seen. */
export class DescribedReplies {
  readonly #described = JSON.parse(readFileSync(FILE, 'utf8')) as Described;
  readonly #ajv = new Ajv2019({ strict: false, allErrors: true });
  readonly #validators = new Map<string, ValidateFunction>();
  readonly #seen = new Set<string>();

  constructor() {
    (formats as unknown as (ajv: Ajv2019) => void)(this.#ajv);
    this.#ajv.addFormat('int64', true);
    // Absolute, perhaps with a template. One that was not given is an empty text, by the description's own `default` of such fields.
    this.#ajv.addFormat('uri', (text: string) => text === '' || URL.canParse(text.replace(/\{[^}]*\}/g, '')));
    this.#ajv.addSchema({ $id: 'github-open', schemas: this.#described.schemas });
    this.#ajv.addSchema({ $id: 'github', schemas: strictly(this.#described.schemas) });
  }

  /** What is wrong with a reply, one sentence each. */
  problems(operation: string, status: number, body: unknown): readonly string[] {
    this.#seen.add(`${operation} ${status}`);
    const described = this.#described.operations[operation];
    if (described === undefined) return [`GitHub describes no ${operation}`];
    const schema = described.replies[status] ?? ON_EVERY_ROUTE[status];
    if (schema === undefined && !(status in described.replies))
      return [`${operation} is not described to answer ${status}`];
    if (schema === undefined || schema === null) {
      return body === undefined ? [] : [`${operation} ${status} has a body, and is described to have none`];
    }
    const validate = this.#validator(`${operation} ${status}`, schema);
    if (validate(body)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${operation} ${status} ${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }

  /** Operations of the description that no reply with a 2xx was seen of. */
  unseen(): readonly string[] {
    const successes = [...this.#seen].filter((seen) => / 2\d\d$/.test(seen)).map((seen) => seen.split(' ')[0]);
    return Object.keys(this.#described.operations).filter((operation) => !successes.includes(operation));
  }

  operations(): readonly string[] {
    return Object.keys(this.#described.operations);
  }

  #validator(name: string, schema: Schema): ValidateFunction {
    const known = this.#validators.get(name);
    if (known !== undefined) return known;
    const compiled = this.#ajv.compile(
      JSON.parse(JSON.stringify(strictly(schema)).replaceAll('"#/schemas/', '"github#/schemas/')),
    );
    this.#validators.set(name, compiled);
    return compiled;
  }
}

/** Objects have no property that the description does not name, so that a misspelt optional one is found. */
function strictly(node: unknown): object {
  if (Array.isArray(node)) return node.map(inner);
  return Object.fromEntries(
    Object.entries(node as Record<string, unknown>).map(([name, value]) => [
      name,
      name === 'allOf' ? opened(value) : inner(value),
    ]),
  );
}

/** What is put together of two descriptions has the properties of both: each by itself is open. */
function opened(parts: unknown): unknown {
  return JSON.parse(JSON.stringify(parts).replaceAll('"#/schemas/', '"github-open#/schemas/'));
}

function inner(node: unknown): unknown {
  if (typeof node !== 'object' || node === null) return node;
  const strict = strictly(node);
  const closed = 'properties' in strict && !('additionalProperties' in strict);
  return closed ? { ...strict, unevaluatedProperties: false } : strict;
}
