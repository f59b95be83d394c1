import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type LocalCloud, startCloud } from '../../../../local/cloud.js';
import { CancelledError } from '../../../../src/errors.js';
import { s3Connection } from '../../../../src/gateways/s3/connection.js';
import { withoutSdk } from '../../../../src/gateways/s3/direct/without-sdk.js';
import { byBytes, listRanges } from '../../../../src/gateways/s3/list-range.js';
import { s3Objects } from '../../../../src/gateways/s3/objects.js';
import { s3Records } from '../../../../src/gateways/s3/records.js';
import type { SiteObjects } from '../../../../src/ports/site.js';
import { until } from '../../../until.js';

const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
const ODD = ['a b', 'a+b', '100%', 'ö/Ö', '[id]', '#1', '~', "it's (1)!*", '\u{1f680}', '\ufb01', '&amp;<>"', 'a/b//c'];

let cloud: LocalCloud;
let before: NodeJS.ProcessEnv;

beforeEach(async () => {
  cloud = await startCloud();
  before = process.env;
  process.env = { HOME: '/nowhere', NODE_NO_WARNINGS: '1', AWS_ENDPOINT_URL_S3: cloud.s3.url };
});

afterEach(async () => {
  process.env = before;
  await cloud.stop();
});

/** @param direct without it, the SDK does all of it */
function store({ direct = true, signal = new AbortController().signal } = {}): SiteObjects {
  const client = { region: 'us-east-1', credentials: CREDENTIALS };
  const bucket = s3Connection({ client, signal }).bucket('shop-site');
  const sdk = { objects: s3Objects(bucket), records: s3Records(bucket) };
  return (direct ? withoutSdk(bucket, sdk) : sdk).objects;
}

function fill(keys: readonly string[]): void {
  const bucket = cloud.s3.store.createBucket('shop-site');
  for (const key of keys) bucket.put(key, Buffer.from(key), {});
}

const numbered = (count: number) => Array.from({ length: count }, (_, n) => `file-${String(n).padStart(5, '0')}`);
const keysOf = (listing: ReadonlyMap<string, unknown>) => [...listing.keys()].sort();
const requests = () => cloud.journal.entries().filter(({ operation }) => operation === 'ListObjectsV2');

describe('a listing', () => {
  test('without the SDK is the one that the SDK reads, whatever the keys', async () => {
    fill([...ODD, ...numbered(1500)]);
    const ours = await store().list('', []);
    expect(ours).toEqual(await store({ direct: false }).list('', []));
    expect(ours.size).toBe(1500 + ODD.length);
    expect(requests().map(({ headers }) => /aws-sdk/.test(headers['user-agent'] ?? ''))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  test('is divided between keys that are probably there, and its parts are asked for at once', async () => {
    const keys = numbered(3500);
    fill(keys);
    // None is answered before all are asked.
    const meanwhile = () => until(() => requests().length === 4);
    cloud.faults.add({ operation: 'ListObjectsV2', effect: { meanwhile } });
    const listing = await store().list('', keys);
    expect(keysOf(listing)).toEqual(keys);
    expect(requests()).toHaveLength(4);
    expect(requests().every(({ query }) => !query.includes('continuation-token'))).toBe(true);
  });

  test('has what nobody knew of, before, between and behind the known keys, and lacks what is gone', async () => {
    const known = numbered(2000);
    const there = [...known.filter((_, n) => n % 7 !== 0), '0-before', 'zz-behind', ...ODD];
    const between = Array.from({ length: 1200 }, (_, n) => `file-00500-${n}`);
    fill([...there, ...between]);
    expect(keysOf(await store().list('', known))).toEqual([...there, ...between].sort());
  });

  test('has every key below a prefix and no other, however it is divided', async () => {
    fill([...numbered(1200).map((key) => `docs/${key}`), ...numbered(100), 'docs', 'docs.html', 'docsx/a']);
    const known = numbered(1500).map((key) => `docs/${key}`);
    expect(keysOf(await store().list('docs/', known))).toEqual(known.slice(0, 1200));
  });

  test('of a store that does not list in order is not divided', async () => {
    const keys = numbered(1200);
    const shuffled = keys.map((_, n) => keys[(n * 7) % 1200] ?? '');
    const server = await unorderedStore(shuffled);
    process.env.AWS_ENDPOINT_URL_S3 = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      expect(keysOf(await store().list('', keys))).toEqual(keys);
    } finally {
      server.close();
    }
  });

  test.each([
    ['breaks off', { truncate: 500 }],
    ['is an error that passes', { status: 503, body: '<Error><Code>SlowDown</Code></Error>' }],
    ['never comes', { reset: 'before' }],
  ] as const)('is asked of the SDK again where an answer %s', async (_what, effect) => {
    fill(numbered(1500));
    cloud.faults.add({ operation: 'ListObjectsV2', nth: 2, effect });
    expect(keysOf(await store().list('', []))).toEqual(numbered(1500));
    expect(requests()).toHaveLength(3);
  });

  test('throws rather than to return a part, and says what is missing', async () => {
    fill(numbered(1500));
    cloud.faults.add({
      operation: 'ListObjectsV2',
      effect: {
        rewrite: (reply) => ({ ...reply, body: String(reply.body).replace(/<IsTruncated>.*<\/IsTruncated>/, '') }),
      },
    });
    await expect(store().list('', [])).rejects.toThrow(
      'is not complete. Found: a page that does not say whether it is the last',
    );
  });

  test('ends when the run is cancelled', async () => {
    fill(numbered(10));
    cloud.faults.add({ operation: 'ListObjectsV2', effect: { delayMs: 60_000 } });
    const cancelled = new AbortController();
    const listing = store({ signal: cancelled.signal }).list('', []);
    setTimeout(() => cancelled.abort(), 50);
    await expect(listing).rejects.toThrow(CancelledError);
  });
});

describe('the parts of a listing', () => {
  test('follow each other without a gap, and are as many as there are pages', () => {
    expect(listRanges([])).toEqual([{}]);
    expect(listRanges(numbered(980))).toEqual([{}]);
    expect(listRanges(numbered(2000).reverse())).toEqual([
      { upTo: 'file-00979' },
      { after: 'file-00979', upTo: 'file-01959' },
      { after: 'file-01959' },
    ]);
  });

  test('are in the order in which S3 lists: that of UTF-8', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, text, text, (prefix, a, b) => {
        const [left, right] = [prefix + a, prefix + b];
        expect(Math.sign(byBytes(left, right))).toBe(Buffer.compare(Buffer.from(left), Buffer.from(right)));
      }),
    );
    expect(byBytes('\ufb01', '\u{1f680}')).toBeLessThan(0);
  });
});

/** Gives all it has in the order in which it lies there, from `start-after` on; nothing here is signed or divided. */
async function unorderedStore(keys: readonly string[]): Promise<Server> {
  const contents = keys.map((key) => `<Contents><Key>${key}</Key><ETag>"e"</ETag><Size>1</Size></Contents>`);
  const server = createServer((request, reply) => {
    const after = new URL(request.url ?? '', 'http://store').searchParams.get('start-after');
    const from = after === null ? 0 : keys.indexOf(after) + 1;
    const page = contents.slice(from);
    reply.end(
      `<ListBucketResult><KeyCount>${page.length}</KeyCount><EncodingType>url</EncodingType>` +
        `<IsTruncated>false</IsTruncated>${page.join('')}</ListBucketResult>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
