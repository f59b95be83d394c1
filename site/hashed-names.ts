import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of the sixteen digits: none that a date begins with (0, 1), and no letters that make a word together. */
const DIGITS = '23456789qxjvkwyu';
const HEX = /^[0-9a-f]{14}$/;

/**
 * The action takes a part of a file's name for a hash of its content when it has eight or more characters, digits and
 * letters in turn, and is no date and no word. A bundler's own hash has all that nearly always: `decade00facade` has not.
 * The same 56 bits in other digits always have.
 */
export function unmistakableHash(hex: string): string {
  if (!HEX.test(hex)) throw new Error(`Not 14 hexadecimal digits: ${hex}`);
  return `q2${[...hex].map((digit) => DIGITS[Number.parseInt(digit, 16)]).join('')}q`;
}

/** Renames what was built (`app-HEX.js`), and what names it, in the folder that was written. */
export function renameHashes(folder: string): void {
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter((path) => /\.\w+$/.test(path));
  const hashes = new Set(files.flatMap((path) => /-([0-9a-f]{14})\.\w+$/.exec(path)?.[1] ?? []));
  const renamed = (text: string) =>
    [...hashes].reduce((changed, hash) => changed.replaceAll(`-${hash}.`, `-${unmistakableHash(hash)}.`), text);
  for (const path of files.filter((name) => /\.(html|js|css|svg)$/.test(name))) {
    writeFileSync(join(folder, path), renamed(readFileSync(join(folder, path), 'utf8')));
  }
  for (const path of files) renameSync(join(folder, path), join(folder, renamed(path)));
}
