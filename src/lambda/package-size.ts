import { ActionError } from '../errors.js';

/**
 * Bytes that a function and its layers may have unzipped: 250 MiB.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const UNZIPPED_LIMIT = 262_144_000;

const SHOWN_DIRECTORIES = 10;

/** Bytes of all files; over the limit an error that says where they are, before Lambda says so after the upload. */
export function checkedSize(files: readonly { readonly path: string; readonly size: number }[], name: string): number {
  const total = files.reduce((sum, { size }) => sum + size, 0);
  if (total <= UNZIPPED_LIMIT) return total;
  const largest = largestDirectories(files)
    .map(({ path, size }) => `${path} ${megabytes(size)}`)
    .join(', ');
  throw new ActionError({
    what: `The Lambda package "${name}" is too large: Lambda takes ${megabytes(UNZIPPED_LIMIT)} unzipped`,
    found: `${megabytes(total)} (${total} bytes) in ${files.length} files, most of it in ${largest}`,
    expected: `at most ${UNZIPPED_LIMIT} bytes`,
    wayOut: 'Leave development dependencies out, bundle the handler, or move large data to a layer or to S3',
  });
}

/**
 * The directories with the most bytes. A dependency counts as a whole (`node_modules/NAME`, `node_modules/@SCOPE/NAME`),
 * everything else by its first folder: that is what one can do without.
 */
export function largestDirectories(
  files: readonly { readonly path: string; readonly size: number }[],
): readonly { readonly path: string; readonly size: number }[] {
  const sizes = new Map<string, number>();
  for (const { path, size } of files) {
    const directory = directoryOf(path);
    sizes.set(directory, (sizes.get(directory) ?? 0) + size);
  }
  return [...sizes]
    .map(([path, size]) => ({ path, size }))
    .sort((one, other) => other.size - one.size || (one.path < other.path ? -1 : 1))
    .slice(0, SHOWN_DIRECTORIES);
}

function directoryOf(path: string): string {
  const segments = path.split('/').slice(0, -1);
  if (segments.length === 0) return '.';
  const depth = segments[0] !== 'node_modules' ? 1 : segments[1]?.startsWith('@') ? 3 : 2;
  return `${segments.slice(0, depth).join('/')}/`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
