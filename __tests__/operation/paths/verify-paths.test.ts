import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { verifiedPaths } from '../../../src/config/verified-paths.js';
import { pathProbe } from '../../../src/gateways/web/path-probe.js';
import { redPaths, verifyPaths } from '../../../src/operation/paths/verify-paths.js';

let server: Server;
let url: string;
let asked: IncomingMessage[];
let answer: (request: IncomingMessage, reply: ServerResponse) => void;
beforeEach(async () => {
  asked = [];
  answer = (_request, reply) => reply.end('hello');
  server = createServer((request, reply) => {
    asked.push(request);
    answer(request, reply);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/app/`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

function parsed(text: string) {
  const result = verifiedPaths(text);
  if (!('value' in result)) throw new Error(result.expected);
  return result.value;
}

/** Whose time passes by being waited for. */
function ports() {
  let now = 0;
  const clock = {
    now: () => now,
    pause: async (milliseconds: number) => {
      now += milliseconds;
    },
  };
  return { clock, paths: pathProbe(new AbortController().signal) };
}
const red = async (text: string) => [...(await redPaths(parsed(text), url, ports())).values()];

describe('verify-paths', () => {
  test('are read as paths, statuses, texts and headers', () => {
    expect(parsed('/a\n/b=301\n/c~up and running\n/d?x=y\nX-Key: s3cret value')).toEqual({
      checks: [
        { line: '/a', path: '/a', status: 200 },
        { line: '/b=301', path: '/b', status: 301 },
        { line: '/c~up and running', path: '/c', status: 200, text: 'up and running' },
        { line: '/d?x=y', path: '/d?x=y', status: 200 },
      ],
      headers: [['X-Key', 's3cret value']],
    });
    expect(parsed('')).toEqual({ checks: [], headers: [] });
  });

  test.each(['a', '//other.example/a', '/\\other.example', '/a b', 'Cookie: a=b', 'Host: other.example', 'X-Key: a'])(
    'refuse %s without repeating it',
    (line) => {
      const result = verifiedPaths(line);
      expect('expected' in result && !result.expected.includes('other')).toBe(true);
    },
  );

  test('ask the root of the host, with the headers and without a cookie', async () => {
    expect(await red('/a/b\nX-Key: s3cret')).toEqual([]);
    expect(asked.map(({ url: path }) => path)).toEqual(['/a/b']);
    expect(asked[0]?.headers).toMatchObject({ 'x-key': 's3cret' });
    expect(asked[0]?.headers.cookie).toBeUndefined();
  });

  test('take a redirect as an answer, so that no header reaches another place', async () => {
    answer = (_request, reply) => reply.writeHead(301, { location: '/elsewhere' }).end();
    expect(await red('/old=301\nX-Key: s3cret')).toEqual([]);
    expect(await red('/old')).toEqual(['/old answered 301 instead of 200']);
    expect(asked.map(({ url: path }) => path)).toEqual(['/old', '/old']);
  });

  test('look for a text in the first MiB', async () => {
    answer = ({ url: path }, reply) => reply.end(`${'x'.repeat(path === '/far' ? 2 ** 20 : 0)}needle`);
    expect(await red('/near~needle\n/far~needle')).toEqual(['/far does not hold "needle"']);
  });

  test('wait until they answer as expected', async () => {
    answer = (_request, reply) => reply.writeHead(asked.length < 3 ? 502 : 200).end();
    await expect(verifyPaths(parsed('/'), url, 10, new Map(), undefined, ports())).resolves.toBe(
      '1 path answers as expected',
    );
    expect(asked).toHaveLength(3);
  });

  test('offer the rollback where this run made one red, and not where it was before', async () => {
    answer = ({ url: path }, reply) => reply.writeHead(path === '/ok' ? 200 : 500).end();
    const wanted = parsed('/ok\n/old\n/new');
    const before = new Map([['/old', 'red']]);
    await expect(verifyPaths(wanted, url, 5, before, 'Roll back', ports())).rejects.toThrow(
      'The paths of "verify-paths" did not all answer as expected within 5 s. Found: /old answered 500 instead of 200, as before ' +
        'this run; /new answered 500 instead of 200. What was deployed is live. Roll back.',
    );
    await expect(verifyPaths(parsed('/ok\n/old'), url, 5, before, 'Roll back', ports())).rejects.toThrow(
      /red before this run: rolling back would not help/,
    );
  });

  test('need an address', async () => {
    await expect(verifyPaths(parsed('/'), undefined, 5, new Map(), undefined, ports())).rejects.toThrow(
      /Set "site-url"/,
    );
  });
});
