import { ActionError } from '../../errors.js';
import { MOST_ENTRIES, tooManyEntries } from '../package-entry.js';

/** One entry of a zip's central directory. */
export interface ArchiveEntry {
  /** Without a leading `./`, which some tools write and every tool unpacks as nothing. */
  readonly path: string;
  /** The name as it is written. */
  readonly rawName: Buffer;
  readonly directory: boolean;
  /** Bytes, as the directory says. */
  readonly size: number;
  readonly packedSize: number;
  /** 0: stored, 8: deflated. */
  readonly method: number;
  readonly crc32: number;
  readonly encrypted: boolean;
  /** Type and permissions where the archive was made on a Unix; else 0. */
  readonly unixMode: number;
  /** Where its local header begins. */
  readonly offset: number;
}

const END_BYTES = 22;
const LOCATOR_BYTES = 20;
const LONGEST_COMMENT = 0xffff;
const CENTRAL_HEADER_BYTES = 46;
const UNIX = 3;
const ENCRYPTED = 0x0001 | 0x2000;
const IS_64_BIT_16 = 0xffff;
const IS_64_BIT_32 = 0xffffffff;

/** Reads the central directory of a `.zip` or `.jar`. Whatever cannot be read with certainty is refused. */
export function archiveDirectory(archive: Uint8Array, name: string): readonly ArchiveEntry[] {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.length);
  const end = endOfDirectory(bytes, name);
  const count = bytes.readUInt16LE(end + 10);
  const size = bytes.readUInt32LE(end + 12);
  const start = bytes.readUInt32LE(end + 16);
  if (count === IS_64_BIT_16 || size === IS_64_BIT_32 || start === IS_64_BIT_32) throw is64Bit(bytes, end, name);
  if (bytes.readUInt16LE(end + 4) !== 0 || bytes.readUInt16LE(end + 8) !== count) {
    throw unreadable(name, 'it is one part of several');
  }
  if (start + size !== end) throw displaced(name, end - size - start);
  const entries: ArchiveEntry[] = [];
  let found = 0;
  let at = start;
  while (at < end) {
    const entry = at + CENTRAL_HEADER_BYTES <= end ? entryAt(bytes, at, name) : undefined;
    if (entry === undefined) throw unreadable(name, `its directory is damaged after ${found} entries`);
    found++;
    // The entry "./" is the folder itself.
    if (entry.entry.path !== '' || entry.entry.rawName.length === 0) entries.push(entry.entry);
    at = entry.next;
  }
  if (found !== count) throw unreadable(name, `it says ${count} entries and has ${found}`);
  return entries;
}

function entryAt(bytes: Buffer, at: number, name: string): { entry: ArchiveEntry; next: number } | undefined {
  if (bytes.toString('latin1', at, at + 4) !== 'PK\x01\x02') return undefined;
  const nameLength = bytes.readUInt16LE(at + 28);
  const nameBytes = bytes.subarray(at + CENTRAL_HEADER_BYTES, at + CENTRAL_HEADER_BYTES + nameLength);
  const packedSize = bytes.readUInt32LE(at + 20);
  const size = bytes.readUInt32LE(at + 24);
  const offset = bytes.readUInt32LE(at + 42);
  if ([packedSize, size, offset].includes(IS_64_BIT_32)) throw unneeded64Bit(name);
  const written = nameBytes.toString('utf8');
  if (!Buffer.from(written).equals(nameBytes)) {
    throw unreadable(name, `an entry's name is not UTF-8: ${JSON.stringify(nameBytes.toString('latin1'))}`);
  }
  const path = written.replace(/^(?:\.\/)+/, '');
  const entry = {
    path,
    rawName: nameBytes,
    directory: written.endsWith('/'),
    size,
    packedSize,
    method: bytes.readUInt16LE(at + 10),
    crc32: bytes.readUInt32LE(at + 16),
    encrypted: (bytes.readUInt16LE(at + 8) & ENCRYPTED) !== 0,
    unixMode: bytes.readUInt8(at + 5) === UNIX ? bytes.readUInt32LE(at + 38) >>> 16 : 0,
    offset,
  };
  const next = at + CENTRAL_HEADER_BYTES + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  return { entry, next };
}

/**
 * The end record is the last thing but a comment, whose length it holds. A comment may hold something that looks the
 * same: two readers could then see two different archives, so there has to be one alone.
 */
function endOfDirectory(bytes: Buffer, name: string): number {
  const earliest = Math.max(0, bytes.length - END_BYTES - LONGEST_COMMENT);
  const ends: number[] = [];
  for (let at = bytes.length - END_BYTES; at >= earliest; at--) {
    if (bytes.toString('latin1', at, at + 4) !== 'PK\x05\x06') continue;
    if (at + END_BYTES + bytes.readUInt16LE(at + 20) === bytes.length) ends.push(at);
  }
  const [end] = ends;
  if (end === undefined) throw unreadable(name, 'there is no directory at its end: it is no zip, or cut off');
  if (ends.length > 1) throw unreadable(name, 'it has two ends: what is in it depends on who reads it');
  return end;
}

/** The 64-bit form is needed for more entries than 16 bits count; for fewer it is only a habit of the tool. */
function is64Bit(bytes: Buffer, end: number, name: string): ActionError {
  const locator = end - LOCATOR_BYTES;
  const isLocated = locator >= 0 && bytes.toString('latin1', locator, locator + 4) === 'PK\x06\x07';
  const record = isLocated ? Number(bytes.readBigUInt64LE(locator + 8)) : bytes.length;
  const isRecord = record + 40 <= bytes.length && bytes.toString('latin1', record, record + 4) === 'PK\x06\x06';
  const count = isRecord ? Number(bytes.readBigUInt64LE(record + 32)) : 0;
  return count > MOST_ENTRIES ? tooManyEntries(name, count) : unneeded64Bit(name);
}

function unneeded64Bit(name: string): ActionError {
  return new ActionError({
    what: `The Lambda package "${name}" is a zip in the 64-bit form (zip64), which is not needed below 4 GiB and 65,535 files`,
    wayOut: 'Unzip it and hand over the folder, or pack it with zip -r or jar --create; nothing was uploaded',
  });
}

function displaced(name: string, bytes: number): ActionError {
  return new ActionError({
    what: `The Lambda package "${name}" has something before its archive, such as the launcher of an executable jar`,
    found: `a directory ${Math.abs(bytes)} bytes from where it says`,
    wayOut: 'Run zip -A on it, which corrects the directory, or build it without the launcher; nothing was uploaded',
  });
}

function unreadable(name: string, why: string): ActionError {
  return new ActionError({
    what: `The Lambda package "${name}" cannot be read as a zip`,
    found: why,
    expected: 'a .zip or .jar that ends in its central directory',
    wayOut: 'Build it again, and test it with unzip -t; nothing was uploaded',
  });
}
