import { describe, expect, test } from '@jest/globals';
import { type ServedApi, servedApi, stageDifferences } from '../../src/lambda/served-routes.js';

const read = (paths: object, more: object = {}): ServedApi => {
  const found = servedApi({ openapi: '3.0.1', paths, ...more });
  if (found === undefined) throw new Error('not read');
  return found;
};
const IAM = { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } };
const JWT = (scopes: readonly string[]) => ({ security: [{ users: scopes }] });

describe('an export', () => {
  test('names its routes as Terraform does', () => {
    const any = { 'x-amazon-apigateway-any-method': { isDefaultRoute: true } };
    const paths = { '/a': { get: {}, post: {}, parameters: [] }, '/{proxy+}': any, '/$default': any };
    expect([...read(paths).routes.keys()]).toEqual(['GET /a', 'POST /a', 'ANY /{proxy+}', '$default']);
  });

  test.each<[unknown]>([[undefined], ['text'], [{}], [{ openapi: '3.0.1' }], [{ paths: {} }], [{ message: 'no' }]])(
    'that is none is not read: %j',
    (given) => expect(servedApi(given)).toBeUndefined(),
  );
});

describe('a stage', () => {
  const api = read(
    { '/a': { get: IAM }, '/b': { get: JWT(['x', 'y']) } },
    { 'x-amazon-apigateway-cors': { maxAge: 5 } },
  );

  test('is what its API is, in whatever order it is written', () => {
    const stage = read(
      { '/b': { get: JWT(['y', 'x']) }, '/a': { get: IAM } },
      { servers: [{ url: 'dev' }], 'x-amazon-apigateway-cors': { maxAge: 5 } },
    );
    expect(stageDifferences(stage, api, ['GET /a', 'GET /b'])).toEqual([]);
  });

  test.each<[string, ServedApi, readonly string[], readonly string[]]>([
    ['still has a removed route', read({ '/a': { get: {} }, '/old': { get: {} } }), [], ['GET /old still answers']],
    ['lacks a route', read({}), [], ['GET /a does not answer']],
    [
      'lacks a route that the export does not have either',
      read({ '/a': { get: {} } }),
      ['GET /z'],
      ['GET /z does not answer'],
    ],
  ])('that %s', (_, stage, configured, expected) => {
    expect(stageDifferences(stage, read({ '/a': { get: {} } }), configured)).toEqual(expected);
  });

  test.each<[string, object, object, readonly string[]]>([
    ['open where it is closed by IAM', {}, IAM, ['GET /a has another authorization']],
    ['closed where it is open', IAM, {}, ['GET /a has another authorization']],
    ['without a scope', JWT(['x']), JWT(['x', 'y']), ['GET /a has another authorization']],
  ])('that is %s', (_, served, wanted, expected) => {
    expect(stageDifferences(read({ '/a': { get: served } }), read({ '/a': { get: wanted } }), ['GET /a'])).toEqual(
      expected,
    );
  });

  test('with another CORS', () => {
    const wanted = read({}, { 'x-amazon-apigateway-cors': { allowOrigins: ['https://example.com'] } });
    expect(stageDifferences(read({}), wanted, [])).toEqual(['CORS is another']);
  });
});
