import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { apiExports } from '../../../src/gateways/lambda/api-exports.js';
import type { ApiExports } from '../../../src/ports/packages.js';

let server: Server;
let asked: IncomingMessage[];
let replies: [status: number, body: string][];
let exports: ApiExports;

beforeEach(async () => {
  asked = [];
  replies = [];
  server = createServer((request, response) => {
    asked.push(request);
    const [status, body] = replies.shift() ?? [500, ''];
    if (status === 0) request.socket.destroy();
    else response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'secret', sessionToken: 'token' };
  const config = { region: 'eu-central-1', credentials };
  exports = apiExports(config, { AWS_ENDPOINT_URL: url }, new AbortController().signal);
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test('a stage is asked for, signed for API Gateway', async () => {
  replies = [
    [200, '{"openapi":"3.0.1"}'],
    [200, '{}'],
  ];
  expect(await exports.exported('a1', 'dev')).toEqual({ openapi: '3.0.1' });
  expect(await exports.exported('a1')).toEqual({});
  expect(asked.map(({ url }) => url)).toEqual([
    '/v2/apis/a1/exports/OAS30?outputType=JSON&stageName=dev',
    '/v2/apis/a1/exports/OAS30?outputType=JSON',
  ]);
  const { headers } = asked[0] as IncomingMessage;
  expect(headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIA\/\d{8}\/eu-central-1\/apigateway\/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}$/,
  );
  expect(headers['x-amz-security-token']).toBe('token');
});

test('what passes is tried again: a lost connection, a limit, a fault', async () => {
  replies = [
    [0, ''],
    [429, '{}'],
    [200, '{"a":1}'],
  ];
  expect(await exports.exported('a1', 'dev')).toEqual({ a: 1 });
});

test('a refusal is not, and names the right that is missing', async () => {
  replies = [[403, '{"message":"not authorized to perform: apigateway:GET"}']];
  await expect(exports.exported('a1', 'dev')).rejects.toThrow(
    /Could not ask API Gateway what the stage dev of a1 serves\. Found: Status 403: .*apigateway:GET.* docs\/iam\.md/,
  );
  expect(asked).toHaveLength(1);
});
