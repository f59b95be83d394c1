import type { FaultEffect } from '../../../local/faults.js';

const s3Error = (status: number, code: string): FaultEffect => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>Injected</Message></Error>`,
});
const cloudFrontError = (status: number, code: string): FaultEffect => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body:
    '<?xml version="1.0"?><ErrorResponse xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">' +
    `<Error><Type>Sender</Type><Code>${code}</Code><Message>Injected</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
});

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
