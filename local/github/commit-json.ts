import { createHash } from 'node:crypto';
import type { Json } from './account-json.js';
import type { Call } from './call.js';
import type { Commit } from './history.js';
import type { Label } from './records.js';
import { nodeId, timestamp } from './urls.js';

/** `commit`. Authors are matched to accounts by their mail address, and nobody's is known here. */
export function commitJson({ repository, urls }: Pick<Call, 'repository' | 'urls'>, commit: Commit): Json {
  const { sha } = commit;
  const url = urls.repo(repository, `/commits/${sha}`);
  const by = { name: commit.author, email: commit.email, date: timestamp(commit.at) };
  const tree = createHash('sha1').update(`tree of ${sha}`).digest('hex');
  return {
    sha,
    node_id: nodeId('Commit', sha),
    url,
    html_url: urls.web(repository, `/commit/${sha}`),
    comments_url: `${url}/comments`,
    commit: {
      url: urls.repo(repository, `/git/commits/${sha}`),
      author: by,
      committer: by,
      message: commit.message,
      comment_count: 0,
      tree: { sha: tree, url: urls.repo(repository, `/git/trees/${tree}`) },
      verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
    },
    author: null,
    committer: null,
    parents: commit.parents.map((parent) => ({
      sha: parent,
      url: urls.repo(repository, `/commits/${parent}`),
      html_url: urls.web(repository, `/commit/${parent}`),
    })),
  };
}

export function labelJson({ repository, urls }: Pick<Call, 'repository' | 'urls'>, { id, name }: Label): Json {
  return {
    id,
    node_id: nodeId('Label', id),
    url: urls.repo(repository, `/labels/${encodeURIComponent(name)}`),
    name,
    color: 'ededed',
    default: false,
    description: '',
  };
}
