import type { BranchPulls } from '../../ports/branch-pulls.js';
import type { CheckRuns } from '../../ports/check-runs.js';
import type { Comments } from '../../ports/comments.js';
import type { Deployments } from '../../ports/deployments.js';
import type { Ancestry, Parents, Runs } from '../../ports/history.js';
import type { Assignees, Issues } from '../../ports/issues.js';
import type { Labels, Mergers, PullRequests, QueuedPullRequests } from '../../ports/pull-requests.js';
import type { RepositorySettings } from '../../ports/setup.js';
import type { UnsavedStates } from '../../ports/unsaved-states.js';
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

export type GitHub = BranchPulls &
  Comments &
  CheckRuns &
  PullRequests &
  Deployments &
  Ancestry &
  Parents &
  Runs &
  Labels &
  QueuedPullRequests &
  Issues &
  Assignees &
  Mergers &
  RepositorySettings &
  UnsavedStates;

/** GitHub as the operations see it. Asks nothing, and loads no client, before the first call. */
export function connectGitHub(connection: GitHubConnection): GitHub {
  const api = new GitHubApi(connection);
  const comments = new GitHubComments(api);
  const checks = new GitHubChecks(api);
  const collaborators = new GitHubCollaborators(api);
  const pulls = new GitHubPulls(api, collaborators);
  const deployments = new GitHubDeployments(api);
  const history = new GitHubHistory(api);
  const labels = new GitHubLabels(api);
  const runs = new GitHubRuns(api);
  const issues = new GitHubIssues(api);
  const branches = new GitHubBranchPulls(api);
  const environments = new GitHubEnvironments(api);
  const rules = new GitHubBranchRules(api);
  const unsaved = new GitHubUnsavedStates(api);
  return {
    upsert: (issue, marker, body, options) => comments.upsert(issue, marker, body, options),
    create: (request) => checks.create(request),
    list: (headSha, name) => checks.list(headSha, name),
    ofBranch: (branch) => branches.ofBranch(branch),
    mergedAs: (sha, baseRef) => pulls.mergedAs(sha, baseRef),
    headSha: (number) => pulls.headSha(number),
    pushed: (number, login) => pulls.pushed(number, login),
    mergedBy: (number) => pulls.mergedBy(number),
    approvals: (number) => pulls.approvals(number),
    mergedSince: (base, head, baseRef) => pulls.mergedSince(base, head, baseRef),
    start: (request) => deployments.start(request),
    finish: (started, end) => deployments.finish(started, end),
    finishLate: (opened, end) => deployments.finishLate(opened, end),
    lastSuccessful: (task, stage) => deployments.lastSuccessful(task, stage),
    latest: (task, stage) => deployments.latest(task, stage),
    newestAttempt: (task, stage) => deployments.newestAttempt(task, stage),
    underWay: (task, stage) => deployments.underWay(task, stage),
    remembered: (task, stage, state) => deployments.remembered(task, stage, state),
    applied: (started, state) => deployments.applied(started, state),
    markUnsaved: (mark) => unsaved.markUnsaved(mark),
    unsaved: (task, stage) => unsaved.unsaved(task, stage),
    clearUnsaved: (id) => unsaved.clearUnsaved(id),
    parents: (sha) => history.parents(sha),
    isAncestor: (sha, of) => history.isAncestor(sha, of),
    labelled: (number, label, at) => labels.labelled(number, label, at),
    mayWrite: (login) => collaborators.mayWrite(login),
    queued: (groupSha, baseRef) => pulls.queued(groupSha, baseRef),
    environment: (name) => environments.environment(name),
    branch: (name) => rules.branch(name),
    isCompleted: (runId) => runs.isCompleted(runId),
    openIssues: (marker) => issues.openIssues(marker),
    dismissedIssue: (marker, label) => issues.dismissedIssue(marker, label),
    openIssue: (marker, text, label) => issues.openIssue(marker, text, label),
    assignIssue: (number, login) => issues.assignIssue(number, login),
    rewriteIssue: (number, text) => issues.rewriteIssue(number, text),
    closeIssue: (number, reason) => issues.closeIssue(number, reason),
  };
}
