import { cacheRules } from './cache-rules.js';
import { type NamedPaths, namedPathsOf } from './check-paths.js';
import {
  APPLY_POLICIES,
  COMMENT_MODES,
  type Config,
  INVALIDATION_MODES,
  type InfrastructureConfig,
  OUTDATED_MODES,
  REQUESTED_OPERATIONS,
  type SiteConfig,
  type ValueSource,
} from './config.js';
import { BUCKET_NAME, contradictions } from './contradictions.js';
import {
  assignments,
  distributions,
  httpsAddress,
  type InputParser,
  type InputProblem,
  lines,
  MAY_BE_SECRET,
  matching,
  namedPaths,
  oneOf,
  patterns,
  type ReadInput,
  text,
  wholeNumber,
  workspacePath,
  workspacePaths,
} from './input.js';
import { siteConfig } from './site-config.js';
import { terraformVersion } from './terraform-version.js';
import { verifiedPaths } from './verified-paths.js';

/**
 * Every input of `action.yml`, by its exact name, with what it may hold. Whoever adds one adds it here, in
 * `action.yml` and in `assemble`; a test holds the three together.
 */
export const INPUTS = {
  operation: oneOf(REQUESTED_OPERATIONS),
  stage: matching(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
    'a stage such as dev, prod or v1: at most 63 letters, digits, ".", "_" or "-"',
  ),
  'infra-directory': workspacePath,
  'site-directory': workspacePath,
  'lambda-packages': namedPaths,
  'artifact-bucket': matching(/^$|^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, BUCKET_NAME),
  workspace: matching(/^[^/\s]{1,90}$/, 'a Terraform workspace, "default" where there is only one'),
  'var-files': workspacePaths,
  variables: assignments,
  'volatile-variables': lines,
  'backend-config': lines,
  'terraform-binary': matching(/^\S.*$/, '"terraform", "tofu", or a path to either'),
  'terraform-version': terraformVersion,
  'lock-timeout': matching(/^(\d+(\.\d+)?(ms|s|m|h))+$/, 'a duration such as 30s or 5m'),
  'aws-region': matching(
    /^$|^[a-z]{2,4}(-[a-z]+)*-(north|south)?(north|south|east|west|central)-\d$/,
    'a region such as eu-central-1',
  ),
  'role-to-assume': matching(
    /^$|^arn:aws[\w-]*:iam::\d{12}:role\/\S+$/,
    'the ARN of a role: arn:aws:iam::ACCOUNT:role/NAME',
  ),
  'allowed-account-id': matching(/^(\d{12})?$/, 'the twelve digits of an AWS account'),
  'site-bucket': text,
  'distribution-id': distributions,
  'site-url': matching(/^($|terraform:|https?:\/\/)/, 'an http(s) URL, or terraform:NAME for a stack output'),
  'site-prefix': matching(
    /^(?!\/)(?!.*\/\/)(?!.*(^|\/)\.\.?(\/|$)).*$/,
    'a key prefix without a leading "/", "//" or ".."',
  ),
  'cache-rules': cacheRules,
  exclude: lines,
  'keep-unreferenced-days': wholeNumber(3650),
  'max-deletes': wholeNumber(10_000_000),
  invalidation: oneOf(INVALIDATION_MODES),
  'verify-timeout': wholeNumber(3600),
  'verify-paths': verifiedPaths,
  'release-file': workspacePath,
  'site-config': siteConfig,
  'apply-policy': oneOf(APPLY_POLICIES),
  'approved-fingerprint': matching(/^([0-9a-f]{64})?$/, 'the 64 hex digits that the plan printed as its fingerprint'),
  protect: lines,
  outdated: oneOf(OUTDATED_MODES),
  'confirm-destroy': text,
  release: matching(
    /^([0-9a-z]+-[0-9a-f]{8})?$/,
    'the id of a release, as `release.json` and the list of releases have it',
  ),
  hold: oneOf(['true', 'false']),
  'promote-from': matching(/^([A-Za-z0-9][A-Za-z0-9._-]{0,62})?$/, 'another stage, such as dev'),
  'pass-environment': lines,
  comment: oneOf(COMMENT_MODES),
  redact: patterns,
  webhook: httpsAddress,
  'github-token': matching(/^\S+$/, "a token; the default is the job's own"),
} satisfies Record<string, InputParser<unknown>>;

export type InputName = keyof typeof INPUTS;
type Inputs = {
  readonly [Name in InputName]: ReturnType<(typeof INPUTS)[Name]> extends infer R
    ? R extends { readonly value: infer V }
      ? V
      : never
    : never;
};

/**
 * Pull requests of forks get no variables of the repository, so that these inputs are empty or half a value. What is
 * checked there without credentials needs none of them: this stands in for whatever they hold.
 */
const NOT_NEEDED_OFFLINE: Readonly<Record<string, string>> = {
  'aws-region': '',
  'role-to-assume': '',
  'allowed-account-id': '',
  'artifact-bucket': '',
  'site-bucket': '',
  'distribution-id': '',
  'site-url': '',
  'site-prefix': '',
  'approved-fingerprint': '',
  webhook: '',
  workspace: 'default',
};

/**
 * The configuration, or everything that is wrong with the inputs, all at once.
 * @param run.offline nothing will be asked of AWS, so what only AWS needs is not asked of the inputs either
 */
export function parseConfig(
  read: ReadInput,
  { offline }: { readonly offline: boolean },
): { readonly config: Config } | { readonly problems: readonly InputProblem[]; readonly paths: NamedPaths } {
  const problems: InputProblem[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, parser] of Object.entries(INPUTS)) {
    const found = (offline ? NOT_NEEDED_OFFLINE[name] : undefined) ?? read(name).trim();
    const result: ReturnType<InputParser<unknown>> = parser(found);
    if ('value' in result) values[name] = result.value;
    else
      problems.push({
        input: name,
        found: MAY_BE_SECRET.has(name) ? 'a text that is not repeated here, since it may be secret' : `"${found}"`,
        ...result,
      });
  }
  if (problems.length > 0) return { problems, paths: namedPathsOf(values) };
  const inputs = values as Inputs;
  const config = assemble(inputs);
  problems.push(...contradictions(config, inputs, offline));
  return problems.length > 0 ? { problems, paths: namedPathsOf(inputs) } : { config };
}

function assemble(inputs: Inputs): Config {
  const infrastructure: InfrastructureConfig | undefined =
    inputs['infra-directory'] === ''
      ? undefined
      : {
          directory: inputs['infra-directory'],
          workspace: inputs.workspace,
          varFiles: inputs['var-files'],
          variables: inputs.variables,
          volatileVariables: inputs['volatile-variables'],
          backendConfig: inputs['backend-config'],
          binary: inputs['terraform-binary'],
          version: inputs['terraform-version'],
          lockTimeout: inputs['lock-timeout'],
          passEnvironment: inputs['pass-environment'],
        };
  const site: SiteConfig | undefined =
    inputs['site-directory'] === ''
      ? undefined
      : {
          directory: inputs['site-directory'],
          bucket: valueSource(inputs['site-bucket']),
          distributions: inputs['distribution-id'].map(valueSource),
          url: valueSource(inputs['site-url']),
          prefix: inputs['site-prefix'] === '' ? '' : `${inputs['site-prefix'].replace(/\/$/, '')}/`,
          cacheRules: inputs['cache-rules'],
          exclude: inputs.exclude,
          keepUnreferencedDays: inputs['keep-unreferenced-days'],
          maxDeletes: inputs['max-deletes'],
          invalidation: inputs.invalidation,
          verifyTimeoutSeconds: inputs['verify-timeout'],
          releaseFile: inputs['release-file'],
          configOutputs: inputs['site-config'],
          verifiedPaths: inputs['verify-paths'].checks.length === 0 ? undefined : inputs['verify-paths'],
        };
  return {
    operation: inputs.operation,
    stage: inputs.stage,
    infrastructure,
    site,
    packages:
      inputs['lambda-packages'].length === 0
        ? undefined
        : {
            bucket: inputs['artifact-bucket'],
            packages: inputs['lambda-packages'],
            verifyTimeoutSeconds: inputs['verify-timeout'],
          },
    aws: {
      region: inputs['aws-region'] || undefined,
      role: inputs['role-to-assume'] || undefined,
      allowedAccountId: inputs['allowed-account-id'] || undefined,
    },
    applyPolicy: inputs['apply-policy'],
    protect: inputs.protect,
    approvedFingerprint: inputs['approved-fingerprint'] || undefined,
    confirmDestroy: inputs['confirm-destroy'],
    release: inputs.release || undefined,
    hold: inputs.hold === 'true',
    outdated: inputs.outdated,
    promoteFrom: inputs['promote-from'] || undefined,
    comment: inputs.comment,
    redact: inputs.redact,
    githubToken: inputs['github-token'],
    webhook: inputs.webhook || undefined,
  };
}

function valueSource(value: string): ValueSource {
  const name = /^terraform:(.+)$/.exec(value)?.[1];
  return name === undefined ? { kind: 'literal', value } : { kind: 'stack-output', name };
}
