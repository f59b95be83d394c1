import { setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeEffect, type FaultEffect, type Faults } from './faults.js';
import type { Journal, OpenEntry } from './journal.js';

/** A request as it arrived, whole. */
export interface LocalRequest {
  readonly service: string;
  readonly method: string;
  /** As sent: neither decoded nor with the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** As sent, without the `?`. */
  readonly rawQuery: string;
  /** Names in lower case; repeated ones joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface LocalReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
  /** The server says itself that it does not know what was asked: kept as `unknown` in the journal. */
  readonly unknown?: true;
}

/** One API. It is told apart from the transport, so that a fault can fall before, after or instead of its work. */
export interface LocalService {
  readonly name: string;
  /**
   * The operation as AWS or GitHub name it (`PutObject`), from the request alone and without effects. `undefined`:
   * a request that this server does not know.
   */
  operationOf(request: LocalRequest): string | undefined;
  /** Does the work. `undefined` like an unknown operation: 501. */
  answer(request: LocalRequest, operation: string): Promise<LocalReply | undefined> | LocalReply | undefined;
}

export interface RunningService {
  readonly name: string;
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

export interface ServiceOptions {
  readonly journal: Journal;
  readonly faults: Faults;
  /** A free one unless given. */
  readonly port?: number;
}

/** Longer than any client keeps an idle connection, so that none is closed under a request just being sent. */
const KEEP_ALIVE_MS = 120_000;

/** Serves one API on 127.0.0.1, with every request in the journal and every fault rule asked. */
export async function startService(service: LocalService, options: ServiceOptions): Promise<RunningService> {
  const stopping = new AbortController();
  // Each answer that waits listens to it, and there may be hundreds at once.
  setMaxListeners(0, stopping.signal);
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, noDelay: true }, (incoming, outgoing) => {
    const exchange = new Exchange(service, options, incoming, outgoing, stopping.signal);
    exchange.run().catch((error: unknown) => exchange.fail(error));
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', 1024, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    name: service.name,
    url: `http://127.0.0.1:${port}`,
    port,
    stop: () =>
      new Promise<void>((resolve) => {
        stopping.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** One request and its answer. */
class Exchange {
  #entry: OpenEntry | undefined;

  constructor(
    private readonly service: LocalService,
    private readonly options: ServiceOptions,
    private readonly incoming: IncomingMessage,
    private readonly outgoing: ServerResponse,
    private readonly stopping: AbortSignal,
  ) {}

  async run(): Promise<void> {
    const { service } = this;
    const { journal, faults } = this.options;
    const head = requestHead(service.name, this.incoming);
    const entry = journal.open({ ...head, query: head.rawQuery, operation: service.operationOf(head) ?? '' });
    this.#entry = entry;
    const early = faults.take({ number: entry.number, operation: entry.operation, request: head }, 'head');
    if (early !== undefined) return this.#cut(early);

    const request: LocalRequest = { ...head, body: await readBody(this.incoming) };
    entry.requestBytes = request.body.length;
    // The operation of an API with a form body (STS) is known only now.
    const operation = service.operationOf(request);
    entry.operation = operation ?? '';
    const effect = faults.take({ number: entry.number, operation: entry.operation, request }, 'whole');
    if (effect !== undefined) entry.fault = describeEffect(effect);

    if (effect && 'delayMs' in effect) await sleep(effect.delayMs, undefined, { signal: this.stopping });
    if (effect && 'meanwhile' in effect)
      await effect.meanwhile(new Promise((resolve) => this.outgoing.once('close', resolve)));
    if (effect && 'reset' in effect && effect.reset === 'before') return this.#cut(effect);
    if (effect && 'status' in effect && effect.when !== 'after') return this.#send(effect);

    const answer = operation === undefined ? undefined : await service.answer(request, operation);
    if (answer === undefined) {
      entry.unknown = true;
      return this.#send(unknownRequest(request));
    }
    if (answer.unknown) entry.unknown = true;
    if (effect && 'reset' in effect) return this.#cut(effect);
    if (effect && 'status' in effect) return this.#send(effect);
    if (effect && 'rewrite' in effect) return this.#send(effect.rewrite(answer));
    this.#send(answer, effect && 'truncate' in effect ? effect.truncate : undefined);
  }

  /**
   * A client that went away is kept as such. A server that throws is a defect of ours: it answers so, in words,
   * instead of leaving the client waiting.
   */
  fail(error: unknown): void {
    if (this.stopping.aborted || this.outgoing.headersSent) return;
    if (this.incoming.socket.destroyed) {
      if (this.#entry !== undefined) this.#entry.fault ??= 'the client went away';
      this.#close(0, 0);
      return;
    }
    this.#send({
      status: 500,
      body: `local ${this.service.name} failed: ${String((error as Error)?.stack ?? error)}\n`,
    });
  }

  #send(reply: LocalReply, truncateTo?: number): void {
    const body = typeof reply.body === 'string' ? Buffer.from(reply.body) : (reply.body ?? Buffer.alloc(0));
    const headers: Record<string, string | readonly string[]> = { ...reply.headers };
    if (reply.status !== 204 && reply.status !== 304) headers['content-length'] ??= String(body.length);
    this.#close(reply.status, truncateTo ?? (this.incoming.method === 'HEAD' ? 0 : body.length));
    this.outgoing.writeHead(reply.status, headers as Record<string, string | string[]>);
    if (truncateTo === undefined) {
      this.outgoing.end(body);
    } else {
      this.outgoing.write(body.subarray(0, truncateTo), () => this.outgoing.destroy());
    }
  }

  #cut(effect: FaultEffect): void {
    if (this.#entry) this.#entry.fault = describeEffect(effect);
    this.#close(0, 0);
    (this.incoming.socket as Socket).resetAndDestroy();
  }

  #close(status: number, responseBytes: number): void {
    if (this.#entry === undefined) return;
    this.#entry.status = status;
    this.#entry.responseBytes = responseBytes;
    this.#entry.finishedAt = this.options.journal.now();
  }
}

function requestHead(service: string, incoming: IncomingMessage): LocalRequest {
  // A client that takes this for its proxy sends the whole address.
  const target = (incoming.url ?? '/').replace(/^http:\/\/[^/]*/, '');
  const mark = target.indexOf('?');
  const rawQuery = mark < 0 ? '' : target.slice(mark + 1);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return {
    service,
    method: incoming.method ?? 'GET',
    path: mark < 0 ? target : target.slice(0, mark),
    query: new URLSearchParams(rawQuery),
    rawQuery,
    headers,
    body: Buffer.alloc(0),
  };
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

function unknownRequest({ service, method, path, rawQuery }: LocalRequest): LocalReply {
  const target = rawQuery === '' ? path : `${path}?${rawQuery}`;
  return {
    status: 501,
    headers: { 'content-type': 'text/plain' },
    body: `local ${service} does not know ${method} ${target}\n`,
  };
}
