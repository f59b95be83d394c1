import { type Identity, loginOf } from './identity.js';
import type { LocalRepository } from './repository.js';

/** How an author stands to the repository. Apps are nobody. */
export function associationOf(repository: LocalRepository, identity: Identity): string {
  const login = loginOf(identity);
  if (login === repository.about.owner.login) return 'OWNER';
  return repository.collaborators.has(login) ? 'COLLABORATOR' : 'NONE';
}
