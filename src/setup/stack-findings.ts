import { posix } from 'node:path';
import { type Finding, right, unseen, wrong } from '../config/finding.js';
import { nonBlankLines } from '../config/input.js';
import { lockProvidersLine } from '../terraform/command/lock-file.js';
import { bootstrapBeside } from './bootstrap.js';
import { type Provided, providedTo } from './provided-variables.js';
import type { Repository } from './repository.js';
import { readStack, type Stack } from './stack.js';
import { givenText, isExpression, type Use, type Workflow } from './workflow.js';

/** Whether each root module takes what its use of the action gives, and has what the action asks of it. */
export function stackFindings(
  used: readonly { readonly workflow: Workflow; readonly uses: readonly Use[] }[],
  repository: Repository,
): readonly Finding[] {
  const found = used.flatMap(({ workflow, uses }) =>
    uses.flatMap((use) => {
      const directory = posix.normalize(givenText(use.given, 'infra-directory', 'infra').trim() || '.');
      if (givenText(use.given, 'infra-directory', 'infra').trim() === '' || isExpression(directory)) return [];
      if (repository.kind(directory) !== 'directory') return [];
      const stack = readStack(directory, repository);
      if (stack === 'no files') return [withoutFiles(use, directory)];
      const lock = lockFile(use.where, directory, repository);
      if ('why' in stack) return [lock, unseen(`${use.where}: what ${directory} declares: ${stack.why}`, VALIDATE)];
      const provided = providedTo(use, directory, workflow, repository);
      return [
        lock,
        ...backendFindings(use, stack),
        ...variableFindings(use, stack, provided),
        ...outputFindings(use, stack),
        ...packageFindings(use, stack),
        ...projectFindings(use, stack, provided, repository),
      ];
    }),
  );
  return [...found, ...sharedStates(used.flatMap(({ uses }) => uses))];
}

const VALIDATE = 'run "terraform validate" there';

function withoutFiles({ where }: Use, directory: string): Finding {
  const todo = 'name the folder of the root module in "infra-directory"; for a site alone write: infra-directory: ""';
  return wrong(`${where}: the infra-directory ${directory} has no Terraform file`, todo);
}

function lockFile(where: string, directory: string, { kind }: Repository): Finding {
  const path = posix.join(directory, '.terraform.lock.hcl');
  if (kind(path) === 'file') return right(`${where}: ${path}`);
  const todo = `commit the file that this makes: ${lockProvidersLine('terraform', directory, 'linux_amd64')}`;
  return wrong(`${where}: there is no ${path}`, todo);
}

function backendFindings({ where, given }: Use, { directory, backend }: Stack): readonly Finding[] {
  if (backend === undefined) {
    const todo = 'add to one of its files: terraform { backend "s3" { use_lockfile = true } }';
    return [wrong(`${where}: ${directory} names no backend, so its state would be lost with the runner`, todo)];
  }
  if (backend.type !== 's3') return [];
  const settings = nonBlankLines(givenText(given, 'backend-config', ''));
  const names = [...backend.settings, ...settings.map((line) => line.split('=')[0]?.trim())];
  // A setting without "=" is a file.
  const isHidden = settings.some((line) => !line.includes('=') || /^\$\{\{/.test(line));
  if (isHidden || names.includes('use_lockfile') || names.includes('dynamodb_table')) return [];
  const todo = `write "use_lockfile = true" into the backend block of ${directory}`;
  return [unseen(`${where}: whether anything locks the state: the backend has no use_lockfile`, todo)];
}

function variableFindings(
  { where, given }: Use,
  { directory, variables }: Stack,
  provided: Provided,
): readonly Finding[] {
  if (provided.isPartlyHidden) return [];
  const without = [...variables.values()].filter(({ name, hasDefault }) => !hasDefault && !provided.values.has(name));
  const found = without.map(({ name }) =>
    name === 'lambda_packages'
      ? wrong(
          `${where}: ${directory} requires packages, and no "lambda-packages" are given`,
          'name them, one name=path a line',
        )
      : wrong(
          `${where}: the variable ${name} of ${directory} gets no value`,
          `add the line "${name}=..." to "variables", or a file in "var-files"`,
        ),
  );
  const bounded = variables.get('permissions_boundary');
  const hasPackages = givenText(given, 'lambda-packages', '').trim() !== '';
  if (bounded?.usual !== null || !hasPackages || provided.values.has('permissions_boundary')) return found;
  const todo = `add to "variables": permissions_boundary=\${{ vars.PERMISSIONS_BOUNDARY }}`;
  const what = `${where}: ${directory} gets no permissions_boundary, and the deploy role makes no function's role without it`;
  return [...found, wrong(what, todo)];
}

function outputFindings({ where, given }: Use, { directory, outputs }: Stack): readonly Finding[] {
  if (givenText(given, 'site-directory', '').trim() === '') return [];
  const bucket = /^terraform:(\w+)$/.exec(givenText(given, 'site-bucket', 'terraform:site_bucket').trim())?.[1];
  if (bucket === undefined || outputs.has(bucket)) return [];
  const todo = `add it to ${directory}, or name the bucket in "site-bucket"`;
  return [wrong(`${where}: ${directory} has no output "${bucket}", which names the bucket of the site`, todo)];
}

function packageFindings({ where, given }: Use, { directory, variables, packages }: Stack): readonly Finding[] {
  const lines = nonBlankLines(givenText(given, 'lambda-packages', ''));
  if (lines.length === 0 || lines.some((line) => isExpression(line.split('=')[0] ?? ''))) return [];
  if (!variables.has('lambda_packages')) {
    const todo = "declare it, a map of { s3_bucket, s3_key, source_code_hash }, and take each function's code from it";
    return [wrong(`${where}: ${directory} declares no variable "lambda_packages"`, todo)];
  }
  if (packages === undefined) return [];
  const names = lines.map((line) => line.split('=')[0]?.trim() ?? '');
  const list = packages.size === 0 ? 'none' : `only ${[...packages].join(', ')}`;
  return names
    .filter((name) => !packages.has(name))
    .map((name) =>
      wrong(
        `${where}: ${directory} does not take the package "${name}" (it takes ${list})`,
        'correct the name, or take it from var.lambda_packages',
      ),
    );
}

/** The roles of infra/bootstrap know a stack's resources by its project. */
function projectFindings(
  { where }: Use,
  stack: Stack,
  { values, isPartlyHidden }: Provided,
  repository: Repository,
): readonly Finding[] {
  const declared = stack.variables.get('project');
  if (declared === undefined || isPartlyHidden) return [];
  const project = values.has('project') ? values.get('project') : declared.usual;
  const bootstrap = bootstrapBeside(stack.directory, repository);
  const known = bootstrap?.text('project');
  if (bootstrap === undefined || known === undefined || typeof project !== 'string' || known === project) return [];
  const { folder } = bootstrap;
  const todo = `write "project=${known}" into "variables", or project = "${project}" into ${folder}/terraform.tfvars and apply it`;
  return [
    wrong(
      `${where}: the project is ${project} in ${stack.directory} and ${known} in ${folder}, whose roles go by it`,
      todo,
    ),
  ];
}

/** Two stages with one state would replace each other. */
function sharedStates(uses: readonly Use[]): readonly Finding[] {
  const seen = new Map<string, Use>();
  return uses.flatMap((use) => {
    const { given, where } = use;
    const stage = givenText(given, 'stage', 'dev');
    const settings = nonBlankLines(givenText(given, 'backend-config', ''));
    const state = JSON.stringify([
      givenText(given, 'infra-directory', 'infra'),
      givenText(given, 'workspace', 'default'),
      [...settings].sort(),
    ]);
    const key = settings.find((line) => line.startsWith('key='));
    // An expression may hold another value in each job.
    if (key === undefined || isExpression(key) || isExpression(stage)) return [];
    // The environment of a job with steps may have a variable of its own under the same name.
    if (use.kind === 'step' && settings.some(isExpression)) return [];
    const other = seen.get(state);
    if (other === undefined) seen.set(state, use);
    const otherStage = other === undefined ? stage : givenText(other.given, 'stage', 'dev');
    if (otherStage === stage) return [];
    return [
      wrong(
        `${where}: ${stage} and ${otherStage} have the same state, ${key}`,
        `give ${stage} a key of its own: key=${stage}/terraform.tfstate`,
      ),
    ];
  });
}
