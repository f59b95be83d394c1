import type { Json, JsonObject } from '../../src/terraform/plan/json.js';
import { type Fate, Future, type Saying } from './future.js';
import { type Being, objectItem, type Tree, type World } from './language.js';
import { ALIASES, addressOf, answerPath, isGuarded } from './render.js';
import { isKnown, type Value } from './value.js';

const PROVIDER = 'terraform.io/builtin/terraform';

/** The JSON of the plan that Terraform 1.11 makes of this tree and world, as far as anything reads it. */
export function planJson(tree: Tree, world: World): JsonObject {
  const future = new Future(tree, world);
  const data = Object.entries(tree).flatMap(([name, item]) => (item.kind === 'data' ? [name] : []));
  const read = data.filter((name) => !future.isDeferred(name));
  const deferred = data.filter((name) => future.isDeferred(name));
  return {
    format_version: '1.2',
    terraform_version: '1.11.4',
    variables: Object.fromEntries(
      Object.entries(tree).flatMap(([name, item]) =>
        item.kind === 'variable' ? [[name, { value: item.default }]] : [],
      ),
    ),
    resource_changes: [
      ...[...future.fates.values()].flatMap((fate) => resourceChange(tree, fate)),
      ...deferred.map(deferredRead),
    ],
    output_changes: Object.fromEntries(future.sayings.map((saying) => [saying.name, outputChange(saying)])),
    prior_state: {
      values: { root_module: { resources: read.map((name) => readAlready(name, world.answers[name] ?? '')) } },
    },
    configuration: configuration(tree),
    errored: false,
    complete: true,
    applyable: true,
  };
}

function resourceChange(tree: Tree, fate: Fate): readonly JsonObject[] {
  const { address: name, action, before } = fate;
  if (action === 'none' && before === undefined) return [];
  const guarded = isGuarded(name);
  const gone = objectItem(tree, name) === undefined;
  return [
    {
      address: addressOf(name),
      mode: 'managed',
      type: 'terraform_data',
      name,
      ...(guarded ? { index: 0 } : {}),
      provider_name: PROVIDER,
      change: {
        actions: ACTIONS[action],
        before: before === undefined ? null : stateValues(before),
        after: afterValues(fate),
        after_unknown: unknownMarks(fate),
        before_sensitive: before === undefined ? false : {},
        after_sensitive: action === 'delete' ? false : {},
        ...(action === 'replace' ? { replace_paths: [['triggers_replace']] } : {}),
      },
      ...(action === 'replace' ? { action_reason: 'replace_because_cannot_update' } : {}),
      ...(action === 'delete'
        ? { action_reason: gone ? 'delete_because_no_resource_config' : 'delete_because_count_index' }
        : {}),
    },
  ];
}

const ACTIONS: Readonly<Record<Fate['action'], readonly string[]>> = {
  none: ['no-op'],
  create: ['create'],
  update: ['update'],
  replace: ['delete', 'create'],
  delete: ['delete'],
};

/** As the state holds it: what was put in comes out. */
export function stateValues({ id, attributes, trigger }: Being): JsonObject {
  return { id, input: attributes, output: attributes, triggers_replace: trigger ?? null };
}

function afterValues({ action, before, attributes, trigger }: Fate): Json {
  if (action === 'delete') return null;
  if (action === 'none' && before !== undefined) return stateValues(before);
  return {
    ...(action === 'update' ? { id: before?.id ?? '' } : {}),
    input: Object.fromEntries(Object.entries(attributes).filter(([, value]) => isKnown(value))),
    ...(trigger === undefined || isKnown(trigger) ? { triggers_replace: trigger ?? null } : {}),
  };
}

function unknownMarks({ action, attributes, trigger }: Fate): Json {
  if (action === 'delete') return false;
  if (action === 'none') return { input: {}, output: {} };
  const unknown = (value: Value) => !isKnown(value);
  return {
    ...(action === 'update' ? {} : { id: true }),
    input: Object.fromEntries(
      Object.entries(attributes).flatMap(([name, value]) => (unknown(value) ? [[name, true]] : [])),
    ),
    output: true,
    ...(trigger !== undefined && unknown(trigger) ? { triggers_replace: true } : {}),
  };
}

function outputChange({ before, after, changes }: Saying): JsonObject {
  const unknown = after !== undefined && !isKnown(after);
  const action = !changes ? 'no-op' : before === undefined ? 'create' : after === undefined ? 'delete' : 'update';
  return {
    actions: [action],
    before: before ?? null,
    ...(unknown ? {} : { after: after ?? null }),
    after_unknown: unknown,
    before_sensitive: false,
    after_sensitive: false,
  };
}

function deferredRead(name: string): JsonObject {
  return {
    address: `data.terraform_remote_state.${name}`,
    mode: 'data',
    type: 'terraform_remote_state',
    name,
    provider_name: PROVIDER,
    change: {
      actions: ['read'],
      before: null,
      after: { backend: 'local', config: { path: answerPath(name) }, defaults: null, workspace: null },
      after_unknown: { config: {}, outputs: true },
      before_sensitive: false,
      after_sensitive: { config: {} },
    },
    action_reason: 'read_because_dependency_pending',
  };
}

function readAlready(name: string, answer: string): JsonObject {
  return {
    address: `data.terraform_remote_state.${name}`,
    mode: 'data',
    type: 'terraform_remote_state',
    name,
    provider_name: PROVIDER,
    schema_version: 0,
    values: {
      backend: 'local',
      config: { path: answerPath(name) },
      defaults: null,
      outputs: { answer },
      workspace: null,
    },
    sensitive_values: { config: {}, outputs: {} },
  };
}

function configuration(tree: Tree): JsonObject {
  const resources = Object.entries(tree).flatMap(([name, item]): JsonObject[] => {
    if (item.kind === 'data')
      return [resource(`data.terraform_remote_state.${name}`, 'data', 'terraform_remote_state', name)];
    if (item.kind !== 'object') return [];
    return [resource(`terraform_data.${name}`, 'managed', 'terraform_data', name, item.provider)];
  });
  return {
    provider_config: Object.fromEntries([
      ['terraform', { name: 'terraform', full_name: PROVIDER }],
      ...ALIASES.map((alias) => [`terraform.${alias}`, { name: 'terraform', full_name: PROVIDER, alias }]),
    ]),
    root_module: { resources },
  };
}

function resource(address: string, mode: string, type: string, name: string, alias?: string): JsonObject {
  return { address, mode, type, name, provider_config_key: alias === undefined ? 'terraform' : `terraform.${alias}` };
}
