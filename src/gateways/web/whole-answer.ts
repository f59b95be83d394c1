import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

export interface WholeAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Calls back once, with `undefined` when the answer breaks off. */
export function wholeAnswer(reply: IncomingMessage, done: (answer: WholeAnswer | undefined) => void): void {
  const parts: Buffer[] = [];
  const nothing = () => done(undefined);
  reply.on('data', (part: Buffer) => parts.push(part));
  reply.on('error', nothing);
  reply.on('close', nothing);
  reply.on('end', () => done({ status: reply.statusCode ?? 0, headers: reply.headers, body: Buffer.concat(parts) }));
}
