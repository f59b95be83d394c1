import { siteStage } from '../../__tests__/operation/site/stage.js';
import { isImmutable } from '../../src/site/file-headers.js';
import { fileKind } from '../../src/site/file-kind.js';
import type { AppChange, FrontEnd, Sources } from './front-end.js';
import type { Workshop } from './workshop.js';

const STEPS: readonly (AppChange & { readonly name: string })[] = [
  { name: 'first', component: 'The first view', comment: 'made by us' },
  { name: 'component', component: 'The first view, changed', comment: 'made by us' },
  { name: 'comment', component: 'The first view, changed', comment: 'made by all of us' },
  { name: 'unchanged', component: 'The first view, changed', comment: 'made by all of us' },
];

/** One deploy of one build. */
export interface Row {
  readonly build: string;
  readonly step: string;
  readonly files: number;
  /** Scripts and styles, then pictures, fonts and media, whose names the bundler made from their content. */
  readonly hashed: string;
  readonly seen: number;
  readonly missed: string;
  readonly wrong: number;
  /** Files whose bytes differ from the build before. */
  readonly changed: number;
  readonly uploaded: number;
  readonly invalidated: number;
  readonly refused: 0 | 1;
  /** Files of earlier builds that an open tab would look for and not find. */
  readonly lost: number;
  readonly faults: readonly string[];
}

/** Builds and deploys one front end in every step. */
export async function deployments(frontEnd: FrontEnd, workshop: Workshop): Promise<readonly Row[]> {
  workshop.install(frontEnd);
  const stage = await siteStage();
  const needed = new Set<string>();
  const made: Row[] = [];
  let before: Sources = {};
  process.env.GITHUB_WORKSPACE = workshop.checkout(frontEnd);
  try {
    for (const [number, step] of STEPS.entries()) {
      const files = workshop.build(frontEnd, step);
      stage.build(files);
      const invalidationsBefore = stage.edge.distribution.invalidations().length;
      const faults: string[] = [];
      let uploaded = 0;
      let refused: 0 | 1 = 0;
      try {
        const run = { id: String(number), attempt: '1', url: '' };
        uploaded = (await stage.deploy({ run, commit: 'c0ffee1'.padEnd(40, '0') })).uploaded;
        stage.completedRuns.add(run.id);
      } catch (thrown) {
        refused = 1;
        faults.push(`the deploy was refused: ${String(thrown)}`);
      }
      const paths = Object.keys(files);
      const hashed = paths.filter((path) => frontEnd.hashed.test(path));
      for (const path of hashed) needed.add(path);
      const lasts = (path: string) => isImmutable(stage.bucket.current(path)?.headers['cache-control'] ?? '');
      const ofCode = (path: string) => fileKind(path) === 'code';
      const missed = hashed.filter((path) => !lasts(path));
      const wrong = paths.filter((path) => !frontEnd.hashed.test(path) && lasts(path));
      const lost = [...needed].filter((path) => stage.bucket.current(path) === undefined);
      const old = before;
      const changed = paths.filter((path) => !same(files[path], old[path])).length;
      if (hashed.length < frontEnd.atLeast) faults.push(`only ${hashed.length} hash-named files: is this the build?`);
      // A number alone may be an order's: the rule leaves out such pictures on purpose.
      const unseen = missed.filter((path) => ofCode(path) || !/[-.]\d+\.\w+$/.test(path));
      if (unseen.length > 0) faults.push(`not kept for a year: ${unseen.join(', ')}`);
      if (wrong.length > 0) faults.push(`kept for a year, and not hash-named: ${wrong.join(', ')}`);
      if (lost.length > 0) faults.push(`an open tab would not find ${lost.join(', ')}`);
      // The release file changes with any other.
      const due = changed + (changed > 0 ? 1 : 0);
      if (refused === 0 && uploaded !== due) faults.push(`${uploaded} files were uploaded, where ${due} had changed`);
      made.push({
        build: frontEnd.name,
        step: step.name,
        files: paths.length,
        hashed: counts(hashed, ofCode),
        seen: hashed.length - missed.length,
        missed: counts(missed, ofCode),
        wrong: wrong.length,
        changed,
        uploaded,
        invalidated: stage.edge.distribution
          .invalidations()
          .slice(invalidationsBefore)
          .flatMap(({ paths: made }) => made).length,
        refused,
        lost: lost.length,
        faults,
      });
      before = files;
    }
  } finally {
    await stage.stop();
  }
  return made;
}

function counts(paths: readonly string[], ofCode: (path: string) => boolean): string {
  const code = paths.filter(ofCode).length;
  return `${code} + ${paths.length - code}`;
}

function same(one: string | Buffer | undefined, other: string | Buffer | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return Buffer.from(one).equals(Buffer.from(other));
}
