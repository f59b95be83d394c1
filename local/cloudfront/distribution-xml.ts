import { element, nested } from '../s3/xml.js';
import type { CachePolicy } from './cache-policy.js';
import type { Distribution } from './distribution.js';

/** `Quantity` and `Items`, as every list of this API is written; without items there is no `Items`. */
function list(name: string, items: readonly string[], about: readonly string[] = []): string {
  const written = items.length === 0 ? [] : [nested('Items', items)];
  return nested(name, [...about, element('Quantity', items.length), ...written]);
}

/** The children of a `DistributionConfig`, as far as anyone reads them here. */
export function distributionConfigXml({ settings, createdAt, arn }: Distribution): readonly string[] {
  const origin = nested('Origin', [
    element('Id', 'site'),
    element('DomainName', settings.originDomain),
    element('OriginPath', settings.originPath),
    list('CustomHeaders', []),
    nested('S3OriginConfig', [element('OriginAccessIdentity', '')]),
  ]);
  const rewrite = nested('FunctionAssociation', [
    element('FunctionARN', arn.replace(/:distribution\/.*/, ':function/single-page-routes')),
    element('EventType', 'viewer-request'),
  ]);
  const cachedMethods = list('CachedMethods', [element('Method', 'HEAD'), element('Method', 'GET')]);
  const methods = list('AllowedMethods', [element('Method', 'HEAD'), element('Method', 'GET')]);
  return [
    element('CallerReference', `local-${createdAt}`),
    list('Aliases', []),
    element('DefaultRootObject', settings.defaultRootObject),
    list('Origins', [origin]),
    nested('DefaultCacheBehavior', [
      element('TargetOriginId', 'site'),
      list('TrustedSigners', [], [element('Enabled', false)]),
      element('ViewerProtocolPolicy', 'redirect-to-https'),
      methods.replace('</AllowedMethods>', `${cachedMethods}</AllowedMethods>`),
      element('SmoothStreaming', false),
      element('Compress', true),
      list('LambdaFunctionAssociations', []),
      list('FunctionAssociations', settings.functionRewrites === 'none' ? [] : [rewrite]),
      element('FieldLevelEncryptionId', ''),
      element('CachePolicyId', settings.cachePolicy.id),
    ]),
    list('CacheBehaviors', []),
    list('CustomErrorResponses', []),
    element('Comment', ''),
    element('PriceClass', 'PriceClass_100'),
    element('Enabled', true),
  ];
}

export function distributionXml(distribution: Distribution): readonly string[] {
  const { settings, arn, createdAt } = distribution;
  return [
    element('Id', settings.id),
    element('ARN', arn),
    element('Status', 'Deployed'),
    element('LastModifiedTime', new Date(createdAt).toISOString()),
    element(
      'InProgressInvalidationBatches',
      distribution.invalidations().filter(({ status }) => status === 'InProgress').length,
    ),
    element('DomainName', `${settings.id.toLowerCase()}.cloudfront.net`),
    nested('DistributionConfig', distributionConfigXml(distribution)),
  ];
}

export function cachePolicyXml(policy: CachePolicy, createdAt: number): readonly string[] {
  const none = (name: string, behavior: string) => nested(name, [element(behavior, 'none')]);
  return [
    element('Id', policy.id),
    element('LastModifiedTime', new Date(createdAt).toISOString()),
    nested('CachePolicyConfig', [
      element('Comment', ''),
      element('Name', policy.name),
      element('DefaultTTL', policy.defaultTtl),
      element('MaxTTL', policy.maxTtl),
      element('MinTTL', policy.minTtl),
      nested('ParametersInCacheKeyAndForwardedToOrigin', [
        element('EnableAcceptEncodingGzip', true),
        element('EnableAcceptEncodingBrotli', true),
        none('HeadersConfig', 'HeaderBehavior'),
        none('CookiesConfig', 'CookieBehavior'),
        nested('QueryStringsConfig', [element('QueryStringBehavior', policy.queryStrings)]),
      ]),
    ]),
  ];
}
