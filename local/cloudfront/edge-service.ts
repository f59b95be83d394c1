import type { LocalReply, LocalRequest, LocalService } from '../http-service.js';
import type { Distribution } from './distribution.js';
import type { CachedReply } from './edge-cache.js';
import { objectRequest } from './viewer-request.js';

export interface EdgeOptions {
  /** Where `/api/*` goes, uncached, as a second behavior of the distribution. */
  readonly apiOrigin?: string;
  /** What a response headers policy adds to the site's files. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** One edge location of a distribution, as viewers see it. */
export function edgeService(distribution: Distribution, options: EdgeOptions = {}): LocalService {
  return {
    name: 'edge',
    operationOf: () => 'ViewerRequest',
    async answer(request) {
      if (options.apiOrigin !== undefined && request.path.startsWith('/api/')) {
        return await forwarded(request, options.apiOrigin);
      }
      // The default behavior allows these two methods, and CloudFront answers the others itself.
      if (request.method !== 'GET' && request.method !== 'HEAD') return { status: 403, body: 'Bad request.\n' };
      distribution.settle();
      const wanted = objectRequest(request.path, request.rawQuery, distribution.settings);
      return viewerReply(request, await distribution.cache.get(wanted, distribution.origin), options.headers);
    },
  };
}

function viewerReply(request: LocalRequest, reply: CachedReply, added: EdgeOptions['headers'] = {}): LocalReply {
  const headers: Record<string, string> = { ...reply.headers, ...added, via: '1.1 local.cloudfront.net (CloudFront)' };
  headers['x-cache'] = `${reply.result} from cloudfront`;
  if (reply.age > 0 || reply.result === 'Hit') headers.age = String(reply.age);
  if (reply.status === 200 && request.headers['if-none-match'] === reply.headers.etag) return { status: 304, headers };
  headers['content-length'] = String(reply.body.length);
  return { status: reply.status, headers, body: request.method === 'HEAD' ? '' : reply.body };
}

const HOP_BY_HOP = /^(connection|content-length|content-encoding|host|keep-alive|transfer-encoding)$/;

async function forwarded(request: LocalRequest, origin: string): Promise<LocalReply> {
  const query = request.rawQuery === '' ? '' : `?${request.rawQuery}`;
  const response = await fetch(`${origin}${request.path}${query}`, {
    method: request.method,
    redirect: 'manual',
    headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => !HOP_BY_HOP.test(name))),
    ...(request.body.length === 0 ? {} : { body: new Uint8Array(request.body) }),
  });
  const headers = Object.fromEntries([...response.headers].filter(([name]) => !HOP_BY_HOP.test(name)));
  return {
    status: response.status,
    headers: { ...headers, 'x-cache': 'Miss from cloudfront' },
    body: Buffer.from(await response.arrayBuffer()),
  };
}
