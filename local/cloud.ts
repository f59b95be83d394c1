import { type LocalCloudFront, startCloudFront } from './cloudfront/local-cloudfront.js';
import { Faults } from './faults.js';
import { gitHubService } from './github/github-service.js';
import { GitHubStore } from './github/github-store.js';
import { startService } from './http-service.js';
import { Journal } from './journal.js';
import { s3Service } from './s3/s3-service.js';
import { S3Store, type StoreOptions } from './s3/store.js';
import { type LocalSts, startSts } from './sts/local-sts.js';

export interface CloudOptions {
  /** The twelve digits that own everything here. */
  readonly accountId?: string;
  readonly region?: string;
  readonly s3?: Pick<StoreOptions, 'etags' | 'now'>;
  /** Milliseconds since 1970, by which edges forget and invalidations complete. */
  readonly cloudfront?: { readonly now?: () => number };
  readonly github?: { readonly now?: () => number };
  readonly sts?: { readonly now?: () => number };
}

/** A cloud on 127.0.0.1: every server writes into one journal and asks one set of fault rules. */
export interface LocalCloud {
  readonly journal: Journal;
  readonly faults: Faults;
  readonly s3: { readonly url: string; readonly store: S3Store };
  readonly cloudfront: Omit<LocalCloudFront, 'stop'>;
  readonly github: GitHubStore & { readonly url: string };
  readonly sts: Omit<LocalSts, 'stop'>;
  /** What a process needs in its environment to reach this cloud and no other. */
  environment(): Record<string, string>;
  stop(): Promise<void>;
}

export async function startCloud(options: CloudOptions = {}): Promise<LocalCloud> {
  const { accountId = '123456789012', region = 'us-east-1' } = options;
  const journal = new Journal();
  const faults = new Faults();
  const store = new S3Store({ accountId, region, ...options.s3 });
  const s3 = await startService(s3Service(store), { journal, faults });
  const cloudfront = await startCloudFront(store, { accountId, ...options.cloudfront }, { journal, faults });
  const gitHubStore = new GitHubStore(options.github?.now);
  const github = await startService(gitHubService(gitHubStore), { journal, faults });
  const sts = await startSts(
    {
      accountId,
      now: options.sts?.now ?? Date.now,
      onExpired: (accessKeyId) => {
        store.denyAccessKey(accessKeyId, 'ExpiredToken');
        cloudfront.store.denyAccessKey(accessKeyId, 'ExpiredToken');
      },
    },
    { journal, faults },
  );
  const running: readonly { stop(): Promise<void> }[] = [s3, cloudfront, github, sts];
  return {
    journal,
    faults,
    s3: { url: s3.url, store },
    cloudfront,
    github: Object.assign(gitHubStore, { url: github.url }),
    sts,
    environment: () => ({
      AWS_ACCESS_KEY_ID: 'AKIALOCALCLOUD',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_REGION: region,
      AWS_ENDPOINT_URL_S3: s3.url,
      AWS_ENDPOINT_URL_CLOUDFRONT: cloudfront.url,
      AWS_ENDPOINT_URL_STS: sts.url,
      GITHUB_API_URL: github.url,
    }),
    stop: async () => {
      await Promise.all(running.map((service) => service.stop()));
    },
  };
}
