import { type ZipOptions, type Zippable, zipSync } from 'fflate';
import { ActionError } from '../errors.js';
import { LINK_MODE, type PackageEntry } from './package-entry.js';

/** The first day that a zip can name, in local time: the format has no zone, and so the bytes are the same in each. */
const FIRST_DAY = new Date(1980, 0, 1, 12);
const UNIX = 3;
const REGULAR_FILE = 0o100000;
/** fflate collects the files in an object, where this one name is not a name. */
const UNHOLDABLE = '__proto__';

/**
 * A zip of the contents, without directory entries: equal contents are equal bytes on every machine. The deflate is
 * written in JavaScript: Node's own zlib gives other bytes from one version to the next.
 */
export function packageArchive(contents: readonly PackageEntry[]): Uint8Array {
  const files: Zippable = {};
  for (const { path, mode, content } of contents) {
    if (path === UNHOLDABLE) throw unholdable();
    const type = mode === LINK_MODE ? 0 : REGULAR_FILE;
    const options: ZipOptions = {
      level: mode === LINK_MODE ? 0 : 9,
      mtime: FIRST_DAY,
      os: UNIX,
      attrs: ((type | mode) << 16) >>> 0,
    };
    files[path] = [content, options];
  }
  return zipSync(files);
}

function unholdable(): ActionError {
  return new ActionError({
    what: `A Lambda package cannot hold a file that is called ${UNHOLDABLE}`,
    wayOut: 'Rename it, or hand over a .zip; nothing was uploaded',
  });
}
