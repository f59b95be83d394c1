import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

export interface LocalProxy {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** What was asked of it: `PUT http://cloud.invalid:1234`, `CONNECT example.invalid:443`. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

/** A proxy for which every name is this machine: names that nobody else can resolve show that it was used. */
export async function startLocalProxy(): Promise<LocalProxy> {
  const asked: string[] = [];
  const server = createServer((incoming: IncomingMessage, outgoing: ServerResponse) => {
    if (!URL.canParse(incoming.url ?? '')) {
      asked.push(`${incoming.method} ${incoming.url}`);
      return void outgoing.writeHead(400).end('This is a proxy\n');
    }
    const { port, origin, pathname, search } = new URL(incoming.url ?? '');
    asked.push(`${incoming.method} ${origin}`);
    const path = pathname + search;
    const { method, headers } = incoming;
    const onward = send({ hostname: '127.0.0.1', port, path, method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  server.on('connect', (incoming, socket) => {
    asked.push(`CONNECT ${incoming.url}`);
    const port = Number(String(incoming.url).split(':').at(-1));
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
