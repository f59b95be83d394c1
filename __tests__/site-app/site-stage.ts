import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { CloudFrontClient, CreateInvalidationCommand, GetInvalidationCommand } from '@aws-sdk/client-cloudfront';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { lookup } from 'mrmime';
import { startCloudFront } from '../../local/cloudfront/local-cloudfront.js';
import { Faults } from '../../local/faults.js';
import { startService } from '../../local/http-service.js';
import { Journal } from '../../local/journal.js';
import { s3Service } from '../../local/s3/s3-service.js';
import { S3Store } from '../../local/s3/store.js';
import type { Release, Reply } from '../../site/src/release.js';

/** A stage as visitors see it: the local S3, and an edge in front of it that really caches. */
export interface SiteStage {
  /** Of the edge, without a slash at the end. There is no API: the edge answers `/api/*` with the entry page. */
  readonly url: string;
  /** Of a second edge, which sends `/api/*` to an API. */
  readonly urlWithApi: string;
  answerApi(reply: Reply): void;
  deploy(folder: string, release: Release, prefix?: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startSiteStage(): Promise<SiteStage> {
  const services = { journal: new Journal(), faults: new Faults() };
  const store = new S3Store();
  store.createBucket('site');
  const s3 = await startService(s3Service(store), services);
  const cloudFront = await startCloudFront(store, { accountId: store.accountId }, services);
  const distribution = { bucket: 'site', functionRewrites: 'spa' } as const;
  const api = await startApi();
  const bare = await cloudFront.addDistribution({ ...distribution, id: 'E1' });
  const withApi = await cloudFront.addDistribution({ ...distribution, id: 'E2', apiOrigin: api.url });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new S3Client({ endpoint: s3.url, region: store.region, forcePathStyle: true, credentials });
  const edges = new CloudFrontClient({ endpoint: cloudFront.url, region: store.region, credentials });
  let version = 0;

  async function put(key: string, body: Buffer): Promise<void> {
    const type = lookup(key) ?? 'application/octet-stream';
    await client.send(
      new PutObjectCommand({ Bucket: 'site', Key: key, Body: body, ContentType: type, CacheControl: 'no-cache' }),
    );
  }
  async function invalidate(id: string): Promise<void> {
    const { Invalidation: made } = await edges.send(
      new CreateInvalidationCommand({
        DistributionId: id,
        InvalidationBatch: { CallerReference: `${++version}`, Paths: { Quantity: 1, Items: ['/*'] } },
      }),
    );
    for (;;) {
      const { Invalidation: now } = await edges.send(
        new GetInvalidationCommand({ DistributionId: id, Id: made?.Id ?? '' }),
      );
      if (now?.Status === 'Completed') return;
      await setTimeout(5);
    }
  }
  return {
    url: bare.url,
    urlWithApi: withApi.url,
    answerApi(reply) {
      api.reply = reply;
    },
    async deploy(folder, release, prefix = '') {
      const files = (readdirSync(folder, { recursive: true }) as string[]).filter((name) =>
        statSync(join(folder, name)).isFile(),
      );
      // Pages after everything that they name.
      files.sort((a, b) => Number(a.endsWith('.html')) - Number(b.endsWith('.html')));
      for (const name of files) await put(prefix + name, readFileSync(join(folder, name)));
      await put(`${prefix}release.json`, Buffer.from(JSON.stringify(release)));
      for (const id of [bare.id, withApi.id]) await invalidate(id);
    },
    async stop() {
      client.destroy();
      edges.destroy();
      await Promise.all([s3.stop(), cloudFront.stop(), api.stop()]);
    },
  };
}

async function startApi() {
  const server = createServer((_request, response) => {
    const { status, contentType, body } = running.reply ?? { status: 404, contentType: 'text/plain', body: '' };
    response.writeHead(status, { 'content-type': contentType }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const running = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reply: undefined as Reply | undefined,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return running;
}
