import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** An import as it is written in a file. */
export interface Import {
  readonly file: string;
  readonly from: string;
}

/** Every TypeScript file below a folder, by its absolute path. */
export function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? sources(join(folder, entry.name))
      : entry.name.endsWith('.ts')
        ? [join(folder, entry.name)]
        : [],
  );
}

/** Static, re-exported and lazy imports, and imported types. */
export function importsOf(file: string, content: string): Import[] {
  const pattern =
    /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g;
  return [...content.matchAll(pattern)].map((match) => ({ file, from: match[1] ?? match[2] ?? match[3] ?? '' }));
}
