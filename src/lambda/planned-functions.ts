import { field, list } from './json-value.js';
import type { FunctionSettings } from './start/start-finding.js';

/** The tag by which a configuration asks for the deletion of old versions. */
export const KEEP_VERSIONS = 'keep-versions';

/** A Lambda function of the plan that gets its code from one of the packages. */
export interface PlannedFunction extends FunctionSettings {
  /** The plan makes it, or changes something of it. */
  readonly isChanged: boolean;
  /** The value of its tag `keep-versions`. */
  readonly keepVersions?: string;
}

/**
 * The functions of a plan (`terraform show -json`) whose `s3_key` is one of these, changed or not. Every other resource
 * is passed over, so that a configuration may have functions that are none of ours.
 */
export function plannedFunctions(planJson: unknown, keys: ReadonlySet<string>): readonly PlannedFunction[] {
  return list(field(planJson, 'resource_changes')).flatMap((resource) => {
    if (field(resource, 'type') !== 'aws_lambda_function' || field(resource, 'mode') !== 'managed') return [];
    const change = field(resource, 'change');
    const after = field(change, 'after');
    const [address, functionName, key] = [
      field(resource, 'address'),
      field(after, 'function_name'),
      field(after, 's3_key'),
    ];
    if (typeof address !== 'string' || typeof functionName !== 'string' || typeof key !== 'string') return [];
    if (!keys.has(key)) return [];
    const actions = list(field(change, 'actions'));
    const isChanged = !actions.every((action) => action === 'no-op' || action === 'read');
    const keepVersions = text(field(field(after, 'tags'), KEEP_VERSIONS));
    const kept = keepVersions === undefined ? {} : { keepVersions };
    return [{ address, functionName, key, isChanged, ...kept, ...settings(after, field(change, 'after_unknown')) }];
  });
}

type Settings = Pick<FunctionSettings, 'handler' | 'runtime' | 'architecture' | 'hasLayers' | 'environment'>;

function settings(after: unknown, unknown: unknown): Settings {
  const handler = text(field(after, 'handler'));
  const runtime = text(field(after, 'runtime'));
  const [architecture] = list(field(after, 'architectures'));
  const layers = field(after, 'layers');
  const unknownLayers = field(unknown, 'layers');
  return {
    handler,
    runtime,
    architecture: architecture === 'arm64' || architecture === 'x86_64' ? architecture : undefined,
    hasLayers: list(layers).length > 0 || unknownLayers === true || list(unknownLayers).length > 0,
    environment: environmentOf(after),
  };
}

function environmentOf(after: unknown): Readonly<Record<string, string>> {
  const variables = field(list(field(after, 'environment'))[0], 'variables');
  const entries = typeof variables === 'object' && variables !== null ? Object.entries(variables) : [];
  return Object.fromEntries(entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
