import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
  request as send,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer, CloudReply, CloudRequest, Mend } from './exchange.js';

/** Of one connection only, not of the message (RFC 9110, 7.6.1). */
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding', 'expect', 'content-length'];

export interface Proxy {
  readonly url: string;
  /** Resolves when nothing is under way: what a client asked for that has gone is done all the same. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Stands before an emulator: answers what it lacks, mends what it says wrong, lets everything else through.
 * `note` hears the name of each answer and mend, `after` each request with its reply before it is sent. Signatures are not checked, since the emulator checks none.
 */
export async function startProxy(
  target: string,
  answers: readonly Answer[],
  mends: readonly Mend[],
  note: (kind: 'answered' | 'mended', name: string) => void,
  after: (request: CloudRequest, reply: CloudReply) => Promise<void> = async () => undefined,
): Promise<Proxy> {
  const underWay = new Set<Promise<void>>();
  const server = createServer((incoming, outgoing) => {
    const work = answered(incoming, outgoing).finally(() => underWay.delete(work));
    underWay.add(work);
  });
  async function answered(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    try {
      const request = await read(incoming);
      const reply = await respond(request, incoming.url ?? '/');
      await after(request, reply);
      const { 'content-length': length, ...headers } = reply.headers;
      // The answer to HEAD says the length of a body that does not come.
      const size = incoming.method === 'HEAD' ? String(length ?? 0) : String(reply.body.length);
      outgoing.writeHead(reply.status, { ...headers, 'content-length': size });
      outgoing.end(incoming.method === 'HEAD' ? undefined : reply.body);
    } catch (thrown) {
      outgoing.writeHead(502).end(`The proxy before the emulator failed: ${String(thrown)}`);
    }
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    stop: () => close(server),
  };

  async function respond(request: CloudRequest, url: string): Promise<CloudReply> {
    for (const answer of answers) {
      const answered = answer(request);
      if (answered === undefined) continue;
      note('answered', answered.name);
      return answered.reply;
    }
    let reply = await forward(new URL(target), request, url);
    for (const mend of mends) {
      const mended = mend(request, reply);
      if (mended === undefined) continue;
      note('mended', mended.name);
      reply = mended.reply;
    }
    return reply;
  }
}

async function read(incoming: IncomingMessage): Promise<CloudRequest> {
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
  const { headers, method = 'GET' } = incoming;
  return {
    method,
    path: pathname,
    query: searchParams,
    headers,
    body: await bodyOf(incoming),
    service: /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '',
  };
}

/** The path goes on as it was written: keys may hold what a URL parser would tidy. */
function forward(target: URL, request: CloudRequest, path: string): Promise<CloudReply> {
  return new Promise((resolve, reject) => {
    const headers: OutgoingHttpHeaders = { ...withoutHopByHop(request.headers), 'content-length': request.body.length };
    const { hostname, port } = target;
    const outgoing = send({ hostname, port, path, method: request.method, headers }, (incoming) => {
      bodyOf(incoming).then((body) => {
        const length = incoming.headers['content-length'];
        const kept = {
          ...withoutHopByHop(incoming.headers),
          ...(length === undefined ? {} : { 'content-length': length }),
        };
        resolve({ status: incoming.statusCode ?? 502, headers: kept, body });
      }, reject);
    });
    outgoing.on('error', reject).end(request.body);
  });
}

function withoutHopByHop(headers: IncomingMessage['headers']): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !HOP_BY_HOP.includes(name)) kept[name] = value;
  }
  return kept;
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
