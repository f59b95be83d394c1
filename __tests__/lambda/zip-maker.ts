import { crc32 } from 'node:zlib';
import { deflateSync } from 'fflate';

/** An entry of a zip as some other tool, or an attacker, might write it. */
export interface MadeEntry {
  readonly name: string | Buffer;
  readonly content?: string | Buffer;
  /** Unix type and permissions; `undefined`: made on a system without. */
  readonly mode?: number;
  readonly flags?: number;
  readonly method?: number;
  /** What the directory says of its size, where that is a lie. */
  readonly size?: number;
}

/** A zip with exactly these entries, right or wrong. */
export function madeZip(entries: readonly MadeEntry[], comment = ''): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name: given, content = '', mode, flags = 0, method = 8, size } of entries) {
    const name = Buffer.from(given);
    const plain = Buffer.from(content);
    const data = Buffer.from(method === 8 ? deflateSync(plain) : plain);
    const local = Buffer.alloc(30);
    local.write('PK\x03\x04', 'latin1');
    local.writeUInt16LE(method, 8);
    local.writeUInt16LE(name.length, 26);
    parts.push(local, name, data);
    const central = Buffer.alloc(46);
    central.write('PK\x01\x02', 'latin1');
    central.writeUInt16LE(mode === undefined ? 20 : (3 << 8) | 20, 4);
    central.writeUInt16LE(flags, 8);
    central.writeUInt16LE(method, 10);
    central.writeUInt32LE(crc32(plain), 16);
    central.writeUInt32LE(data.length, 20);
    central.writeUInt32LE(size ?? plain.length, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(((mode ?? 0) << 16) >>> 0, 38);
    central.writeUInt32LE(offset, 42);
    directory.push(central, name);
    offset += local.length + name.length + data.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...parts, listed, end, Buffer.from(comment)]);
}
