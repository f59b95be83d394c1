import { expect } from '@jest/globals';
import type { LocalCloud } from '../../local/cloud.js';
import { matchRoute } from '../../local/github/routes.js';
import type { DescribedReplies } from './described-replies.js';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a reply's shape is what the description checks.
  readonly body: any;
}

export interface RequestOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks the local GitHub as one identity. Every reply is held against GitHub's description. */
export class GitHubClient {
  constructor(
    private readonly cloud: LocalCloud,
    private readonly described: DescribedReplies,
    private readonly token: string,
  ) {}

  async send(request: string, { body, headers }: RequestOptions = {}): Promise<Reply> {
    const [method = '', target = ''] = request.split(' ');
    const response = await fetch(this.cloud.github.url + target, {
      method,
      headers: { authorization: `token ${this.token}`, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') && text !== '';
    const parsed: unknown = isJson ? JSON.parse(text) : undefined;
    const operation = matchRoute(method, target.split('?')[0] ?? '')?.route.operation;
    if (operation !== undefined && response.status !== 501) {
      expect(this.described.problems(operation, response.status, parsed)).toEqual([]);
    }
    return { status: response.status, headers: response.headers, body: parsed };
  }

  /** `201`, or `422 Validation Failed` */
  async status(request: string, options: RequestOptions = {}): Promise<string> {
    const { status, body } = await this.send(request, options);
    return status < 300 ? String(status) : `${status} ${body?.message ?? ''}`.trim();
  }
}
