import { isObject } from '../plan/fields.js';
import type { Json, Plan, PlanResourceChange } from '../plan/json.js';
import { at, textAt } from './state-values.js';

/** Where a state is kept. */
export interface StateStore {
  /** `s3`, `gcs`, `azurerm` ... */
  readonly type: string;
  readonly config: Json;
}

/** What a run needs until its end, and others after it. */
export interface StandingGround {
  readonly backend: StateStore;
  readonly artifactBucket?: string | undefined;
  /** The name of the role as which the run works. */
  readonly role?: string | undefined;
  /** Whether it signed in by the job's own identity. */
  readonly byIdentity: boolean;
}

export interface Undermined {
  readonly address: string;
  /** `the bucket of its own state`. */
  readonly what: string;
}

type Test = (type: string, values: Json | undefined) => string | undefined;

/**
 * What a plan would delete of the ground that the run stands on: stores of states, its own and those that it reads, the
 * packages, the lock table, its role. Deleted half-way, they leave a destroy that nobody can end.
 */
export function undermined(plan: Plan, ground: StandingGround): readonly Undermined[] {
  const tests: readonly Test[] = [
    ...storeTests(ground.backend, 'its own state'),
    ...remoteStates(plan).flatMap((store) => storeTests(store, 'a state that it reads (terraform_remote_state)')),
    named(['aws_s3_bucket'], 'bucket', ground.artifactBucket, 'the bucket of the packages ("artifact-bucket")'),
    ...roleTests(ground),
  ];
  return plan.resource_changes
    .filter(({ mode, change }) => mode === 'managed' && change.actions.includes('delete'))
    .flatMap(({ address, type, change }: PlanResourceChange) => {
      const what = tests.map((test) => test(type, change.before)).find((found) => found !== undefined);
      return what === undefined ? [] : [{ address, what }];
    });
}

/** Arguments that name the store, by backend, with the resources that they may be. */
const STORES: Readonly<
  Record<string, readonly (readonly [argument: string, types: readonly string[], attribute: string, what: string])[]>
> = {
  s3: [
    ['bucket', ['aws_s3_bucket', 'aws_s3_directory_bucket'], 'bucket', 'the bucket of'],
    ['dynamodb_table', ['aws_dynamodb_table'], 'name', 'the lock table of'],
    ['kms_key_id', ['aws_kms_key'], 'arn', 'the key that encrypts'],
    ['kms_key_id', ['aws_kms_key'], 'key_id', 'the key that encrypts'],
    ['kms_key_id', ['aws_kms_alias'], 'arn', 'the key that encrypts'],
    ['kms_key_id', ['aws_kms_alias'], 'name', 'the key that encrypts'],
  ],
  gcs: [['bucket', ['google_storage_bucket'], 'name', 'the bucket of']],
  azurerm: [
    ['storage_account_name', ['azurerm_storage_account'], 'name', 'the storage account of'],
    ['container_name', ['azurerm_storage_container'], 'name', 'the container of'],
    ['resource_group_name', ['azurerm_resource_group'], 'name', 'the resource group of'],
  ],
};

function storeTests({ type, config }: StateStore, whose: string): readonly Test[] {
  return (STORES[type] ?? []).map(([argument, types, attribute, what]) =>
    named(types, attribute, textAt(config, argument), `${what} ${whose}`),
  );
}

/** Its policies too: without them it can neither go on nor save the state. */
function roleTests({ role, byIdentity }: StandingGround): readonly Test[] {
  const policies = ['aws_iam_role_policy', 'aws_iam_role_policy_attachment', 'aws_iam_role_policies_exclusive'];
  return [
    named(['aws_iam_role'], 'name', role, 'the role of this run'),
    named(policies, 'role', role, 'a right of the role of this run'),
    named(
      [...policies, 'aws_iam_role_policy_attachments_exclusive'],
      'role_name',
      role,
      'a right of the role of this run',
    ),
    (type, values) => {
      const roles = isObject(values) && type === 'aws_iam_policy_attachment' ? values.roles : undefined;
      return role !== undefined && Array.isArray(roles) && roles.includes(role)
        ? 'a right of the role of this run'
        : undefined;
    },
    (type, values) =>
      byIdentity &&
      type === 'aws_iam_openid_connect_provider' &&
      textAt(values, 'url')
        ?.replace(/^https:\/\//, '')
        .startsWith('token.actions.githubusercontent.com')
        ? 'the identity provider by which this run signed in'
        : undefined,
  ];
}

/** An ARN names what its last part names. */
function named(types: readonly string[], attribute: string, wanted: string | undefined, what: string): Test {
  return (type, values) => {
    if (wanted === undefined || !types.includes(type)) return undefined;
    const found = textAt(values, attribute);
    return found !== undefined && (found === wanted || lastPart(found) === lastPart(wanted)) ? what : undefined;
  };
}

function lastPart(name: string): string {
  return name.startsWith('arn:') ? (name.split(/:(?:table|key|role)?\/?/).at(-1) ?? name) : name;
}

/** As they were read, and, where nothing was read yet, as the configuration has them. */
function remoteStates({ prior_state: prior, configuration }: Plan): readonly StateStore[] {
  const read = modulesOf(at(at(prior, 'values'), 'root_module'), (module) => childrenOf(module.child_modules));
  const written = modulesOf(at(configuration, 'root_module'), ({ module_calls: calls }) =>
    isObject(calls) ? Object.values(calls).map((call) => at(call, 'module')) : [],
  );
  return [
    ...remoteIn(read).map((resource) => store(at(resource, 'values'), (value) => value)),
    ...remoteIn(written).map((resource) => store(at(resource, 'expressions'), (value) => at(value, 'constant_value'))),
  ];
}

function store(values: Json | undefined, inside: (value: Json | undefined) => Json | undefined): StateStore {
  const type = inside(at(values, 'backend'));
  return { type: typeof type === 'string' ? type : 's3', config: inside(at(values, 'config')) ?? null };
}

function modulesOf(
  module: Json | undefined,
  inner: (module: Readonly<Record<string, Json | undefined>>) => readonly (Json | undefined)[],
): readonly Json[] {
  if (!isObject(module)) return [];
  return [module, ...inner(module).flatMap((child) => modulesOf(child, inner))];
}

function childrenOf(children: Json | undefined): readonly Json[] {
  return Array.isArray(children) ? children : [];
}

function remoteIn(modules: readonly Json[]): readonly Json[] {
  return modules
    .flatMap((module) => childrenOf(at(module, 'resources')))
    .filter((resource) => at(resource, 'type') === 'terraform_remote_state');
}
