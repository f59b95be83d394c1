import { parse } from 'yaml';
import { asError } from '../errors.js';
import { type PathKind, pathProblems } from './check-paths.js';
import { type Finding, right, unseen, wrong } from './finding.js';
import { parseConfig } from './parse-config.js';

export interface WorkflowFile {
  readonly name: string;
  readonly text: string;
}

/** The names that a caller may write under `with:`. */
export interface PublishedInputs {
  /** Of the action, with their defaults. */
  readonly action: ReadonlyMap<string, string>;
  /** Of the reusable workflow. */
  readonly workflow: ReadonlySet<string>;
}

interface Job {
  readonly uses?: string;
  readonly with?: Given;
  readonly permissions?: string | Readonly<Record<string, string>>;
  readonly environment?: unknown;
  readonly steps?: readonly { readonly uses?: string; readonly with?: Given }[];
}

type Given = Readonly<Record<string, unknown>>;

const ACTION = /\/well-managed-deployments@/;
const WORKFLOW = /\/well-managed-deployments\/\.github\/workflows\/deploy\.yml@/;
/** What a plan and a deploy need; docs/security.md has each with its reason. */
const NEEDED = {
  contents: 'read',
  'pull-requests': 'write',
  checks: 'write',
  deployments: 'write',
  issues: 'write',
  actions: 'read',
  'id-token': 'write',
} as const;

/** `permissions:` as one word. `read-all` gives no `id-token`, which nobody can read. */
const ALL: Readonly<Record<string, string>> = { 'write-all': 'write', 'read-all': 'read' };

/** What can be seen in the workflows of a repository, by the checks of a run. @param kind what stands at its paths */
export function workflowFindings(
  files: readonly WorkflowFile[],
  published: PublishedInputs,
  kind: PathKind,
): readonly Finding[] {
  const findings = files.flatMap((file) => ofFile(file, published, kind));
  if (findings.length > 0) return findings;
  return [wrong('no workflow uses this action', 'copy the lines of the README to .github/workflows/deploy.yml')];
}

function ofFile({ name: file, text }: WorkflowFile, published: PublishedInputs, kind: PathKind): readonly Finding[] {
  let workflow: { permissions?: Job['permissions']; jobs?: Record<string, Job> } | null;
  try {
    workflow = parse(text);
  } catch (thrown) {
    return [wrong(`${file} is no YAML: ${asError(thrown).message.split('\n')[0]}`, 'correct the line')];
  }
  const jobs = Object.entries(workflow?.jobs ?? {}).map(([name, job]) => {
    const granted = job.permissions ?? workflow?.permissions;
    const calls = WORKFLOW.test(job.uses ?? '')
      ? [{ given: job.with ?? {}, known: published.workflow }]
      : (job.steps ?? [])
          .filter(({ uses = '' }) => ACTION.test(uses))
          .map((step) => ({ given: step.with ?? {}, known: new Set(published.action.keys()) }));
    return { name, granted, calls };
  });
  const findings = jobs.flatMap(({ name, calls }) =>
    calls.flatMap(({ given, known }) => [
      ...names(name, given, known),
      ...values(name, given, published.action, kind),
      ...lockFile(name, given, kind),
      ...variables(name, given),
    ]),
  );
  return [
    ...findings,
    ...permissions(
      jobs.filter(({ calls }) => calls.length > 0),
      published,
    ),
  ];
}

function names(job: string, given: Given, known: ReadonlySet<string>): readonly Finding[] {
  const odd = Object.keys(given).filter((name) => !known.has(name));
  if (odd.length === 0) return [right(`${job}: every name under "with:" exists`)];
  const todo = 'remove it, or correct its spelling: the README has the table of inputs';
  return odd.map((name) => wrong(`${job}: there is no input "${name}"`, todo));
}

/** The reader of a run, over the values that stand in the file; an expression is replaced by the default. */
function values(job: string, given: Given, inputs: PublishedInputs['action'], kind: PathKind): readonly Finding[] {
  const read = (name: string) => {
    const usual = inputs.get(name) ?? '';
    const text = String(given[name] ?? usual);
    if (!text.includes('${{')) return text;
    return usual.includes('${{') ? 'token' : usual;
  };
  // Names of buckets and roles are most often variables: what only AWS needs is not asked of them here.
  const result = parseConfig(read, { offline: true });
  const problems = 'problems' in result ? result.problems : [];
  const paths = 'problems' in result ? result.paths : result.config;
  const missing = pathProblems(paths, kind, { site: false, packages: false });
  const found = [...problems, ...missing].map(({ input, found: value, expected, wayOut }) =>
    wrong(`${job}: ${input} is ${value}`, `expected ${expected}${wayOut === undefined ? '' : `; ${wayOut}`}`),
  );
  return found.length > 0 ? found : [right(`${job}: the inputs that stand in the file`)];
}

interface Caller {
  readonly name: string;
  readonly granted: Job['permissions'];
  readonly calls: readonly { readonly given: Given; readonly known: ReadonlySet<string> }[];
}

/** Where a plan, a deploy and a look for drift are jobs of their own, each has a part; what none of them has is missing. */
function permissions(jobs: readonly Caller[], published: PublishedInputs): readonly Finding[] {
  if (jobs.length === 0) return [];
  const about = jobs.map(({ name }) => name).join(', ');
  const calls = jobs.flatMap((job) => job.calls);
  const isNeeded = (permission: string) =>
    // GitHub refuses a call of the workflow that grants less than one of its jobs asks for.
    calls.some(({ given, known }) => {
      if (known === published.workflow) return true;
      // A record is of a plan of Terraform's, a lock whose run may have ended of a site.
      if (permission === 'checks') return given['infra-directory'] !== '';
      return permission !== 'actions' || (given['site-directory'] ?? '') !== '';
    });
  const lacking = Object.entries(NEEDED).filter(
    ([permission, access]) =>
      isNeeded(permission) &&
      !jobs.some(({ granted }) => {
        const has = typeof granted === 'object' ? granted?.[permission] : ALL[granted ?? ''];
        return has === 'write' || has === access;
      }),
  );
  if (lacking.length === 0) return [right(`${about}: its permissions`)];
  return lacking.map(([name, access]) =>
    wrong(`${about}: its permissions lack "${name}: ${access}"`, `add "${name}: ${access}" to "permissions:"`),
  );
}

function lockFile(job: string, given: Given, kind: PathKind): readonly Finding[] {
  const directory = String(given['infra-directory'] ?? 'infra');
  if (directory === '' || directory.includes('${{') || kind(directory) !== 'directory') return [];
  const path = `${directory}/.terraform.lock.hcl`;
  if (kind(path) === 'file') return [right(`${job}: ${path}`)];
  const todo = `commit the file that this makes: terraform -chdir=${directory} providers lock -platform=linux_amd64`;
  return [wrong(`${job}: there is no ${path}`, todo)];
}

function variables(job: string, given: Given): readonly Finding[] {
  const used = new Set([...JSON.stringify(given).matchAll(/vars\.(\w+)/g)].map(([, name = '']) => name));
  return [...used].map((name) => unseen(`${job}: the variable ${name} of the repository`, `gh variable get ${name}`));
}
