import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Faults } from '../../local/faults.js';
import { type LocalService, type RunningService, startService } from '../../local/http-service.js';
import { Journal } from '../../local/journal.js';
import { send } from './raw-http.js';

/** Knows GET and HEAD of anything, POST of a form with an action, PUT of bytes, and a path on which it fails. */
const echo: LocalService = {
  name: 'echo',
  operationOf({ method, path, body }) {
    if (path === '/broken') return 'Break';
    if (method === 'POST') return new URLSearchParams(body.toString()).get('Action') ?? undefined;
    return { GET: 'Get', HEAD: 'Head', PUT: 'Put' }[method];
  },
  answer({ path, query, body }, operation) {
    if (operation === 'Break') throw new Error('a defect');
    if (path === '/strange') return undefined;
    if (path === '/strange-header') return { status: 501, body: 'no such header', unknown: true };
    if (operation === 'Put') return { status: 200, body: createHash('sha256').update(body).digest('hex') };
    return { status: 200, body: `${operation} ${path} ${query.get('x') ?? ''}` };
  },
};

let journal: Journal;
let faults: Faults;
let service: RunningService;

beforeEach(async () => {
  journal = new Journal();
  faults = new Faults();
  service = await startService(echo, { journal, faults });
});
afterEach(() => service.stop());

describe('a local service', () => {
  test('gives the path as sent, and the query apart', async () => {
    const { body } = await send(`${service.url}/a%20b/%C3%96?x=%2B&y`);
    expect(body).toBe('Get /a%20b/%C3%96 +');
  });

  test('answers a request that it does not know with 501, names it, and keeps it as unknown', async () => {
    const patch = await send(`${service.url}/thing?acl`, { method: 'PATCH' });
    expect(patch.status).toBe(501);
    expect(patch.body).toContain('local echo does not know PATCH /thing?acl');
    expect((await send(`${service.url}/strange`)).status).toBe(501);
    expect((await send(`${service.url}/strange-header`)).body).toBe('no such header');
    await send(`${service.url}/known`);
    expect(journal.unknown().map(({ method, path }) => `${method} ${path}`)).toEqual([
      'PATCH /thing',
      'GET /strange',
      'GET /strange-header',
    ]);
  });

  test('answers 500 in words where its own code fails, and goes on', async () => {
    const broken = await send(`${service.url}/broken`);
    expect(broken.status).toBe(500);
    expect(broken.body).toContain('local echo failed: Error: a defect');
    expect((await send(`${service.url}/fine`)).status).toBe(200);
  });

  test('takes a body of 100 MB whole', async () => {
    const body = Buffer.alloc(100_000_000, 'abcdefghijklm');
    const { body: digest } = await send(`${service.url}/large`, { method: 'PUT', body });
    expect(digest).toBe(createHash('sha256').update(body).digest('hex'));
    expect(journal.entries()[0]?.requestBytes).toBe(100_000_000);
  });

  test('does no work for a client that goes away in the middle of its body, and says so in the journal', async () => {
    const put = request(`${service.url}/half`, { method: 'PUT', headers: { 'content-length': '1000000' } });
    put.on('error', () => undefined);
    put.write('half of it');
    while (journal.entries().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    put.destroy();
    while (journal.entries()[0]?.finishedAt === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(journal.entries()[0]).toMatchObject({ operation: 'Put', status: 0, fault: 'the client went away' });
  });

  test('serves many requests over one connection', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const sockets = new Set<unknown>();
    agent.on('free', (socket) => sockets.add(socket));
    for (let index = 0; index < 5; index++) await send(`${service.url}/${index}`, { agent });
    agent.destroy();
    expect(sockets.size).toBe(1);
    expect(journal.entries()).toHaveLength(5);
  });

  test('stops at once, also while it answers', async () => {
    faults.add({ effect: { delayMs: 60_000 } });
    const waiting = send(`${service.url}/slow`).then(
      () => 'answered',
      () => 'cut',
    );
    while (journal.entries().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await service.stop();
    expect(await waiting).toBe('cut');
  });

  test('uses the port it is given, and says so when that is taken', async () => {
    await expect(startService(echo, { journal, faults, port: service.port })).rejects.toThrow('EADDRINUSE');
    const { port } = service;
    await service.stop();
    service = await startService(echo, { journal, faults, port });
    expect((await send(`http://127.0.0.1:${port}/again`)).status).toBe(200);
  });
});

describe('the journal', () => {
  test('numbers requests over all services, in order of arrival, with their operation', async () => {
    const other = await startService({ ...echo, name: 'other' }, { journal, faults });
    await send(`${service.url}/a`);
    await send(`${other.url}/b`, { method: 'HEAD' });
    await send(service.url, { method: 'POST', body: 'Action=AssumeRole' });
    await other.stop();
    expect(
      journal.entries().map((entry) => `${entry.number} ${entry.service} ${entry.operation} ${entry.status}`),
    ).toEqual(['1 echo Get 200', '2 other Head 200', '3 echo AssumeRole 200']);
    expect(journal.entries({ service: 'other' })).toHaveLength(1);
    expect(journal.entries({ operation: 'AssumeRole' })).toHaveLength(1);
  });

  test('proves order: a request that waited for another began after that one ended', async () => {
    faults.add({ path: /first/, effect: { delayMs: 20 } });
    await send(`${service.url}/first`);
    await send(`${service.url}/second`);
    const [first, second] = journal.entries();
    expect((first?.finishedAt ?? 0) - (first?.startedAt ?? 0)).toBeGreaterThanOrEqual(19);
    expect(second?.startedAt).toBeGreaterThan(first?.finishedAt ?? Number.NaN);
  });

  test('names what could have written: all but GET, HEAD and OPTIONS', async () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH'])
      await send(`${service.url}/a`, { method });
    await send(service.url, { method: 'POST', body: 'Action=A' });
    expect(journal.writes().map(({ method }) => method)).toEqual(['PUT', 'DELETE', 'PATCH', 'POST']);
  });

  test('keeps headers that tests look at and the access key, never the credentials', async () => {
    await send(`${service.url}/a?versionId=1&X-Amz-Security-Token=secret&X-Amz-Signature=secret`, {
      method: 'PUT',
      headers: {
        authorization: 'AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20261101/us-east-1/s3/aws4_request, Signature=abc',
        'x-amz-security-token': 'secret-token',
        cookie: 'secret',
        'cache-control': 'max-age=5',
        'if-none-match': '*',
        'x-amz-meta-commit': 'f00d',
      },
      body: 'abc',
    });
    const [entry] = journal.entries();
    expect(entry?.accessKeyId).toBe('AKIAEXAMPLE');
    expect(entry?.headers).toEqual({
      'cache-control': 'max-age=5',
      'content-length': '3',
      host: `127.0.0.1:${service.port}`,
      'if-none-match': '*',
      'x-amz-meta-commit': 'f00d',
    });
    expect(entry?.query).toBe('versionId=1&X-Amz-Security-Token=-&X-Amz-Signature=-');
    expect(JSON.stringify(journal.entries())).not.toContain('secret');
  });

  test('counts the bytes of both bodies', async () => {
    await send(`${service.url}/a`, { method: 'PUT', body: 'Grüße' });
    expect(journal.entries()[0]).toMatchObject({ requestBytes: 7, responseBytes: 64 });
  });

  test('is written as one JSON object a line', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'journal-'));
    try {
      await send(`${service.url}/a`);
      await send(`${service.url}/b`);
      await journal.writeTo(join(directory, 'journal.jsonl'));
      const lines = (await readFile(join(directory, 'journal.jsonl'), 'utf8')).trimEnd().split('\n');
      expect(lines.map((line) => (JSON.parse(line) as { path: string }).path)).toEqual(['/a', '/b']);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  test('begins at number 1 again after it was cleared', async () => {
    await send(`${service.url}/a`);
    journal.clear();
    await send(`${service.url}/b`);
    expect(journal.entries().map(({ number, path }) => [number, path])).toEqual([[1, '/b']]);
  });
});
