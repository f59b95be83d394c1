import { randomBytes } from 'node:crypto';

/** Who may assume a role: the trust policy's conditions. `*` stands for anything, as in `StringLike`. */
export interface Trust {
  readonly subjects: readonly string[];
  readonly repositoryId?: string;
}

export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly roleArn: string;
  readonly sessionName: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface StsOptions {
  /** Twelve digits, of everyone who did not assume a role. */
  readonly accountId: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Called when a session has ended: from now on its access key is refused everywhere. */
  readonly onExpired: (accessKeyId: string) => void;
}

/** Roles, and the sessions that were given out. */
export class StsStore {
  /** Audiences that the account's identity provider accepts. */
  audiences: readonly string[] = ['sts.amazonaws.com'];
  /** Instead of what the request asks for, seconds. */
  sessionSeconds: number | undefined;
  readonly #roles = new Map<string, Trust>();
  readonly #sessions = new Map<string, Session>();

  constructor(readonly options: StsOptions) {}

  addRole(arn: string, trust: Trust): void {
    this.#roles.set(arn, trust);
  }

  trustOf(arn: string): Trust | undefined {
    return this.#roles.get(arn);
  }

  /** @param seconds as asked for; an hour by default */
  open(roleArn: string, sessionName: string, seconds = 3600): Session {
    const session: Session = {
      accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
      secretAccessKey: randomBytes(20).toString('hex'),
      sessionToken: randomBytes(60).toString('base64'),
      roleArn,
      sessionName,
      expiresAt: this.options.now() + (this.sessionSeconds ?? seconds) * 1000,
    };
    this.#sessions.set(session.accessKeyId, session);
    return session;
  }

  session(accessKeyId: string): Session | undefined {
    return this.#sessions.get(accessKeyId);
  }

  /** In the order in which they were given out. */
  sessions(): readonly Session[] {
    return [...this.#sessions.values()];
  }

  /** Ends a session, even before its time. */
  expire(accessKeyId: string): void {
    this.options.onExpired(accessKeyId);
  }

  /** The account that a request with this access key speaks for. */
  callerOf(accessKeyId: string): { readonly account: string; readonly arn: string } {
    const { accountId } = this.options;
    const session = this.#sessions.get(accessKeyId);
    if (session === undefined) return { account: accountId, arn: `arn:aws:iam::${accountId}:user/local` };
    const [, account = accountId, role = ''] =
      /^arn:aws:iam::(\d+):role\/(?:.*\/)?([^/]+)$/.exec(session.roleArn) ?? [];
    return { account, arn: `arn:aws:sts::${account}:assumed-role/${role}/${session.sessionName}` };
  }
}

export function trusts(trust: Trust, claims: Readonly<Record<string, unknown>>): boolean {
  if (trust.repositoryId !== undefined && trust.repositoryId !== claims.repository_id) return false;
  return trust.subjects.some((subject) => like(subject).test(String(claims.sub)));
}

function like(pattern: string): RegExp {
  return new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);
}
