import { describe, expect, test } from '@jest/globals';
import { recordedRequest, recordingLines } from '../../local/moto/recorded-request.js';

const DIGEST = 'a'.repeat(64);

function request(key: string, method: string, url: string, service: string, headers = {}, body = '') {
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
  const authorization = `AWS4-HMAC-SHA256 Credential=${key}/20260101/eu-central-1/${service}/aws4_request, SignedHeaders=host`;
  return {
    method,
    path: pathname,
    query: searchParams,
    headers: { authorization, ...headers },
    body: Buffer.from(body),
    service,
  };
}

describe('a recorded request', () => {
  test('says the role, and leaves out what differs from run to run', () => {
    const put = request('deploy-dev', 'PUT', `/a-artifacts-1/api/${DIGEST}.zip?x-id=PutObject`, 's3', {
      'if-none-match': '*',
    });
    expect(recordedRequest(put)).toEqual({
      role: 'deploy',
      service: 's3',
      method: 'PUT',
      path: '/a-artifacts-1/api/DIGEST.zip',
      query: [],
      facts: { 'if-none-match': '*' },
    });
  });

  test('names its own stage STAGE, and another one as it is', () => {
    const paths = ['dev', 'prod'].map((stage) => request('plan-dev', 'GET', `/well-managed-state-1/${stage}/x`, 's3'));
    expect(paths.map((each) => recordedRequest(each)?.path)).toEqual([
      '/well-managed-state-1/STAGE/x',
      '/well-managed-state-1/prod/x',
    ]);
  });

  test('tells a deleted version from a deleted object', () => {
    const body = '<Delete><Object><Key>a</Key><VersionId>1</VersionId></Object></Delete>';
    const post = request('destroy-dev', 'POST', '/well-managed-dev-site-123456789012/?delete', 's3', {}, body);
    expect(recordedRequest(post)?.facts).toEqual({ versions: 'yes' });
  });

  test('tells a version that is copied, and not which', () => {
    const copied = { 'x-amz-copy-source': 'well-managed-dev-site-123456789012/assets/a%20b.js?versionId=3f9c' };
    const put = request('deploy-dev', 'PUT', '/well-managed-dev-site-123456789012/assets/a%20b.js', 's3', copied);
    expect(recordedRequest(put)).toMatchObject({
      path: '/well-managed-STAGE-site-123456789012/FILE',
      facts: { 'x-amz-copy-source': 'well-managed-STAGE-site-123456789012/FILE?versionId=VERSION' },
    });
  });

  test('has the tags of what it makes', () => {
    const body = JSON.stringify({ stageName: 'dev', tags: { stage: 'dev', project: 'shop' } });
    const post = request('deploy-dev', 'POST', '/v2/apis/abc123/stages', 'apigateway', {}, body);
    expect(recordedRequest(post)).toMatchObject({
      path: '/v2/apis/ID/stages',
      facts: { tags: 'project=shop,stage=STAGE' },
    });
  });

  test('is not of a person who applies the bootstrap, nor a question for the account', () => {
    expect(recordedRequest(request('local', 'PUT', '/a-state-1', 's3'))).toBeUndefined();
    expect(recordedRequest(request('plan-dev', 'POST', '/', 'sts'))).toBeUndefined();
  });

  test('is one line, once', () => {
    const read = recordedRequest(request('plan-dev', 'GET', '/b/k', 's3'));
    expect(read === undefined ? [] : recordingLines([read, read])).toHaveLength(1);
  });
});
