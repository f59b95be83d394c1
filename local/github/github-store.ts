import { randomBytes } from 'node:crypto';
import {
  type Access,
  type App,
  DEPENDABOT,
  GITHUB_ACTIONS,
  type Identity,
  PERMISSIONS,
  type Permission,
  type Permissions,
  type Token,
  type User,
} from './identity.js';
import { RateLimits } from './rate-limits.js';
import { type Clock, LocalRepository, type RepositoryAbout } from './repository.js';

/** Accounts, tokens and repositories of the local GitHub. Tests prepare and read it in process. */
export class GitHubStore implements Clock {
  readonly rateLimits: RateLimits;
  readonly #now: () => number;
  readonly #repositories = new Map<string, LocalRepository>();
  readonly #users = new Map<string, User>();
  readonly #apps = new Map<string, App>([GITHUB_ACTIONS, DEPENDABOT].map((app) => [app.slug, app]));
  readonly #tokens = new Map<string, Token>();
  #lastId = 1_000_000;

  /** @param now milliseconds since 1970 */
  constructor(now: () => number = Date.now) {
    this.#now = now;
    this.rateLimits = new RateLimits(now);
  }

  now(): number {
    return this.#now();
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** Makes the person where there is none of this name yet. */
  user(login: string): User {
    const known = this.#users.get(login);
    if (known !== undefined) return known;
    const user: User = { kind: 'user', id: this.nextId(), login };
    this.#users.set(login, user);
    return user;
  }

  findUser(login: string): User | undefined {
    return this.#users.get(login);
  }

  /** Makes the app where there is none of this slug yet. */
  app(slug: string): App {
    const known = this.#apps.get(slug);
    if (known !== undefined) return known;
    const app: App = { kind: 'app', id: this.nextId(), slug, name: slug, botId: this.nextId() };
    this.#apps.set(slug, app);
    return app;
  }

  /**
   * A token of this person, or of the app of this slug. Without `permissions` it may do everything; named ones are
   * all that it has (`metadata` comes with every token).
   */
  token(who: 'github-actions' | Identity, permissions?: Partial<Record<Permission, Access>>): string {
    const identity = typeof who === 'string' ? this.app(who) : who;
    const given: Permissions = Object.fromEntries(
      PERMISSIONS.map((name) => [name, permissions === undefined ? 'write' : (permissions[name] ?? 'none')]),
    ) as Permissions;
    const prefix = identity.kind === 'app' ? 'ghs' : 'ghp';
    const secret = `${prefix}_${randomBytes(18).toString('hex')}`;
    const metadata = given.metadata === 'none' ? 'read' : given.metadata;
    this.#tokens.set(secret, { secret, identity, permissions: { ...given, metadata } });
    return secret;
  }

  tokenOf(secret: string): Token | undefined {
    return this.#tokens.get(secret);
  }

  /** From now on this token is a bad one. */
  revoke(secret: string): void {
    this.#tokens.delete(secret);
  }

  /** Makes the repository where there is none of this name yet. @param fullName `OWNER/REPO` */
  repository(
    fullName: string,
    about: Partial<Pick<RepositoryAbout, 'id' | 'defaultBranch' | 'private'>> = {},
  ): LocalRepository {
    const known = this.find(fullName);
    if (known !== undefined) return known;
    const [owner = '', name = ''] = fullName.split('/');
    const repository = new LocalRepository(
      {
        id: about.id ?? this.nextId(),
        owner: this.user(owner),
        name,
        defaultBranch: about.defaultBranch ?? 'main',
        private: about.private ?? false,
        createdAt: this.now(),
      },
      this,
    );
    this.#repositories.set(fullName.toLowerCase(), repository);
    return repository;
  }

  /** Names are compared without their case. */
  find(fullName: string): LocalRepository | undefined {
    return this.#repositories.get(fullName.toLowerCase());
  }
}
