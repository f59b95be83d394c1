import * as v from 'valibot';
import type { BranchRules, BranchSettings } from '../../../ports/setup.js';
import type { GitHubApi } from '../api.js';
import { visible } from './visible.js';

/** Protection of the older kind: of it a job's token sees the status checks alone. */
const branch = v.object({
  protected: v.boolean(),
  protection: v.optional(
    v.object({ required_status_checks: v.optional(v.object({ contexts: v.optional(v.array(v.string()), []) })) }),
  ),
});
const rule = v.object({
  type: v.string(),
  parameters: v.optional(
    v.object({ required_status_checks: v.optional(v.array(v.object({ context: v.string() })), []) }),
  ),
});

/** What a branch asks of those who change it. Permission: `contents: read`. */
export class GitHubBranchRules implements BranchRules {
  readonly #api: GitHubApi;

  constructor(api: GitHubApi) {
    this.#api = api;
  }

  async branch(name: string): Promise<BranchSettings | 'hidden'> {
    const what = `Reading the rules of ${name}`;
    const found = await visible(async () => ({
      rules: await this.#api.all(what, '/repos/{owner}/{repo}/rules/branches/{branch}', { branch: name }, rule),
      older: await this.#api.get(what, '/repos/{owner}/{repo}/branches/{branch}', { branch: name }, branch),
    }));
    if (found === 'hidden' || found === 'absent') return 'hidden';
    const { rules, older } = found;
    const checks = [
      ...rules.flatMap(({ parameters }) => parameters?.required_status_checks.map(({ context }) => context) ?? []),
      ...(older.protection?.required_status_checks?.contexts ?? []),
    ];
    const byRule = rules.some(({ type }) => type === 'pull_request');
    // A branch that only rules protect is "protected" too, so a rule for something else leaves the question open.
    return {
      requiredChecks: [...new Set(checks)],
      needsPullRequest: byRule || (older.protected ? undefined : false),
    };
  }
}
