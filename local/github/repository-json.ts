import { type Json, userJson } from './account-json.js';
import type { LocalRepository } from './repository.js';
import { nodeId, timestamp, type Urls } from './urls.js';

/** Address templates that every form of a repository has: name, path, and what may follow. */
const LINKS: Readonly<Record<string, string>> = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
};

/** `minimal-repository`. */
export function minimalRepositoryJson(repository: LocalRepository, urls: Urls): Json {
  const { about } = repository;
  const links = Object.entries(LINKS).map(([name, path]) => [name, urls.repo(repository) + path]);
  return {
    id: about.id,
    node_id: nodeId('Repository', about.id),
    name: about.name,
    full_name: repository.fullName,
    private: about.private,
    owner: userJson(about.owner, urls),
    html_url: urls.web(repository),
    description: null,
    fork: false,
    url: urls.repo(repository),
    ...Object.fromEntries(links),
  };
}

/** `repository`, as pull requests carry it for head and base. */
export function repositoryJson(repository: LocalRepository, urls: Urls): Json {
  const { about } = repository;
  const web = urls.web(repository);
  const open = [...repository.issues.values()].filter(({ state }) => state === 'open').length;
  return {
    ...minimalRepositoryJson(repository, urls),
    git_url: web.replace('https:', 'git:').concat('.git'),
    ssh_url: `git@github.com:${repository.fullName}.git`,
    clone_url: `${web}.git`,
    svn_url: web,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    size: 0,
    default_branch: about.defaultBranch,
    visibility: about.private ? 'private' : 'public',
    archived: false,
    disabled: false,
    has_issues: true,
    has_projects: true,
    has_downloads: true,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    forks: 0,
    forks_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    open_issues: open,
    open_issues_count: open,
    topics: [],
    pushed_at: timestamp(repository.clock.now()),
    created_at: timestamp(about.createdAt),
    updated_at: timestamp(about.createdAt),
  };
}

/** `full-repository`. */
export function fullRepositoryJson(repository: LocalRepository, urls: Urls): Json {
  return { ...repositoryJson(repository, urls), network_count: 0, subscribers_count: 1 };
}
