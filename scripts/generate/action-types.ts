import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { APPLY_POLICIES, COMMENT_MODES, INVALIDATION_MODES, REQUESTED_OPERATIONS } from '../../src/config/config.js';
import { readActionDefinition } from './action-definition.js';

/** For those who write workflows in a typed language: https://github.com/typesafegithub/github-actions-typing */
const ENUMS: Readonly<Record<string, readonly string[]>> = {
  operation: REQUESTED_OPERATIONS,
  invalidation: INVALIDATION_MODES,
  'apply-policy': APPLY_POLICIES,
  comment: COMMENT_MODES,
};
const BOOLEANS = new Set(['hold', 'drift']);
const INTEGERS = new Set(
  ['keep-unreferenced-days', 'max-deletes', 'verify-timeout'].concat(
    ['add', 'change', 'destroy', 'replace', 'import', 'move', 'forget'],
    ['files-uploaded', 'files-deleted', 'bytes-uploaded'],
  ),
);

export const ACTION_TYPES = 'action-types.yml';

export function actionTypes(): string {
  const { inputs, outputs } = readActionDefinition();
  const typed = (names: readonly string[], enums: typeof ENUMS) =>
    Object.fromEntries(names.map((name) => [name, typeOf(name, enums[name])]));
  return `# Generated from action.yml by \`npm run workflows\`.\n${stringify({
    inputs: typed(Object.keys(inputs), ENUMS),
    outputs: typed(Object.keys(outputs), {}),
  })}`;
}

function typeOf(name: string, values: readonly string[] | undefined): object {
  if (values !== undefined) return { type: 'enum', 'allowed-values': [...values] };
  if (BOOLEANS.has(name)) return { type: 'boolean' };
  return { type: INTEGERS.has(name) ? 'integer' : 'string' };
}

if (process.argv[1] !== undefined && /action-types\.[jt]s$/.test(process.argv[1])) {
  writeFileSync(ACTION_TYPES, actionTypes());
}
