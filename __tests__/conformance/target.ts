import { CloudFrontClient, CreateDistributionCommand } from '@aws-sdk/client-cloudfront';
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import type { ServiceName } from './check.js';

export const REGION = 'us-east-1';
/** Id of the managed cache policy of that name. */
export const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';
export const CREDENTIALS = { accessKeyId: 'AKIACONFORMANCE', secretAccessKey: 'conformance' };

/** A server under test: ours, or the emulator that others wrote. */
export interface Target {
  readonly name: 'local' | 'moto';
  /** Without a slash at the end. */
  endpoint(service: ServiceName): string;
  readonly s3: S3Client;
  /** A bucket of its own for each check, so that checks do not see each other. */
  newBucket(options?: { readonly versions: boolean }): Promise<string>;
  readonly cloudfront: CloudFrontClient;
  /** A distribution in front of the bucket `conformance`, with CachingOptimized. @returns its id */
  newDistribution(): Promise<string>;
}

/** @param addDistribution where a server has no CreateDistribution, which only Terraform calls */
export function targetAt(
  name: Target['name'],
  endpoint: (service: ServiceName) => string,
  addDistribution?: (id: string) => Promise<unknown>,
): Target {
  // One attempt: an error is what is looked at, and a retry would hide it.
  const s3 = new S3Client({
    region: REGION,
    endpoint: endpoint('s3'),
    credentials: CREDENTIALS,
    forcePathStyle: true,
    maxAttempts: 1,
  });
  const cloudfront = new CloudFrontClient({
    region: REGION,
    endpoint: endpoint('cloudfront'),
    credentials: CREDENTIALS,
    maxAttempts: 1,
  });
  let buckets = 0;
  let distributions = 0;
  return {
    name,
    endpoint,
    s3,
    cloudfront,
    async newDistribution() {
      distributions += 1;
      const id = `ECONFORMANCE${distributions}`;
      if (addDistribution === undefined) return await createDistribution(cloudfront, id);
      await addDistribution(id);
      return id;
    },
    async newBucket({ versions } = { versions: false }) {
      buckets += 1;
      const Bucket = `conformance-${buckets}`;
      await s3.send(new CreateBucketCommand({ Bucket }));
      if (versions) {
        await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
      }
      return Bucket;
    },
  };
}

async function createDistribution(cloudfront: CloudFrontClient, CallerReference: string): Promise<string> {
  const { Distribution } = await cloudfront.send(
    new CreateDistributionCommand({
      DistributionConfig: {
        CallerReference,
        Comment: '',
        Enabled: true,
        DefaultRootObject: 'index.html',
        Origins: {
          Quantity: 1,
          Items: [
            {
              Id: 'site',
              DomainName: `conformance.s3.${REGION}.amazonaws.com`,
              S3OriginConfig: { OriginAccessIdentity: '' },
            },
          ],
        },
        DefaultCacheBehavior: {
          TargetOriginId: 'site',
          ViewerProtocolPolicy: 'redirect-to-https',
          CachePolicyId: CACHING_OPTIMIZED,
        },
      },
    }),
  );
  return Distribution?.Id ?? '';
}
