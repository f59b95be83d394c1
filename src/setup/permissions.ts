import { type Finding, right, unseen, wrong } from '../config/finding.js';
import { givenText, type Job, type Use, type Workflow } from './workflow.js';

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
type Permission = keyof typeof NEEDED;

/** `permissions:` as one word. `read-all` gives no `id-token`, which nobody can read. */
const ALL: Readonly<Record<string, string>> = { 'write-all': 'write', 'read-all': 'read' };

const PLANS_ONLY = ['pull_request', 'merge_group'];

/**
 * A call grants what each job of the called workflow asks for, or GitHub does not start it. Of jobs with steps, a plan, a
 * deploy and a look for drift have a part each: what none of them has is missing.
 */
export function permissionFindings({ file, on }: Workflow, uses: readonly Use[]): readonly Finding[] {
  const calls = uses.filter(({ kind }) => kind === 'call');
  const steps = uses.filter(({ kind }) => kind === 'step');
  return [
    ...calls.flatMap(({ where, job }) => lacking(where, [job], Object.keys(NEEDED) as Permission[])),
    ...(steps.length === 0
      ? []
      : ofSteps(
          file,
          steps,
          Object.keys(on).some((event) => !PLANS_ONLY.includes(event)),
        )),
  ];
}

function ofSteps(file: string, steps: readonly Use[], deploys: boolean): readonly Finding[] {
  const jobs = [...new Set(steps.map(({ job }) => job))];
  // Each job checks out, and signs in, by a token of its own.
  const own = steps.flatMap(({ where, job, given }) => {
    const signsIn = givenText(given, 'role-to-assume', '') !== '';
    return lacking(where, [job], signsIn ? ['contents', 'id-token'] : ['contents']);
  });
  // A record is of a plan of Terraform's, a lock whose run may have ended of a site.
  const shared: Permission[] = [
    'pull-requests',
    ...(steps.some(({ given }) => givenText(given, 'infra-directory', 'infra') !== '') ? (['checks'] as const) : []),
    ...(deploys ? (['deployments', 'issues'] as const) : []),
    ...(deploys && steps.some(({ given }) => givenText(given, 'site-directory', '') !== '')
      ? (['actions'] as const)
      : []),
  ];
  const where = `${file}, ${jobs.length === 1 ? 'job' : 'jobs'} ${jobs.map(({ name }) => name).join(', ')}`;
  const found = [...own, ...lacking(where, jobs, shared)];
  const faults = found.filter(({ state }) => state !== 'right');
  return faults.length > 0 ? faults : [right(`${where}: the permissions`)];
}

function lacking(where: string, jobs: readonly Job[], needed: readonly Permission[]): readonly Finding[] {
  // Without the key they are a setting of the repository, in which "id-token" is never contained.
  const isUnset = jobs.some(({ permissions }) => permissions === undefined || permissions === null);
  const missing = needed.filter((name) => {
    if (isUnset && name !== 'id-token') return false;
    return !jobs.some(({ permissions }) => {
      const has = typeof permissions === 'object' ? permissions?.[name] : ALL[permissions ?? ''];
      return has === 'write' || has === NEEDED[name];
    });
  });
  const todo = (name: Permission) => `add "${name}: ${NEEDED[name]}" to "permissions:"`;
  const found = missing.map((name) => wrong(`${where}: its permissions lack "${name}: ${NEEDED[name]}"`, todo(name)));
  if (isUnset) {
    const list = needed.map((name) => `${name}: ${NEEDED[name]}`).join(', ');
    found.push(unseen(`${where}: its permissions, a setting of the repository`, `write "permissions:" with ${list}`));
  }
  return found.length > 0 ? found : [right(`${where}: its permissions`)];
}
