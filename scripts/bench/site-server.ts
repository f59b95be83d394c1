import { startCloud } from '../../local/cloud.js';

// The server of the site's benchmark, in a process of its own: whoever is measured does not share its time.

export interface ServerCounts {
  readonly requests: number;
  readonly invalidatedPaths: number;
}

export type ServerRequest = { readonly newBucket: string } | { readonly count: true };

const cloud = await startCloud();
process.send?.({ environment: cloud.environment() });

process.on('message', (message: ServerRequest) => {
  if ('newBucket' in message) {
    const bucket = message.newBucket;
    cloud.s3.store.createBucket(bucket);
    void cloud.cloudfront
      .addDistribution({ id: `E${bucket}`, bucket, invalidationMs: 0 })
      .then(() => process.send?.({}));
    return;
  }
  const paths = cloud.cloudfront.store
    .distributions()
    .flatMap((one) => one.invalidations().flatMap((made) => made.paths));
  const counts: ServerCounts = {
    requests: cloud.journal.entries().length,
    invalidatedPaths: paths.length,
  };
  cloud.journal.clear();
  process.send?.(counts);
});
process.on('disconnect', () => void cloud.stop().then(() => process.exit(0)));
