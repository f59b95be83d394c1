import * as v from 'valibot';
import type { EnvironmentSettings, Environments } from '../../../ports/setup.js';
import type { GitHubApi } from '../api.js';
import { visible } from './visible.js';

const environment = v.object({
  protection_rules: v.optional(v.array(v.object({ type: v.string() })), []),
  deployment_branch_policy: v.optional(v.nullable(v.looseObject({})), null),
});

/** Environments of the repository. Permission: `actions: read`. */
export class GitHubEnvironments implements Environments {
  readonly #api: GitHubApi;

  constructor(api: GitHubApi) {
    this.#api = api;
  }

  async environment(name: string): Promise<EnvironmentSettings | 'absent' | 'hidden'> {
    const route = '/repos/{owner}/{repo}/environments/{environment_name}';
    const found = await visible(() =>
      this.#api.get(`Reading the environment ${name}`, route, { environment_name: name }, environment),
    );
    if (found === 'hidden' || found === 'absent') return found;
    return {
      limitsBranches: found.deployment_branch_policy !== null,
      hasReviewers: found.protection_rules.some(({ type }) => type === 'required_reviewers'),
    };
  }
}
