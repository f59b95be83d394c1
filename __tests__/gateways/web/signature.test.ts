import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { authorization } from '../../../src/gateways/web/signature.js';

// The examples of "Authenticating Requests: Using the Authorization Header (AWS Signature Version 4)", Amazon S3's API
// reference, with the keys that it prints.
const KEYS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
const TIME = '20130524T000000Z';
const NOTHING = sha256('');

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

test.each([
  {
    what: 'an object that is read',
    method: 'GET',
    path: '/test.txt',
    query: '',
    body: '',
    headers: [
      ['host', 'examplebucket.s3.amazonaws.com'],
      ['range', 'bytes=0-9'],
      ['x-amz-content-sha256', NOTHING],
      ['x-amz-date', TIME],
    ],
    signature: 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  },
  {
    what: 'an object that is written',
    method: 'PUT',
    path: '/test%24file.text',
    query: '',
    body: 'Welcome to Amazon S3.',
    headers: [
      ['date', 'Fri, 24 May 2013 00:00:00 GMT'],
      ['host', 'examplebucket.s3.amazonaws.com'],
      ['x-amz-content-sha256', sha256('Welcome to Amazon S3.')],
      ['x-amz-date', TIME],
      ['x-amz-storage-class', 'REDUCED_REDUNDANCY'],
    ],
    signature: '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  },
  {
    what: 'a listing',
    method: 'GET',
    path: '/',
    query: 'max-keys=2&prefix=J',
    body: '',
    headers: [
      ['host', 'examplebucket.s3.amazonaws.com'],
      ['x-amz-content-sha256', NOTHING],
      ['x-amz-date', TIME],
    ],
    signature: '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  },
] as const)('$what is signed as AWS documents it', ({ method, path, query, body, headers, signature }) => {
  const header = authorization(
    { method, path, query, headers, bodySha256: sha256(body) },
    KEYS,
    { region: 'us-east-1', service: 's3' },
    TIME,
  );
  expect(header).toBe(
    'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, ' +
      `SignedHeaders=${headers.map(([name]) => name).join(';')}, Signature=${signature}`,
  );
});
