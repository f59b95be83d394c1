import type { Route } from './call.js';
import { CHECK_ROUTES } from './checks.js';
import { COMMENT_ROUTES } from './comments.js';
import { COMMIT_ROUTES } from './commits.js';
import { DEPLOYMENT_ROUTES } from './deployments.js';
import { ISSUE_ROUTES } from './issues.js';
import { PULL_ROUTES } from './pulls.js';
import { PUSH_ROUTES } from './pushes.js';
import { REF_ROUTES } from './refs.js';
import { REPOSITORY_ROUTES } from './repositories.js';
import { SETTINGS_ROUTES } from './settings.js';
import { WORKFLOW_RUN_ROUTES } from './workflow-runs.js';

/** Everything of GitHub's REST API that this server answers. */
export const ROUTES: readonly Route[] = [
  ...COMMENT_ROUTES,
  ...ISSUE_ROUTES,
  ...PULL_ROUTES,
  ...COMMIT_ROUTES,
  ...REF_ROUTES,
  ...PUSH_ROUTES,
  ...CHECK_ROUTES,
  ...DEPLOYMENT_ROUTES,
  ...REPOSITORY_ROUTES,
  ...SETTINGS_ROUTES,
  ...WORKFLOW_RUN_ROUTES,
];

const COMPILED = ROUTES.map((route) => ({ route, pattern: patternOf(route.path) }));

export interface Match {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

/** @param path as sent: a parameter may hold an encoded slash */
export function matchRoute(method: string, path: string): Match | undefined {
  for (const { route, pattern } of COMPILED) {
    const groups = route.method === method ? pattern.exec(path)?.groups : undefined;
    if (groups === undefined) continue;
    const parameters = Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]);
    return { route, parameters: Object.fromEntries(parameters) };
  }
  return undefined;
}

function patternOf(template: string): RegExp {
  const pattern = template
    .replace(/[.]/g, '\\.')
    .replace(/\{(\w+)\}/g, (_parameter, name: string) => `(?<${name}>[^/]+?)`);
  return new RegExp(`^${pattern}$`);
}
