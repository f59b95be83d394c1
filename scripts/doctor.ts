import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { pathProblems } from '../src/config/check-paths.js';
import { parseConfig } from '../src/config/parse-config.js';
import { pathKind } from '../src/gateways/files/path-kind.js';
import { readActionDefinition } from './generate/action-definition.js';

/** `npm run doctor -- FOLDER`: what can be seen of a set-up without asking anybody, by the checks of a run. */

export interface Finding {
  readonly state: 'right' | 'wrong' | 'cannot be seen';
  readonly what: string;
  readonly todo: string;
}

interface Job {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: unknown;
  readonly steps?: readonly { readonly uses?: string; readonly with?: Readonly<Record<string, unknown>> }[];
}

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

/** @param project where `action.yml` and the reusable workflow are */
export function examine(folder: string, project: string): readonly Finding[] {
  const workflows = join(folder, '.github', 'workflows');
  const files = existsSync(workflows) ? readdirSync(workflows).filter((name) => /\.ya?ml$/.test(name)) : [];
  const findings = files.flatMap((name) => examineFile(join(workflows, name), folder, project));
  if (findings.length > 0) return findings;
  const todo = 'copy the lines of the README to .github/workflows/deploy.yml';
  return [{ state: 'wrong', what: 'no workflow uses this action', todo }];
}

function examineFile(path: string, folder: string, project: string): readonly Finding[] {
  const workflow = parse(readFileSync(path, 'utf8')) as {
    permissions?: Job['permissions'];
    jobs?: Record<string, Job>;
  };
  const action = readActionDefinition(join(project, 'action.yml'));
  const called = parse(readFileSync(join(project, '.github/workflows/deploy.yml'), 'utf8')).on.workflow_call.inputs;
  return Object.entries(workflow.jobs ?? {}).flatMap(([name, job]) => {
    const granted = job.permissions ?? workflow.permissions;
    const calls = WORKFLOW.test(job.uses ?? '')
      ? [{ given: job.with ?? {}, known: Object.keys(called) }]
      : (job.steps ?? [])
          .filter(({ uses = '' }) => ACTION.test(uses))
          .map((step) => ({ given: step.with ?? {}, known: Object.keys(action.inputs) }));
    return calls.flatMap(({ given, known }) => [
      ...unknownNames(name, given, known),
      ...values(name, given, action.inputs, folder),
      ...permissions(name, granted),
      ...lockFile(name, given, folder),
      ...unseen(name, given),
    ]);
  });
}

function unknownNames(job: string, given: object, known: readonly string[]): readonly Finding[] {
  const odd = Object.keys(given).filter((name) => !known.includes(name));
  if (odd.length === 0) return [{ state: 'right', what: `${job}: every name under "with:" exists`, todo: '' }];
  return odd.map((name) => ({
    state: 'wrong',
    what: `${job}: there is no input "${name}"`,
    todo: 'remove it, or correct its spelling: the README has the table of inputs',
  }));
}

/** The reader of a run, over the values that stand in the file; an expression is replaced by the default. */
function values(
  job: string,
  given: Readonly<Record<string, unknown>>,
  inputs: Readonly<Record<string, { readonly default: string }>>,
  folder: string,
): readonly Finding[] {
  const read = (name: string) => {
    const usual = inputs[name]?.default ?? '';
    const text = String(given[name] ?? usual);
    if (!text.includes('${{')) return text;
    return usual.includes('${{') ? 'token' : usual;
  };
  // Names of buckets and roles are most often variables: what only AWS needs is not asked of them here.
  const result = parseConfig(read, { offline: true });
  const problems = 'problems' in result ? result.problems : [];
  const paths = 'problems' in result ? result.paths : result.config;
  const missing = pathProblems(paths, pathKind(resolve(folder)), { site: false, packages: false });
  const wrong = [...problems, ...missing].map(({ input, found, expected, wayOut }): Finding => {
    const todo = wayOut === undefined ? `expected ${expected}` : `expected ${expected}; ${wayOut}`;
    return { state: 'wrong', what: `${job}: ${input} is ${found}`, todo };
  });
  return wrong.length > 0 ? wrong : [{ state: 'right', what: `${job}: the inputs that stand in the file`, todo: '' }];
}

function permissions(job: string, granted: Job['permissions']): readonly Finding[] {
  const lacking = Object.entries(NEEDED).filter(([name, access]) => {
    const has = granted?.[name];
    return has !== 'write' && has !== access;
  });
  if (lacking.length === 0) return [{ state: 'right', what: `${job}: its permissions`, todo: '' }];
  return lacking.map(([name, access]) => ({
    state: 'wrong',
    what: `${job}: its permissions lack "${name}: ${access}"`,
    todo: `add "${name}: ${access}" to "permissions:"`,
  }));
}

function lockFile(job: string, given: Readonly<Record<string, unknown>>, folder: string): readonly Finding[] {
  const directory = String(given['infra-directory'] ?? 'infra');
  if (directory === '' || directory.includes('${{') || !existsSync(join(folder, directory))) return [];
  const path = `${directory}/.terraform.lock.hcl`;
  if (existsSync(join(folder, path))) return [{ state: 'right', what: `${job}: ${path}`, todo: '' }];
  const todo = `commit the file that this makes: terraform -chdir=${directory} providers lock -platform=linux_amd64`;
  return [{ state: 'wrong', what: `${job}: there is no ${path}`, todo }];
}

function unseen(job: string, given: Readonly<Record<string, unknown>>): readonly Finding[] {
  const names = [...new Set([...JSON.stringify(given).matchAll(/vars\.(\w+)/g)].map(([, name = '']) => name))];
  return [
    ...names.map(
      (name): Finding => ({
        state: 'cannot be seen',
        what: `${job}: the variable ${name} of the repository`,
        todo: `gh variable get ${name}`,
      }),
    ),
    {
      state: 'cannot be seen',
      what: `${job}: environments, branch rules, roles, buckets and distributions`,
      todo: 'docs/aws-setup.md has the commands; a pull request shows the rest',
    },
  ];
}

/** One table, what is wrong first. */
export function table(findings: readonly Finding[]): string {
  const order = { wrong: 0, 'cannot be seen': 1, right: 2 } as const;
  const sorted = [...findings].sort((a, b) => order[a.state] - order[b.state]);
  return sorted
    .map(({ state, what, todo }) => `${state.padEnd(15)} ${what}${todo === '' ? '' : `\n${' '.repeat(16)}${todo}`}`)
    .join('\n');
}

if (process.argv[1] !== undefined && /doctor\.[jt]s$/.test(process.argv[1])) {
  const findings = examine(process.argv[2] ?? '.', process.cwd());
  console.log(table(findings));
  if (findings.some(({ state }) => state === 'wrong')) process.exitCode = 1;
}
