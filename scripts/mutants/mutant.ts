import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** One way to break one guard. `__tests__/mutants/*.json` lists them; each has to turn its named test red. */
export interface Mutant {
  /** The guard, as a sentence. */
  readonly guard: string;
  readonly file: string;
  /** Text that stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** The test file, and the whole name of the test (describe blocks and title, joined by spaces) or its beginning. */
  readonly test: { readonly path: string; readonly name: string };
}

export function readMutants(root: string): Mutant[] {
  const lists = join(root, '__tests__', 'mutants');
  return readdirSync(lists)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => JSON.parse(readFileSync(join(lists, name), 'utf8')) as Mutant[]);
}

/** One of so many, which the seed picks: the same for the same seed, and after enough seeds each was among them. */
export function sample(mutants: readonly Mutant[], oneOf: number, seed: string): Mutant[] {
  const drawn = ({ guard, file, replace }: Mutant) =>
    createHash('sha256')
      .update(JSON.stringify([seed, guard, file, replace]))
      .digest()
      .readUInt32BE() % oneOf;
  return mutants.filter((mutant) => drawn(mutant) === 0);
}

/** Scripts, as they are compiled. */
const BUILT = /\blib\/scripts\//;

/**
 * Whether a test, or something that it imports, starts what is built from the source. Where mutants are tried nothing is
 * built, so such a test fails whatever the mutant changes; and with a build of before it would pass.
 */
export function needsBuild(root: string, test: string): boolean {
  const seen = new Set<string>();
  const reaches = (file: string): boolean => {
    if (file === join('local', 'runner.ts') || file.startsWith(join('__tests__', 'e2e/'))) return true;
    if (seen.has(file) || !existsSync(join(root, file))) return false;
    seen.add(file);
    const text = readFileSync(join(root, file), 'utf8');
    if (BUILT.test(text)) return true;
    const imports = [...text.matchAll(/\bfrom '(\.{1,2}\/[^']+)\.js'/g)];
    return imports.some(([, from = '']) => reaches(normalize(join(dirname(file), `${from}.ts`))));
  };
  return reaches(normalize(test));
}
