import {
  CreateBucketCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  S3Client,
} from '@aws-sdk/client-s3';

const CREDENTIALS = { accessKeyId: 'AKIALOCALCLOUD', secretAccessKey: 'local' };

/** One S3, with all that lies in it. */
export class Store {
  readonly #s3: S3Client;

  constructor(readonly url: string) {
    this.#s3 = new S3Client({ endpoint: url, region: 'us-east-1', forcePathStyle: true, credentials: CREDENTIALS });
  }

  async make(bucket: string): Promise<void> {
    await this.#s3.send(new CreateBucketCommand({ Bucket: bucket }));
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await this.#s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }));
  }

  async put(bucket: string, key: string): Promise<void> {
    await this.#s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: '{"version":4}' }));
  }

  async hold(bucket: string, key: string): Promise<void> {
    await this.#s3.send(new PutObjectLegalHoldCommand({ Bucket: bucket, Key: key, LegalHold: { Status: 'ON' } }));
  }

  /** A line for each bucket and each version; the run's own state, which it writes, is left out. */
  async everything(): Promise<readonly string[]> {
    const lines: string[] = [];
    const { Buckets = [] } = await this.#s3.send(new ListBucketsCommand({}));
    for (const { Name = '' } of Buckets) {
      lines.push(Name);
      const { Versions = [], DeleteMarkers = [] } = await this.#s3.send(
        new ListObjectVersionsCommand({ Bucket: Name }),
      );
      for (const { Key, VersionId } of [...Versions, ...DeleteMarkers]) {
        if (!/^dev\.tfstate/.test(Key ?? '')) lines.push(`${Name}/${Key} ${VersionId}`);
      }
    }
    return lines.sort();
  }
}
