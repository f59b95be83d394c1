import { deflateSync } from 'node:zlib';
import type { Sources } from './front-end.js';

/** Larger than what bundlers write into a script. */
const SIDE = 64;

/** A real picture, since frameworks decode it, of noise that no packing makes small. */
export function picture(seed: number): Buffer {
  const row = noise(seed, SIDE * 3);
  const rows = Array.from({ length: SIDE }, () => Buffer.concat([Buffer.from([0]), row()]));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIDE, 0);
  header.writeUInt32BE(SIDE, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [part('IHDR', header), part('IDAT', deflateSync(Buffer.concat(rows))), part('IEND', Buffer.alloc(0))];
  return Buffer.concat([signature, ...parts]);
}

/** Bytes that look random and are the same in every run. */
function noise(seed: number, length: number): () => Buffer {
  let state = seed;
  const byte = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  };
  return () => Buffer.from(Array.from({ length }, byte));
}

function part(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const frame = Buffer.alloc(4);
  frame.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc(body));
  return Buffer.concat([frame, body, sum]);
}

/** CRC-32, as PNG has it. */
function crc(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1));
  }
  return ~sum >>> 0;
}

/** Bundlers only move its bytes. */
export const FONT = Buffer.concat([Buffer.from('wOF2'), picture(3)]);
export const PHOTO = picture(1);

export const STYLE =
  "@font-face { font-family: shop; src: url('./shop.woff2') format('woff2') }\n" +
  'body { margin: 0; color: #123; font-family: shop }\n';

/** What people name, with the form of a bundler's hash, and that is copied as it is. */
export const PUBLIC: Sources = {
  'robots.txt': 'User-agent: *\n',
  'images/room-4a12b07c.jpg': picture(11),
  'images/yt-Xy9ZaB_3.jpg': picture(12),
  'images/iphone-15ProMax.jpg': picture(13),
  'images/507f1f77bcf86cd799439011.jpg': picture(14),
  'logo-MyBrand1.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
  'data/rows-BX2k9aQz.json': '[]\n',
};

/** `one` to `ten`: parts of an app that are loaded when they are needed. */
export const VIEWS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'] as const;
