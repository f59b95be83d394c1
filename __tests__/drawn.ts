import { spawnSync } from 'node:child_process';

/** `EVERY_CASE=true npm test` tries what is a sample otherwise; CI does. */
const EVERY_CASE = process.env.EVERY_CASE === 'true';

/** One case of so many, drawn by the tree of the commit: the same commit tries the same ones, the next one others. */
export function drawn<T>(cases: readonly T[], oneOf: number): readonly T[] {
  if (EVERY_CASE) return cases;
  const tree = spawnSync('git', ['rev-parse', '--short=8', 'HEAD^{tree}'], { encoding: 'utf8' }).stdout.trim();
  const offset = Number.parseInt(tree || '0', 16) % Math.min(oneOf, cases.length);
  return cases.filter((_, index) => index % oneOf === offset);
}
