import { randomUUID } from 'node:crypto';
import type { SitePorts } from '../../ports/site.js';
import { fileTraits } from '../../site/file-headers.js';
import type { Manifest, PendingInvalidation } from '../../site/manifest.js';
import { manifestOfIntent, manifestOfRelease, manifestWithout } from '../../site/next-manifest.js';
import type { Phase } from '../../site/sync-plan.js';
import { syncSentence } from '../../site/sync-sentence.js';
import type { SiteReport } from '../run/outcome.js';
import type { Progress } from '../run/progress.js';
import { STEPS, type StepKind } from '../run/steps.js';
import { compareSite, type SiteComparison } from './compare.js';
import { invalidate, type MadeInvalidation, owed } from './invalidate.js';
import { requireAccess } from './kept-objects.js';
import { type SiteLock, takeLock } from './lock.js';
import { ManifestRecord } from './manifest-record.js';
import { pruneOrder, removeAll } from './prune.js';
import type { SiteRequest } from './request.js';
import { phaseSentence, type UploadTally, uploadPhase } from './upload.js';
import { verifySite } from './verify.js';

/** The steps of a site's deploy, in order. */
export const SITE_STEPS: readonly StepKind[] = [
  STEPS.compareSite,
  STEPS.asset,
  STEPS.other,
  STEPS.page,
  STEPS.worker,
  STEPS.release,
  STEPS.invalidate,
  STEPS.verify,
  STEPS.prune,
];

/**
 * Deploys a front end: assets, other files, pages, release file, invalidation, verification, prune, each only after the
 * one before. So every page that is served names only files that exist, wherever it stops; the next run completes it.
 * @param found told what is known so far, after each step and after a failure: what is live has to be reported
 */
export async function deploySite(
  request: SiteRequest,
  ports: SitePorts,
  progress: Progress,
  found: (report: SiteReport) => void = () => {},
): Promise<SiteReport> {
  return await new SiteDeploy(request, ports, progress, found).run();
}

/** What a started deploy works with: the comparison that holds under the lock. */
interface Work {
  readonly comparison: SiteComparison;
  readonly record: ManifestRecord;
  /** What is owed to the edges once the files are up. */
  readonly pending: readonly PendingInvalidation[];
  /** Absent where there is nothing to do. */
  readonly lock?: SiteLock;
}

/** One deploy of one site. */
class SiteDeploy {
  readonly #tally: UploadTally = { files: 0, unanswered: 0, bytes: 0, etags: new Map() };
  readonly #made: MadeInvalidation[] = [];
  readonly #intentId = randomUUID();
  #deleted = 0;
  #verified = false;

  constructor(
    private readonly request: SiteRequest,
    private readonly ports: SitePorts,
    private readonly progress: Progress,
    private readonly found: (report: SiteReport) => void,
  ) {}

  async run(): Promise<SiteReport> {
    const { progress } = this;
    const work = await progress.step(
      STEPS.compareSite,
      () => this.#begin(),
      ({ comparison }) => syncSentence(comparison.sync.plan),
    );
    const { comparison, lock } = work;
    for (const warning of comparison.sync.plan.warnings) this.ports.log.warning(warning);
    try {
      let manifest = await this.#upload(work);
      manifest = await progress.step(
        STEPS.invalidate,
        () => this.#invalidate(work, manifest),
        () =>
          this.#made.length === 0
            ? 'nothing that an edge may hold has changed'
            : `${work.pending.flatMap(({ paths }) => paths).length} paths forgotten by every edge`,
      );
      this.#verified = await progress.step(
        STEPS.verify,
        () => verifySite(this.request, comparison.sync.release, this.ports),
        (verified) => (verified ? `${this.request.url} serves ${comparison.sync.release}` : 'not checked'),
      );
      await progress.step(
        STEPS.prune,
        () => this.#prune(work, manifest),
        () => (this.#deleted === 0 ? 'nothing is due' : `${this.#deleted} deleted`),
      );
      return this.#report(comparison);
    } finally {
      this.found(this.#report(comparison));
      await lock?.release();
    }
  }

  /** Compares; where there is something to do, takes the lock and writes down what is intended, before anything else. */
  async #begin(): Promise<Work> {
    const first = await this.#compared();
    this.found(this.#report(first.comparison));
    if (this.#nothingToDo(first)) return first;
    const lock = await takeLock(this.request, this.ports);
    try {
      await this.request.requireNewest?.();
      await requireAccess(first.comparison.kept, this.request.prefix, this.ports);
      // Every deploy writes an intent of its own, over exactly the manifest that it compared with. So one that has begun
      // in between is seen by the refusal, and one that had begun before, by its intent.
      const begun = first.comparison.manifest?.intent !== undefined;
      if (!begun && (await this.#writeIntent(first))) return { ...first, lock };
      const second = await this.#compared();
      if (!(await this.#writeIntent(second))) await second.record.write(this.#intent(second));
      return { ...second, lock };
    } catch (thrown) {
      await lock.release();
      throw thrown;
    }
  }

  async #compared(): Promise<Work> {
    const comparison = await compareSite(this.request, this.ports);
    const { manifest, record, sync } = comparison;
    const known = manifest?.pending ?? [];
    const pending =
      this.request.invalidation === 'none' ? known : owed(known, sync.changedPaths, this.request.distributions);
    return { comparison, pending, record: new ManifestRecord(this.ports.records, this.request.prefix, record) };
  }

  #nothingToDo({ comparison, record, pending }: Work): boolean {
    const { sync, manifest, locked } = comparison;
    const idle = sync.tasks.every(({ decision }) => decision.reason === 'unchanged');
    const settled = manifestOfRelease(manifest, sync, new Map(), this.#unmade(pending));
    return idle && !locked && sync.plan.deletions.length === 0 && record.holds(settled);
  }

  /** What stays owed when all that this run may make is made. */
  #unmade(pending: readonly PendingInvalidation[]): readonly PendingInvalidation[] {
    return this.request.invalidation === 'none' ? pending : [];
  }

  async #writeIntent(work: Work): Promise<boolean> {
    return await work.record.tryWrite(this.#intent(work));
  }

  #intent({ comparison, pending }: Work): Manifest {
    return manifestOfIntent(comparison.manifest, comparison.sync, pending, this.#intentId);
  }

  /** @returns the manifest of the new release */
  async #upload(work: Work): Promise<Manifest> {
    const { comparison, record, pending, lock } = work;
    const { sync, releaseText, manifest: before } = comparison;
    const phase = async (name: Phase, after?: () => Promise<void>) =>
      await this.progress.step(
        STEPS[name],
        async () => {
          await uploadPhase(name, sync.tasks, releaseText, this.#tally, comparison.kept, this.request, this.ports);
          await after?.();
        },
        () => phaseSentence(name, sync.tasks),
      );
    await phase('asset');
    await phase('other');
    await phase('page');
    await phase('worker');
    const next = () => manifestOfRelease(before, sync, this.#tally.etags, pending);
    await phase('release', async () => {
      if (lock !== undefined) await record.write(next());
    });
    return next();
  }

  async #invalidate({ record, pending, comparison, lock }: Work, manifest: Manifest): Promise<Manifest> {
    if (this.request.invalidation === 'none' || lock === undefined) return manifest;
    await invalidate(pending, this.ports, (made) => this.#made.push(made));
    // What the prune will make stale is owed before it begins.
    const settled = { ...manifest, pending: owed([], comparison.sync.deletedPaths, this.request.distributions) };
    await record.write(settled);
    return settled;
  }

  async #prune({ comparison, record }: Work, manifest: Manifest): Promise<void> {
    const { due } = comparison.sync.retention;
    if (due.length === 0) return;
    const { prefix, cacheRules, releaseFile } = this.request;
    const { watching, naming, named } = pruneOrder(due, fileTraits(cacheRules, releaseFile));
    const remove = async (paths: readonly string[]) => {
      const keys = paths.map((path) => prefix + path);
      await removeAll(keys, this.ports, (count) => {
        this.#deleted += count;
      });
    };
    await remove(watching);
    await remove(naming);
    // Until here an edge may serve an old page, whose files are still there.
    if (this.request.invalidation !== 'none') {
      await invalidate(manifest.pending, this.ports, (made) => this.#made.push(made));
    }
    await remove(named);
    await record.write({
      ...manifestWithout(manifest, due, this.request.now),
      pending: this.#unmade(manifest.pending),
    });
  }

  #report({ sync }: SiteComparison): SiteReport {
    const { url } = this.request;
    return {
      plan: sync.plan,
      release: sync.release,
      ...(url === undefined ? {} : { url }),
      uploaded: this.#tally.files,
      ...(this.#tally.unanswered === 0 ? {} : { unanswered: this.#tally.unanswered }),
      deleted: this.#deleted,
      bytes: this.#tally.bytes,
      invalidations: [...this.#made],
      verified: this.#verified,
    };
  }
}
