import { type App, type Identity, loginOf } from './identity.js';
import { nodeId, timestamp, type Urls } from './urls.js';

export type Json = Readonly<Record<string, unknown>>;

/** `simple-user` of GitHub's description. */
export function userJson(identity: Identity, urls: Urls): Json {
  const login = loginOf(identity);
  const id = identity.kind === 'app' ? identity.botId : identity.id;
  const url = urls.user(login);
  return {
    login,
    id,
    node_id: nodeId('User', id),
    avatar_url: `https://avatars.githubusercontent.com/u/${id}`,
    gravatar_id: '',
    url,
    html_url: urls.profile(login),
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: identity.kind === 'app' ? 'Bot' : 'User',
    user_view_type: 'public',
    site_admin: false,
  };
}

/** `integration`: the app itself, as check runs and `performed_via_github_app` name it. */
export function appJson(app: App, urls: Urls): Json {
  const owner = { kind: 'user', id: 9919, login: 'github' } as const;
  return {
    id: app.id,
    slug: app.slug,
    client_id: `Iv1.${app.id}`,
    node_id: nodeId('App', app.id),
    owner: userJson(owner, urls),
    name: app.name,
    description: '',
    external_url: 'https://help.github.com/en/actions',
    html_url: urls.app(app.slug),
    created_at: timestamp(Date.UTC(2018, 6, 30)),
    updated_at: timestamp(Date.UTC(2024, 3, 10)),
    permissions: { checks: 'write', contents: 'write', issues: 'write', metadata: 'read', pull_requests: 'write' },
    events: ['check_run', 'check_suite', 'create', 'delete', 'issues', 'pull_request', 'push', 'workflow_dispatch'],
  };
}

/** Who did it through an app: `null` for a person. */
export function viaAppJson(identity: Identity, urls: Urls): Json | null {
  return identity.kind === 'app' ? appJson(identity, urls) : null;
}
