import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folders of files to be synced. */

/** So many files of 4 KiB in fifty folders, one of them the page at the root. */
export function writeSite(site: string, files: number): void {
  for (let n = 0; n < 50; n++) mkdirSync(join(site, `part-${n}`), { recursive: true });
  for (let n = 0; n < files; n++) writeFileSync(fileOf(site, n), content(n, 'first', 4096));
}

/** A page and so many files of this size, no two alike. */
export function writeLarge(site: string, files: number, bytes: number): void {
  mkdirSync(site, { recursive: true });
  writeFileSync(join(site, 'index.html'), '<!doctype html><title>Large</title>');
  for (let n = 0; n < files; n++) writeFileSync(join(site, `large-${n}.bin`), content(n, 'large', bytes));
}

export function change(site: string, files: number, salt: string): void {
  for (let n = 0; n < files; n++) writeFileSync(fileOf(site, n), content(n, salt, 4096));
}

export function touch(site: string, files: number): void {
  const now = new Date(Date.now() + 60_000);
  for (let n = 0; n < files; n++) utimesSync(fileOf(site, n), now, now);
}

/** One of the tools tells the system to forget what it has read, and the next run would wait for the disk. */
export function readAll(site: string): void {
  const paths = readdirSync(site, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const { parentPath, name } of paths) readFileSync(join(parentPath, name));
}

function fileOf(site: string, n: number): string {
  return n === 0 ? join(site, 'index.html') : join(site, `part-${n % 50}`, `file-${n}.txt`);
}

function content(n: number, salt: string, bytes: number): Buffer {
  return Buffer.alloc(bytes, `${n} ${salt} `);
}
