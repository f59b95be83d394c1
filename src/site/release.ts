import { createHash } from 'node:crypto';

/** What the release file says. Nothing in it depends on the time, so that the same release is the same bytes. */
export interface ReleaseFile {
  readonly release: string;
  readonly commit: string;
  readonly stage: string;
}

/** `COMMIT-CONTENT`: the commit's first seven digits, and eight of the digest of all paths and contents. */
export function releaseOf(
  commit: string,
  files: readonly { readonly path: string; readonly sha256: string }[],
): string {
  const lines = files.map(({ path, sha256 }) => `${path}\0${sha256}\n`).sort();
  const digest = createHash('sha256').update(lines.join('')).digest('hex');
  return `${commit.slice(0, 7)}-${digest.slice(0, 8)}`;
}

export function releaseFileText(file: ReleaseFile): string {
  return `${JSON.stringify({ release: file.release, commit: file.commit, stage: file.stage })}\n`;
}

/** The release that a served file names; `undefined` when it is not a release file. */
export function releaseNamedIn(text: string): string | undefined {
  try {
    const found: unknown = JSON.parse(text);
    const release = typeof found === 'object' && found !== null && 'release' in found ? found.release : undefined;
    return typeof release === 'string' ? release : undefined;
  } catch {
    return undefined;
  }
}
