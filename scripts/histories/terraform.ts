import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { isSecretOutput } from './future.js';
import { type Being, TRIGGER, type Tree, type World } from './language.js';
import { indexOf, instanceName, moduleAddress } from './names.js';
import { planJson, stateValues } from './plan-json.js';
import { type Layout, render } from './render.js';

/** Plans trees by the real Terraform, in a folder of its own. */
export class RealTerraform {
  private readonly folder = mkdtempSync(join(tmpdir(), 'histories-'));
  private readonly root = join(this.folder, 'repository', 'infra');

  constructor() {
    mkdirSync(this.root, { recursive: true });
    mkdirSync(join(this.folder, 'answers'));
  }

  /** Where the plan's JSON is not what the generator says. `undefined`: it is. */
  difference(tree: Tree, world: World, layout: Layout): string | undefined {
    for (const name of readdirSync(this.root)) rmSync(join(this.root, name), { recursive: true });
    for (const [name, text] of Object.entries(render(tree, layout))) {
      mkdirSync(dirname(join(this.root, name)), { recursive: true });
      writeFileSync(join(this.root, name), text);
    }
    writeFileSync(join(this.root, 'terraform.tfstate'), JSON.stringify(stateOf(world)));
    for (const [name, answer] of Object.entries(world.answers)) {
      writeFileSync(join(this.folder, 'answers', `${name}.tfstate`), JSON.stringify(answerState(answer)));
    }
    this.run('init', '-input=false', '-no-color');
    this.run('plan', '-input=false', '-no-color', '-out=a.tfplan');
    const real = JSON.parse(this.run('show', '-json', 'a.tfplan'));
    return firstDifference(compared(planJson(tree, world)), compared(real), '');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private run(...given: string[]): string {
    const env = { PATH: process.env.PATH, HOME: this.folder, TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1' };
    return execFileSync('terraform', given, { cwd: this.root, env, encoding: 'utf8', stdio: 'pipe' });
  }
}

function stateOf(world: World) {
  const groups = new Map<string, [string, Being][]>();
  for (const [name, being] of Object.entries(world.beings)) {
    const group = `${moduleAddress(name)} ${instanceName(name).object}`;
    groups.set(group, [...(groups.get(group) ?? []), [name, being]]);
  }
  const resources = [...groups.values()].flatMap((instances) => {
    const [first] = instances;
    if (first === undefined) return [];
    const [name, { provider }] = first;
    const module = moduleAddress(name);
    return {
      ...(module === '' ? {} : { module }),
      mode: 'managed',
      type: 'terraform_data',
      name: instanceName(name).object,
      provider: `provider["terraform.io/builtin/terraform"]${provider === '' ? '' : `.${provider}`}`,
      instances: instances.map(([one, being]) => instanceState(one, being)),
    };
  });
  const said = Object.entries(world.outputs).map(([name, value]) => {
    return [name, { value, type: 'string', ...(isSecretOutput(name) ? { sensitive: true } : {}) }];
  });
  const outputs = Object.fromEntries(said);
  return { version: 4, terraform_version: '1.11.4', serial: 1, lineage: 'histories', outputs, resources };
}

function instanceState(name: string, being: Being) {
  const { id, input, output, triggers_replace: trigger } = stateValues(being);
  const type = ['object', Object.fromEntries(Object.keys(being.attributes).map((one) => [one, 'string']))];
  const index = indexOf(name);
  return {
    ...(index === undefined ? {} : { index_key: index }),
    schema_version: 0,
    attributes: {
      id,
      input: { value: input, type },
      output: { value: output, type },
      triggers_replace: trigger === null ? null : { value: trigger, type: 'string' },
    },
    sensitive_attributes: being.secrets.map((one) =>
      (one === TRIGGER ? ['triggers_replace'] : ['input', one]).map((step) => ({ type: 'get_attr', value: step })),
    ),
  };
}

function answerState(answer: string) {
  const outputs = { answer: { value: answer, type: 'string' } };
  return { version: 4, terraform_version: '1.11.4', serial: 1, lineage: 'answers', outputs, resources: [] };
}

/** What is compared: everything that is read of a plan, without empty marks and in one order. */
function compared(json: unknown): unknown {
  const {
    variables,
    output_changes: outputs,
    resource_changes: changes,
    prior_state: prior,
    configuration,
  } = json as PlanParts;
  return tidy({
    variables: variables ?? {},
    outputs: outputs ?? {},
    changes: byAddress(changes ?? []),
    read: byAddress((prior?.values?.root_module?.resources ?? []).filter(({ mode }) => mode === 'data')),
    providers: configuration.provider_config,
    resources: byAddress(configuration.root_module.resources ?? []),
    modules: Object.fromEntries(
      Object.entries(configuration.root_module.module_calls ?? {}).map(([name, { source, module }]) => [
        name,
        { source, resources: byAddress(module.resources ?? []) },
      ]),
    ),
  });
}

interface Addressed {
  readonly address: string;
  readonly mode: string;
}

interface PlanParts {
  readonly variables?: unknown;
  readonly output_changes?: unknown;
  readonly resource_changes?: readonly Addressed[];
  readonly prior_state?: { readonly values?: { readonly root_module?: { readonly resources?: readonly Addressed[] } } };
  readonly configuration: {
    readonly provider_config: unknown;
    readonly root_module: {
      readonly resources?: readonly Addressed[];
      readonly module_calls?: Readonly<
        Record<string, { readonly source: string; readonly module: { readonly resources?: readonly Addressed[] } }>
      >;
    };
  };
}

function byAddress(list: readonly { readonly address: string }[]): Record<string, unknown> {
  return Object.fromEntries(
    [...list].sort((a, b) => (a.address < b.address ? -1 : 1)).map((one) => [one.address, one]),
  );
}

/** Not read by anything, or written by one version and not by another. */
const LEFT_OUT = new Set([
  'schema_version',
  'expressions',
  'provisioners',
  'count_expression',
  'depends_on',
  'for_each_expression',
]);

function tidy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(tidy);
  const entries = Object.entries(value)
    .filter(([name]) => !LEFT_OUT.has(name))
    .map(([name, inner]): [string, unknown] => [
      name,
      /_(?:sensitive|unknown|values)$/.test(name) ? marks(inner) : tidy(inner),
    ]);
  return Object.fromEntries(entries);
}

/** Marks say something where they are true: `{}`, `false` and nothing are the same. */
function marks(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value === true ? true : undefined;
  const entries = Object.entries(value).flatMap(([name, inner]) => {
    const inside = marks(inner);
    return inside === undefined ? [] : [[name, inside]];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function firstDifference(ours: unknown, real: unknown, path: string): string | undefined {
  if (isDeepStrictEqual(ours, real)) return undefined;
  if (typeof ours !== 'object' || typeof real !== 'object' || ours === null || real === null) {
    return `${path}: generated ${JSON.stringify(ours)}, Terraform ${JSON.stringify(real)}`;
  }
  const names = new Set([...Object.keys(ours), ...Object.keys(real)]);
  for (const name of names) {
    const inside = firstDifference(
      (ours as Record<string, unknown>)[name],
      (real as Record<string, unknown>)[name],
      `${path}/${name}`,
    );
    if (inside !== undefined) return inside;
  }
  return undefined;
}
