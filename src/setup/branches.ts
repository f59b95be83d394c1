import { type Finding, unseen, wrong } from '../config/finding.js';
import type { Workflow } from './workflow.js';

/** Whether a push to the default branch starts the workflow. */
export function branchFindings({ file, on }: Workflow, defaultBranch: string | undefined): readonly Finding[] {
  const push = on.push;
  const branches = push?.branches;
  if (push === undefined || branches === undefined) return [];
  const patterns = [branches].flat().map(String);
  // A pattern may match, and a branch that is left out again is somebody's intention.
  if (patterns.some((pattern) => /[*?+[!]/.test(pattern))) return [];
  const list = patterns.join(', ');
  if (defaultBranch === undefined) {
    return [unseen(`${file}: whether ${list} is the default branch`, 'gh repo view --json defaultBranchRef')];
  }
  if (patterns.includes(defaultBranch)) return [];
  const what = `${file}: it deploys pushes to ${list}, and the default branch is ${defaultBranch}`;
  return [wrong(what, `write "branches: [${defaultBranch}]" under "push:"`)];
}
