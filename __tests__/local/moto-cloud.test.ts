import {
  CloudFrontClient,
  CreateDistributionCommand,
  CreateFunctionCommand,
  CreateInvalidationCommand,
  DeleteFunctionCommand,
  DescribeFunctionCommand,
  GetDistributionCommand,
  PublishFunctionCommand,
  UpdateFunctionCommand,
  waitUntilInvalidationCompleted,
} from '@aws-sdk/client-cloudfront';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { xmlReply } from '../../local/moto/exchange.js';
import { MOTO_ACCOUNT, type MotoCloud, startMotoCloud } from '../../local/moto/moto-cloud.js';
import { findMotoServer } from '../../local/moto/moto-server.js';

const installed = (await findMotoServer()) !== undefined;
if (!installed) console.warn("NOT RUN: the proxy before moto_server. It needs: pip install 'moto[server]'");
const withMoto = installed ? test : test.skip;

let cloud: MotoCloud | undefined;
let s3: S3Client;
let cloudFront: CloudFrontClient;

beforeAll(async () => {
  if (!installed) return;
  cloud = await startMotoCloud();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const options = { region: 'us-east-1', endpoint: cloud.url, credentials, forcePathStyle: true };
  s3 = new S3Client(options);
  cloudFront = new CloudFrontClient(options);
  await s3.send(new CreateBucketCommand({ Bucket: 'shop' }));
});

afterAll(async () => {
  s3?.destroy();
  cloudFront?.destroy();
  await cloud?.stop();
});

const distribution = {
  CallerReference: 'one',
  Comment: 'shop',
  Enabled: true,
  HttpVersion: 'http2and3' as const,
  Origins: {
    Quantity: 1,
    Items: [{ Id: 'site', DomainName: 'shop.s3.amazonaws.com', S3OriginConfig: { OriginAccessIdentity: '' } }],
  },
  DefaultCacheBehavior: {
    TargetOriginId: 'site',
    ViewerProtocolPolicy: 'redirect-to-https' as const,
    CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
  },
};

describe('the proxy before moto_server', () => {
  withMoto('lets through what the emulator can do, odd keys and bytes too', async () => {
    const Key = 'a b/+&%25/Ö?.txt';
    const Body = Buffer.from(Array.from({ length: 70_000 }, (_, at) => at % 256));
    await s3.send(new PutObjectCommand({ Bucket: 'shop', Key, Body }));
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: 'shop' }));
    expect(Contents?.map((object) => object.Key)).toEqual([Key]);
    const read = await s3.send(new GetObjectCommand({ Bucket: 'shop', Key }));
    expect(Body.equals((await read.Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true);
  });

  withMoto('refuses a bucket of another owner than the expected one', async () => {
    const put = (ExpectedBucketOwner: string) =>
      s3.send(new PutObjectCommand({ Bucket: 'shop', Key: 'k', Body: 'x', ExpectedBucketOwner }));
    await expect(put('999999999999')).rejects.toMatchObject({ name: 'AccessDenied' });
    await put(MOTO_ACCOUNT);
  });

  withMoto('keeps a policy that denies plain HTTP, and does not deny everything by it', async () => {
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: ['arn:aws:s3:::shop', 'arn:aws:s3:::shop/*'],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    });
    await s3.send(new PutBucketPolicyCommand({ Bucket: 'shop', Policy }));
    await s3.send(new PutObjectCommand({ Bucket: 'shop', Key: 'k', Body: 'x' }));
  });

  withMoto('gives a distribution back as it was sent, and completes its invalidations', async () => {
    const { Distribution } = await cloudFront.send(new CreateDistributionCommand({ DistributionConfig: distribution }));
    const Id = Distribution?.Id ?? '';
    const { DistributionConfig: config } =
      (await cloudFront.send(new GetDistributionCommand({ Id }))).Distribution ?? {};
    expect(config).toMatchObject({ HttpVersion: 'http2and3', Aliases: { Quantity: 0 } });
    expect(config?.DefaultCacheBehavior?.ForwardedValues).toBeUndefined();
    const batch = { CallerReference: 'one', Paths: { Quantity: 1, Items: ['/*'] } };
    const { Invalidation } = await cloudFront.send(
      new CreateInvalidationCommand({ DistributionId: Id, InvalidationBatch: batch }),
    );
    const waited = await waitUntilInvalidationCompleted(
      { client: cloudFront, maxWaitTime: 10, minDelay: 1 },
      { DistributionId: Id, Id: Invalidation?.Id ?? '' },
    );
    expect(waited.state).toBe('SUCCESS');
  });

  withMoto('has CloudFront functions: published, and changed under their ETag alone', async () => {
    const about = (code: string) => ({
      Name: 'routes',
      FunctionConfig: { Comment: 'routes', Runtime: 'cloudfront-js-2.0' as const },
      FunctionCode: Buffer.from(code),
    });
    const { ETag } = await cloudFront.send(new CreateFunctionCommand(about('1')));
    await expect(cloudFront.send(new CreateFunctionCommand(about('1')))).rejects.toMatchObject({
      name: 'FunctionAlreadyExists',
    });
    const live = () => cloudFront.send(new DescribeFunctionCommand({ Name: 'routes', Stage: 'LIVE' }));
    await expect(live()).rejects.toMatchObject({ name: 'NoSuchFunctionExists' });
    await cloudFront.send(new PublishFunctionCommand({ Name: 'routes', IfMatch: ETag }));
    expect((await live()).FunctionSummary?.FunctionMetadata?.Stage).toBe('LIVE');
    await expect(cloudFront.send(new UpdateFunctionCommand({ ...about('2'), IfMatch: 'old' }))).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    const updated = await cloudFront.send(new UpdateFunctionCommand({ ...about('2'), IfMatch: ETag }));
    await cloudFront.send(new DeleteFunctionCommand({ Name: 'routes', IfMatch: updated.ETag }));
    await expect(live()).rejects.toMatchObject({ name: 'NoSuchFunctionExists' });
  });

  withMoto('meets a request with a fault once, and then is itself again', async () => {
    const reply = xmlReply(409, '<Error><Code>BucketNotEmpty</Code><Message>x</Message></Error>');
    await s3.send(new CreateBucketCommand({ Bucket: 'second' }));
    cloud?.interrupt({ method: 'DELETE', path: /^\/second\/?$/, reply });
    const remove = () => s3.send(new DeleteBucketCommand({ Bucket: 'second' }));
    await expect(remove()).rejects.toMatchObject({ name: 'BucketNotEmpty' });
    await remove();
  });

  withMoto("says by name what is not the emulator's own", () => {
    expect(cloud?.answered()).toEqual([
      'CloudFront CreateFunction',
      'CloudFront DeleteFunction',
      'CloudFront DescribeFunction',
      'CloudFront PublishFunction',
      'CloudFront UpdateFunction',
      'S3 ExpectedBucketOwner: refused',
      'S3 PutBucketPolicy',
      'injected: DELETE /second/',
    ]);
    expect(cloud?.mended()).toEqual([
      'CloudFront distribution: its configuration',
      'CloudFront invalidation: its status',
    ]);
  });
});
