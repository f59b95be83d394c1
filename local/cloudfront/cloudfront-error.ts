import type { FaultEffect } from '../faults.js';
import type { LocalReply } from '../http-service.js';
import { element, nested } from '../s3/xml.js';
import { cloudFrontDocument, XML_TYPE } from './xml.js';

/**
 * Codes with their status and text. Statuses: CloudFront API reference, "Errors" of each call;
 * `InvalidationBatchAlreadyExists` is named there (`InvalidationBatch`) without one, and has that of its siblings.
 */
const KNOWN = {
  AccessDenied: [403, 'Access denied.'],
  BatchTooLarge: [413, 'Your request contains too many invalidation paths.'],
  ExpiredToken: [403, 'The security token included in the request is expired'],
  InconsistentQuantities: [400, 'The value of Quantity and the size of Items do not match.'],
  InvalidArgument: [400, 'The parameter is not valid.'],
  InvalidClientTokenId: [403, 'The security token included in the request is invalid.'],
  InvalidationBatchAlreadyExists: [
    409,
    'The caller reference that you are using to create an invalidation batch is associated with another one.',
  ],
  MalformedXML: [400, 'The XML document is not well-formed.'],
  MissingAuthenticationToken: [403, 'Request is missing Authentication Token'],
  MissingBody: [400, 'The body of your request is missing.'],
  NoSuchCachePolicy: [404, 'The cache policy does not exist.'],
  NoSuchDistribution: [404, 'The specified distribution does not exist.'],
  NoSuchInvalidation: [404, 'The specified invalidation does not exist.'],
  ServiceUnavailable: [503, 'CloudFront encountered an internal error. Please try again.'],
  Throttling: [400, 'Rate exceeded'],
  TooManyInvalidationsInProgress: [400, 'Your request exceeds the number of invalidations that may be in progress.'],
} as const satisfies Record<string, readonly [number, string]>;

export type CloudFrontErrorCode = keyof typeof KNOWN;

/** A request that CloudFront refuses. */
export class CloudFrontError extends Error {
  override readonly name = 'CloudFrontError';

  constructor(
    readonly code: CloudFrontErrorCode,
    message?: string,
  ) {
    super(message ?? KNOWN[code][1]);
  }

  reply(): LocalReply {
    const [status] = KNOWN[this.code];
    const error = nested('Error', [
      element('Type', status < 500 ? 'Sender' : 'Receiver'),
      element('Code', this.code),
      element('Message', this.message),
    ]);
    return {
      status,
      headers: XML_TYPE,
      body: cloudFrontDocument('ErrorResponse', [error, element('RequestId', 'local')]),
    };
  }
}

/** The effect of a fault rule that answers with this error, as CloudFront would word it. */
export function cloudFrontFault(code: CloudFrontErrorCode): FaultEffect {
  const { status, body } = new CloudFrontError(code).reply();
  return { status, headers: XML_TYPE, body: String(body) };
}
