import type { SitePorts } from '../../ports/site.js';
import { type KeptHeaders, keepsNothing } from '../../site/kept-headers.js';
import type { SiteSync } from '../../site/site-sync.js';
import { inParallel } from '../run/in-parallel.js';

/** Requests under way at once. */
const LOOK_UPS = 64;

export interface Keeping {
  /** By path: what the rewrite of an adopted object repeats. */
  readonly kept: ReadonlyMap<string, KeptHeaders>;
  /** Those that may have something to keep after this deploy, too. */
  readonly adopted: ReadonlySet<string>;
}

/** Asks each adopted object that would be written, and only these, for what a write would take from it. */
export async function keptObjects(
  { tasks, adopted }: SiteSync,
  prefix: string,
  { objects, signal }: Pick<SitePorts, 'objects' | 'signal'>,
): Promise<Keeping> {
  const written = tasks.filter(({ file, decision }) => adopted.has(file.path) && decision.reason !== 'unchanged');
  const kept = new Map<string, KeptHeaders>();
  if (written.length === 0) return { kept, adopted };
  const acl = await objects.mayHaveAcls();
  const left = new Set(adopted);
  await inParallel(written, LOOK_UPS, signal, async ({ file }) => {
    const found = await objects.kept(prefix + file.path, acl);
    if (keepsNothing(found)) left.delete(file.path);
    else kept.set(file.path, found);
  });
  return { kept, adopted: left };
}

/** Before the first write: a role that may not give an object its ACL would make it private. */
export async function requireAccess(
  kept: Keeping['kept'],
  prefix: string,
  { objects }: Pick<SitePorts, 'objects'>,
): Promise<void> {
  for (const [path, { grants }] of kept) {
    if (grants === undefined) continue;
    // One for all: the right is for objects of the bucket, and the ACL stays as it is.
    await objects.repeatAcl(prefix + path, grants);
    return;
  }
}
