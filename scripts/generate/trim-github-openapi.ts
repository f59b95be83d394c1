import { readFileSync, writeFileSync } from 'node:fs';
import { ROUTES } from '../../local/github/routes.js';

// Cuts GitHub's published description of its REST API down to the replies that the local GitHub gives. Get it with
// `npm i --prefix SCRATCH @octokit/openapi` (385 MB, so not here), then:
//   node lib/scripts/generate/trim-github-openapi.js SCRATCH/node_modules/@octokit/openapi __tests__/fixtures/github-openapi/replies.json

type Node = { readonly [name: string]: unknown };

/** Words for people, and keywords that no validation needs. */
const DROPPED = new Set(['description', 'example', 'examples', 'title', 'externalDocs', 'deprecated', 'default']);
const SCHEMAS = '#/components/schemas/';

interface Description {
  readonly info: { readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Node>>>>;
  readonly components: Readonly<Record<'schemas' | 'responses', Readonly<Record<string, Node>>>>;
}

function main([from, to]: readonly string[]): void {
  if (from === undefined || to === undefined) {
    throw new Error('Usage: trim-github-openapi.js PACKAGE_FOLDER OUTPUT_FILE');
  }
  const { version } = JSON.parse(readFileSync(`${from}/package.json`, 'utf8')) as { version: string };
  const description = JSON.parse(readFileSync(`${from}/generated/api.github.com.json`, 'utf8')) as Description;
  const kept = new Map<string, unknown>();
  const operations = ROUTES.map(({ operation, method, path }) => [
    operation,
    { method, path, replies: repliesOf(description, operation, method, path, kept) },
  ]);
  for (const name of ['basic-error', 'validation-error']) keep(name, description, kept);
  const trimmed = {
    origin: `@octokit/openapi ${version} on npm, generated/api.github.com.json; MIT License, see LICENSE beside this file`,
    operations: Object.fromEntries(operations),
    schemas: Object.fromEntries([...kept].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
  writeFileSync(to, `${JSON.stringify(trimmed, null, 1)}\n`);
}

/** Status to schema; `null` where a reply has no body. */
function repliesOf(
  description: Description,
  operation: string,
  method: string,
  path: string,
  kept: Map<string, unknown>,
): Record<string, unknown> {
  const described = description.paths[path]?.[method.toLowerCase()];
  if (described?.operationId !== operation) throw new Error(`GitHub describes no ${operation} at ${method} ${path}`);
  const replies: Record<string, unknown> = {};
  for (const [status, response] of Object.entries(described.responses as Record<string, Node>)) {
    const name = typeof response.$ref === 'string' ? response.$ref.split('/').at(-1) : undefined;
    const resolved = name === undefined ? response : description.components.responses[name];
    const content = resolved?.content as Record<string, { schema?: Node }> | undefined;
    const schema = content?.['application/json']?.schema;
    replies[status] = schema === undefined ? null : trim(schema, description, kept);
  }
  return replies;
}

function keep(name: string, description: Description, kept: Map<string, unknown>): void {
  if (kept.has(name)) return;
  kept.set(name, {}); // Before it is trimmed: schemas name each other in circles.
  const schema = description.components.schemas[name];
  if (schema === undefined) throw new Error(`GitHub's description has no schema ${name}`);
  kept.set(name, trim(schema, description, kept));
}

/** Drops prose, follows references, and turns `nullable` of OpenAPI 3.0 into what JSON Schema knows. */
function trim(node: unknown, description: Description, kept: Map<string, unknown>): unknown {
  if (Array.isArray(node)) return node.map((child) => trim(child, description, kept));
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, ...rest } = node as Node;
  const trimmed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(rest)) {
    if (name === 'properties') {
      const properties = Object.entries(value as Node);
      trimmed.properties = Object.fromEntries(properties.map(([key, child]) => [key, trim(child, description, kept)]));
    } else if (name === '$ref') {
      const schema = String(value).slice(SCHEMAS.length);
      keep(schema, description, kept);
      trimmed.$ref = `#/schemas/${schema}`;
    } else if (!DROPPED.has(name) && !name.startsWith('x-')) {
      trimmed[name] = trim(value, description, kept);
    }
  }
  return nullable === true ? { anyOf: [trimmed, { type: 'null' }] } : trimmed;
}

main(process.argv.slice(2));
