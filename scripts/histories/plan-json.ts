import type { Json, JsonObject } from '../../src/terraform/plan/json.js';
import { blockOf, isSet } from './expand.js';
import { type Fate, Future, isSecretOutput, type Saying } from './future.js';
import { type Being, TRIGGER, type Tree, type World } from './language.js';
import { addressOf, indexOf, instanceName, isGuarded, isServer, moduleAddress, typeOf } from './names.js';
import { ALIASES, answerPath } from './render.js';
import { SERVER_PROVIDER, serverMarks, serverPlan, serverState, serverUnknown } from './servers.js';
import { isKnown, type Value } from './value.js';

const PROVIDER = 'terraform.io/builtin/terraform';

/** The JSON of the plan that Terraform 1.11 makes of this tree and world, as far as anything reads it. */
export function planJson(tree: Tree, world: World, token = ''): JsonObject {
  const future = new Future(tree, world);
  const data = Object.entries(tree).flatMap(([name, item]) => (item.kind === 'data' ? [name] : []));
  const read = data.filter((name) => !future.isDeferred(name));
  const deferred = data.filter((name) => future.isDeferred(name));
  return {
    format_version: '1.2',
    terraform_version: '1.11.4',
    variables: Object.fromEntries(
      Object.entries(tree).flatMap(([name, item]) =>
        item.kind === 'variable' && !name.includes(':')
          ? [[name, { value: item.volatile === true ? token : item.default }]]
          : [],
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
  const index = indexOf(name);
  const module = moduleAddress(name);
  return [
    {
      address: addressOf(name),
      ...(module === '' ? {} : { module_address: module }),
      mode: 'managed',
      type: typeOf(name),
      name: instanceName(name).object,
      ...(index === undefined ? {} : { index }),
      ...(fate.previous === undefined ? {} : { previous_address: addressOf(fate.previous) }),
      provider_name: isServer(name) ? SERVER_PROVIDER : PROVIDER,
      change: {
        actions: ACTIONS[action],
        before: before === undefined ? null : isServer(name) ? serverState(before) : stateValues(before),
        after: afterValues(fate),
        after_unknown: unknownMarks(fate),
        before_sensitive: before === undefined ? false : marksOf(name, before),
        after_sensitive: isEnd(action) ? false : marksOf(name, fate),
        ...(fate.imported === undefined ? {} : { importing: { id: fate.imported } }),
        ...(action === 'replace' ? { replace_paths: [['triggers_replace']] } : {}),
      },
      ...(action === 'replace' ? { action_reason: 'replace_because_cannot_update' } : {}),
      ...(isEnd(action) ? { action_reason: fate.previous === undefined ? whyGone(tree, name) : NO_TARGET } : {}),
    },
  ];
}

const NO_TARGET = 'delete_because_no_move_target';

function whyGone(tree: Tree, name: string): string {
  const { call, callKey, object } = instanceName(name);
  if (blockOf(tree, name) === undefined) return 'delete_because_no_resource_config';
  if (callKey !== undefined && !instancesOfCall(tree, call ?? '').includes(callKey)) return 'delete_because_no_module';
  return isGuarded(object) ? 'delete_because_count_index' : 'delete_because_each_key';
}

function instancesOfCall(tree: Tree, call: string): readonly string[] {
  const item = tree[call];
  const each = item?.kind === 'call' ? item.each : undefined;
  if (each === undefined) return [];
  if (typeof each !== 'string') return isSet(each) ? each : Object.keys(each);
  const map = tree[each];
  return map?.kind === 'map' ? Object.keys(map.elements) : [];
}

function isEnd(action: Fate['action']): boolean {
  return action === 'delete' || action === 'forget';
}

function marksOf(name: string, of: Pick<Being, 'secrets' | 'attributes'>): JsonObject {
  return isServer(name) ? serverMarks(of) : sensitiveMarks(of);
}

function sensitiveMarks({ secrets }: Pick<Being, 'secrets'>): JsonObject {
  const inputs = secrets.filter((name) => name !== TRIGGER).map((name): [string, Json] => [name, true]);
  return {
    input: Object.fromEntries(inputs),
    ...(secrets.includes(TRIGGER) ? { triggers_replace: true } : {}),
  };
}

const ACTIONS: Readonly<Record<Fate['action'], readonly string[]>> = {
  none: ['no-op'],
  create: ['create'],
  update: ['update'],
  replace: ['delete', 'create'],
  delete: ['delete'],
  forget: ['forget'],
};

/** As the state holds it: what was put in comes out. */
export function stateValues({ id, attributes, trigger }: Being): JsonObject {
  // Nothing is known of what was just imported.
  const input = Object.keys(attributes).length === 0 ? null : attributes;
  return { id, input, output: input, triggers_replace: trigger ?? null };
}

function afterValues({ address, action, before, attributes, trigger, computes }: Fate): Json {
  if (isEnd(action)) return null;
  if (isServer(address)) {
    if (action === 'none' && before !== undefined) return serverState(before);
    return serverPlan({ attributes, id: action === 'update' ? before?.id : undefined }, before);
  }
  if (action === 'none' && before !== undefined) return stateValues(before);
  return {
    ...(action === 'update' ? { id: before?.id ?? '' } : {}),
    ...(computes ? {} : { output: attributes }),
    input: Object.fromEntries(Object.entries(attributes).filter(([, value]) => isKnown(value))),
    ...(trigger === undefined || isKnown(trigger) ? { triggers_replace: trigger ?? null } : {}),
  };
}

function unknownMarks({ address, action, attributes, trigger, computes }: Fate): Json {
  if (isEnd(action)) return false;
  if (isServer(address)) return serverUnknown(action === 'none' ? {} : attributes, action === 'create');
  if (action === 'none') return { input: {}, output: {} };
  const unknown = (value: Value) => !isKnown(value);
  return {
    ...(action === 'update' ? {} : { id: true }),
    input: Object.fromEntries(
      Object.entries(attributes).flatMap(([name, value]) => (unknown(value) ? [[name, true]] : [])),
    ),
    output: computes,
    ...(trigger !== undefined && unknown(trigger) ? { triggers_replace: true } : {}),
  };
}

function outputChange({ name, before, after, changes }: Saying): JsonObject {
  const secret = isSecretOutput(name);
  const unknown = after !== undefined && !isKnown(after);
  const action = !changes ? 'no-op' : before === undefined ? 'create' : after === undefined ? 'delete' : 'update';
  return {
    actions: [action],
    before: before ?? null,
    ...(unknown ? {} : { after: after ?? null }),
    after_unknown: unknown,
    before_sensitive: secret,
    after_sensitive: secret,
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
  const calls = Object.entries(tree).flatMap(([name, item]): [string, JsonObject][] => {
    if (item.kind !== 'call') return [];
    const module = { resources: resources(tree, `${item.module}:`, item.provider) };
    return [[name, { source: `./${item.module}`, module }]];
  });
  return {
    provider_config: Object.fromEntries([
      ['terraform', { name: 'terraform', full_name: PROVIDER }],
      ...ALIASES.map((alias) => [`terraform.${alias}`, { name: 'terraform', full_name: PROVIDER, alias }]),
      ...(Object.keys(tree).some((name) => isServer(name) || name === 'y1')
        ? [['shop', { name: 'shop', full_name: SERVER_PROVIDER }]]
        : []),
      ...(tree.y2 === undefined ? [] : [['shop.west', { name: 'shop', full_name: SERVER_PROVIDER, alias: 'west' }]]),
    ]),
    root_module: { resources: resources(tree, '', undefined), module_calls: Object.fromEntries(calls) },
  };
}

/** Of the root module, or of one whose items have this prefix. */
function resources(tree: Tree, prefix: string, provided: string | undefined): readonly JsonObject[] {
  return Object.entries(tree).flatMap(([full, item]): JsonObject[] => {
    const name = full.slice(prefix.length);
    if (!full.startsWith(prefix) || name.includes(':')) return [];
    if (item.kind === 'data')
      return [resource(`data.terraform_remote_state.${name}`, 'data', 'terraform_remote_state', name)];
    if (item.kind !== 'object') return [];
    if (isServer(name)) {
      const key = item.provider === undefined ? 'shop' : 'shop.west';
      return [{ address: `shop_server.${name}`, mode: 'managed', type: 'shop_server', name, provider_config_key: key }];
    }
    return [resource(`terraform_data.${name}`, 'managed', 'terraform_data', name, provided ?? item.provider)];
  });
}

function resource(address: string, mode: string, type: string, name: string, alias?: string): JsonObject {
  return { address, mode, type, name, provider_config_key: alias === undefined ? 'terraform' : `terraform.${alias}` };
}
