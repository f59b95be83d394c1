import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LocalCloud, startCloud } from '../../local/cloud.js';
import type { FaultRule } from '../../local/faults.js';
import { s3Fault } from '../../local/s3/s3-error.js';
import type { RawReply } from './raw-http.js';
import { sendSigned } from './signed.js';

let cloud: LocalCloud;

beforeEach(async () => {
  cloud = await startCloud();
  cloud.s3.store.createBucket('site');
});
afterEach(() => cloud.stop());

function put(key: string, body: string | Buffer = 'content'): Promise<RawReply> {
  return sendSigned(cloud, `/site/${key}`, { method: 'PUT', body });
}

function get(key: string): Promise<RawReply> {
  return sendSigned(cloud, `/site/${key}`);
}

/** Statuses of five writes of the keys 1 to 5; a dead connection is `cut`. */
async function fiveWrites(): Promise<(number | 'cut')[]> {
  const seen: (number | 'cut')[] = [];
  for (const key of ['1', '2', '3', '4', '5']) {
    seen.push(
      await put(key).then(
        ({ status }) => status,
        () => 'cut' as const,
      ),
    );
  }
  return seen;
}

function stored(): readonly string[] {
  return cloud.s3.store.bucket('site').keys();
}

describe('what happens to a request that a rule picked', () => {
  test('a status is answered instead of the work', async () => {
    cloud.faults.add({ effect: { status: 503, headers: { 'retry-after': '7' }, body: 'busy' } });
    const reply = await put('a');
    expect([reply.status, reply.headers['retry-after'], reply.body]).toEqual([503, '7', 'busy']);
    expect(stored()).toEqual([]);
  });

  test('a status after: the work was done, and its answer is lost', async () => {
    cloud.faults.add({ effect: { status: 500, when: 'after' } });
    expect((await put('a')).status).toBe(500);
    expect(stored()).toEqual(['a']);
  });

  test('a reset before: the connection dies and nothing was done', async () => {
    cloud.faults.add({ effect: { reset: 'before' } });
    await expect(put('a')).rejects.toThrow(/ECONNRESET|socket hang up/);
    expect(stored()).toEqual([]);
  });

  test('a reset after: the connection dies although the work was done', async () => {
    cloud.faults.add({ effect: { reset: 'after' } });
    await expect(put('a')).rejects.toThrow(/ECONNRESET|socket hang up/);
    expect(stored()).toEqual(['a']);
  });

  test('a reset in the middle of the body: the connection dies while the client still sends', async () => {
    cloud.faults.add({ operation: 'PutObject', effect: { reset: 'midBody' } });
    await expect(put('a', Buffer.alloc(50_000_000))).rejects.toThrow(/ECONNRESET|EPIPE|socket hang up/);
    expect(stored()).toEqual([]);
    expect(cloud.journal.entries()[0]).toMatchObject({ status: 0, requestBytes: 0, fault: 'reset midBody' });
  });

  test('a truncated answer: fewer bytes than were announced, then the end', async () => {
    cloud.s3.store.bucket('site').put('a', 'a whole page');
    cloud.faults.add({ operation: 'GetObject', effect: { truncate: 3 } });
    await expect(get('a')).rejects.toThrow(/aborted/);
    expect(cloud.journal.entries()[0]).toMatchObject({ responseBytes: 3, fault: 'truncated to 3 bytes' });
  });

  test('a rewritten answer: what the server said, changed', async () => {
    cloud.s3.store.bucket('site').put('a', 'page');
    cloud.faults.add({ effect: { rewrite: (reply) => ({ ...reply, body: String(reply.body).toUpperCase() }) } });
    expect((await get('a')).body).toBe('PAGE');
  });

  test('meanwhile: the world changes just before the work', async () => {
    const bucket = cloud.s3.store.bucket('site');
    bucket.put('a', 'page');
    cloud.faults.add({ operation: 'GetObject', effect: { meanwhile: () => void bucket.delete('a') } });
    expect((await get('a')).status).toBe(404);
  });

  test('a delay: the answer comes, but late', async () => {
    cloud.faults.add({ effect: { delayMs: 80 } });
    const began = performance.now();
    expect((await put('a')).status).toBe(200);
    expect(performance.now() - began).toBeGreaterThanOrEqual(79);
  });

  test('an S3 error has the document that S3 would send', async () => {
    cloud.faults.add({ effect: s3Fault('SlowDown') });
    const reply = await put('a');
    expect(reply.status).toBe(503);
    expect(reply.body).toContain('<Code>SlowDown</Code><Message>Please reduce your request rate.</Message>');
  });

  test('the journal says which fault it was, and no fault of the others', async () => {
    cloud.faults.add({ path: /2$/, effect: { status: 503 } });
    await fiveWrites();
    expect(cloud.journal.entries().map(({ fault }) => fault)).toEqual([
      undefined,
      'status 503',
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('which requests a rule picks', () => {
  const broken = { effect: { status: 503 } } as const;
  const cases: [string, Omit<FaultRule, 'effect'>, (number | 'cut')[]][] = [
    ['all, where it says nothing', {}, [503, 503, 503, 503, 503]],
    ['the nth that matches', { nth: 3 }, [200, 200, 503, 200, 200]],
    ['from the nth on, a number of times', { nth: 2, times: 3 }, [200, 503, 503, 503, 200]],
    ['the first ones, a number of times', { times: 2 }, [503, 503, 200, 200, 200]],
    ['by number in the journal', { number: 4 }, [200, 200, 200, 503, 200]],
    ['by path', { path: /[24]$/ }, [200, 503, 200, 503, 200]],
    ['the nth of a path', { path: /[24]$/, nth: 2 }, [200, 200, 200, 503, 200]],
    ['by operation', { operation: 'PutObject', nth: 1 }, [503, 200, 200, 200, 200]],
    ['none of another operation', { operation: 'GetObject' }, [200, 200, 200, 200, 200]],
    ['none of another method', { method: 'GET' }, [200, 200, 200, 200, 200]],
    ['none of another service', { service: 'cloudfront' }, [200, 200, 200, 200, 200]],
  ];

  test.each(cases)('%s', async (_title, rule, expected) => {
    cloud.faults.add({ ...rule, ...broken });
    expect(await fiveWrites()).toEqual(expected);
  });

  test('the rule that was added first goes first; the other still counts', async () => {
    cloud.faults.add({ nth: 2, effect: { status: 503 } });
    cloud.faults.add({ nth: 2, times: 2, effect: { status: 500 } });
    expect(await fiveWrites()).toEqual([200, 503, 500, 500, 200]);
  });

  test('a rule that was withdrawn picks none; one that never fired is named', async () => {
    const withdraw = cloud.faults.add({ ...broken });
    cloud.faults.add({ nth: 99, ...broken });
    withdraw();
    expect(await fiveWrites()).toEqual([200, 200, 200, 200, 200]);
    expect(cloud.faults.unused()).toEqual([{ nth: 99, ...broken }]);
    cloud.faults.clear();
    expect(cloud.faults.unused()).toEqual([]);
  });
});
