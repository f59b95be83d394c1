import type { Deviation, Observation } from './check.js';

/** moto 5.2, as measured. */
export const CLOUDFRONT_DEVIATIONS: readonly Deviation[] = [
  moto('an invalidation is in progress first', 'completes at once, and writes it COMPLETED', 'COMPLETED'),
  moto('and "Completed" when it is done, in these letters', 'writes COMPLETED', 'COMPLETED'),
  moto(
    'the same caller reference with the same paths gives the invalidation that it made',
    'ignores the caller reference and makes another one',
    { same: false, listed: 2 },
  ),
  moto(
    'the same caller reference with other paths is InvalidationBatchAlreadyExists',
    'ignores the caller reference and makes another one',
    '201',
  ),
  moto('a quantity that is not the number of paths is InconsistentQuantities', 'takes whatever paths there are', '201'),
  moto('a path with a raw space or a letter outside ASCII is InvalidArgument', 'looks at no path', ['201', '201']),
  moto('sixteen wildcards at one time are TooManyInvalidationsInProgress', 'has no limit', '201'),
  moto(
    'a distribution that does not exist is NoSuchDistribution',
    'lists no invalidations of a distribution that does not exist, with 200',
    ['404 NoSuchDistribution', '404 NoSuchDistribution', '200'],
  ),
  moto(
    'invalidations are listed newest first, in pages that a marker joins',
    'lists all in one page, whatever MaxItems says, and not newest first',
    { inOrder: false, pages: 1 },
  ),
  moto(
    'the managed cache policy CachingOptimized can be read: no query strings, 1 s at least',
    'has no GetCachePolicy',
    'Error',
  ),
  moto('a cache policy that does not exist is NoSuchCachePolicy', 'has no GetCachePolicy', '404 Error'),
];

function moto(check: string, says: string, observed: Observation): Deviation {
  return { target: 'moto', check, says, observed };
}
