import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Finding, unseen, worstFirst, wrong } from '../src/config/finding.js';
import { publishedInputs } from '../src/gateways/files/published-inputs.js';
import { repositoryIn } from '../src/gateways/files/repository.js';
import { setUpFindings } from '../src/setup/set-up-findings.js';

/**
 * `npm run doctor -- FOLDER`: what can be seen of a set-up without asking anybody, by the checks of a run.
 * `operation: check` asks AWS and GitHub for the rest.
 * @param project where `action.yml` and the reusable workflow are
 */
export function examine(folder: string, project: string): readonly Finding[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    return [
      wrong(
        `there is no folder ${resolve(folder)}`,
        'name the one of your repository: npm run doctor -- ../my-repository',
      ),
    ];
  }
  return [
    ...setUpFindings({
      ...repositoryIn(folder, isIgnored(folder)),
      published: publishedInputs(project),
      defaultBranch: defaultBranchOf(folder),
    }),
    unseen(
      'environments, branch rules, roles, buckets and distributions',
      'once the workflow is on the default branch, run it manually with "operation: check"',
    ),
  ];
}

/** One table, what is wrong first. */
export function table(findings: readonly Finding[]): string {
  return worstFirst(findings)
    .map(({ state, what, todo }) => `${state.padEnd(15)} ${what}${todo === '' ? '' : `\n${' '.repeat(16)}${todo}`}`)
    .join('\n');
}

function isIgnored(folder: string): (path: string) => boolean {
  return (path) => git(folder, 'check-ignore', '--quiet', '--', path).status === 0;
}

/** The remote's, as the clone noted it; without a remote the only branch there is. */
function defaultBranchOf(folder: string): string | undefined {
  const remote = git(folder, 'symbolic-ref', '--short', 'refs/remotes/origin/HEAD').stdout?.trim() ?? '';
  if (remote !== '') return remote.replace(/^origin\//, '');
  const branches = (git(folder, 'branch', '--format=%(refname:short)').stdout ?? '')
    .split('\n')
    .filter((name) => /^[^(]/.test(name));
  if (branches.some((name) => /^(develop|development|trunk)$/.test(name)) && branches.length > 1) return undefined;
  if (branches.includes('main') !== branches.includes('master')) return branches.includes('main') ? 'main' : 'master';
  return branches.length === 1 ? branches[0] : undefined;
}

function git(folder: string, ...command: readonly string[]) {
  return spawnSync('git', ['-C', folder, ...command], { encoding: 'utf8' });
}

if (process.argv[1] !== undefined && /doctor\.[jt]s$/.test(process.argv[1])) {
  // npm changes into the project; the folder is named from where it was called.
  const folder = process.argv[2];
  if (folder === undefined) {
    console.error('Name the folder of your repository: npm run doctor -- ../my-repository');
    process.exitCode = 2;
  } else {
    const findings = examine(resolve(process.env.INIT_CWD ?? '.', folder), process.cwd());
    console.log(table(findings));
    if (findings.some(({ state }) => state === 'wrong')) process.exitCode = 1;
  }
}
