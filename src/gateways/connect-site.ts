import type { CloudFrontClientConfig } from '@aws-sdk/client-cloudfront';
import type { Runs } from '../ports/history.js';
import type { Log } from '../ports/run.js';
import type { SitePorts } from '../ports/site.js';
import { edgeWithoutSdk } from './cloudfront/direct/edge-without-sdk.js';
import { cloudFront } from './cloudfront/distributions.js';
import { localFiles } from './files/site-folder.js';
import { actionsSecrets } from './runner/secret-register.js';
import type { S3Connection } from './s3/connection.js';
import { withoutSdk } from './s3/direct/without-sdk.js';
import { s3Objects } from './s3/objects.js';
import { s3Records } from './s3/records.js';
import { siteClock } from './web/clock.js';
import { releaseProbe } from './web/release-probe.js';

export interface SiteConnection {
  /** Absolute path of the built front end. */
  readonly directory: string;
  readonly bucket: string;
  readonly s3: S3Connection;
  /** The SDK's own rules where it is not given. */
  readonly client?: CloudFrontClientConfig | undefined;
  /** Lets a client renew its session. */
  readonly prepare?: (<Client>(client: Client) => Client) | undefined;
  readonly runs: Runs;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Connects the front end lane. Nothing is asked before its first use; `AWS_ENDPOINT_URL_CLOUDFRONT` is honoured. */
export function connectSite(options: SiteConnection): SitePorts {
  const { directory, bucket, s3, client = {}, prepare, runs, log, signal } = options;
  const place = s3.bucket(bucket);
  const store = { objects: s3Objects(place), records: s3Records(place) };
  const clock = siteClock(signal);
  const edge = { bucket, client, prepare, clock, signal };
  const sdk = { distributions: cloudFront(edge) };
  return {
    log,
    folder: localFiles(directory),
    ...store,
    ...withoutSdk(place, store),
    ...sdk,
    ...edgeWithoutSdk(edge, sdk.distributions),
    probe: releaseProbe(signal, actionsSecrets.redact),
    runs,
    clock,
    signal,
  };
}
