import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Text of the lazily loaded chunk, which an edited release changes. */
export const CHUNK_TEXT = 'Nothing has changed, and the report names each difference.';
export const EDITED_TEXT = 'This sentence is of the second release.';

/**
 * Builds `site/` into a new folder under `into`. `edited` builds a copy whose lazily loaded chunk says something else,
 * as the next release would.
 */
export function buildSite(into: string, { edited = false, version = 'abc123def456', base = './' } = {}): string {
  const source = edited ? editedCopy(into) : 'site';
  const out = mkdtempSync(join(into, 'built-'));
  const vite = join('node_modules', 'vite', 'bin', 'vite.js');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [vite, 'build', source, '--outDir', out, '--emptyOutDir', '--base', base],
    { encoding: 'utf8', env: { ...process.env, VERSION_HASH: version, NODE_ENV: 'production', NODE_OPTIONS: '' } },
  );
  if (status !== 0) throw new Error(`vite build failed:\n${stdout}${stderr}`);
  return out;
}

function editedCopy(into: string): string {
  const copy = join(into, 'edited');
  // Without its tsconfig.json, which extends the one of the repository.
  cpSync('site', copy, { recursive: true, filter: (path) => !/(^|\/)(dist|tsconfig\.json)$/.test(path) });
  const chunk = join(copy, 'src', 'how-a-deploy-runs.ts');
  const text = readFileSync(chunk, 'utf8');
  if (!text.includes(CHUNK_TEXT)) throw new Error('The chunk does not have the sentence that is edited here');
  writeFileSync(chunk, text.replace(CHUNK_TEXT, EDITED_TEXT));
  return copy;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
