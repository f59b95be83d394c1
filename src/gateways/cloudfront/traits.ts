import type { EdgeTraits } from '../../site/edge/invalidation.js';

interface List<Item> {
  readonly Items?: readonly Item[] | undefined;
}

interface Association {
  readonly EventType: string | undefined;
}

interface Behavior {
  readonly TargetOriginId: string | undefined;
  readonly CachePolicyId?: string | undefined;
  readonly ForwardedValues?: { readonly QueryString: boolean | undefined } | undefined;
  readonly FunctionAssociations?: List<Association> | undefined;
  readonly LambdaFunctionAssociations?: List<Association> | undefined;
}

/** As much of a `DistributionConfig` as says something about addresses. */
export interface TellingConfig {
  readonly Origins:
    | List<{
        readonly Id: string | undefined;
        readonly DomainName: string | undefined;
        readonly OriginPath?: string | undefined;
      }>
    | undefined;
  readonly DefaultCacheBehavior: Behavior | undefined;
  readonly CacheBehaviors?: List<Behavior> | undefined;
  readonly CustomErrorResponses?: List<{ readonly ResponsePagePath?: string | undefined }> | undefined;
}

/** Managed policies whose cache key has no query strings; every account has them under these ids (CloudFront docs). */
const WITHOUT_QUERY = new Set([
  '658327ea-f89d-4fab-a63d-7e88639e58f6', // CachingOptimized
  'b2884449-e4de-46a7-ac36-70bc7f1ddd6d', // CachingOptimizedForUncompressedObjects
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad', // CachingDisabled
]);

/**
 * What a distribution's configuration says about addresses, looked at only in the behaviours that lead to this bucket:
 * an API beside it may have query strings of its own.
 * @param queryStringsOf `QueryStringBehavior` of a cache policy; `undefined` where it may not be read
 */
export async function edgeTraits(
  { Origins, DefaultCacheBehavior, CacheBehaviors, CustomErrorResponses }: TellingConfig,
  bucket: string,
  queryStringsOf: (policy: string) => Promise<string | undefined>,
): Promise<EdgeTraits> {
  const origins = (Origins?.Items ?? []).filter(({ DomainName }) => DomainName?.startsWith(`${bucket}.`));
  const ids = new Set(origins.map(({ Id }) => Id));
  const all: readonly Behavior[] = [
    ...(DefaultCacheBehavior === undefined ? [] : [DefaultCacheBehavior]),
    ...(CacheBehaviors?.Items ?? []),
  ];
  const ours = ids.size === 0 ? all : all.filter(({ TargetOriginId }) => ids.has(TargetOriginId));
  const paths = [...new Set(origins.map(({ OriginPath }) => OriginPath ?? ''))];
  const errorPages = (CustomErrorResponses?.Items ?? []).flatMap(({ ResponsePagePath: page }) => page || []);
  const cleanAddresses = ours.some(rewrites);
  let manyAddresses = cleanAddresses;
  for (const behavior of ours) manyAddresses ||= await keyHasQuery(behavior, queryStringsOf);
  return { manyAddresses, originPaths: paths.length === 0 ? [''] : paths, errorPages, cleanAddresses };
}

/** A function before the cache or before the origin may serve one file under many addresses. */
function rewrites({ FunctionAssociations, LambdaFunctionAssociations }: Behavior): boolean {
  const associated = [...(FunctionAssociations?.Items ?? []), ...(LambdaFunctionAssociations?.Items ?? [])];
  return associated.some(({ EventType }) => EventType === 'viewer-request' || EventType === 'origin-request');
}

async function keyHasQuery(
  { CachePolicyId, ForwardedValues }: Behavior,
  queryStringsOf: (policy: string) => Promise<string | undefined>,
): Promise<boolean> {
  if (CachePolicyId === undefined || CachePolicyId === '') return ForwardedValues?.QueryString === true;
  if (WITHOUT_QUERY.has(CachePolicyId)) return false;
  // A policy that may not be read could have them.
  return (await queryStringsOf(CachePolicyId)) !== 'none';
}
