import { setTimeout as sleep } from 'node:timers/promises';
import type { getOctokit } from '@actions/github';
import * as v from 'valibot';
import { ActionError } from '../../errors.js';
import type { Log } from '../../ports/run.js';
import { describeFailure, isTransient, retryDelayMs, statusOf, wasNotProcessed } from './failure.js';

export interface GitHubConnection {
  /** How Terraform names this process in a lock. */
  readonly lockUser?: string;
  readonly token: string;
  /** `GITHUB_API_URL`, without a slash at the end. */
  readonly apiUrl: string;
  readonly owner: string;
  readonly repo: string;
  readonly log: Log;
  /** Once it is aborted nothing is tried again: what is being reported gets one chance each. */
  readonly signal?: AbortSignal;
  /** Of one attempt. */
  readonly timeoutMs?: number;
  /** The first pause between two attempts; each further one doubles. */
  readonly pauseMs?: number;
  /** The way to GitHub; absent: the client's own, which goes through a proxy that the environment names. */
  readonly fetch?: Fetch | undefined;
}

/** Of `fetch`, what Octokit uses. */
type Fetch = (
  url: string,
  request: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string | undefined;
    readonly signal?: AbortSignal | undefined;
  },
) => Promise<{ readonly status: number; text(): Promise<string> }>;

type Octokit = ReturnType<typeof getOctokit>;
type Parameters = Readonly<Record<string, unknown>>;
type Schema<T> = v.GenericSchema<unknown, T>;

const ATTEMPTS = 4;
const TIMEOUT_MS = 30_000;
const PAUSE_MS = 500;
/** GitHub's own maximum, https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api. */
const PAGE_SIZE = 100;

/**
 * Requests to one repository of GitHub's REST API, with replies checked against a schema. Reading is tried again
 * after a 5xx, a broken connection or a broken body; creating is not, unless GitHub says that it did not begin.
 */
export class GitHubApi {
  readonly connection: GitHubConnection;
  #octokit: Promise<Octokit> | undefined;
  #viewer: Promise<string> | undefined;

  constructor(connection: GitHubConnection) {
    this.connection = connection;
  }

  /** @param what what is being done, as the subject of `failed`: `Reading pull request #3` */
  async get<T>(what: string, route: string, parameters: Parameters, schema: Schema<T>): Promise<T> {
    return this.#checked(what, (await this.#request(what, `GET ${route}`, parameters)).data, schema);
  }

  /** @param repeatable whether doing it twice is the same as doing it once */
  async send<T>(
    what: string,
    method: 'POST' | 'PATCH',
    route: string,
    parameters: Parameters,
    schema: Schema<T>,
    { repeatable = method === 'PATCH' }: { readonly repeatable?: boolean } = {},
  ): Promise<T> {
    const { data } = await this.#request(what, `${method} ${route}`, parameters, repeatable);
    return this.#checked(what, data, schema);
  }

  /** Elements of a list, page by page, so that a search can stop early. `field`: where the page wraps its list. */
  async *elements<T>(
    what: string,
    route: string,
    parameters: Parameters,
    schema: Schema<T>,
    field?: string,
  ): AsyncGenerator<T, void, undefined> {
    const page: Schema<readonly T[]> = v.array(schema);
    for (let number = 1; ; number++) {
      const { data, headers } = await this.#request(what, `GET ${route}`, {
        ...parameters,
        per_page: PAGE_SIZE,
        page: number,
      });
      const list = field === undefined ? data : (data as Readonly<Record<string, unknown>>)[field];
      yield* this.#checked(what, list, page);
      // A page may be shorter than asked for and still have a successor: only the link tells.
      if (!/rel="?next"?/.test(headers.link ?? '')) return;
    }
  }

  async all<T>(what: string, route: string, parameters: Parameters, schema: Schema<T>, field?: string): Promise<T[]> {
    const found: T[] = [];
    for await (const element of this.elements(what, route, parameters, schema, field)) found.push(element);
    return found;
  }

  /**
   * Login of the token's own identity, such as `github-actions[bot]`. By GraphQL: the REST route `/user` refuses
   * the tokens of apps.
   */
  async viewer(): Promise<string> {
    this.#viewer ??= this.#readViewer();
    return await this.#viewer;
  }

  async #readViewer(): Promise<string> {
    const what = 'Finding out whose token this is';
    const reply = await this.#attempt(what, true, async () =>
      (await this.#client()).graphql('{ viewer { login } }', { request: { signal: this.#timeout() } }),
    );
    return this.#checked(what, reply, v.object({ viewer: v.object({ login: v.string() }) })).viewer.login;
  }

  async #request(
    what: string,
    route: string,
    parameters: Parameters,
    repeatable = true,
  ): Promise<{ data: unknown; headers: Headers }> {
    const { owner, repo } = this.connection;
    return await this.#attempt(what, repeatable, async () => {
      const octokit = await this.#client();
      const { data, headers } = await octokit.request(route, {
        owner,
        repo,
        ...parameters,
        request: { signal: this.#timeout() },
      });
      // Octokit hands over a body that broke off as text, and an empty one as `''`: as a list it would be empty.
      if (typeof data !== 'object' || data === null) throw new BrokenReply();
      return { data: data as unknown, headers: { link: headers.link } };
    });
  }

  async #attempt<T>(what: string, repeatable: boolean, work: () => Promise<T>): Promise<T> {
    const { log, signal, pauseMs = PAUSE_MS } = this.connection;
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (thrown) {
        const broken = thrown instanceof BrokenReply || isTransient(thrown);
        const again = repeatable ? broken : wasNotProcessed(thrown);
        const delay = retryDelayMs(thrown, pauseMs * 2 ** (attempt - 1));
        if (!again || attempt === ATTEMPTS || delay === undefined || signal?.aborted) throw failed(what, thrown);
        log.info(`${what}: ${describeFailure(thrown).found}; trying again in ${Math.ceil(delay / 1000)} s`);
        await sleep(delay, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
      }
    }
  }

  #timeout(): AbortSignal {
    return AbortSignal.timeout(this.connection.timeoutMs ?? TIMEOUT_MS);
  }

  #checked<T>(what: string, data: unknown, schema: Schema<T>): T {
    const result = v.safeParse(schema, data);
    if (result.success) return result.output;
    const [issue] = result.issues;
    const path = v.getDotPath(issue);
    throw new ActionError({
      what: `${what} failed: GitHub's answer does not have the expected shape`,
      found: `${issue.received}${path === null ? '' : ` at "${path}"`}`,
      expected: issue.expected ?? 'something else',
      wayOut: 'Run the job again; if it stays, report it with the address of the API',
    });
  }

  async #client(): Promise<Octokit> {
    const { token, apiUrl: baseUrl, fetch } = this.connection;
    this.#octokit ??= import('@actions/github').then((github) =>
      github.getOctokit(token, { baseUrl, ...(fetch && { request: { fetch } }) }),
    );
    return await this.#octokit;
  }
}

interface Headers {
  readonly link: string | undefined;
}

class BrokenReply extends Error {
  override readonly name = 'BrokenReply';
  override readonly message = 'the answer broke off';
}

/** Every failed request ends as this; `status` tells the few that a caller can do something about. */
export class GitHubFailure extends ActionError {
  /** HTTP status; `undefined` when no complete answer came. */
  readonly status: number | undefined;

  constructor(parts: ConstructorParameters<typeof ActionError>[0], status: number | undefined) {
    super(parts);
    this.status = status;
  }
}

/**
 * Whether GitHub answered, and would answer the same again: no time-out, server's error or limit. Not a 404, which is also the
 * answer about what was made a moment ago.
 */
export function isRefusal(thrown: unknown): boolean {
  if (!(thrown instanceof GitHubFailure) || thrown.status === undefined || thrown.status === 404) return false;
  return !isTransient(thrown.cause);
}

function failed(what: string, thrown: unknown): GitHubFailure {
  return new GitHubFailure({ what: `${what} failed`, ...describeFailure(thrown), cause: thrown }, statusOf(thrown));
}
