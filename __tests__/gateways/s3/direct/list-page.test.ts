import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { readListPage } from '../../../../src/gateways/s3/direct/list-page.js';

/** As S3 documents an answer to ListObjectsV2. */
const OBJECTS = [
  '<Contents><Key>%C3%96+a%2Bb.html</Key><LastModified>2026-11-25T13:00:00.000Z</LastModified>' +
    '<ETag>&quot;900150983cd24fb0d6963f7d28e17f72&quot;</ETag><ChecksumAlgorithm>SHA256</ChecksumAlgorithm>' +
    '<ChecksumType>FULL_OBJECT</ChecksumType><Size>3</Size>' +
    '<Owner><ID>123456789012</ID><DisplayName>shop</DisplayName></Owner><StorageClass>STANDARD</StorageClass></Contents>',
  '<Contents><Key>empty.txt</Key><LastModified>2026-11-25T13:00:00.000Z</LastModified>' +
    '<ETag>"d41d8cd98f00b204e9800998ecf8427e-2"</ETag><Size>0</Size>' +
    '<RestoreStatus><IsRestoreInProgress>false</IsRestoreInProgress></RestoreStatus></Contents>',
];
const HEAD =
  '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">' +
  '<Name>shop-site</Name><Prefix/><MaxKeys>1000</MaxKeys><EncodingType>url</EncodingType><KeyCount>2</KeyCount>';
const LAST = `${HEAD}<IsTruncated>false</IsTruncated>${OBJECTS.join('')}</ListBucketResult>`;
const FIRST = LAST.replace(
  '<IsTruncated>false</IsTruncated>',
  '<NextContinuationToken>1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=</NextContinuationToken><IsTruncated>true</IsTruncated>',
);
const READ = [
  ['Ö a+b.html', { etag: '900150983cd24fb0d6963f7d28e17f72', size: 3 }],
  ['empty.txt', { etag: 'd41d8cd98f00b204e9800998ecf8427e-2', size: 0 }],
];

describe('a page of a listing', () => {
  test('is read as S3 documents it: the last one, and one that has a next', () => {
    expect(readListPage(LAST)).toEqual({ objects: READ });
    expect(readListPage(FIRST)).toEqual({ objects: READ, next: '1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=' });
  });

  test('is read whatever the order of its elements, with spaces between them', () => {
    const spread = LAST.replaceAll('><', '>\n  <').replace('<IsTruncated>false</IsTruncated>', '');
    const behind = spread.replace('</ListBucketResult>', '<IsTruncated>false</IsTruncated>\n</ListBucketResult>\n');
    expect(readListPage(behind)).toEqual({ objects: READ });
  });

  test('without objects is a page', () => {
    const none = LAST.replace(OBJECTS.join(''), '').replace('<KeyCount>2', '<KeyCount>0');
    expect(readListPage(none)).toEqual({ objects: [] });
  });

  test('is not read when it breaks off, wherever', () => {
    for (let length = 0; length < LAST.length; length++) expect(readListPage(LAST.slice(0, length))).toBeUndefined();
  });

  test.each([
    ['does not say whether it is the last', '<IsTruncated>false</IsTruncated>', ''],
    ['says so in another way', '<IsTruncated>false<', '<IsTruncated>no<'],
    ['has no token for the next one', '<IsTruncated>false<', '<IsTruncated>true<'],
    ['counts more keys than it has', '<KeyCount>2<', '<KeyCount>3<'],
    ['counts nothing', '<KeyCount>2</KeyCount>', ''],
    ['lost an object', OBJECTS[1] ?? '', ''],
    ['does not encode its keys', '<EncodingType>url</EncodingType>', ''],
    ['says a thing twice', '<KeyCount>2</KeyCount>', '<KeyCount>2</KeyCount><KeyCount>2</KeyCount>'],
    [
      'has prefixes in the place of keys',
      '</ListBucketResult>',
      '<CommonPrefixes><Prefix>a/</Prefix></CommonPrefixes></ListBucketResult>',
    ],
    ['has an object without a key', '<Key>empty.txt</Key>', ''],
    ['has an object with two keys', '<Key>empty.txt</Key>', '<Key>empty.txt</Key><Key>b</Key>'],
    ['has an object without an ETag', '<ETag>"d41d8cd98f00b204e9800998ecf8427e-2"</ETag>', ''],
    ['has an object without a size', '<Size>0</Size>', ''],
    ['has a size that is no number', '<Size>0<', '<Size>-1<'],
    ['has a key whose encoding is broken', '%C3%96', '%C3'],
    ['has an entity that nobody knows', 'empty.txt', '&nbsp;.txt'],
    ['has a comment', '<Name>', '<!-- --><Name>'],
    ['has a section of plain text', 'empty.txt', '<![CDATA[empty.txt]]>'],
    ['closes another element than it opened', '</Size>', '</Owner>'],
    ['goes on after its end', '</ListBucketResult>', '</ListBucketResult><ListBucketResult>'],
    ['is an error', /.*/su, '<?xml version="1.0"?><Error><Code>SlowDown</Code></Error>'],
  ])('is left to the SDK when it %s', (_what, find, replace) => {
    const changed = LAST.replace(find, replace);
    expect(changed).not.toBe(LAST);
    expect(readListPage(changed)).toBeUndefined();
  });

  test('is read as a general reader of XML reads it, or not at all, whatever is changed in it', () => {
    const parser = new XMLParser({ parseTagValue: false, trimValues: false, isArray: (name) => name === 'Contents' });
    const change = fc.record({ at: fc.nat(LAST.length - 1), length: fc.nat(40), by: fc.string({ maxLength: 12 }) });
    let read = 0;
    fc.assert(
      fc.property(change, ({ at, length, by }) => {
        const changed = LAST.slice(0, at) + by + LAST.slice(at + length);
        const page = readListPage(changed);
        if (page === undefined) return;
        read++;
        const { Contents } = parser.parse(changed).ListBucketResult as { Contents: Record<string, string>[] };
        expect(page.objects).toEqual(
          Contents.map(({ Key = '', ETag = '', Size }) => [
            decodeURIComponent(Key.replaceAll('+', ' ')),
            { etag: ETag.replaceAll(/"|&quot;/g, ''), size: Number(Size) },
          ]),
        );
      }),
      { numRuns: 5000 },
    );
    expect(read).toBeGreaterThan(100);
  });
});
