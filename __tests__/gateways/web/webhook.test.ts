import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { webhook } from '../../../src/gateways/web/webhook.js';

let server: Server;
let bodies: string[];
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const times = { tryMs: 1, allMs: 2, pauseMs: 0, limit: limited };

/** The limits of a try and of all, which the host lets pass: so none passes because the machine is busy. */
let limits: Map<number, AbortController>;
function limited(milliseconds: number): AbortSignal {
  const limit = new AbortController();
  limits.set(milliseconds, limit);
  return limit.signal;
}

/** A host that answers its requests one after the other with these; to `hang` and `late` the try's and the whole limit pass. */
async function host(...answers: (number | 'hang' | 'late')[]): Promise<string> {
  bodies = [];
  limits = new Map();
  const answer: RequestListener = async (request, reply) => {
    let body = '';
    for await (const part of request) body += part;
    bodies.push(body);
    const status = answers[bodies.length - 1] ?? 200;
    if (status === 'hang') return limits.get(times.tryMs)?.abort();
    if (status === 'late') {
      limits.get(times.allMs)?.abort();
      return void setTimeout(() => reply.end(), 500).unref();
    }
    reply.writeHead(status, status === 302 ? { location: '/elsewhere' } : {});
    reply.end('answer');
  };
  server = createServer(answer);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/T0/secret-path`;
}

const post = (url: string, signal = new AbortController().signal) => webhook(signal, times).post(url, '{"text":"a"}');
const refusal = async (posted: Promise<void>) => {
  try {
    await posted;
    return 'taken';
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
};

describe('a webhook', () => {
  test('gets the message once', async () => {
    await post(await host(200));
    expect(bodies).toEqual(['{"text":"a"}']);
  });

  test.each<[string, (number | 'hang')[], number]>([
    ['a server error', [500], 2],
    ['a limit', [429], 2],
    ['no answer', ['hang'], 2],
    ['two errors', [503, 'hang'], 3],
  ])('is tried again after %s', async (_what, answers, tries) => {
    await post(await host(...answers));
    expect(bodies).toHaveLength(tries);
  });

  test.each<[string, (number | 'hang')[], number, string]>([
    ['three errors', [500, 502, 503], 3, 'HTTP 503'],
    ['a refusal, once', [404], 1, 'HTTP 404'],
    ['a redirect, which is not followed', [302], 1, 'HTTP 302, a redirect, which is not followed'],
    ['a host that hangs', ['hang', 'hang', 'hang'], 3, 'no answer in time'],
  ])('is given up after %s', async (_what, answers, tries, found) => {
    const url = await host(...answers);
    expect(await refusal(post(url))).toBe(`The webhook did not take the message. Found: ${found}.`);
    expect(bodies).toHaveLength(tries);
  });

  test('has one limit for all its tries', async () => {
    const url = await host('late');
    expect(await refusal(post(url))).toContain('no answer in time');
    expect(bodies).toHaveLength(1);
  });

  test('of a cancelled run is tried once', async () => {
    expect(await refusal(post(await host(500), AbortSignal.abort()))).toContain('HTTP 500');
    expect(bodies).toHaveLength(1);
  });

  test('that cannot be reached is not named: its address is a secret', async () => {
    const url = await host();
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
    const said = await refusal(post(url));
    expect(said).toMatch(/no connection \(ECONNREFUSED\)/);
    expect(said).not.toMatch(/127\.0\.0\.1|secret-path/);
    server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });
});
