import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { parse } from 'yaml';

const definition = v.object({
  name: v.string(),
  description: v.string(),
  author: v.string(),
  inputs: v.record(v.string(), v.object({ description: v.string(), default: v.optional(v.string(), '') })),
  outputs: v.record(v.string(), v.object({ description: v.string() })),
});

/** The face of the action, as `action.yml` has it. */
export type ActionDefinition = v.InferOutput<typeof definition>;

export function readActionDefinition(path = 'action.yml'): ActionDefinition {
  return v.parse(definition, parse(readFileSync(path, 'utf8')));
}
