import { cloudFrontError, s3Error } from '../../local/error-replies.js';
import type { FaultEffect, FaultRule } from '../../local/faults.js';
import { type Rehearsal, SITE_BUCKET, STATE_BUCKET } from '../../local/rehearsal.js';
import { switched, TERRAFORM_FAULTS } from './faulty-terraform.js';

/** Whose requests are counted, and what can happen to one of them. */
export interface Lane {
  /** `undefined`: commands of Terraform are counted. */
  readonly requests: Pick<FaultRule, 'service' | 'path'> | undefined;
  readonly kinds: Readonly<Record<string, Kind>>;
}

export interface Kind {
  readonly effect?: (rehearsal: Rehearsal) => FaultEffect;
  /** Every request from that one on, until the run ends. */
  readonly stays?: true;
}

type Effects = Readonly<Record<string, FaultEffect>>;

function once(effects: Effects): Readonly<Record<string, Kind>> {
  return Object.fromEntries(Object.entries(effects).map(([name, effect]) => [name, { effect: () => effect }]));
}

/** Until somebody mends a right, a name or a service, which is after the run. */
function staying(effects: Effects): Readonly<Record<string, Kind>> {
  return Object.fromEntries(
    Object.entries(effects).map(([name, effect]) => [`${name} from then on`, { effect: () => effect, stays: true }]),
  );
}

function meanwhile(happens: (rehearsal: Rehearsal) => void): Kind {
  return { effect: (rehearsal) => ({ meanwhile: () => happens(rehearsal) }) };
}

export const SOMEBODY_ELSE = 'bob@laptop';
const STATE_KEY = 'dev.tfstate';
/** What somebody else does to the state while the run goes on. */
const STATE_CHANGES: Readonly<Record<string, Kind>> = {
  'somebody else takes the lock': meanwhile(({ cloud }) => {
    const bucket = cloud.s3.store.bucket(STATE_BUCKET);
    if (bucket.current(`${STATE_KEY}.tflock`) !== undefined) return;
    const lock = {
      ID: '11111111-2222-3333-4444-555555555555',
      Operation: 'OperationTypeApply',
      Info: '',
      Who: SOMEBODY_ELSE,
      Version: '1.14.0',
      Created: '2026-01-01T00:00:00.000000000Z',
      Path: `${STATE_BUCKET}/${STATE_KEY}`,
    };
    bucket.put(`${STATE_KEY}.tflock`, JSON.stringify(lock));
  }),
  'the state is newer than the plan': meanwhile(({ cloud }) => {
    const bucket = cloud.s3.store.bucket(STATE_BUCKET);
    const state = bucket.current(STATE_KEY)?.body.toString();
    if (state === undefined) return;
    const { serial, ...rest } = JSON.parse(state) as { readonly serial: number };
    bucket.put(STATE_KEY, JSON.stringify({ ...rest, serial: serial + 1 }));
  }),
  'a resource fails': meanwhile(({ folder }) => switched(folder, 'fail', '')),
};

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

/** An answer of somebody else, which says that all is well. */
export const LIE = 'page of a proxy';

const LOST: Effects = {
  'reset before the work': { reset: 'before' },
  'reset after the work': { reset: 'after' },
  'reset in the middle of the body': { reset: 'midBody' },
  'answer cut short': { truncate: 30 },
  [LIE]: { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Please sign in</html>' },
};

export const LANES: Readonly<Record<string, Lane>> = {
  site: {
    requests: { service: 's3', path: new RegExp(`^/${SITE_BUCKET}`) },
    kinds: {
      ...once({
        ...LOST,
        'slow down': s3Error(503, 'SlowDown'),
        'error with status 200': s3Error(200, 'InternalError'),
        denied: s3Error(403, 'AccessDenied'),
        'another region': s3Error(301, 'PermanentRedirect'),
        'precondition failed': s3Error(412, 'PreconditionFailed'),
        conflict: s3Error(409, 'ConditionalRequestConflict'),
        'expired token': s3Error(400, 'ExpiredToken'),
      }),
      ...staying({
        denied: s3Error(403, 'AccessDenied'),
        'no such bucket': s3Error(404, 'NoSuchBucket'),
        unavailable: s3Error(503, 'ServiceUnavailable'),
      }),
    },
  },
  state: {
    requests: { service: 's3', path: new RegExp(`^/${STATE_BUCKET}`) },
    kinds: {
      ...once({
        ...LOST,
        'slow down': s3Error(503, 'SlowDown'),
        denied: s3Error(403, 'AccessDenied'),
        'precondition failed': s3Error(412, 'PreconditionFailed'),
        'expired token': s3Error(400, 'ExpiredToken'),
      }),
      ...staying({
        denied: s3Error(403, 'AccessDenied'),
        'no such bucket': s3Error(404, 'NoSuchBucket'),
        unavailable: s3Error(503, 'ServiceUnavailable'),
      }),
      ...STATE_CHANGES,
    },
  },
  cloudfront: {
    requests: { service: 'cloudfront' },
    kinds: {
      ...once({
        ...LOST,
        'too many invalidations': cloudFrontError(400, 'TooManyInvalidationsInProgress'),
        throttled: cloudFrontError(400, 'Throttling'),
        unavailable: cloudFrontError(503, 'ServiceUnavailable'),
        'no such distribution': cloudFrontError(404, 'NoSuchDistribution'),
        denied: cloudFrontError(403, 'AccessDenied'),
      }),
      ...staying({
        denied: cloudFrontError(403, 'AccessDenied'),
        'no such distribution': cloudFrontError(404, 'NoSuchDistribution'),
        unavailable: cloudFrontError(503, 'ServiceUnavailable'),
      }),
    },
  },
  github: {
    requests: { service: 'github' },
    kinds: {
      ...once({
        ...LOST,
        'secondary limit': gitHub(403, 'You have exceeded a secondary rate limit', { 'retry-after': '1' }),
        'too many requests': gitHub(429, 'Too many requests', { 'retry-after': '1' }),
        'error after the work': { status: 502, when: 'after' },
        'not found': gitHub(404, 'Not Found'),
        'too long': gitHub(422, 'Validation Failed: body is too long'),
        'locked conversation': gitHub(403, 'Unable to create comment because issue is locked.'),
      }),
      ...staying({
        forbidden: gitHub(403, 'Resource not accessible by integration'),
        'not found': gitHub(404, 'Not Found'),
        unavailable: gitHub(502, 'Bad Gateway'),
      }),
    },
  },
  sts: {
    requests: { service: 'sts' },
    kinds: {
      ...once({ ...LOST, expired: sts(400, 'ExpiredTokenException'), denied: sts(403, 'AccessDenied') }),
      ...staying({ denied: sts(403, 'AccessDenied'), unavailable: sts(503, 'ServiceUnavailable') }),
    },
  },
  terraform: {
    requests: undefined,
    kinds: Object.fromEntries(Object.keys(TERRAFORM_FAULTS).map((kind) => [kind, {}])),
  },
};
