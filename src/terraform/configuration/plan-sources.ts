import { callsIn } from '../hcl/reference.js';
import { digest } from '../plan/digest.js';
import { isObject } from '../plan/fields.js';
import type { Plan } from '../plan/json.js';
import { ANY_KEY } from '../plan/module-address.js';
import { ChangeSlices } from './change-slices.js';
import { Configuration, type FileContents, type ModuleFiles } from './configuration.js';
import { canonical } from './known-value.js';
import type { Material } from './material.js';
import { allExpressions, isTrue } from './module-index.js';
import { FileNames, readsFile, templateReadsFiles } from './named-files.js';
import { type Place, within } from './place.js';
import { PlanValues } from './plan-values.js';
import { ProviderKeys } from './provider-keys.js';
import type { ValueText } from './slices.js';
import type { PlanSources, SourceFile, SourceVariable } from './sources.js';
import { stateLocation } from './state-location.js';

/** What was read beside a plan. */
export interface ReadSources {
  readonly modules: readonly ModuleFiles[];
  readonly files: FileContents;
  /** Folder of the root module, relative to the repository. */
  readonly root: string;
  /** Every file that counts, with those that were asked for so far. */
  readonly sourceFiles: () => readonly SourceFile[];
  /** JSON that `terraform init` left behind. */
  readonly initialised: unknown;
}

export interface SourcesContext {
  readonly words: ValueText;
  /** Names of root variables that differ in each run. */
  readonly volatile: ReadonlySet<string>;
  /** As in `Material`; absent where this run makes no packages. */
  readonly isCode?: Material['isCode'];
}

/** Slices and sources of one plan. */
export function planSources(plan: Plan, read: ReadSources, context: SourcesContext): PlanSources {
  const { words, volatile, isCode = () => false } = context;
  const configuration = new Configuration(read.modules, read.files, read.root);
  const values = new PlanValues(plan);
  const providers = new ProviderKeys(plan);
  const material = { plan, configuration, values, providers, words, volatile, isCode };
  namedFiles(configuration, plan.variables);
  return {
    material,
    sources: {
      files: read.sourceFiles(),
      variables: variablesOf(plan, configuration, words, volatile),
      state: stateLocation(read.initialised),
    },
    slices: new ChangeSlices(material),
  };
}

/** Asks for every file that an expression names, so that it stands in the list; where that is not known, for all. */
function namedFiles(configuration: Configuration, variables: Plan['variables']): void {
  const { files } = configuration;
  const names = new FileNames(configuration, variables);
  for (const module of configuration.all()) {
    if (module.unreadable !== undefined) files.digestOf('.');
    const inModule: Place = { module, instance: module.path.map((name) => ({ name, key: ANY_KEY })) };
    for (const { expression, of } of allExpressions(module)) {
      const place = of === undefined ? inModule : within(inModule, of, ANY_KEY);
      for (const call of callsIn(expression)) {
        if (call.name === 'templatestring') files.digestOf('.');
        if (!readsFile(call)) continue;
        const { path } = names.of(call, place, expression);
        files.digestOf(path);
        if (call.name === 'templatefile' && templateReadsFiles(files.textOf(path) ?? '')) files.digestOf('.');
      }
    }
  }
}

function variablesOf(
  plan: Plan,
  configuration: Configuration,
  words: ValueText,
  volatile: ReadonlySet<string>,
): readonly SourceVariable[] {
  const root = configuration.module([]);
  const described = isObject(plan.configuration) && isObject(plan.configuration.root_module);
  const json = described ? plan.configuration?.root_module : undefined;
  const inJson = isObject(json) && isObject(json.variables) ? json.variables : {};
  return Object.entries(plan.variables)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { value }]): SourceVariable => {
      const declaration = root?.variables.get(name);
      const described = inJson[name];
      // In what could not be read nothing says that a value may be shown.
      const sensitive =
        declaration === undefined
          ? root?.unreadable !== undefined || (isObject(described) && described.sensitive === true)
          : isTrue(declaration, 'sensitive');
      const ephemeral = declaration !== undefined && isTrue(declaration, 'ephemeral');
      if (ephemeral || volatile.has(name)) return { name, sensitive };
      const text = canonical(value ?? null, words);
      return { name, sensitive, digest: digest([sensitive ? words.keyed(text) : text]) };
    });
}
