import { type Comparison, compareFiles, type FileTask } from './compare-files.js';
import { isPage } from './content-type.js';
import { type EdgeTraits, invalidationPaths, wholeSite } from './edge/invalidation.js';
import { pageAddress } from './edge/page-address.js';
import { isImmutable } from './file-headers.js';
import { wasLive } from './gone-names.js';
import { adoptedPaths } from './kept-headers.js';
import type { Manifest } from './manifest.js';
import { type Retention, type RetentionRequest, retention } from './retention.js';
import type { FileDecision, SyncPlan } from './sync-plan.js';
import { unknownKinds } from './unknown-kinds.js';

export interface SyncRequest
  extends Comparison,
    Pick<RetentionRequest, 'isExcluded' | 'keepDays' | 'maxDeletes' | 'now'> {
  readonly release: string;
  /** The address of the site's root, where it is known. */
  readonly url?: string | undefined;
  /** Files of the folder that `exclude` leaves out. */
  readonly excluded: readonly { readonly path: string; readonly size: number }[];
  readonly invalidation: 'changed' | 'all' | 'none';
  /** By distribution, in the order of the input. */
  readonly edges: ReadonlyMap<string, EdgeTraits>;
  readonly warnings: readonly string[];
}

/** The sync plan, and what its execution needs. */
export interface SiteSync {
  readonly plan: SyncPlan;
  readonly release: string;
  readonly now: Date;
  /** Paths of objects that somebody else wrote. */
  readonly adopted: ReadonlySet<string>;
  readonly tasks: readonly FileTask[];
  readonly retention: Retention;
  /** By distribution: what changes now. */
  readonly changedPaths: ReadonlyMap<string, readonly string[]>;
  /** By distribution: what the deletions at the end make stale. */
  readonly deletedPaths: ReadonlyMap<string, readonly string[]>;
}

/** Joins the folder, the listing and the manifest into what a deploy would do. Pure: nothing is asked, nothing changed. */
export function siteSync(request: SyncRequest): SiteSync {
  const { prefix, traitsOf, excluded, manifest, edges, invalidation } = request;
  const tasks = compareFiles(request);
  const kept = retention({ ...request, referenced: new Set(request.files.map(({ path }) => path)) });
  const pathsOf = (keys: readonly string[]) =>
    new Map(
      [...edges].map(([id, edge]) => {
        if (keys.length === 0 || invalidation === 'none') return [id, []];
        return [id, invalidation === 'all' ? wholeSite(prefix, edge) : invalidationPaths(keys, edge)];
      }),
    );
  const changedPaths = pathsOf(tasks.filter((task) => mayBeCached(task, manifest)).map(({ decision }) => decision.key));
  // An edge that still holds a deleted hash-named file does no harm: its content is right for ever.
  const forgotten = kept.due.filter((path) => !isImmutable(manifest?.files.get(path)?.cacheControl ?? ''));
  const deletedPaths = pathsOf(forgotten.map((path) => prefix + path));
  const count = (reason: FileDecision['reason']) => tasks.filter(({ decision }) => decision.reason === reason).length;
  const decisions = [
    ...tasks.map((task) => shown(task, request)),
    ...excluded.map(({ path, size }): FileDecision => {
      const { phase, contentType, cacheControl } = traitsOf(path);
      return { key: prefix + path, path, reason: 'excluded', phase, size, contentType, cacheControl };
    }),
  ].sort((a, b) => (a.key < b.key ? -1 : 1));
  const plan: SyncPlan = {
    decisions,
    expiries: kept.expiries,
    deletions: kept.due.map((path) => prefix + path),
    invalidationPaths: union([...changedPaths.values(), ...deletedPaths.values()]),
    warnings: [
      ...request.warnings,
      ...(kept.warning === undefined ? [] : [kept.warning]),
      ...takenWarning(kept.taken),
      ...unknownKinds(tasks),
    ],
    counts: {
      new: count('new'),
      content: count('content'),
      headers: count('headers'),
      unchanged: count('unchanged'),
      excluded: excluded.length,
      expiring: kept.expiries.length,
      deletions: kept.due.length,
      bytes: tasks.reduce((sum, { decision, file }) => sum + (isUpload(decision) ? file.size : 0), 0),
    },
  };
  return {
    plan,
    release: request.release,
    now: request.now,
    adopted: adoptedPaths(tasks, manifest),
    tasks,
    retention: kept,
    changedPaths,
    deletedPaths,
  };
}

const NAMED = 10;

function takenWarning(paths: readonly string[]): readonly string[] {
  if (paths.length === 0) return [];
  const more = paths.length > NAMED ? ` and ${paths.length - NAMED} more` : '';
  return [
    `Not deleted, because this site's deploy did not write what is there now: ${paths.slice(0, NAMED).join(', ')}${more}. ` +
      'Delete them yourself if nothing uses them; no later deploy looks at them again',
  ];
}

export function isUpload({ reason }: Pick<FileDecision, 'reason'>): boolean {
  return reason === 'new' || reason === 'content';
}

/** The decision with what a reviewer asks about it. */
function shown({ decision, lasting }: FileTask, request: SyncRequest): FileDecision {
  const { path, reason, contentType } = decision;
  if (reason === 'unchanged') return decision;
  const before = request.manifest?.files.get(path)?.cacheControl ?? '';
  return {
    ...decision,
    address: isUpload(decision) && isPage(contentType) ? pageAddress(path, request) : undefined,
    becomesImmutable: lasting && !isImmutable(before) ? true : undefined,
  };
}

/**
 * Whether an edge may hold something else at this address: what changed, and the 404 of what is new. Not that of a new
 * hash-named file, whose name nobody can have asked for, unless it was live before.
 */
function mayBeCached({ decision, lasting, file }: FileTask, manifest: Manifest | undefined): boolean {
  if (decision.reason === 'new') return !lasting || wasLive(manifest, file.path);
  return decision.reason === 'content' || decision.reason === 'headers';
}

function union(lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())].sort();
}
