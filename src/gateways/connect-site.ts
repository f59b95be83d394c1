import type { CloudFrontClientConfig } from '@aws-sdk/client-cloudfront';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import type { Runs } from '../ports/history.js';
import type { Log } from '../ports/run.js';
import type { SitePorts } from '../ports/site.js';
import { cloudFront } from './cloudfront/distributions.js';
import { localFiles } from './files/site-folder.js';
import { actionsSecrets } from './runner/secret-register.js';
import { s3Connection } from './s3/connection.js';
import { s3Objects } from './s3/objects.js';
import { s3Records } from './s3/records.js';
import { siteClock } from './web/clock.js';
import { releaseProbe } from './web/release-probe.js';

export interface SiteConnection {
  /** Absolute path of the built front end. */
  readonly directory: string;
  readonly bucket: string;
  /** The SDK's own rules where it is not given. */
  readonly region?: string | undefined;
  readonly credentials?: NonNullable<S3ClientConfig['credentials'] & CloudFrontClientConfig['credentials']> | undefined;
  /** Twelve digits: every call on the bucket is refused when it is somebody else's. */
  readonly expectedBucketOwner?: string | undefined;
  /** Lets a client renew its session. */
  readonly prepare?: (<Client>(client: Client) => Client) | undefined;
  readonly runs: Runs;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/**
 * Connects the front end lane. Nothing is asked before its first use; `AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_S3` and
 * `AWS_ENDPOINT_URL_CLOUDFRONT` are honoured.
 */
export function connectSite(options: SiteConnection): SitePorts {
  const { directory, bucket, region, credentials, expectedBucketOwner, prepare, runs, log, signal } = options;
  const prepared = prepare === undefined ? {} : { prepare };
  const common = {
    ...(region === undefined ? {} : { region }),
    ...(credentials === undefined ? {} : { credentials }),
  };
  const s3 = s3Connection({
    bucket,
    ...common,
    ...prepared,
    expectedBucketOwner,
    signal,
  });
  const clock = siteClock(signal);
  return {
    log,
    folder: localFiles(directory),
    objects: s3Objects(s3),
    records: s3Records(s3),
    distributions: cloudFront({ bucket, client: common, ...prepared, clock, signal }),
    probe: releaseProbe(signal, actionsSecrets.redact),
    runs,
    clock,
    signal,
  };
}
