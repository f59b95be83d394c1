import { expect, test } from '@jest/globals';
import { compareContent, type ObjectFacts } from '../../src/site/stored-object.js';

const MD5 = 'd'.repeat(32);
const local = { size: 3, sha256: 's'.repeat(64), md5: MD5 };
const facts = (change: Partial<ObjectFacts>): ObjectFacts => ({
  etag: MD5,
  size: 3,
  contentType: '',
  cacheControl: '',
  keyEncrypted: false,
  ...change,
});

test.each<[string, Partial<ObjectFacts>, string]>([
  ['of the same MD5', {}, 'same'],
  ['of another MD5', { etag: 'e'.repeat(32) }, 'different'],
  ['of another size', { size: 4 }, 'different'],
  ['of another size and the same checksum', { size: 4, sha256: local.sha256 }, 'different'],
  ['of the same checksum, whatever its ETag', { etag: 'x-9', sha256: local.sha256 }, 'same'],
  ['of another checksum, whatever its ETag', { sha256: 't'.repeat(64) }, 'different'],
  ['in several parts', { etag: `${MD5}-2` }, 'unknown'],
  ['under a key, whose ETag only looks like an MD5', { etag: 'e'.repeat(32), keyEncrypted: true }, 'unknown'],
])('an object %s', (_what, change, verdict) => {
  expect(compareContent(local, facts(change))).toBe(verdict);
});
