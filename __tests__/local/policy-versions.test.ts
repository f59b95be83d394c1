import { describe, expect, test } from '@jest/globals';
import type { CloudRequest } from '../../local/moto/exchange.js';
import { policyVersions } from '../../local/moto/policy-versions.js';

const request = (action: string): CloudRequest => ({
  method: 'POST',
  path: '/',
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.from(`Action=${action}&PolicyArn=x`),
  service: 'iam',
});
const reply = (document: string) => ({
  status: 200,
  headers: {},
  body: Buffer.from(`<PolicyVersion><Document>${document}</Document></PolicyVersion>`),
});

describe("a policy version in the emulator's reply", () => {
  test('is encoded as IAM encodes it, so that a percent sign in it is read as one', () => {
    const mended = policyVersions(
      request('GetPolicyVersion'),
      reply('{&quot;Resource&quot;:&quot;/tags/arn%3Aaws&quot;}'),
    );
    const encoded = /<Document>(.*)<\/Document>/.exec(mended?.reply.body.toString() ?? '')?.[1] ?? '';
    expect(decodeURIComponent(encoded)).toBe('{"Resource":"/tags/arn%3Aaws"}');
  });

  test('is left alone where it is encoded already, and in other replies', () => {
    expect(policyVersions(request('GetPolicyVersion'), reply('%7B%22a%22%3A1%7D'))).toBeUndefined();
    expect(policyVersions(request('GetPolicy'), reply('{}'))).toBeUndefined();
  });
});
