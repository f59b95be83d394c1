import { startCloud } from '../../local/cloud.js';
import { GITHUB_ACTIONS } from '../../local/github/identity.js';
import { mergePullRequest, openPullRequest } from '../../local/github/pull-requests.js';

// The servers of the site's benchmark (S3, CloudFront, GitHub), in a process of their own: whoever is measured does
// not share its time.

export interface Started {
  readonly environment: Record<string, string>;
  readonly token: string;
  readonly repository: { readonly fullName: string; readonly id: number; readonly defaultBranch: string };
  readonly sha: string;
}

export interface Counts {
  readonly requests: number;
  readonly invalidatedPaths: number;
  /** When the first request arrived, in milliseconds since 1970; none when nothing was asked. */
  readonly firstAt?: number;
}

export type Order =
  | { readonly newBucket: string }
  /** Before each answer, from now on. */
  | { readonly latencyMs: number }
  /** Since the last time it was asked. */
  | { readonly count: true };

// The journal's own beginning, to a millisecond or two.
const journalBegan = Date.now();
const cloud = await startCloud();
const github = cloud.github.repository('octo/shop');
const alice = cloud.github.user('alice');
github.collaborators.set('alice', 'admin');
const base = github.history.make('The shop', [], 'alice', Date.now());
github.history.point('refs/heads/main', base.sha);
github.history.point('refs/heads/page', github.history.make('A page', [base.sha], 'alice', Date.now()).sha);
const pull = openPullRequest(github, { author: alice, title: 'A page', head: 'page' });
const { sha } = mergePullRequest(github, pull, { method: 'squash', by: alice });
const started: Started = {
  environment: cloud.environment(),
  token: cloud.github.token(GITHUB_ACTIONS),
  repository: { fullName: github.fullName, id: github.id, defaultBranch: github.about.defaultBranch },
  sha,
};
let withoutLatency = () => {};
process.send?.(started);

process.on('message', (order: Order) => {
  void obey(order).then((answer) => process.send?.(answer));
});
process.on('disconnect', () => void cloud.stop().then(() => process.exit(0)));

async function obey(order: Order): Promise<Counts | object> {
  if ('newBucket' in order) {
    const bucket = order.newBucket;
    cloud.s3.store.createBucket(bucket);
    await cloud.cloudfront.addDistribution({ id: `E${bucket}`, bucket, invalidationMs: 0 });
    return {};
  }
  if ('latencyMs' in order) {
    withoutLatency();
    withoutLatency = order.latencyMs === 0 ? () => {} : cloud.faults.add({ effect: { delayMs: order.latencyMs } });
    return {};
  }
  const paths = cloud.cloudfront.store
    .distributions()
    .flatMap((one) => one.invalidations().flatMap((made) => made.paths));
  const [first, ...others] = cloud.journal.entries();
  const counts: Counts = {
    requests: first === undefined ? 0 : others.length + 1,
    invalidatedPaths: paths.length,
    ...(first === undefined ? {} : { firstAt: journalBegan + first.startedAt }),
  };
  cloud.journal.clear();
  return counts;
}
