import { posix } from 'node:path';
import type { SignIn } from '../../ports/run.js';
import type { PlannedFiles } from '../../ports/terraform.js';
import { meantToCreate } from '../../terraform/command/made-resources.js';
import { planSources } from '../../terraform/configuration/plan-sources.js';
import type { ValueText } from '../../terraform/configuration/slices.js';
import type { PlanSources } from '../../terraform/configuration/sources.js';
import { causesOf } from '../../terraform/destruction/causes.js';
import type { ChangedFile } from '../../terraform/origin/changed-files.js';
import { type OwnFiles, originsOf } from '../../terraform/origin/origins.js';
import { callersOf } from '../../terraform/plan/caller-identity.js';
import { changeSet } from '../../terraform/plan/classify.js';
import { keyedDigest } from '../../terraform/plan/digest.js';
import type { Plan } from '../../terraform/plan/json.js';
import { packageAttributes } from '../../terraform/plan/package-values.js';
import { profileWarnings } from '../../terraform/plan/provider-profiles.js';
import { readPlan } from '../../terraform/plan/read-plan.js';
import { sensitiveValues } from '../../terraform/plan/sensitive.js';
import type { PlannedBoth } from '../../terraform/reviewed/both-ways.js';
import type { DriftContext } from '../../terraform/reviewed/drift.js';
import { ofPlanTime } from '../../terraform/reviewed/plan-time.js';
import { type Planned, plannedChanges, reviewedChanges } from '../../terraform/reviewed/planned-changes.js';
import { fingerprintOfPlan } from '../../terraform/reviewed/reviewed-change.js';
import { unseenOf } from '../../terraform/reviewed/unseen.js';
import { tokenizer } from '../../terraform/reviewed/volatile-values.js';
import { stateMark } from '../deployments/state-memory.js';
import type { ComparedPlan } from '../review/review-request.js';
import { commitOf, type RunContext } from '../run/context.js';
import type { PlanReport } from '../run/outcome.js';
import { planCommands } from '../run/plan-commands.js';

/** What the action itself gives Terraform: which build of each package it is. */
const PACKAGES_VARIABLE = 'lambda_packages';

/** Reads what Terraform planned: class, counts, fingerprint, and what is compared with a review. */
export function planReport(
  files: PlannedFiles,
  context: RunContext,
  {
    lineage,
    aws,
    changed,
  }: {
    readonly lineage: string | undefined;
    readonly aws: Pick<SignIn, 'account' | 'region'>;
    /** Files of the pull request whose plan it is; absent where they are not known. */
    readonly changed?: readonly ChangedFile[] | undefined;
  },
): { readonly report: PlanReport; readonly compared: ComparedPlan; readonly drifting: DriftContext } {
  const plan = readPlan(files.json);
  const { sources, planned, material } = planComparison(plan, files, context, lineage);
  const { workspace } = context.identity;
  const { account, region } = aws;
  const reviewed = {
    ...reviewedChanges(planned),
    files: sources.files,
    place: {
      workspace,
      state: sources.state.digest,
      account,
      region,
    },
  };
  const changes = changeSet(plan, planned.packages);
  const report: PlanReport = {
    changes,
    creates: meantToCreate(plan),
    causes: causesOf(material.configuration, changes.resources),
    origins: originsOf(plan, planned.slices, changes, ownFiles(changed, files, { sources, material }, context)),
    text: files.text,
    fingerprint: fingerprintOfPlan(reviewed),
    unseen: unseenOf(reviewed.changes),
    terraform: plan.terraform_version || undefined,
    commands: planCommands(context.config.infrastructure),
    diagnostics: [
      ...files.diagnostics,
      ...profileWarnings(plan).map((said) => ({ severity: 'warning' as const, ...said })),
    ],
    sensitiveValues: sensitiveValues(plan),
  };
  return {
    report,
    compared: {
      reviewed,
      planned: both(planned, () => planComparison(plan, files, context, undefined)),
      state: stateMark(sources.state.digest, lineage),
    },
    drifting: { ...planned, isOfPlanTime: ofPlanTime(material) },
  };
}

function ownFiles(
  changed: readonly ChangedFile[] | undefined,
  { sources: { modules, root } }: Pick<PlannedFiles, 'sources'>,
  { sources: { files }, material }: Pick<PlanSources, 'sources' | 'material'>,
  { config }: RunContext,
): OwnFiles | undefined {
  if (changed === undefined) return undefined;
  const texts = modules.flatMap((module) => module.files.map(({ path, text }) => [path, text] as const));
  const given = (config.infrastructure?.varFiles ?? []).map((path) => posix.normalize(path));
  const read = files
    .map(({ path }) => path)
    .filter((path) => posix.dirname(path) === posix.normalize(root) && isReadUnasked(path));
  return { files: changed, material, texts: new Map(texts), variableFiles: [...given, ...read] };
}

/** Values of variables that Terraform takes from the root module's folder. */
function isReadUnasked(path: string): boolean {
  return /(?:^|\/)terraform\.tfvars(?:\.json)?$|\.auto\.tfvars(?:\.json)?$/.test(path);
}

/** Without the key only where a record has none: it takes a second reading of the configuration. */
function both(keyed: Planned, withoutKey: () => { readonly planned: Planned }): PlannedBoth {
  let plain: PlannedBoth['plain'] | undefined;
  const changes = plannedChanges(keyed);
  return {
    keyed: changes,
    get plain() {
      plain ??= keyed.digesting.keyed === undefined ? changes : plannedChanges(withoutKey().planned);
      return plain;
    },
  };
}

function planComparison(
  plan: Plan,
  files: Pick<PlannedFiles, 'sources'>,
  context: RunContext,
  lineage: string | undefined,
): Omit<PlanSources, 'slices'> & { readonly planned: Planned } {
  const { digesting, packages } = digestingOf(plan, context, lineage);
  const { tokenize, keyed } = digesting;
  const words: ValueText = {
    text: (value) => tokenize(typeof value === 'string' ? value : JSON.stringify(value)),
    keyed: (text) => keyed?.(text) ?? 'sensitive',
  };
  const { sources, slices, material } = planSources(plan, files.sources, {
    words,
    volatile: new Set([...volatileVariables(context), ...(packages === undefined ? [] : [PACKAGES_VARIABLE])]),
    isCode: (type, after, attribute) => packageAttributes(type, after, packages)(attribute),
  });
  return { sources, material, planned: { plan, slices, digesting, packages } };
}

/** How values of this run enter a digest: what differs from run to run by nature, and the key of sensitive ones. */
function digestingOf(
  plan: Plan,
  context: RunContext,
  lineage: string | undefined,
): Pick<Planned, 'digesting' | 'packages'> {
  const { packages: wanted } = context.config;
  const packages =
    wanted === undefined ? undefined : { bucket: wanted.bucket, names: wanted.packages.map(({ name }) => name) };
  const variables = volatileVariables(context).flatMap((name): readonly (readonly [string, string])[] => {
    const value = plan.variables[name]?.value;
    return typeof value === 'string' ? [[name, value]] : [];
  });
  const volatile = {
    commits: [context.run.sha, commitOf(context)],
    runId: context.run.id,
    workspacePath: context.workspace,
    caller: callersOf(plan),
    variables,
  };
  return {
    digesting: {
      tokenize: tokenizer(volatile, plan.timestamp, packages),
      keyed: lineage === undefined ? undefined : keyedDigest(lineage),
      substitute: (_path, value) => value,
      ignoreUnknown: () => false,
    },
    packages,
  };
}

function volatileVariables({ config }: RunContext): readonly string[] {
  return config.infrastructure?.volatileVariables ?? [];
}
