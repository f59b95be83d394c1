import { CloudFrontClient, CreateDistributionCommand } from '@aws-sdk/client-cloudfront';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { type Rehearsal, SITE_BUCKET, STATE_BUCKET } from '../../../local/rehearsal.js';

const STATE = 'dev.tfstate';

/** The buckets of the emulator that a stage needs before its first deploy, and the distribution. */
export class Buckets {
  readonly #s3: S3Client;
  readonly #cloudFront: CloudFrontClient;

  constructor(url: string) {
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const settings = { endpoint: url, region: 'us-east-1', credentials };
    this.#s3 = new S3Client({ ...settings, forcePathStyle: true });
    this.#cloudFront = new CloudFrontClient(settings);
  }

  /** @returns the id of the distribution */
  async make(): Promise<string> {
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    for (const Bucket of [SITE_BUCKET, STATE_BUCKET]) {
      await this.#s3.send(new CreateBucketCommand({ Bucket }));
      await this.#s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    }
    const report = { Bucket: SITE_BUCKET, Key: 'reports/2026.pdf', Body: 'of another tool' };
    await this.#s3.send(new PutObjectCommand(report));
    const { Distribution } = await this.#cloudFront.send(
      new CreateDistributionCommand({
        DistributionConfig: {
          CallerReference: 'shop',
          Comment: 'shop',
          Enabled: true,
          Origins: {
            Quantity: 1,
            Items: [
              {
                Id: 'site',
                DomainName: `${SITE_BUCKET}.s3.us-east-1.amazonaws.com`,
                S3OriginConfig: { OriginAccessIdentity: '' },
              },
            ],
          },
          DefaultCacheBehavior: { TargetOriginId: 'site', ViewerProtocolPolicy: 'redirect-to-https' },
        },
      }),
    );
    return Distribution?.Id ?? '';
  }

  /** What is in them, and every state that was ever saved, into the local cloud, where the invariants look. */
  async copy({ cloud }: Rehearsal): Promise<void> {
    for (const name of [SITE_BUCKET, STATE_BUCKET]) {
      const bucket = cloud.s3.store.bucket(name);
      for (const key of [...bucket.keys()])
        for (const { versionId } of [...bucket.versionsOf(key)]) bucket.deleteVersion(key, versionId);
      const { Versions = [] } = await this.#s3.send(new ListObjectVersionsCommand({ Bucket: name }));
      const wanted = Versions.filter(({ Key, IsLatest }) => IsLatest === true || Key === STATE);
      // The newest last.
      for (const { Key = '', VersionId } of wanted.sort(
        (one, other) => Number(one.IsLatest) - Number(other.IsLatest),
      )) {
        const { Body } = await this.#s3.send(new GetObjectCommand({ Bucket: name, Key, VersionId }));
        bucket.put(Key, Buffer.from((await Body?.transformToByteArray()) ?? []));
      }
    }
  }

  stop(): void {
    this.#s3.destroy();
    this.#cloudFront.destroy();
  }
}
