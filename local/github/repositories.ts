import { userJson } from './account-json.js';
import { type Call, json, type Route } from './call.js';
import { notFound } from './github-error.js';
import type { CollaboratorRole } from './records.js';
import { fullRepositoryJson } from './repository-json.js';

export const REPOSITORY_ROUTES: readonly Route[] = [
  {
    operation: 'repos/get',
    method: 'GET',
    path: '/repos/{owner}/{repo}',
    needs: ['metadata'],
    access: 'read',
    answer: (call) => json(200, fullRepositoryJson(call.repository, call.urls)),
  },
  {
    operation: 'repos/get-collaborator-permission-level',
    method: 'GET',
    path: '/repos/{owner}/{repo}/collaborators/{username}/permission',
    needs: ['metadata'],
    access: 'read',
    answer: getPermission,
  },
];

/** The older word that `permission` uses for a role: `maintain` and `triage` have none of their own. */
const LEGACY: Readonly<Record<CollaboratorRole | 'none', string>> = {
  admin: 'admin',
  maintain: 'write',
  write: 'write',
  triage: 'read',
  read: 'read',
  none: 'none',
};

function getPermission({ repository, store, parameters, urls }: Call) {
  const user = store.findUser(parameters.username ?? '');
  if (user === undefined) throw notFound();
  const role = repository.collaborators.get(user.login) ?? (repository.about.private ? 'none' : 'read');
  const permission = LEGACY[role];
  return json(200, { permission, role_name: role, user: { ...userJson(user, urls), role_name: role } });
}
