import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalRepository } from '../../local/github/repository.js';
import { DISTRIBUTION, type Rehearsal, SITE_BUCKET, STATE_BUCKET } from '../../local/rehearsal.js';

/**
 * Keeps what a world looks like. The function that is returned puts it back, so that the next round begins where this one
 * began, with the same requests: a tenth of the price of a new world.
 */
export function snapshot(rehearsal: Rehearsal): () => Promise<void> {
  const { cloud, github, git, folder } = rehearsal;
  const buckets = [SITE_BUCKET, STATE_BUCKET].map((name) => cloud.s3.store.bucket(name).keep());
  const repository = keptRepository(github);
  const edge = cloud.cloudfront.store.distribution(DISTRIBUTION);
  const made = join(folder, 'made');
  const witnessed = existsSync(made) ? readFileSync(made) : undefined;
  return async () => {
    cloud.faults.clear();
    for (const restore of buckets) restore();
    repository();
    edge.cache.forget(['/*']);
    for (const name of ['slow', 'fail', 'made']) rmSync(join(folder, name), { force: true });
    if (witnessed !== undefined) writeFileSync(made, witnessed);
    // A runner begins with a fresh checkout.
    await git.git('clean', '-fdxq');
    cloud.journal.clear();
  };
}

function keptRepository({ deployments, checkRuns, issues, runs }: LocalRepository): () => void {
  const kept = {
    deployments: deployments.map(copied),
    checkRuns: checkRuns.map(copied),
    issues: [...issues].map(([number, issue]) => [number, copied(issue)] as const),
    runs: [...runs].map(([id, run]) => [id, copied(run)] as const),
  };
  return () => {
    deployments.splice(0, deployments.length, ...kept.deployments.map(copied));
    checkRuns.splice(0, checkRuns.length, ...kept.checkRuns.map(copied));
    issues.clear();
    for (const [number, issue] of kept.issues) issues.set(number, copied(issue));
    runs.clear();
    for (const [id, run] of kept.runs) runs.set(id, copied(run));
  };
}

/** With copies of its lists and of what is in them, which the local GitHub changes in place. */
function copied<T extends object>(record: T): T {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      Array.isArray(value)
        ? value.map((one: unknown) => (typeof one === 'object' && one !== null ? { ...one } : one))
        : value,
    ]),
  ) as T;
}
