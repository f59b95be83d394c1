import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { lambdaFunctions } from '../../../src/gateways/lambda/functions.js';

let server: Server;
let asked: string[];
let replies: [status: number, body: object, error?: string][];
let functions: ReturnType<typeof lambdaFunctions>;

beforeEach(async () => {
  asked = [];
  replies = [];
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const [status, body, error] = replies.shift() ?? [500, {}];
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(error === undefined ? {} : { 'x-amzn-errortype': error }),
    });
    response.end(status === 204 ? undefined : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  functions = lambdaFunctions({ region: 'eu-central-1', endpoint, credentials, maxAttempts: 1 });
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test('versions are listed page by page, without $LATEST', async () => {
  replies = [
    [200, { Versions: [{ Version: '$LATEST' }, { Version: '1' }], NextMarker: 'more' }],
    [200, { Versions: [{ Version: '12' }] }],
  ];
  expect(await functions.versions.list('shop-api')).toEqual([1, 12]);
  expect(asked).toEqual([
    'GET /2015-03-31/functions/shop-api/versions',
    'GET /2015-03-31/functions/shop-api/versions?Marker=more',
  ]);
});

describe('a version is deleted by its number', () => {
  test('and the qualifier is always sent', async () => {
    replies = [[204, {}]];
    expect(await functions.versions.remove('shop-api', 7)).toBe('removed');
    expect(asked).toEqual(['DELETE /2015-03-31/functions/shop-api?Qualifier=7']);
  });

  test('but not one that an alias names', async () => {
    replies = [[409, { message: 'aliases reference it' }, 'ResourceConflictException']];
    expect(await functions.versions.remove('shop-api', 7)).toBe('in-use');
  });

  test.each([0, -1, 1.5, Number.NaN])('never the function itself: %d', async (version) => {
    await expect(functions.versions.remove('shop-api', version)).rejects.toThrow('is no version');
    expect(asked).toEqual([]);
  });

  test('another refusal is an error', async () => {
    replies = [[403, { message: 'no' }, 'AccessDeniedException']];
    await expect(functions.versions.remove('shop-api', 7)).rejects.toThrow('no');
  });
});
