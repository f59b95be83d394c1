import { type Answer, xmlReply } from './exchange.js';

/** S3 refuses a request that expects another owner; the emulator accepts it. */
export function bucketOwner(account: string): Answer {
  return (request) => {
    const expected = request.headers['x-amz-expected-bucket-owner'];
    if (expected === undefined || expected === account) return undefined;
    const body =
      request.method === 'HEAD' ? '' : '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>';
    return { name: 'S3 ExpectedBucketOwner: refused', reply: xmlReply(403, body) };
  };
}
