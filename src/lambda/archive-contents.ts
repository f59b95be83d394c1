import { inflateSync } from 'fflate';
import { type ArchiveEntry, archiveDirectory } from './archive-directory.js';
import { type PackageEntry, packageContents, packageDigest } from './package-entry.js';
import { checkedSize } from './package-size.js';

const LOCAL_HEADER_BYTES = 30;
const PERMISSIONS = 0o777;

/** The content of one entry, by its central header; `undefined` when it cannot be read. */
export function entryContent(archive: Uint8Array, entry: ArchiveEntry): Uint8Array | undefined {
  if (entry.offset + LOCAL_HEADER_BYTES > archive.length) return undefined;
  const header = Buffer.from(archive.buffer, archive.byteOffset + entry.offset, LOCAL_HEADER_BYTES);
  const start = entry.offset + LOCAL_HEADER_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = archive.subarray(start, start + entry.packedSize);
  if (entry.method === 0) return packed.length === entry.size ? packed : undefined;
  try {
    // One byte more than it says: an entry that holds more is seen, and never unpacked further.
    const content = inflateSync(packed, { out: new Uint8Array(entry.size + 1) });
    return content.length === entry.size ? content : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What `packageDigest` says of an archive that this action once made; `undefined` when it cannot be one of them.
 */
export function unpackedDigest(archive: Uint8Array, name: string): string | undefined {
  const directory = archiveDirectory(archive, name);
  checkedSize(directory, name);
  const entries: PackageEntry[] = [];
  for (const entry of directory) {
    const mode = entry.unixMode & PERMISSIONS;
    const content = entryContent(archive, entry);
    if ((mode !== 0o644 && mode !== 0o755) || content === undefined) return undefined;
    entries.push({ path: entry.path, mode, content });
  }
  return packageDigest(packageContents(entries, name));
}
