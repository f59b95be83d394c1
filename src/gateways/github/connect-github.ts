import { GitHubApi, type GitHubConnection } from './api.js';
import { GitHubBranchPulls } from './branch-pulls.js';
import { GitHubChecks } from './checks.js';
import { GitHubCollaborators } from './collaborators.js';
import { GitHubComments } from './comments.js';
import { GitHubDeployments } from './deployments.js';
import { GitHubHistory } from './history.js';
import { GitHubIssues } from './issues.js';
import { GitHubLabels } from './labels.js';
import { GitHubPulls } from './pulls.js';
import { GitHubRuns } from './runs.js';
import { GitHubBranchRules } from './setup/branch-rules.js';
import { GitHubEnvironments } from './setup/environments.js';
import { GitHubUnsavedStates } from './unsaved-states.js';

export type GitHub = ReturnType<typeof connectGitHub>;

/** GitHub in its parts. Asks nothing, and loads no client, before the first call. */
export function connectGitHub(connection: GitHubConnection) {
  const api = new GitHubApi(connection);
  const collaborators = new GitHubCollaborators(api);
  return {
    branches: new GitHubBranchPulls(api),
    checks: new GitHubChecks(api),
    collaborators,
    comments: new GitHubComments(api),
    deployments: new GitHubDeployments(api),
    history: new GitHubHistory(api),
    issues: new GitHubIssues(api),
    labels: new GitHubLabels(api),
    pulls: new GitHubPulls(api, collaborators),
    runs: new GitHubRuns(api),
    settings: { branches: new GitHubBranchRules(api), environments: new GitHubEnvironments(api) },
    unsaved: new GitHubUnsavedStates(api),
  };
}
