import { resolve } from 'node:path';
import { type Finding, unseen, worstFirst } from '../src/config/finding.js';
import { workflowFindings } from '../src/config/workflow-findings.js';
import { pathKind } from '../src/gateways/files/path-kind.js';
import { publishedInputs, workflowFiles } from '../src/gateways/files/workflow-files.js';

/**
 * `npm run doctor -- FOLDER`: what can be seen of a set-up without asking anybody, by the checks of a run.
 * `operation: check` asks AWS and GitHub for the rest.
 * @param project where `action.yml` and the reusable workflow are
 */
export function examine(folder: string, project: string): readonly Finding[] {
  return [
    ...workflowFindings(workflowFiles(folder), publishedInputs(project), pathKind(resolve(folder))),
    unseen('environments, branch rules, roles, buckets and distributions', 'run the workflow with "operation: check"'),
  ];
}

/** One table, what is wrong first. */
export function table(findings: readonly Finding[]): string {
  return worstFirst(findings)
    .map(({ state, what, todo }) => `${state.padEnd(15)} ${what}${todo === '' ? '' : `\n${' '.repeat(16)}${todo}`}`)
    .join('\n');
}

if (process.argv[1] !== undefined && /doctor\.[jt]s$/.test(process.argv[1])) {
  const findings = examine(process.argv[2] ?? '.', process.cwd());
  console.log(table(findings));
  if (findings.some(({ state }) => state === 'wrong')) process.exitCode = 1;
}
