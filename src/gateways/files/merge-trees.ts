import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join, posix } from 'node:path';
import { ActionError } from '../../errors.js';
import type { FetchedCommits, MergeTrees } from '../../ports/merge-trees.js';
import { isConfigurationFile } from '../../terraform/configuration/module-manifest.js';
import type { CommitTree } from '../../terraform/standing/tree-modules.js';
import { type CheckoutOptions, signedIn } from './merge-checkout.js';

const LONGEST_COMMAND_MS = 20_000;
const MOST_OUTPUT = 256 * 1024 * 1024;
const CONFLICT = 1;
const TIP = 'refs/heads/tip';

interface MergeTreesOptions extends Omit<CheckoutOptions, 'workspace'> {
  /** Ends the fetch. */
  readonly signal: AbortSignal;
  /** The run's own folder: what a killed run leaves is removed with it. */
  readonly temporary: () => string;
}

interface Entry {
  readonly kind: 'file' | 'folder';
  readonly id: string;
}

/**
 * Merges in a bare repository of its own, which is removed afterwards: nothing of a pull request is checked out. Commits and
 * folders are fetched in one request; of files only those that are read, by git's own partial clone.
 */
export function mergeTrees({ url, token, environment, signal, temporary }: MergeTreesOptions): MergeTrees {
  const env = { ...environment, ...signedIn(environment, url, token), GIT_TERMINAL_PROMPT: '0' };
  return {
    async fetch(branch, commits) {
      const folder = mkdtempSync(join(temporary(), 'merge-trees-'));
      const objects = new GitObjects(folder, env);
      try {
        objects.git('init', '--quiet', '--bare', '.');
        for (const [name, value] of [
          ['remote.origin.url', url],
          ['remote.origin.promisor', 'true'],
          ['remote.origin.partialclonefilter', 'blob:none'],
        ]) {
          objects.git('config', name ?? '', value ?? '');
        }
        const wanted = [`+refs/heads/${branch}:${TIP}`, ...new Set(commits)];
        await fetched(folder, { env, signal }, wanted);
        return new GitCommits(objects, folder);
      } catch (thrown) {
        rmSync(folder, { recursive: true, force: true });
        throw thrown;
      }
    },
  };
}

class GitCommits implements FetchedCommits {
  readonly tip: string;

  constructor(
    private readonly objects: GitObjects,
    private readonly folder: string,
  ) {
    this.tip = objects.git('rev-parse', TIP);
  }

  isAncestor(sha: string, of: string): boolean {
    return this.objects.run(['merge-base', '--is-ancestor', sha, of]).code === 0;
  }

  tree(commit: string): CommitTree {
    return new GitTree(this.objects, this.objects.git('rev-parse', `${commit}^{tree}`));
  }

  merge(base: string, head: string): CommitTree | undefined {
    const { code, stdout, stderr } = this.objects.run(['merge-tree', '--write-tree', '--no-messages', base, head]);
    if (code === CONFLICT) return undefined;
    if (code !== 0) throw failed('merge-tree', stderr);
    return new GitTree(this.objects, stdout.trim().split('\n')[0] ?? '');
  }

  subjects(from: string, to: string, file: string): readonly string[] {
    const range = `${from}..${to}`;
    const { stdout } = this.objects.run(['log', '--first-parent', '--format=%s', range, '--', file]);
    return stdout.split('\n').filter((line) => line !== '');
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** One tree. A folder is listed when something in it is asked for; its id says which folder it is, in any commit. */
class GitTree implements CommitTree {
  constructor(
    private readonly objects: GitObjects,
    private readonly root: string,
  ) {}

  configurationIn(folder: string) {
    const found = this.entry(folder);
    if (found?.kind !== 'folder') return [];
    const files = [...this.objects.entries(found.id)].filter(
      ([name, { kind }]) => kind === 'file' && isConfigurationFile(name),
    );
    this.objects.fetchTexts(files.map(([, { id }]) => id));
    return files.map(([name, { id }]) => ({ path: posix.join(folder, name), text: this.objects.text(id) }));
  }

  digestOf(path: string) {
    const found = this.entry(path);
    return found === undefined ? undefined : { kind: found.kind, digest: found.id };
  }

  isInside(path: string): boolean {
    return !posix.isAbsolute(path) && !/^\.\.(?:\/|$)/.test(posix.normalize(path));
  }

  textOf(path: string): string | undefined {
    const found = this.entry(path);
    return found?.kind === 'file' ? this.objects.text(found.id) : undefined;
  }

  private entry(path: string): Entry | undefined {
    if (!this.isInside(path)) return undefined;
    let found: Entry | undefined = { kind: 'folder', id: this.root };
    for (const name of posix.normalize(path).split('/')) {
      if (name === '.' || name === '') continue;
      found = found?.kind === 'folder' ? this.objects.entries(found.id).get(name) : undefined;
    }
    return found;
  }
}

class GitObjects {
  private readonly folders = new Map<string, ReadonlyMap<string, Entry>>();
  private readonly texts = new Map<string, string>();

  constructor(
    private readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  entries(id: string): ReadonlyMap<string, Entry> {
    const known = this.folders.get(id);
    if (known !== undefined) return known;
    const made = new Map<string, Entry>();
    for (const line of this.git('ls-tree', '-z', id).split('\0')) {
      const [, type, child, name] = /^\d+ (\w+) ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
      if (name === undefined || child === undefined) continue;
      if (type === 'blob' || type === 'tree') made.set(name, { kind: type === 'blob' ? 'file' : 'folder', id: child });
    }
    this.folders.set(id, made);
    return made;
  }

  /** Those that are not here, in one request. */
  fetchTexts(ids: readonly string[]): void {
    const unread = ids.filter((id) => !this.texts.has(id));
    if (unread.length === 0) return;
    const env = { ...this.env, GIT_NO_LAZY_FETCH: '1' };
    const here = this.run(['cat-file', '--batch-check'], { input: `${unread.join('\n')}\n`, env }).stdout;
    const missing = here.split('\n').flatMap((line) => (line.endsWith(' missing') ? [line.split(' ')[0] ?? ''] : []));
    if (missing.length === 0) return;
    // As git itself fetches what a partial clone lacks; what fails here, it fetches one by one.
    this.run(
      [
        '-c',
        'fetch.negotiationAlgorithm=noop',
        'fetch',
        'origin',
        '--quiet',
        '--no-tags',
        '--no-write-fetch-head',
      ].concat(['--recurse-submodules=no', '--filter=blob:none', '--stdin']),
      { input: `${missing.join('\n')}\n` },
    );
  }

  text(id: string): string {
    const known = this.texts.get(id);
    if (known !== undefined) return known;
    const { code, stdout, stderr } = this.run(['cat-file', 'blob', id]);
    if (code !== 0) throw failed('cat-file', stderr);
    this.texts.set(id, stdout);
    return stdout;
  }

  git(...args: string[]): string {
    const { code, stdout, stderr } = this.run(args);
    if (code !== 0) throw failed(args[0] ?? '', stderr);
    return stdout.replace(/\n$/, '');
  }

  run(args: readonly string[], { input, env = this.env }: { input?: string; env?: NodeJS.ProcessEnv } = {}) {
    const { status, stdout, stderr, error } = spawnSync('git', ['-C', this.folder, ...args], {
      env,
      maxBuffer: MOST_OUTPUT,
      // Files are fetched in here.
      timeout: LONGEST_COMMAND_MS,
      encoding: 'utf8',
      ...(input === undefined ? {} : { input }),
    });
    return { code: status ?? -1, stdout, stderr: error === undefined ? stderr : error.message };
  }
}

async function fetched(
  folder: string,
  options: { readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal },
  wanted: readonly string[],
): Promise<void> {
  const args = ['-C', folder, 'fetch', '--quiet', '--no-tags', '--filter=blob:none', 'origin', ...wanted];
  await new Promise<void>((done, fail) => {
    execFile('git', args, { ...options, maxBuffer: MOST_OUTPUT }, (error, _stdout, stderr) => {
      if (error === null) done();
      else fail(failed('fetch', stderr === '' ? error.message : stderr));
    });
  });
}

function failed(command: string, stderr: string): ActionError {
  return new ActionError({
    what: 'The open pull requests could not be merged with their base branch on this runner',
    found: `git ${command}: ${stderr.trim().split('\n').slice(-3).join(' ')}`,
    expected: 'Git 2.38 or newer, and `contents: read` for the token',
    wayOut: 'Nothing of this deploy depends on it. Give the job `contents: read`, or update Git on the runner',
  });
}
