/** A person, or the account under which an app or a bot appears. */
export interface User {
  readonly kind: 'user';
  readonly id: number;
  readonly login: string;
}

/** A GitHub App. What it does is shown as done by `SLUG[bot]`. */
export interface App {
  readonly kind: 'app';
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  /** Id of the account `SLUG[bot]`. */
  readonly botId: number;
}

export type Identity = User | App;

/** The app whose token every job of a workflow gets, with its real ids. */
export const GITHUB_ACTIONS: App = {
  kind: 'app',
  id: 15_368,
  slug: 'github-actions',
  name: 'GitHub Actions',
  botId: 41_898_282,
};

export const DEPENDABOT: App = {
  kind: 'app',
  id: 29_110,
  slug: 'dependabot',
  name: 'Dependabot',
  botId: 49_699_333,
};

export function loginOf(identity: Identity): string {
  return identity.kind === 'app' ? `${identity.slug}[bot]` : identity.login;
}

export const PERMISSIONS = [
  'actions',
  'checks',
  'contents',
  'deployments',
  'issues',
  'metadata',
  'pull-requests',
] as const;
export type Permission = (typeof PERMISSIONS)[number];
export type Access = 'none' | 'read' | 'write';

/** What a token may do, as a workflow's `permissions:` says it. */
export type Permissions = Readonly<Record<Permission, Access>>;

export interface Token {
  readonly secret: string;
  readonly identity: Identity;
  readonly permissions: Permissions;
}

export function may(token: Token, permission: Permission, access: 'read' | 'write'): boolean {
  const given = token.permissions[permission];
  return given === 'write' || given === access;
}
