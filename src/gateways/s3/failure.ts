import { ActionError, asError, CancelledError, MissingBucket } from '../../errors.js';

/** The HTTP status of an SDK error. */
export function statusOf(thrown: unknown): number | undefined {
  return (thrown as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

/** @param doing a phrase that the bucket's name can follow: `upload a.js to` */
export function s3Failure(bucket: string, doing: string, thrown: unknown): Error {
  if (thrown instanceof ActionError) return thrown;
  const error = asError(thrown);
  if (error.name === 'AbortError') return new CancelledError(`the attempt to ${doing} ${bucket}`);
  const status = statusOf(thrown);
  const Failure = error.name === 'NoSuchBucket' ? MissingBucket : ActionError;
  return new Failure({
    what: `Could not ${doing} the site's bucket ${bucket}`,
    found: saidBy(thrown),
    wayOut: wayOut(error.name, status, thrown),
    cause: thrown,
  });
}

/** HEAD has no body, so S3's own words may be missing: then the status says more than `UnknownError`. */
export function saidBy(thrown: unknown): string {
  const { name, message } = asError(thrown);
  return [name, statusOf(thrown), message].filter((part) => part !== undefined && part !== '').join(' ');
}

function wayOut(name: string, status: number | undefined, thrown: unknown): string {
  if (name === 'ExpiredToken' || name === 'ExpiredTokenException') {
    return 'The credentials expired during the deploy: give the role a longer session, then run it again; it continues';
  }
  if (name === 'NoSuchBucket') return 'Look at the input "site-bucket": there is no such bucket';
  if (status === 301 || status === 307 || name === 'PermanentRedirect' || name === 'AuthorizationHeaderMalformed') {
    const region = regionIn(thrown);
    return `The bucket is in another region: set "aws-region" to ${region ?? 'it'}`;
  }
  if (status === 501 || name === 'NotImplemented') {
    return (
      'This store lacks conditional requests (`If-Match`, `If-None-Match` on PUT and DELETE), which keep two deploys of a ' +
      'site apart. Use Amazon S3, or a version of the store that has them'
    );
  }
  if (status === 403) return 'Look at the role (docs/iam.md), and at the account that owns the bucket';
  return 'Run the deploy again: it continues where this one stopped';
}

function regionIn(thrown: unknown): string | undefined {
  const { Region, $response } = thrown as { Region?: string; $response?: { headers?: Record<string, string> } };
  return Region ?? $response?.headers?.['x-amz-bucket-region'];
}
