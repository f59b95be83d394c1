import type { LocalRepository } from './repository.js';

const WEB = 'https://github.com';

/** Addresses in replies: those of the API point to this server, those for people to github.com. */
export class Urls {
  /** @param api without a slash at the end */
  constructor(readonly api: string) {}

  user(login: string): string {
    return `${this.api}/users/${encodeURIComponent(login)}`;
  }

  repo(repository: LocalRepository, path = ''): string {
    return `${this.api}/repos/${repository.fullName}${path}`;
  }

  web(repository: LocalRepository, path = ''): string {
    return `${WEB}/${repository.fullName}${path}`;
  }

  profile(login: string): string {
    return `${WEB}/${login.endsWith('[bot]') ? `apps/${login.slice(0, -'[bot]'.length)}` : login}`;
  }

  app(slug: string): string {
    return `${WEB}/apps/${slug}`;
  }
}

/** GitHub's opaque ids: unique, and of no use but that. */
export function nodeId(kind: string, id: number | string): string {
  return Buffer.from(`${kind}:${id}`).toString('base64url');
}

/** Whole seconds, as GitHub writes times. */
export function timestamp(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
