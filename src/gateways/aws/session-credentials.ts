/** Structurally what the SDK calls an identity, with no member that is `undefined`. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Absent: they do not expire. */
  readonly expiration?: Date;
}

/** Credentials that are renewed before they expire, and when AWS says that they have. */
export interface SessionCredentials {
  (): Promise<Credentials>;
  /** New ones now, whatever the clock says. Asked for many times at once, it signs in once. */
  refresh(): Promise<Credentials>;
}

/** Before a session ends: requests that are under way then still end in time. */
export const REFRESH_BEFORE_MS = 5 * 60_000;

/**
 * Keeps what `obtain` gives until five minutes before it expires. When a renewal fails while the old session is still
 * valid, that one is used on and the renewal is tried again at the next request.
 * @param now milliseconds since 1970
 */
export function sessionCredentials(obtain: () => Promise<Credentials>, now: () => number): SessionCredentials {
  let current: Credentials | undefined;
  let pending: Promise<Credentials> | undefined;
  const refresh = (): Promise<Credentials> => {
    pending ??= obtain()
      .then((obtained) => {
        current = obtained;
        return obtained;
      })
      .finally(() => {
        pending = undefined;
      });
    return pending;
  };
  const leftMs = ({ expiration }: Credentials): number =>
    expiration === undefined ? Number.POSITIVE_INFINITY : expiration.getTime() - now();
  const provider = async (): Promise<Credentials> => {
    const held = current;
    if (held === undefined) return await refresh();
    if (leftMs(held) > REFRESH_BEFORE_MS) return held;
    try {
      return await refresh();
    } catch (thrown) {
      if (leftMs(held) > 0) return held;
      throw thrown;
    }
  };
  return Object.assign(provider, { refresh });
}

/**
 * As SDK clients have to be given them. A client keeps credentials until five minutes before their expiration, and
 * would go on with a session that AWS ended early: so these look expired, and it asks each time, which costs nothing.
 */
export function askedEachTime(session: SessionCredentials): () => Promise<Credentials & { readonly expiration: Date }> {
  return async () => ({ ...(await session()), expiration: new Date(0) });
}

/** Runs `call` again, once, with new credentials when AWS says that those it used have expired. */
export async function withFreshCredentials<T>(session: SessionCredentials, call: () => Promise<T>): Promise<T> {
  const used = await session();
  try {
    return await call();
  } catch (thrown) {
    if (!saysExpired(thrown)) throw thrown;
    // Many requests fail together when a session ends: the first renews it, the others find it renewed.
    if ((await session()).accessKeyId === used.accessKeyId) await session.refresh();
    return await call();
  }
}

/**
 * `withFreshCredentials` for every request of a client:
 * `client.middlewareStack.add(freshCredentials(session), { step: 'initialize', name: 'freshCredentials' })`.
 * A body that is a stream is spent after its first use; give the client bytes.
 */
export function freshCredentials(
  session: SessionCredentials,
): <Args, Reply>(next: (args: Args) => Promise<Reply>) => (args: Args) => Promise<Reply> {
  return (next) => (args) => withFreshCredentials(session, () => next(args));
}

/**
 * S3 says `ExpiredToken` (400), other services `ExpiredTokenException`. The answer to a HEAD has no body to say it in,
 * and the client then has the status alone.
 */
function saysExpired(thrown: unknown): boolean {
  const { name, $metadata } = thrown as { name?: string; $metadata?: { httpStatusCode?: number } };
  if (name === 'ExpiredToken' || name === 'ExpiredTokenException') return true;
  return $metadata?.httpStatusCode === 400 && /^(Unknown(Error)?|BadRequest|400)$/.test(name ?? '');
}
