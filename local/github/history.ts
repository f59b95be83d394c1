import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { type FileChange, fileChanges } from './file-changes.js';
import { madeUp } from './file-json.js';

export interface Commit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: string;
  readonly email: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Blobs by path, where somebody asks what a commit changes. */
  readonly files?: Readonly<Record<string, string>>;
}

const MOST_BYTES = 64 * 1024 * 1024;
const execute = promisify(execFile);
const FIELD = '\x1f';
const RECORD = '\x1e';

/** The commits of one repository and where its branches and tags point. */
export class History {
  readonly #commits = new Map<string, Commit>();
  /** Names as in `refs/heads/main`. */
  readonly #refs = new Map<string, string>();
  /** Of the real repository that it was learned from. */
  #directory: string | undefined;

  add(commit: Commit): Commit {
    this.#commits.set(commit.sha, commit);
    return commit;
  }

  /** A commit that no real repository has: its name is a hash of what it says. */
  make(message: string, parents: readonly string[], author: string, at: number): Commit {
    const sha = createHash('sha1').update(JSON.stringify([message, parents, author, at, this.#commits.size]));
    return this.add({
      sha: sha.digest('hex'),
      parents,
      message,
      author,
      email: `${author}@users.noreply.github.com`,
      at,
    });
  }

  /** Learns every commit, branch and tag of a real repository. */
  async readGit(directory: string): Promise<void> {
    this.#directory = directory;
    const format = ['%H', '%P', '%an', '%ae', '%at', '%B'].join(FIELD) + RECORD;
    const log = await git(directory, 'log', '--all', `--format=${format}`);
    for (const record of log.split(RECORD)) {
      const [sha = '', parents = '', author = '', email = '', seconds = '', message = ''] = record.trim().split(FIELD);
      if (sha === '') continue;
      const at = Number(seconds) * 1000;
      this.add({ sha, parents: parents.split(' ').filter(Boolean), author, email, at, message: message.trim() });
    }
    for (const line of (await git(directory, 'show-ref')).split('\n')) {
      const [sha = '', ref = ''] = line.split(' ');
      if (/^refs\/(heads|tags)\//.test(ref)) this.#refs.set(ref, sha);
    }
  }

  point(ref: string, sha: string): void {
    this.#refs.set(ref, sha);
  }

  delete(ref: string): void {
    this.#refs.delete(ref);
  }

  /** Branches and tags whose whole name begins so, by name. */
  refs(prefix: string): readonly { readonly ref: string; readonly sha: string }[] {
    return [...this.#refs]
      .filter(([ref]) => ref.startsWith(prefix))
      .map(([ref, sha]) => ({ ref, sha }))
      .sort((a, b) => (a.ref < b.ref ? -1 : 1));
  }

  commit(sha: string): Commit | undefined {
    return this.#commits.get(sha);
  }

  /** A commit by its SHA, a branch, a tag, or `heads/...`; in the order in which GitHub looks. */
  resolve(name: string): Commit | undefined {
    const candidates = [name, `refs/${name}`, `refs/heads/${name}`, `refs/tags/${name}`];
    const sha = candidates.map((ref) => this.#refs.get(ref)).find((found) => found !== undefined) ?? name;
    return this.#commits.get(sha);
  }

  /** Paths whose content is another one in `after`. */
  changed(before: string | undefined, after: string): readonly string[] {
    const one = this.#commits.get(before ?? '')?.files ?? {};
    const other = this.#commits.get(after)?.files ?? {};
    return [...new Set([...Object.keys(one), ...Object.keys(other)])]
      .filter((path) => one[path] !== other[path])
      .sort();
  }

  /** What a branch changes since it left another one; commits that no real repository has change nothing. */
  difference(base: string, head: string): readonly FileChange[] {
    if (this.#directory === undefined) return this.changed(this.mergeBase(base, head)?.sha, head).map(madeUp);
    const compared = ['diff', '--find-renames', '--no-color', '--no-ext-diff', `${base}...${head}`];
    const words = ['-C', this.#directory, '-c', 'core.quotePath=false', ...compared];
    return fileChanges(execFileSync('git', words, { maxBuffer: MOST_BYTES, encoding: 'utf8' }));
  }

  /** The commit and everything before it. */
  reachable(sha: string): ReadonlySet<string> {
    const found = new Set<string>();
    const open = [sha];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (found.has(at)) continue;
      found.add(at);
      open.push(...(this.#commits.get(at)?.parents ?? []));
    }
    return found;
  }

  /** Commits of `head` that `base` does not have, oldest first. */
  range(base: string, head: string): readonly Commit[] {
    const before = this.reachable(base);
    const commits: Commit[] = [];
    const seen = new Set<string>();
    const visit = (sha: string): void => {
      const commit = this.#commits.get(sha);
      if (commit === undefined || before.has(sha) || seen.has(sha)) return;
      seen.add(sha);
      for (const parent of commit.parents) visit(parent);
      commits.push(commit);
    };
    visit(head);
    return commits;
  }

  /** The newest commit that both have. */
  mergeBase(one: string, other: string): Commit | undefined {
    const ofOther = this.reachable(other);
    const common = [...this.reachable(one)].filter((sha) => ofOther.has(sha));
    // Best: none of the other common ones comes after it.
    return common
      .map((sha) => ({ sha, size: this.reachable(sha).size }))
      .sort((a, b) => b.size - a.size)
      .map(({ sha }) => this.#commits.get(sha))[0];
  }
}

async function git(directory: string, ...args: string[]): Promise<string> {
  const { stdout } = await execute('git', ['-C', directory, ...args], { maxBuffer: MOST_BYTES });
  return stdout;
}
