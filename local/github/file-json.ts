import type { Json } from './account-json.js';
import type { Call } from './call.js';
import type { FileChange } from './file-changes.js';

/** `diff-entry`. */
export function fileJson(
  { urls, repository }: Call,
  { path, before, status, added, removed, patch }: FileChange,
): Json {
  return {
    sha: null,
    filename: path,
    status,
    additions: added,
    deletions: removed,
    changes: added + removed,
    blob_url: urls.web(repository, `/blob/${path}`),
    raw_url: urls.web(repository, `/raw/${path}`),
    contents_url: urls.repo(repository, `/contents/${path}`),
    ...(before === undefined ? {} : { previous_filename: before }),
    ...(patch === undefined ? {} : { patch }),
  };
}

/** Of a file that both sides have, in a commit that no real repository has. */
export function madeUp(path: string): FileChange {
  return { path, status: 'modified', added: 1, removed: 1 };
}
