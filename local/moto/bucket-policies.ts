import { type Answer, jsonReply, xmlReply } from './exchange.js';

/**
 * Bucket policies, kept away from the emulator: it enforces them without their conditions, so that a denial of plain
 * HTTP would deny everything.
 */
export function bucketPolicies(): Answer {
  const policies = new Map<string, string>();

  return (request) => {
    if (request.service !== 's3' || !request.query.has('policy')) return undefined;
    const bucket = request.path.split('/')[1] ?? '';
    switch (request.method) {
      case 'PUT':
        policies.set(bucket, request.body.toString());
        return { name: 'S3 PutBucketPolicy', reply: jsonReply(204, undefined) };
      case 'DELETE':
        policies.delete(bucket);
        return { name: 'S3 DeleteBucketPolicy', reply: jsonReply(204, undefined) };
      case 'GET': {
        const policy = policies.get(bucket);
        const error =
          '<Error><Code>NoSuchBucketPolicy</Code><Message>The bucket policy does not exist</Message></Error>';
        const reply = policy === undefined ? xmlReply(404, error) : jsonReply(200, JSON.parse(policy));
        return { name: 'S3 GetBucketPolicy', reply };
      }
      default:
        return undefined;
    }
  };
}
