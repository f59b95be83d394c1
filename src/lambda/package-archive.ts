import { deflateSync } from 'fflate';
import { crc32 } from './crc32.js';
import type { PackageEntry } from './package-entry.js';

// APPNOTE.TXT 6.3.10, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT: only what is constant is written,
// so that equal contents are equal bytes on every machine.

const DOS_DATE_1980_01_01 = 0x0021;
const DOS_MIDNIGHT = 0;
const VERSION_2_0 = 20;
const MADE_BY_UNIX = (3 << 8) | VERSION_2_0;
const NAMES_ARE_UTF8 = 0x0800;
const STORED = 0;
const DEFLATED = 8;
const REGULAR_FILE = 0o100000;
const LEVEL = 9;
const LOCAL_HEADER_BYTES = 30;
const CENTRAL_HEADER_BYTES = 46;
const END_BYTES = 22;

/**
 * A zip of the contents, in their order, without directory entries and extra fields. The deflate is written in
 * JavaScript: Node's own zlib gives other bytes from one version to the next.
 */
export function packageArchive(contents: readonly PackageEntry[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { path, mode, content } of contents) {
    const name = Buffer.from(path);
    const packed = deflateSync(content, { level: LEVEL });
    const smaller = packed.length < content.length;
    const data = smaller ? packed : content;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(VERSION_2_0, 0);
    common.writeUInt16LE(NAMES_ARE_UTF8, 2);
    common.writeUInt16LE(smaller ? DEFLATED : STORED, 4);
    common.writeUInt16LE(DOS_MIDNIGHT, 6);
    common.writeUInt16LE(DOS_DATE_1980_01_01, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    parts.push(signature('PK\x03\x04'), common, name, data);
    directory.push(centralHeader(common, name, mode, offset));
    offset += LOCAL_HEADER_BYTES + name.length + data.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  return Buffer.concat([...parts, ...directory, endOfDirectory(contents.length, size, offset)]);
}

function centralHeader(common: Buffer, name: Buffer, mode: number, offset: number): Uint8Array {
  const header = Buffer.alloc(CENTRAL_HEADER_BYTES + name.length);
  header.write('PK\x01\x02', 0, 'latin1');
  header.writeUInt16LE(MADE_BY_UNIX, 4);
  common.copy(header, 6);
  header.writeUInt32LE(((REGULAR_FILE | mode) << 16) >>> 0, 38);
  header.writeUInt32LE(offset, 42);
  name.copy(header, CENTRAL_HEADER_BYTES);
  return header;
}

function endOfDirectory(entries: number, size: number, offset: number): Uint8Array {
  const end = Buffer.alloc(END_BYTES);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}

function signature(bytes: string): Buffer {
  return Buffer.from(bytes, 'latin1');
}
