import { type PathKind, pathProblems } from '../config/check-paths.js';
import { type Finding, right, wrong } from '../config/finding.js';
import { INPUTS, parseConfig } from '../config/parse-config.js';
import type { PublishedInputs } from './repository.js';
import { givenText, isExpression, type Use } from './workflow.js';

/** What an expression may hold, where the input's default is no value of its own. */
const ANY_VALUE: Readonly<Record<string, string>> = {
  stage: 'a-stage',
  'infra-directory': '.',
  'site-directory': '.',
  'site-bucket': 'a-bucket',
  'artifact-bucket': 'a-bucket',
  'github-token': 'a-token',
};
const ROLES = ['plan-role', 'deploy-role', 'destroy-role'];
/** GitHub evaluates the `with:` of a called workflow before any job runs. */
const NOT_IN_A_CALL = /(?<![\w.-])(secrets|env|steps|job|runner)\.[\w-]+/;

/** The names and values under `with:`, read as a run reads them. */
export function givenFindings(use: Use, published: PublishedInputs, kind: PathKind): readonly Finding[] {
  return [...placeholder(use), ...names(use, published), ...contexts(use), ...values(use, published.action, kind)];
}

function placeholder({ where, uses }: Use): readonly Finding[] {
  const owner = uses.slice(0, uses.indexOf('/'));
  // A shell that did not know the variable has written nothing.
  if (owner !== 'OWNER' && owner !== '') return [];
  const todo = `write OWNER${uses.slice(owner.length)}, where OWNER is the account or organisation that has the action`;
  return [wrong(`${where}: "uses:" ${owner === '' ? 'names no owner' : 'still says OWNER'}`, todo)];
}

function names({ where, kind, given }: Use, published: PublishedInputs): readonly Finding[] {
  const known = kind === 'call' ? published.workflow : new Set(published.action.keys());
  const odd = Object.keys(given).filter((name) => !known.has(name));
  if (odd.length === 0) return [right(`${where}: every name under "with:" exists`)];
  return odd.map((name) => wrong(`${where}: there is no input "${name}"`, todoFor(name, kind)));
}

const CORRECT_IT = 'remove it, or correct its spelling: the README has the tables of inputs';

function todoFor(name: string, kind: Use['kind']): string {
  if (kind === 'step') {
    return ROLES.includes(name)
      ? 'name the role in "role-to-assume"; only the reusable workflow has one input for each role'
      : CORRECT_IT;
  }
  return name === 'role-to-assume' ? 'name the roles in "plan-role", "deploy-role" and "destroy-role"' : CORRECT_IT;
}

function contexts({ where, kind, given }: Use): readonly Finding[] {
  if (kind === 'step') return [];
  return Object.entries(given).flatMap(([name, value]) => {
    const expressions = String(value).match(/\$\{\{[\s\S]*?\}\}/g) ?? [];
    const read = expressions.flatMap((text) => NOT_IN_A_CALL.exec(text.replace(/'[^']*'/g, ''))?.[0] ?? []);
    return read.map((one) =>
      wrong(
        `${where}: "${name}" reads ${one}, which GitHub does not allow under the "with:" of a called workflow`,
        one.startsWith('secrets.')
          ? 'hand it over under "secrets:" as terraform-environment, install-environment or webhook'
          : 'use vars, inputs, needs or github there',
      ),
    );
  });
}

/** The reader of a run, over the values that stand in the file; an expression may hold whatever is valid. */
function values(
  { where, kind: of, given }: Use,
  inputs: PublishedInputs['action'],
  kind: PathKind,
): readonly Finding[] {
  const read = (name: string) => {
    const usual = inputs.get(name) ?? '';
    const text = givenText(given, name, usual);
    return isExpression(text) ? (ANY_VALUE[name] ?? usual) : text;
  };
  const result = parseConfig(read, { offline: false });
  const paths = 'problems' in result ? result.paths : result.config;
  const problems = [
    ...('problems' in result ? result.problems : []),
    ...(of === 'call' ? roleProblems(given) : []),
    ...pathProblems(paths, kind, { site: false, packages: false }),
  ];
  const found = problems.map(({ input, found: value, expected, wayOut }) =>
    wrong(`${where}: ${input} is ${value}`, `expected ${expected}${wayOut === undefined ? '' : `; ${wayOut}`}`),
  );
  return found.length > 0 ? found : [right(`${where}: the inputs that stand in the file`)];
}

function roleProblems(given: Use['given']) {
  return ROLES.flatMap((input) => {
    const text = givenText(given, input, '').trim();
    const read = INPUTS['role-to-assume'](text);
    return isExpression(text) || 'value' in read ? [] : [{ input, found: `"${text}"`, wayOut: undefined, ...read }];
  });
}
