import { CloudFrontClient, CreateDistributionCommand, GetInvalidationCommand } from '@aws-sdk/client-cloudfront';
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { startCloud } from '../../../local/cloud.js';
import { startMotoCloud } from '../../../local/moto/moto-cloud.js';

export const BUCKET = 'shop-site';

/** A bucket and a distribution, asked by the AWS SDK alone, so that any emulator can stand behind it. */
export interface SiteCloud {
  readonly environment: Readonly<Record<string, string>>;
  readonly distribution: string;
  /** The address of the edge; absent where the emulator has none. */
  readonly edge?: string;
  keys(): Promise<readonly string[]>;
  object(key: string): Promise<{
    bytes: Buffer;
    type: string | undefined;
    cacheControl: string | undefined;
    encoding: string | undefined;
  }>;
  /** As somebody else stores it. */
  put(key: string, bytes: Buffer, headers: { ContentType: string; ContentEncoding: string }): Promise<void>;
  /** The paths of an invalidation, as they arrived. */
  invalidated(id: string): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export async function localSiteCloud(): Promise<SiteCloud> {
  const cloud = await startCloud();
  cloud.s3.store.createBucket(BUCKET);
  const { url } = await cloud.cloudfront.addDistribution({ id: 'E1SHOP', bucket: BUCKET });
  return { ...asked(cloud.environment(), 'E1SHOP'), edge: url, stop: () => cloud.stop() };
}

export async function motoSiteCloud(): Promise<SiteCloud> {
  const cloud = await startMotoCloud();
  const clients = clientsOf(cloud.environment);
  await clients.s3.send(
    new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' } }),
  );
  const made = await clients.cloudFront.send(
    new CreateDistributionCommand({
      DistributionConfig: {
        CallerReference: 'one',
        Comment: 'shop',
        Enabled: true,
        Origins: {
          Quantity: 1,
          Items: [
            { Id: 'site', DomainName: `${BUCKET}.s3.amazonaws.com`, S3OriginConfig: { OriginAccessIdentity: '' } },
          ],
        },
        DefaultCacheBehavior: {
          TargetOriginId: 'site',
          ViewerProtocolPolicy: 'redirect-to-https',
          CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
        },
      },
    }),
  );
  const distribution = made.Distribution?.Id ?? '';
  return { ...asked(cloud.environment, distribution), stop: () => cloud.stop() };
}

function asked(environment: Readonly<Record<string, string>>, distribution: string) {
  const { s3, cloudFront } = clientsOf(environment);
  return {
    environment,
    distribution,
    async keys() {
      const keys: string[] = [];
      for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: BUCKET })) {
        keys.push(...Contents.flatMap(({ Key }) => Key ?? []));
      }
      return keys;
    },
    async object(key: string) {
      const { Body, ContentType, CacheControl, ContentEncoding } = await s3.send(
        new GetObjectCommand({ Bucket: BUCKET, Key: key }),
      );
      const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
      return { bytes, type: ContentType, cacheControl: CacheControl, encoding: ContentEncoding };
    },
    async put(key: string, bytes: Buffer, headers: { ContentType: string; ContentEncoding: string }) {
      await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: bytes, ...headers }));
    },
    async invalidated(id: string) {
      const found = await cloudFront.send(new GetInvalidationCommand({ DistributionId: distribution, Id: id }));
      return found.Invalidation?.InvalidationBatch?.Paths?.Items ?? [];
    },
  };
}

function clientsOf(environment: Readonly<Record<string, string>>) {
  const endpoint = (service: string) => ({
    endpoint: environment[`AWS_ENDPOINT_URL_${service}`] ?? environment.AWS_ENDPOINT_URL ?? '',
  });
  const credentials = {
    accessKeyId: environment.AWS_ACCESS_KEY_ID ?? '',
    secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? '',
  };
  const options = { region: environment.AWS_REGION ?? '', credentials };
  return {
    s3: new S3Client({ ...options, ...endpoint('S3'), forcePathStyle: true }),
    cloudFront: new CloudFrontClient({ ...options, ...endpoint('CLOUDFRONT') }),
  };
}
