import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import type { LocalFile } from '../../site/compare-files.js';

/** More than a checkout has; a folder without git is not searched for ever. */
const MOST_FILES = 200_000;
const LISTING_BYTES = 256 * 1024 * 1024;

/**
 * The files of a build that lie in the checkout, too, outside the built folder, with the same name and the same bytes: a
 * person named them. What git ignores is no part of it, since tools leave copies of their output there.
 * @param directory the built folder
 * @param workspace the checkout, where git knows of none
 * @returns paths inside the site
 */
export async function checkoutTwins(
  directory: string,
  files: readonly LocalFile[],
  workspace: string | undefined,
): Promise<ReadonlySet<string>> {
  const twins = new Set<string>();
  if (files.length === 0) return twins;
  const built = realpathSync(directory);
  const root = (await git(built, 'rev-parse', '--show-toplevel'))?.trim();
  const listed = root === undefined ? undefined : await git(root, 'ls-files', '-z', '-co', '--exclude-standard');
  const places =
    root !== undefined && listed !== undefined
      ? listed.split('\0').map((name) => resolve(root, name))
      : workspace === undefined
        ? []
        : filesBelow(realpathSync(workspace), built);
  const byName = new Map<string, LocalFile[]>();
  for (const file of files) {
    const name = basename(file.path);
    byName.set(name, [...(byName.get(name) ?? []), file]);
  }
  for (const place of places) {
    const same = byName.get(basename(place).normalize('NFC'));
    if (same === undefined || isInside(built, place)) continue;
    const size = statSync(place, { throwIfNoEntry: false })?.size;
    const candidates = same.filter((file) => file.size === size && !twins.has(file.path));
    if (candidates.length === 0) continue;
    const sha256 = await sha256Of(place);
    for (const file of candidates) if (file.sha256 === sha256) twins.add(file.path);
  }
  return twins;
}

/** `undefined` where there is no git, or no repository. */
async function git(folder: string, ...args: string[]): Promise<string | undefined> {
  return await new Promise((done) => {
    execFile('git', ['-C', folder, ...args], { maxBuffer: LISTING_BYTES }, (error, stdout) =>
      done(error === null ? stdout : undefined),
    );
  });
}

/** Of a checkout without git; tools keep their output in folders that begin with a dot. */
function filesBelow(root: string, built: string): readonly string[] {
  const found: string[] = [];
  const open = [root];
  for (let folder = open.pop(); folder !== undefined && found.length < MOST_FILES; folder = open.pop()) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const place = join(folder, entry.name);
      if (entry.isFile()) found.push(place);
      else if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules' && place !== built) {
        open.push(place);
      }
    }
  }
  return found;
}

function isInside(folder: string, place: string): boolean {
  const way = relative(folder, place);
  return way !== '..' && !way.startsWith(`..${sep}`);
}

async function sha256Of(place: string): Promise<string | undefined> {
  const digest = createHash('sha256');
  try {
    for await (const chunk of createReadStream(place)) digest.update(chunk);
  } catch {
    // A link that leads nowhere: nothing that anyone could have published.
    return undefined;
  }
  return digest.digest('hex');
}
