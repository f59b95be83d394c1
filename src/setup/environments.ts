import { type Finding, unseen, wrong } from '../config/finding.js';
import { givenText, isExpression, type Use, type Workflow } from './workflow.js';

const USUAL_STAGES = ['dev', 'test', 'staging', 'prod', 'production'];

/**
 * Whether stage, environment and role belong together. The roles of infra/bootstrap trust the environment that is called
 * like their stage, and are kept as DEPLOY_ROLE_STAGE and DESTROY_ROLE_STAGE. Of roles with other names nothing is known.
 */
export function environmentFindings(uses: readonly Use[], { on }: Workflow): readonly Finding[] {
  const stages = new Set([...USUAL_STAGES, ...uses.map(({ given }) => givenText(given, 'stage', 'dev'))]);
  return uses.flatMap((use) => [
    ...ofRoles(use, stages),
    ...(use.kind === 'call' ? [] : [...ofJob(use, stages), ...ofPullRequests(use, on)]),
  ]);
}

interface NamedRole {
  readonly variable: string;
  readonly stage: string;
  readonly environment: string;
}

/** The variables of roles whose names end in a stage. */
function rolesOf({ given }: Use, stages: ReadonlySet<string>): readonly NamedRole[] {
  const text = ['role-to-assume', 'deploy-role', 'destroy-role'].map((name) => givenText(given, name, '')).join('\n');
  return [...text.matchAll(/\b(DEPLOY|DESTROY)_ROLE_(\w+)/g)].flatMap(([variable, kind, suffix = '']) => {
    const stage = [...stages].find((one) => one.toUpperCase() === suffix);
    if (stage === undefined) return [];
    return [{ variable, stage, environment: kind === 'DESTROY' ? `${stage}-destroy` : stage }];
  });
}

function ofRoles(use: Use, stages: ReadonlySet<string>): readonly Finding[] {
  const stage = givenText(use.given, 'stage', 'dev');
  if (isExpression(stage)) return [];
  return rolesOf(use, stages)
    .filter((role) => role.stage !== stage)
    .map(({ variable, stage: other }) =>
      wrong(
        `${use.where}: "stage" is ${stage}${'stage' in use.given ? '' : ', its default'}, and the role is ${variable}`,
        `write "stage: ${other}", or take the role of ${stage}`,
      ),
    );
}

function ofJob(use: Use, stages: ReadonlySet<string>): readonly Finding[] {
  const { where, job, given } = use;
  const roles = rolesOf(use, stages);
  const names = environmentsOf(job.environment);
  if (names === undefined) return [];
  if (names.length === 0) {
    const deploys = /DEPLOY|DESTROY/i.test(givenText(given, 'role-to-assume', ''));
    if (roles.length === 0) {
      return deploys ? [unseen(`${where}: whether its role trusts a job without an environment`, ASK_TRUST)] : [];
    }
    return roles.map(({ variable, environment }) =>
      wrong(
        `${where}: ${variable} trusts the environment ${environment}, and the job names none`,
        `add "environment: ${environment}" to the job; where it plans as well: environment: \${{ github.event_name == 'push' && '${environment}' || '' }}`,
      ),
    );
  }
  const wanted = roles.filter(({ environment }) => !names.includes(environment));
  if (wanted.length > 0) {
    return wanted.map(({ variable, environment }) =>
      wrong(
        `${where}: ${variable} trusts the environment ${environment}, and the job names ${names.join(' or ')}`,
        `write "environment: ${environment}", or take the role of that environment`,
      ),
    );
  }
  const stage = givenText(given, 'stage', 'dev');
  const fits = names.some((name) => name === stage || name === `${stage}-destroy`);
  if (isExpression(stage) || fits || roles.length > 0) return [];
  const about = `${where}: "stage" is ${stage}${'stage' in given ? '' : ', its default'}, and the environment is ${names.join(' or ')}`;
  // Who writes no stage, and has roles of other names, may have named the environment as they like.
  const other = 'stage' in given ? names.find((name) => stages.has(name)) : undefined;
  return [
    other === undefined
      ? unseen(about, ASK_TRUST)
      : wrong(about, `write "stage: ${other}", or "environment: ${stage}"`),
  ];
}

const ASK_TRUST = 'compare with the trust policy of the role; those of infra/bootstrap trust the environment STAGE';

/** The plan role trusts branches and pull requests; a job with an environment has a token that names only that. */
function ofPullRequests({ where, job, given }: Use, on: Workflow['on']): readonly Finding[] {
  const plain = typeof job.environment === 'string' ? job.environment : '';
  const role = givenText(given, 'role-to-assume', '');
  if (plain === '' || isExpression(plain) || /event_name/.test(String(job.if ?? ''))) return [];
  if (!('pull_request' in on) || !/\bPLAN_ROLE\b/.test(role)) return [];
  const todo = `write: environment: \${{ github.event_name == 'push' && '${plain}' || '' }}`;
  return [wrong(`${where}: PLAN_ROLE trusts jobs without an environment, and this one always names ${plain}`, todo)];
}

/** The names that an environment may have: `[]` for none, `undefined` where the expression does not show them. */
export function environmentsOf(environment: unknown): readonly string[] | undefined {
  const named = typeof environment === 'object' && environment !== null ? Object(environment).name : environment;
  const text = String(named ?? '').trim();
  if (!isExpression(text)) return text === '' ? [] : [text];
  // What is compared is no result, and of a function's nothing is known.
  const results = text.replace(/[=!]=\s*'[^']*'|'[^']*'\s*[=!]=/g, '');
  if (/\w\(/.test(results.replace(/'[^']*'/g, ''))) return undefined;
  const names = [...results.matchAll(/'([^']*)'/g)].flatMap(([, name = '']) => (name === '' ? [] : [name]));
  return names.length === 0 ? undefined : names;
}
