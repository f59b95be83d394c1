import type { PackagesConfig } from '../../config/config.js';
import { counted } from '../../counted.js';
import type { ArtifactStore, Functions, FunctionVersions, PackageSources } from '../../ports/packages.js';
import type { StateReader } from '../../ports/terraform.js';
import type { PackageReport } from '../run/outcome.js';
import { type ApiPorts, checkApi } from './check-api.js';
import { checkFunctions } from './check-functions.js';
import { checkStart, type StartCheck } from './check-start.js';
import { lambdaPackagesVariable, type PreparedPackage, preparePackages, uploadPackages, VARIABLE } from './prepare.js';

/** The back end lane: packages by what is in them, stored once and never changed. */
export interface PackagePorts extends ApiPorts {
  readonly sources: PackageSources;
  readonly store: ArtifactStore;
  readonly functions: Functions & { readonly versions: FunctionVersions };
}

/** What functions have to run after the apply. */
export interface RunningPackages {
  readonly prepared: readonly Pick<PreparedPackage, 'key' | 'sha256'>[];
}

export interface LanePackages {
  readonly prepared: readonly PreparedPackage[];
  /** For Terraform, beside the variables of the input. */
  readonly variables: ReadonlyMap<string, string>;
  readonly reports: readonly PackageReport[];
}

/** Packs and looks up; uploads nothing, so that a pull request can know the keys and hashes too. */
export async function packed(config: PackagesConfig, ports: PackagePorts): Promise<LanePackages> {
  return lane(config, await preparePackages(config.packages, ports.sources, ports.store));
}

/** Packs, and stores what the bucket does not have. */
export async function stored(config: PackagesConfig, ports: PackagePorts, signal: AbortSignal): Promise<LanePackages> {
  const prepared = await preparePackages(config.packages, ports.sources, ports.store);
  const uploaded = await uploadPackages(prepared, ports.store, signal);
  const isNew = new Set(prepared.filter(({ state }) => state === 'new').map(({ key }) => key));
  return lane(config, uploaded, isNew);
}

/**
 * Destroying needs no package, and nothing has to be built for it; but Terraform evaluates the configuration all the same,
 * so each name has a value of the right shape.
 */
export function packagesNotNeeded(config: PackagesConfig | undefined): ReadonlyMap<string, string> {
  if (config === undefined) return new Map();
  const values = config.packages.map(({ name }) => [
    name,
    { s3_bucket: config.bucket, s3_key: `${name}/destroyed.zip`, source_code_hash: '' },
  ]);
  return new Map([[VARIABLE, JSON.stringify(Object.fromEntries(values))]]);
}

/** The functions that the plan makes or changes can start from what was packed. */
export function startChecked(planJson: unknown, { prepared }: LanePackages): StartCheck {
  return checkStart(planJson, prepared);
}

export function startSentence({ functions, warnings }: StartCheck): string {
  const checked = `${counted(functions, 'function')} checked`;
  return warnings.length === 0 ? checked : `${checked}: ${warnings.join(' ')}`;
}

/**
 * After the apply: what is called runs what was uploaded, by Lambda's own word; each stage serves what its API is, by API
 * Gateway's; and the address that the stack names answers.
 */
export async function backEndChecked(
  planJson: unknown,
  packages: RunningPackages,
  { verifyTimeoutSeconds }: PackagesConfig,
  ports: PackagePorts & { readonly terraform: StateReader },
): Promise<{ readonly sentence: string; readonly warnings: readonly string[] }> {
  const { functions, held } = await checkFunctions(planJson, packages.prepared, ports.functions);
  const run = `${counted(functions, 'function runs', 'functions run')} the code that was packed`;
  const { sentences, warnings } = await checkApi(planJson, verifyTimeoutSeconds, ports);
  return { sentence: [run, ...held, ...sentences].join('; '), warnings };
}

export function packagesSentence({ reports }: Pick<LanePackages, 'reports'>): string {
  return reports.map(({ name, state, bytes }) => `${name}: ${state}, ${bytes} bytes`).join('; ');
}

function lane(
  config: PackagesConfig,
  prepared: readonly PreparedPackage[],
  isNew: ReadonlySet<string> = new Set(prepared.filter(({ state }) => state === 'new').map(({ key }) => key)),
): LanePackages {
  return {
    prepared,
    variables: new Map([[VARIABLE, JSON.stringify(lambdaPackagesVariable(prepared, config.bucket))]]),
    reports: prepared.map(({ name, key, archive }) => ({
      name,
      key,
      bytes: archive.length,
      state: isNew.has(key) ? 'new' : 'stored',
    })),
  };
}
