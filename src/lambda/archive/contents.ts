import { crc32, inflateRawSync, constants as zlib } from 'node:zlib';
import { ActionError } from '../../errors.js';
import { type DigestedEntry, digestedEntry, LINK_MODE, packageDigest } from '../package-entry.js';
import { checkedSize } from '../package-size.js';
import { type ArchiveEntry, archiveDirectory } from './directory.js';

const LOCAL_HEADER_BYTES = 30;
const PERMISSIONS = 0o777;
const TYPE_MASK = 0o170000;
const SYMLINK = 0o120000;
const HEAD_BYTES = 4096;

export function isLink({ unixMode }: ArchiveEntry): boolean {
  return (unixMode & TYPE_MASK) === SYMLINK;
}

/** The content of one entry, by its central header; `undefined` when it is not what both of its headers say. */
export function entryContent(archive: Uint8Array, entry: ArchiveEntry): Uint8Array | undefined {
  const packed = packedBytes(archive, entry);
  if (packed === undefined) return undefined;
  try {
    // One byte more than it says: an entry that holds more is seen, and never unpacked further.
    const content = entry.method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: entry.size + 1 });
    return content.length === entry.size && crc32(content) === entry.crc32 ? content : undefined;
  } catch {
    return undefined;
  }
}

/** The first bytes of an entry, for what its form says; `undefined` when they cannot be read. */
export function entryHead(archive: Uint8Array, entry: ArchiveEntry): Uint8Array | undefined {
  const packed = packedBytes(archive, entry)?.subarray(0, HEAD_BYTES);
  if (packed === undefined || entry.method === 0) return packed;
  try {
    return inflateRawSync(packed, { finishFlush: zlib.Z_SYNC_FLUSH });
  } catch {
    return undefined;
  }
}

/**
 * What `packageDigest` says of an archive, whoever made it: files with their permissions and symlinks count, times,
 * order, folders and compression do not. A jar that is built again has the same digest.
 */
export function archiveDigest(archive: Uint8Array, name: string): string {
  const files = archiveDirectory(archive, name).filter(({ directory }) => !directory);
  checkedSize(files, name);
  const entries = new Map<string, DigestedEntry>();
  for (const entry of files) {
    const content = entryContent(archive, entry);
    if (content === undefined) throw damaged(entry.path, name);
    const mode = isLink(entry) ? LINK_MODE : entry.unixMode & PERMISSIONS;
    entries.set(entry.path, digestedEntry(entry.path, mode, content));
  }
  return packageDigest([...entries.values()]);
}

function packedBytes(archive: Uint8Array, entry: ArchiveEntry): Uint8Array | undefined {
  if (entry.offset + LOCAL_HEADER_BYTES > archive.length) return undefined;
  const header = Buffer.from(archive.buffer, archive.byteOffset + entry.offset, LOCAL_HEADER_BYTES);
  if (header.readUInt32LE(0) !== 0x04034b50) return undefined;
  const named = entry.offset + LOCAL_HEADER_BYTES;
  const nameLength = header.readUInt16LE(26);
  // Who reads the archive from its beginning sees this name, who reads its directory the other.
  if (!Buffer.from(archive.subarray(named, named + nameLength)).equals(entry.rawName)) return undefined;
  const start = named + nameLength + header.readUInt16LE(28);
  const packed = archive.subarray(start, start + entry.packedSize);
  return packed.length === entry.packedSize ? packed : undefined;
}

function damaged(path: string, name: string): ActionError {
  return new ActionError({
    what: `${JSON.stringify(path)} in the Lambda package "${name}" is damaged`,
    found: 'content, name or checksum other than the directory of the archive says',
    wayOut: 'Build the archive again, and test it with unzip -t; nothing was uploaded',
  });
}
