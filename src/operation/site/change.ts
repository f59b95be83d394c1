import { randomUUID } from 'node:crypto';
import type { SitePorts } from '../../ports/site.js';
import type { Manifest, PendingInvalidation } from '../../site/manifest.js';
import { manifestOfIntent, manifestOfRelease, manifestWithout } from '../../site/next-manifest.js';
import type { Phase } from '../../site/sync-plan.js';
import { syncSentence } from '../../site/sync-sentence.js';
import { beside } from '../run/beside.js';
import type { SiteReport } from '../run/outcome.js';
import type { Progress } from '../run/progress.js';
import { RESTORE_STEPS, STEPS } from '../run/steps.js';
import type { SiteComparison } from './compare.js';
import {
  begunInvalidations,
  forgetBeforeWorkers,
  invalidate,
  type MadeInvalidation,
  owed,
  untilForgotten,
} from './invalidate.js';
import { orUnlocked, type SiteLock, takeLock } from './lock.js';
import type { ManifestRecord } from './manifest-record.js';
import { pruneDue } from './prune.js';
import { forgetOldReleases, isRecorded, recordRelease, replacedVersions } from './releases.js';
import type { SiteRequest } from './request.js';
import type { SiteSource } from './source.js';
import { phaseSentence, phasesBeforePages, siteReport, type UploadTally, uploadPhase } from './upload.js';
import { verifySite } from './verify.js';
import { comparedWork, type Work } from './work.js';

/**
 * One change of what a site serves: assets, other files, pages, release file, invalidation, verification, prune, each only
 * after the one before. So every page that is served names only files that exist, wherever it stops; the next run
 * completes it.
 */
export class SiteChange {
  readonly #tally: UploadTally = { files: 0, unanswered: 0, bytes: 0, recorded: false, stored: new Map() };
  readonly #made: MadeInvalidation[] = [];
  readonly #tell = (made: MadeInvalidation) => this.#made.push(made);
  readonly #intentId = randomUUID();
  #deleted = 0;
  #verified = false;
  #work: Work | undefined;
  #settled: Manifest | undefined;
  #forgetting: Promise<readonly MadeInvalidation[]> | undefined;

  constructor(
    private readonly source: SiteSource,
    private readonly request: SiteRequest,
    private readonly ports: SitePorts,
    private readonly progress: Progress,
    private readonly found: (report: SiteReport) => void,
  ) {}

  /** Everything is checked; where there is something to do, the lock is held and the intent written down. @returns the release */
  async begin(): Promise<string> {
    const { comparison } = await this.#compareStep(async () => await this.#intended(await this.#locked(false)));
    return comparison.sync.release;
  }

  /** As `begin`, with the lock held in any case. @param check has steps of its own; asked before anything is written */
  async beginAfter<T>(check: () => Promise<T>): Promise<{ readonly release: string; readonly checked: T }> {
    const work = await this.#compareStep(async () => await this.#locked(true));
    const checked = await orUnlocked(work.lock, check);
    this.#work = await this.#intended(work);
    return { release: work.comparison.sync.release, checked };
  }

  async carryOut(): Promise<SiteReport> {
    const { progress } = this;
    const work = this.#work;
    if (work === undefined) throw new Error('The change has not begun');
    const { comparison } = work;
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
    }
  }

  /** What had to follow has been done: the manifest says no more that it is under way. */
  async settle(): Promise<void> {
    if (this.#settled !== undefined) await this.#work?.record.write(this.#settled);
  }

  /** Never throws. */
  async end(): Promise<void> {
    await this.#work?.lock?.release();
  }

  async #compareStep(compare: () => Promise<Work>): Promise<Work> {
    const sentence = ({ comparison }: Work) => syncSentence(comparison.sync.plan, this.source.verb);
    this.#work = await this.progress.step(STEPS.compareSite, compare, sentence);
    for (const warning of this.#work.comparison.sync.plan.warnings) this.ports.log.warning(warning);
    return this.#work;
  }

  /** Compares, and takes the lock where there is something to do. */
  async #locked(always: boolean): Promise<Work> {
    const first = await comparedWork(this.source, this.request, this.ports);
    this.found(this.#report(first.comparison));
    if (!always && (await this.#nothingToDo(first))) return first;
    const lock = await takeLock(this.request, this.ports);
    return await orUnlocked(lock, async () => {
      await this.request.requireNewest?.();
      return await this.#checked(first, lock);
    });
  }

  /** Writes down what is intended, before anything else. */
  async #intended(checked: Work): Promise<Work> {
    const { lock } = checked;
    if (lock === undefined) return checked;
    return await orUnlocked(lock, async () => {
      // Every deploy writes an intent of its own, over exactly the manifest that it compared with. So one that has begun
      // in between is seen by the refusal, and one that had begun before, by its intent.
      const begun = checked.comparison.manifest?.intent !== undefined;
      if (!begun && (await checked.record.tryWrite(this.#intent(checked)))) return checked;
      const second = await this.#checked(await comparedWork(this.source, this.request, this.ports), lock);
      await second.record.write(this.#intent(second));
      return second;
    });
  }

  /** Under the lock, before the first write. */
  async #checked(work: Work, lock: SiteLock): Promise<Work> {
    await this.source.check(work.comparison);
    if (lock.versioning !== 'on') return { ...work, lock };
    return { ...work, lock, replaced: await replacedVersions(work.comparison, this.request, this.ports) };
  }

  async #nothingToDo({ comparison, record, pending }: Work): Promise<boolean> {
    const { sync, manifest, locked } = comparison;
    const idle = sync.tasks.every(({ decision }) => decision.reason === 'unchanged');
    const settled = manifestOfRelease(manifest, sync, new Map(), this.#unmade(pending));
    const same = idle && !locked && sync.plan.deletions.length === 0 && record.holds(settled);
    return same && (await isRecorded(comparison, this.request, this.ports));
  }

  /** What stays owed when all that this run may make is made. */
  #unmade(pending: readonly PendingInvalidation[]): readonly PendingInvalidation[] {
    return this.request.invalidation === 'none' ? pending : [];
  }

  #intent({ comparison, pending, replaced }: Work): Manifest {
    const manifest = manifestOfIntent(comparison.manifest, comparison.sync, pending, this.#intentId, replaced);
    return this.#unended(manifest, comparison);
  }

  /** A rollback that is started again goes on with its release, not with the one before that. */
  #unended(manifest: Manifest, { sync }: SiteComparison): Manifest {
    return this.source.verb === 'restored' ? { ...manifest, restores: sync.release } : manifest;
  }

  /** @returns the manifest of the new release */
  async #upload(work: Work): Promise<Manifest> {
    const { comparison, record, pending, replaced, lock } = work;
    const { sync, manifest: before } = comparison;
    const phase = async (name: Phase, after?: () => Promise<void>) =>
      await this.progress.step(
        this.source.verb === 'restored' ? RESTORE_STEPS[name] : STEPS[name],
        async () => {
          await uploadPhase(name, sync.tasks, this.#tally, (task) => this.source.store(task, comparison), this.ports);
          await after?.();
        },
        () => phaseSentence(name, sync.tasks, this.source.verb),
      );
    for (const name of phasesBeforePages(sync)) await phase(name);
    await phase('page', () => forgetBeforeWorkers(sync.tasks, pending, this.request, this.ports, this.#tell));
    await phase('worker');
    const next = () => manifestOfRelease(before, sync, this.#tally.stored, pending, replaced);
    await phase('release', async () => {
      if (lock === undefined) return;
      // Every file is up, and all of this is owed already: edges may forget while it is recorded what they serve now.
      const { source, request, ports } = this;
      this.#forgetting = request.invalidation === 'none' ? undefined : begunInvalidations(pending, ports, this.#tell);
      await beside(this.#forgetting, async () => {
        const about = () => source.about();
        this.#tally.recorded = await recordRelease(comparison, next(), about, lock.versioning, request, ports);
        await record.write(this.#unended(next(), comparison));
      });
    });
    return next();
  }

  async #invalidate({ record, comparison }: Work, manifest: Manifest): Promise<Manifest> {
    if (this.#forgetting === undefined) return manifest;
    await untilForgotten(await this.#forgetting, this.ports);
    // What the prune will make stale is owed before it begins.
    const settled = { ...manifest, pending: owed([], comparison.sync.deletedPaths, this.request.distributions) };
    await record.write(this.#unended(settled, comparison));
    return settled;
  }

  async #prune({ comparison, record, lock }: Work, manifest: Manifest): Promise<void> {
    const { due } = comparison.sync.retention;
    if (lock === undefined) return;
    await forgetOldReleases(comparison, this.request.prefix, this.ports);
    if (due.length === 0) return await this.#ended(record, manifest, comparison);
    const forget = async () =>
      this.request.invalidation === 'none' ? undefined : invalidate(manifest.pending, this.ports, this.#tell);
    await pruneDue(due, this.request, this.ports, forget, (count) => {
      this.#deleted += count;
    });
    const left = { ...manifestWithout(manifest, due, this.request.now), pending: this.#unmade(manifest.pending) };
    await this.#ended(record, left, comparison);
  }

  async #ended(record: ManifestRecord, manifest: Manifest, comparison: SiteComparison): Promise<void> {
    this.#settled = manifest;
    await record.write(this.source.withFunctions ? this.#unended(manifest, comparison) : manifest);
  }

  #report(comparison: SiteComparison): SiteReport {
    const done = { deleted: this.#deleted, invalidations: [...this.#made], verified: this.#verified };
    return { ...siteReport(comparison, this.request, this.source.verb, this.#tally), ...done };
  }
}
