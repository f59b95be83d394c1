import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeChunks } from '../../local/s3/aws-chunked.js';
import { Bucket } from '../../local/s3/bucket.js';
import { compareKeys } from '../../local/s3/key-order.js';
import { type ListingRequest, listKeys, readToken, tokenAfter } from '../../local/s3/listing.js';
import { childNodes, childText, element, nested, readXml, xmlDocument } from '../../local/s3/xml.js';

/** Short keys of few characters, so that prefixes, groups and duplicates happen; some above U+FFFF. */
const key = fc
  .array(fc.constantFrom('a', 'b', '/', '-', 'Ö', '\uFFFD', '😀'), { minLength: 1, maxLength: 6 })
  .map((c) => c.join(''));

describe('keys', () => {
  test('are ordered as their bytes in UTF-8', () => {
    fc.assert(
      fc.property(key, key, (left, right) => {
        const bytes = Buffer.compare(Buffer.from(left), Buffer.from(right));
        expect(Math.sign(compareKeys(left, right))).toBe(bytes);
      }),
      { numRuns: 500 },
    );
  });

  test('stay in order in a bucket, whatever comes and goes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.boolean()), { maxLength: 40 }), (steps) => {
        const bucket = new Bucket('b', {
          region: 'us-east-1',
          owner: '1',
          etags: 'md5',
          ownership: 'BucketOwnerEnforced',
          publicAcls: 'blocked',
          now: () => 0,
        });
        const expected = new Set<string>();
        for (const [name, put] of steps) {
          if (put) {
            bucket.put(name, name);
            expected.add(name);
          } else {
            bucket.delete(name);
            expected.delete(name);
          }
          // Read half of the time, so that both the kept order and the one made anew are met.
          if (name.length % 2 === 0) bucket.keys();
        }
        expect(bucket.keys()).toEqual(sorted([...expected]));
      }),
    );
  });
});

describe('a listing', () => {
  const request = fc.record({
    prefix: fc.oneof(fc.constant(''), key),
    delimiter: fc.constantFrom('', '/', '-a'),
    limit: fc.integer({ min: 1, max: 5 }),
  });

  test('in pages is the listing in one piece: each key or group once, in order, pages full but the last', () => {
    fc.assert(
      fc.property(fc.uniqueArray(key, { maxLength: 30 }), request, (keys, asked) => {
        const pages = allPages(sorted(keys), asked);
        expect(pages.flat()).toEqual(naive(keys, asked));
        for (const page of pages.slice(0, -1)) expect(page).toHaveLength(asked.limit);
      }),
      { numRuns: 1000 },
    );
  });

  test('goes on behind a key that is the prefix itself, as the marker of a folder is', () => {
    const asked = { prefix: 'site/', delimiter: '/', limit: 1 };
    expect(allPages(['site/', 'site/a', 'site/b/c'], asked)).toEqual([['site/'], ['site/a'], ['site/b/']]);
  });

  test('a continuation token gives back what it was made of, and no other text is one', () => {
    fc.assert(fc.property(key, (name) => expect(readToken(tokenAfter(name))).toBe(name)));
    expect(() => readToken('not-a-token')).toThrow('continuation token');
  });
});

describe('the transfer coding aws-chunked', () => {
  test('gives back the bytes and the trailers, however they were cut', () => {
    const trailer = fc.constantFrom({}, { 'x-amz-checksum-crc32': 'AAAAAA==' });
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 })),
        trailer,
        fc.boolean(),
        (chunks, trailers, signed) => {
          const lines = chunks.flatMap((chunk) => [
            Buffer.from(`${chunk.length.toString(16)}${signed ? ';chunk-signature=0' : ''}\r\n`),
            Buffer.from(chunk),
            Buffer.from('\r\n'),
          ]);
          const end = Object.entries(trailers).map(([name, value]) => `${name}:${value}\r\n`);
          const coded = Buffer.concat([...lines, Buffer.from(`0\r\n${end.join('')}\r\n`)]);
          expect(decodeChunks(coded)).toEqual({ body: Buffer.concat(chunks), trailers });
        },
      ),
    );
  });

  test('cut anywhere before its last chunk is an IncompleteBody', () => {
    const coded = Buffer.from('5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n');
    const end = coded.indexOf('0\r\n\r\n') + 3;
    for (let length = 0; length < end; length++) {
      expect(() => decodeChunks(coded.subarray(0, length))).toThrow('number of bytes');
    }
  });
});

describe('XML', () => {
  test('carries any text there and back', () => {
    // Control characters have no place in XML 1.0: S3 offers encoding-type=url for them.
    const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((value) => !/[\p{Cc}\uFFFE\uFFFF]/u.test(value));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (keys) => {
        const written = xmlDocument(
          'Delete',
          keys.map((name) => nested('Object', [element('Key', name)])),
        );
        const read = readXml(Buffer.from(written), 'Delete');
        expect(childNodes(read ?? {}, 'Object').map((node) => childText(node, 'Key'))).toEqual(keys);
      }),
    );
  });

  test('that is broken, or of another root, is none', () => {
    expect(readXml(Buffer.from('<Delete><Object></Delete>'), 'Delete')).toBeUndefined();
    expect(readXml(Buffer.from('<Other/>'), 'Delete')).toBeUndefined();
  });
});

function sorted(keys: readonly string[]): string[] {
  return [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

function allPages(keys: readonly string[], asked: Omit<ListingRequest, 'after'>): string[][] {
  const pages: string[][] = [];
  let after: string | undefined;
  for (;;) {
    const { items, truncated } = listKeys(keys, after === undefined ? asked : { ...asked, after }, () => true);
    pages.push(items.map(({ name }) => name));
    after = items.at(-1)?.name;
    if (!truncated) return pages;
  }
}

/** What a listing is, without any regard to pages. */
function naive(keys: readonly string[], { prefix, delimiter }: Omit<ListingRequest, 'after'>): string[] {
  const names = keys
    .filter((name) => name.startsWith(prefix))
    .map((name) => {
      const end = delimiter === '' ? -1 : name.indexOf(delimiter, prefix.length);
      return end < 0 ? name : name.slice(0, end + delimiter.length);
    });
  return sorted([...new Set(names)]);
}
