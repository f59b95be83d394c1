import type { FaultEffect, FaultRule } from '../../local/faults.js';
import { SITE_BUCKET, STATE_BUCKET } from '../../local/rehearsal.js';

/** Whose requests are counted, and what can happen to one of them. */
export interface Lane {
  readonly requests: Pick<FaultRule, 'service' | 'path'>;
  readonly kinds: Readonly<Record<string, FaultEffect>>;
}

const s3 = (status: number, code: string): FaultEffect => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>Injected</Message></Error>`,
});
const cloudFront = (status: number, code: string): FaultEffect => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body:
    '<?xml version="1.0"?><ErrorResponse xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">' +
    `<Error><Type>Sender</Type><Code>${code}</Code><Message>Injected</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
});
const gitHub = (status: number, message: string, headers: Readonly<Record<string, string>> = {}): FaultEffect => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify({ message }),
});
const sts = (status: number, code: string): FaultEffect => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>Injected</Message></Error></ErrorResponse>`,
});

const LOST: Readonly<Record<string, FaultEffect>> = {
  'reset before the work': { reset: 'before' },
  'reset after the work': { reset: 'after' },
  'reset in the middle of the body': { reset: 'midBody' },
  'answer cut short': { truncate: 30 },
};

export const LANES: Readonly<Record<string, Lane>> = {
  site: {
    requests: { service: 's3', path: new RegExp(`^/${SITE_BUCKET}`) },
    kinds: {
      ...LOST,
      'slow down': s3(503, 'SlowDown'),
      'error with status 200': s3(200, 'InternalError'),
      denied: s3(403, 'AccessDenied'),
      'another region': s3(301, 'PermanentRedirect'),
      'precondition failed': s3(412, 'PreconditionFailed'),
      conflict: s3(409, 'ConditionalRequestConflict'),
      'expired token': s3(400, 'ExpiredToken'),
    },
  },
  state: {
    requests: { service: 's3', path: new RegExp(`^/${STATE_BUCKET}`) },
    kinds: {
      ...LOST,
      'slow down': s3(503, 'SlowDown'),
      denied: s3(403, 'AccessDenied'),
      'precondition failed': s3(412, 'PreconditionFailed'),
      'expired token': s3(400, 'ExpiredToken'),
    },
  },
  cloudfront: {
    requests: { service: 'cloudfront' },
    kinds: {
      ...LOST,
      'too many invalidations': cloudFront(400, 'TooManyInvalidationsInProgress'),
      throttled: cloudFront(400, 'Throttling'),
      unavailable: cloudFront(503, 'ServiceUnavailable'),
      'no such distribution': cloudFront(404, 'NoSuchDistribution'),
      denied: cloudFront(403, 'AccessDenied'),
    },
  },
  github: {
    requests: { service: 'github' },
    kinds: {
      ...LOST,
      'secondary limit': gitHub(403, 'You have exceeded a secondary rate limit', { 'retry-after': '1' }),
      'too many requests': gitHub(429, 'Too many requests', { 'retry-after': '1' }),
      'error after the work': { status: 502, when: 'after' },
      'not found': gitHub(404, 'Not Found'),
      'too long': gitHub(422, 'Validation Failed: body is too long'),
      'locked conversation': gitHub(403, 'Unable to create comment because issue is locked.'),
    },
  },
  sts: {
    requests: { service: 'sts' },
    kinds: { ...LOST, expired: sts(400, 'ExpiredTokenException'), denied: sts(403, 'AccessDenied') },
  },
};
