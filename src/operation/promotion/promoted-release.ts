import { asError } from '../../errors.js';
import type { Deployments } from '../../ports/deployments.js';
import type { Ancestry } from '../../ports/history.js';
import type { DeployedSite, StageConnector, StageSource } from '../../ports/promotion.js';
import { MANIFEST_PATH, parseManifest } from '../../site/manifest.js';
import { releaseNamedIn } from '../../site/release.js';
import { RELEASES, recordedReleases } from '../../site/releases/recorded-releases.js';
import { parseReleaseRecord, type ReleaseRecord } from '../../site/releases/release-record.js';
import { heldSentence } from '../deployments/supersession.js';
import { deployTask } from '../deployments/task.js';
import type { RunContext } from '../run/context.js';
import type { SitePreview } from '../run/outcome.js';
import { refusedPromotion } from './refusal.js';

export interface PromotionPorts {
  readonly github: {
    readonly deployments: Pick<Deployments, 'latest' | 'newestAttempt'>;
    readonly history: Ancestry;
  };
  readonly stage: StageConnector;
}

/** What another stage serves, with all that is known of it. */
export interface PromotedRelease {
  readonly from: string;
  readonly site: DeployedSite;
  readonly source: StageSource;
  readonly record: ReleaseRecord;
  /** Releases of that stage which this one has not had, this release included. */
  readonly waiting: number;
}

/**
 * The release that another stage serves. Throws unless that stage's newest deploy has ended well and nothing was rolled back
 * since, its address serves the release now, and this stage has nothing newer.
 */
export async function promotedRelease(
  context: RunContext,
  from: string,
  releaseFile: string,
  { github, stage }: PromotionPorts,
): Promise<PromotedRelease> {
  const { identity } = context;
  const refused = (found: string, todo: string) => refusedPromotion({ from, to: identity.stage }, found, todo);
  const task = deployTask({
    ...identity,
    stage: from,
    // Stages that are workspaces of one configuration.
    workspace: identity.workspace === identity.stage ? from : identity.workspace,
  });
  const { last } = await github.deployments.latest(task, from);
  if (last === undefined)
    throw refused(`nothing is deployed to ${from}`, `Deploy ${from} first, or look at "promote-from"`);
  if (last.hold !== undefined) {
    throw refused(heldSentence(from, last.hold, last.url), `Deploy to ${from} what is to be promoted`);
  }
  const newest = await github.deployments.newestAttempt(task, from);
  if (newest?.state === 'failed' || newest?.state === 'open') {
    const state = newest.state === 'failed' ? 'has failed' : 'has no end yet';
    const run = newest.url === '' ? '' : ` (${newest.url})`;
    throw refused(
      `the newest deploy of ${from}, of ${newest.sha}, ${state}${run}`,
      `Wait for it, or deploy ${from} again`,
    );
  }
  const { site } = last;
  if (site === undefined) {
    throw refused(
      `the deployments of ${from} do not say where its site is`,
      `Deploy ${from} once more, which records it`,
    );
  }
  const source = await stage(site);
  const key = site.prefix + MANIFEST_PATH;
  const [stored, listed] = await Promise.all([
    source.records.read(key),
    source.objects.list(site.prefix + RELEASES, []),
  ]);
  if (stored === undefined) throw refused(`no ${key} in ${site.bucket}`, `Deploy ${from} again`);
  const { release, intent, restores } = parseManifest(stored.text, key);
  if (intent !== undefined || restores !== undefined) {
    throw refused(`the site of ${from} is being changed, or a run that changed it was cut off`, `Deploy ${from} again`);
  }
  const releases = recordedReleases(listed, site.prefix);
  const found = releases.find((one) => one.release === release);
  const text = found && (await source.records.read(site.prefix + found.path))?.text;
  if (found === undefined || text === undefined) {
    throw refused(
      `${from} serves ${release}, of which ${site.bucket} has no record`,
      `Releases are recorded by deploys to a bucket that keeps versions: switch them on, and deploy ${from} again`,
    );
  }
  const record = parseReleaseRecord(text, found.path);
  if (releases[0] !== found || record.commit !== last.sha) {
    throw refused(
      `${from} serves ${release} of ${record.commit}, which is older than what was deployed last: it was rolled back`,
      `Deploy to ${from} what is to be promoted`,
    );
  }
  await requireServed(record);
  const own = (await github.deployments.latest(deployTask(identity), identity.stage)).last?.sha;
  if (own !== undefined && own !== record.commit && !(await github.history.isAncestor(own, record.commit))) {
    throw refused(
      `${identity.stage} has ${own}, which is not part of ${record.commit}: what ${from} serves is older`,
      `Deploy ${from} first. To go back, start the workflow with "operation: rollback"`,
    );
  }
  const had = releases.findIndex((one) => own !== undefined && one.release.startsWith(`${own.slice(0, 7)}-`));
  return { from, site, source, record, waiting: had < 0 ? releases.length : had };

  /** As its visitors get it: what was verified once may have been replaced by hand. */
  async function requireServed({ url, release: wanted }: ReleaseRecord): Promise<void> {
    const unverified = (why: string) =>
      refused(
        `${from} has not verified ${wanted}: ${why}`,
        `Give ${from} a "site-url" and a "release-file", and deploy it`,
      );
    if (url === undefined || releaseFile === '') throw unverified('it has no address, or writes no release file');
    const address = `${url.replace(/\/+$/, '')}/${releaseFile}`;
    const served = await source.probe.get(address).then(
      ({ status, text: body }) => (status === 200 ? releaseNamedIn(body) : undefined) ?? `status ${status}`,
      (thrown: unknown) => `no answer (${thrown instanceof Error ? thrown.message : String(thrown)})`,
    );
    if (served !== wanted) throw unverified(`${address} answers ${served}`);
  }
}

/**
 * Whoever approved this run, approved its commit: another one is checked out for a manual run alone, and only one that is part
 * of it. @returns whether it has to be
 */
export async function needsCheckout(
  { event, run, identity }: RunContext,
  { from, record }: PromotedRelease,
  history: Ancestry,
): Promise<boolean> {
  if (record.commit === run.sha) return false;
  const isManual = event.kind === 'manual';
  if (isManual && (await history.isAncestor(record.commit, run.sha))) return true;
  throw refusedPromotion(
    { from, to: identity.stage },
    `${run.sha} is checked out, and ${from} serves ${record.release} of ${record.commit}`,
    isManual
      ? 'Start the workflow on the default branch'
      : 'The run of that commit promotes it. To promote what is served now, start the workflow manually with `operation: deploy`',
  );
}

/** For the plan and the log. */
export function promotedSentence({ from, record, waiting }: PromotedRelease): string {
  const others = waiting === 1 ? '1 release waits' : `${waiting} releases wait`;
  return `${record.release} of ${record.commit}, live in ${from} since ${record.at.slice(0, 19)}Z; ${waiting === 0 ? 'nothing newer waits' : others}`;
}

/** On a pull request: what a promotion would take now. It informs, and fails no plan. */
export async function promotionPreview(
  context: RunContext,
  from: string,
  releaseFile: string,
  ports: PromotionPorts,
): Promise<SitePreview> {
  try {
    const sentence = promotedSentence(await promotedRelease(context, from, releaseFile, ports));
    return { unavailable: `its files come from ${from}. A promotion takes ${sentence}` };
  } catch (thrown) {
    if (context.signal.aborted) throw thrown;
    return { unavailable: `its files come from ${from}. ${asError(thrown).message}` };
  }
}
