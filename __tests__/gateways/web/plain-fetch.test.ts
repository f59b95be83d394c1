import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { plainFetch } from '../../../src/gateways/web/plain-fetch.js';

const LONG = JSON.stringify('a long answer '.repeat(10_000));
const ask = plainFetch();
const connections = new Set<number | undefined>();
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, reply) => answer(request, reply));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((ended) => server.close(ended));
});

/** What would never end is red before the test's own limit. */
async function stillOpen(): Promise<string> {
  return await sleep(30_000, 'still open', { ref: false });
}

function answer(request: IncomingMessage, reply: ServerResponse): void {
  connections.add(request.socket.remotePort);
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const { method, headers } = request;
    const echo = JSON.stringify({ method, of: headers['x-of'], body: Buffer.concat(parts).toString() });
    if (request.url === '/moved') return reply.writeHead(307, { location: '/echo' }).end();
    if (request.url === '/never') return;
    if (request.url === '/refused') return reply.writeHead(403, { 'retry-after': '7' }).end(echo);
    if (request.url === '/echo') return reply.writeHead(201, { 'content-type': 'application/json' }).end(echo);
    const packed = gzipSync(LONG);
    const isPacked = request.url?.includes('packed') ?? false;
    const bytes = isPacked ? packed : Buffer.from(LONG);
    if (isPacked) reply.setHeader('content-encoding', 'gzip');
    reply.setHeader('content-length', bytes.length);
    if (!request.url?.includes('broken')) return reply.end(bytes);
    return reply.write(bytes.subarray(0, bytes.length / 2), () => reply.destroy());
  });
}

test('sends method, headers and body, and hands over status, headers and text', async () => {
  const sent = { method: 'POST', headers: { 'x-of': 'this' }, body: '{"é":1}' };
  const found = await ask(`${url}/echo`, sent);
  expect([found.status, found.headers.get('content-type')]).toEqual([201, 'application/json']);
  expect(JSON.parse(await found.text())).toEqual({ method: 'POST', of: 'this', body: '{"é":1}' });
});

test('a refusal is an answer like any other', async () => {
  const found = await ask(`${url}/refused`);
  expect([found.status, found.headers.get('retry-after')]).toEqual([403, '7']);
});

test('unpacks what is packed', async () => {
  expect(await (await ask(`${url}/packed`)).text()).toBe(LONG);
  expect(await (await ask(`${url}/plain`)).text()).toBe(LONG);
});

test.each(['broken', 'broken-packed'])('a body that breaks off is none: %s', async (path) => {
  const found = await ask(`${url}/${path}`);
  const ended = await Promise.race([found.text(), stillOpen()]).catch(() => 'broken');
  expect(ended).toBe('broken');
});

test('a redirect is followed with method, headers and body', async () => {
  const found = await ask(`${url}/moved`, { method: 'POST', headers: { 'x-of': 'this' }, body: 'kept' });
  expect(JSON.parse(await found.text())).toEqual({ method: 'POST', of: 'this', body: 'kept' });
});

test('ends when its signal does, with the reason of the signal', async () => {
  await expect(ask(`${url}/never`, { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
    name: 'TimeoutError',
  });
  await expect(ask(`${url}/echo`, { signal: AbortSignal.abort(new Error('ended')) })).rejects.toThrow('ended');
});

test('nobody there is said as the connection says it', async () => {
  await expect(ask('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('requests one after the other share a connection', async () => {
  await (await ask(`${url}/echo`)).text();
  connections.clear();
  for (let time = 0; time < 3; time++) await (await ask(`${url}/echo`)).text();
  expect(connections.size).toBe(1);
});
