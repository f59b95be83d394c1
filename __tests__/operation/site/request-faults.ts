import { cloudFrontError, s3Error } from '../../../local/error-replies.js';
import type { FaultEffect } from '../../../local/faults.js';

/** What happens to one request. */
export const FAULTS: Readonly<Record<string, FaultEffect>> = {
  'S3 asks to slow down': s3Error(503, 'SlowDown'),
  'the answer is lost after the work': { status: 500, when: 'after' },
  'the connection is reset before the work': { reset: 'before' },
  'the connection is reset after the work': { reset: 'after' },
  'the connection is reset in the middle of the body': { reset: 'midBody' },
  'an error comes with status 200': s3Error(200, 'InternalError'),
  'the answer breaks off': { truncate: 30 },
  'access is denied once': s3Error(403, 'AccessDenied'),
  'the bucket is said to be elsewhere': s3Error(301, 'PermanentRedirect'),
  'a precondition is said to fail': s3Error(412, 'PreconditionFailed'),
  'another write is said to be under way': s3Error(409, 'ConditionalRequestConflict'),
  'there are too many invalidations': cloudFrontError(400, 'TooManyInvalidationsInProgress'),
  'CloudFront throttles': cloudFrontError(400, 'Throttling'),
  'the distribution is said not to exist': cloudFrontError(404, 'NoSuchDistribution'),
};
