import type { Json } from './account-json.js';
import { type Call, json, type Route } from './call.js';
import { nodeId } from './urls.js';

export const REF_ROUTES: readonly Route[] = [
  {
    operation: 'git/list-matching-refs',
    method: 'GET',
    path: '/repos/{owner}/{repo}/git/matching-refs/{ref}',
    needs: ['contents'],
    access: 'read',
    // GitHub gives all of them at once, whatever page was asked for.
    query: ['per_page', 'page'],
    answer: (call) => json(200, matching(call)),
  },
];

/** Branches and tags whose name begins so; none is an empty list. */
function matching({ repository, parameters, urls }: Call): readonly Json[] {
  return repository.history.refs(`refs/${parameters.ref}`).map(({ ref, sha }) => ({
    ref,
    node_id: nodeId('Ref', ref),
    url: urls.repo(repository, `/git/${ref}`),
    object: { sha, type: 'commit', url: urls.repo(repository, `/git/commits/${sha}`) },
  }));
}
