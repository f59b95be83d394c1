import type { IncomingHttpHeaders } from 'node:http';

/** A request as it arrived, its body whole. */
export interface CloudRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The service in the credential scope of the signature; `''` when the request is not signed. */
  readonly service: string;
}

export interface CloudReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

/** Answers what the emulator lacks; `undefined` lets the request through. */
export type Answer = (request: CloudRequest) => Named | undefined;

/** Corrects what the emulator says; `undefined` leaves its reply as it is. */
export type Mend = (request: CloudRequest, reply: CloudReply) => Named | undefined;

/** A reply, with the name under which the run reports that it is not the emulator's own. */
export interface Named {
  readonly name: string;
  readonly reply: CloudReply;
}

export function xmlReply(status: number, body: string, headers: Record<string, string> = {}): CloudReply {
  return {
    status,
    headers: { 'content-type': 'text/xml', ...headers },
    body: Buffer.from(body === '' ? '' : `<?xml version="1.0" encoding="UTF-8"?>\n${body}`),
  };
}

export function jsonReply(status: number, body: unknown, headers: Record<string, string> = {}): CloudReply {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
  };
}

/** CloudFront's form of an error. */
export function cloudFrontError(status: number, code: string, message: string): CloudReply {
  return xmlReply(
    status,
    `<ErrorResponse xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>0</RequestId></ErrorResponse>`,
  );
}

/** The first element of this name, tags included, without its attributes. CloudFront's XML nests none in itself. */
export function xmlElement(xml: string, name: string): string | undefined {
  const inner = new RegExp(`<${name}(?: [^>]*)?>([\\s\\S]*?)</${name}>`).exec(xml)?.[1];
  return inner === undefined ? undefined : `<${name}>${inner}</${name}>`;
}

/** The text inside the first element of this name. */
export function xmlText(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}(?: [^>]*)?>([\\s\\S]*?)</${name}>`).exec(xml)?.[1];
}
