import {
  GetCachePolicyCommand,
  GetDistributionCommand,
  GetDistributionConfigCommand,
} from '@aws-sdk/client-cloudfront';
import { answerOf } from '../answer.js';
import type { ConformanceCheck } from '../check.js';
import { CACHING_OPTIMIZED } from '../target.js';

export const DISTRIBUTION_CHECKS: readonly ConformanceCheck[] = [
  {
    name: "a distribution's configuration tells its origin, its root object and its cache policy",
    service: 'cloudfront',
    source: 'CloudFront API: GetDistributionConfig',
    expected: {
      domain: 'conformance.s3.us-east-1.amazonaws.com',
      root: 'index.html',
      policy: CACHING_OPTIMIZED,
      functions: 0,
      etag: true,
    },
    async run(target) {
      const Id = await target.newDistribution();
      const { DistributionConfig: config, ETag } = await target.cloudfront.send(
        new GetDistributionConfigCommand({ Id }),
      );
      return {
        domain: config?.Origins?.Items?.[0]?.DomainName ?? null,
        root: config?.DefaultRootObject ?? null,
        policy: config?.DefaultCacheBehavior?.CachePolicyId ?? null,
        functions: config?.DefaultCacheBehavior?.FunctionAssociations?.Quantity ?? null,
        etag: ETag !== undefined && ETag !== '',
      };
    },
  },
  {
    name: 'a distribution tells its id, its ARN and that it is deployed',
    service: 'cloudfront',
    source: 'CloudFront API: GetDistribution',
    expected: { id: true, arn: true, status: 'Deployed' },
    async run(target) {
      const Id = await target.newDistribution();
      // One emulator counts looks: the first ones say that it is in progress, as in the minutes after its creation.
      let distribution: Awaited<ReturnType<typeof look>>;
      const look = async () => (await target.cloudfront.send(new GetDistributionCommand({ Id }))).Distribution;
      for (let attempt = 1; ; attempt++) {
        distribution = await look();
        if (distribution?.Status === 'Deployed' || attempt === 10) break;
      }
      return {
        id: distribution?.Id === Id,
        arn: distribution?.ARN?.endsWith(`:distribution/${Id}`) ?? false,
        status: distribution?.Status ?? null,
      };
    },
  },
  {
    name: 'a distribution that does not exist cannot be read',
    service: 'cloudfront',
    source: 'CloudFront API: GetDistribution, GetDistributionConfig, Errors',
    expected: ['404 NoSuchDistribution', '404 NoSuchDistribution'],
    run: async ({ cloudfront }) => [
      await answerOf(cloudfront.send(new GetDistributionCommand({ Id: 'ENOTTHERE' }))),
      await answerOf(cloudfront.send(new GetDistributionConfigCommand({ Id: 'ENOTTHERE' }))),
    ],
  },
  {
    name: 'the managed cache policy CachingOptimized can be read: no query strings, 1 s at least',
    service: 'cloudfront',
    source: 'CloudFront Developer Guide: Use managed cache policies',
    expected: { queryStrings: 'none', minTtl: 1 },
    async run({ cloudfront }) {
      try {
        const { CachePolicy } = await cloudfront.send(new GetCachePolicyCommand({ Id: CACHING_OPTIMIZED }));
        const config = CachePolicy?.CachePolicyConfig;
        const key = config?.ParametersInCacheKeyAndForwardedToOrigin;
        return {
          queryStrings: key?.QueryStringsConfig?.QueryStringBehavior ?? null,
          minTtl: config?.MinTTL ?? null,
        };
      } catch (error) {
        return (error as Error).name;
      }
    },
  },
  {
    name: 'a cache policy that does not exist is NoSuchCachePolicy',
    service: 'cloudfront',
    source: 'CloudFront API: GetCachePolicy, Errors',
    expected: '404 NoSuchCachePolicy',
    run: ({ cloudfront }) =>
      answerOf(cloudfront.send(new GetCachePolicyCommand({ Id: '00000000-0000-4000-8000-000000000000' }))),
  },
];
