import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** A real git repository in a folder of its own, for tests and the demo. */
export class GitRepository {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Makes an empty repository whose default branch is `main`. */
  static async create(path: string): Promise<GitRepository> {
    await mkdir(path, { recursive: true });
    const repository = new GitRepository(path);
    await repository.git('init', '--quiet', '--initial-branch=main');
    return repository;
  }

  /** Runs git, with no configuration of the machine in reach. @returns its trimmed output */
  async git(...args: string[]): Promise<string> {
    const { stdout } = await execute('git', ['-C', this.path, ...args], {
      env: {
        PATH: process.env.PATH,
        HOME: this.path,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: 'alice',
        GIT_AUTHOR_EMAIL: 'alice@example.invalid',
        GIT_COMMITTER_NAME: 'alice',
        GIT_COMMITTER_EMAIL: 'alice@example.invalid',
      },
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout.trim();
  }

  /** Writes files (`null` deletes one) into the work tree. */
  async write(files: Readonly<Record<string, string | Buffer | null>>): Promise<void> {
    for (const [name, content] of Object.entries(files)) {
      const path = join(this.path, name);
      if (content === null) {
        await rm(path, { force: true, recursive: true });
        continue;
      }
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
    }
  }

  /** Commits everything in the work tree. @returns the commit's SHA */
  async commit(message: string): Promise<string> {
    await this.git('add', '--all');
    await this.git('commit', '--quiet', '--allow-empty', '-m', message);
    return await this.head();
  }

  async head(of = 'HEAD'): Promise<string> {
    return await this.git('rev-parse', of);
  }

  /** Checks out a branch, made from `from` where it is new. */
  async branch(name: string, from?: string): Promise<void> {
    await (from === undefined
      ? this.git('checkout', '--quiet', name)
      : this.git('checkout', '--quiet', '-b', name, from));
  }

  async checkout(commit: string): Promise<void> {
    await this.git('checkout', '--quiet', commit);
  }

  /** Merges a branch into `main` as GitHub would. @returns the commit that `main` is at afterwards */
  async merge(branch: string, method: 'merge' | 'squash' | 'rebase', title: string): Promise<string> {
    await this.branch('main');
    if (method === 'merge') {
      await this.git('merge', '--quiet', '--no-ff', '-m', title, branch);
    } else if (method === 'squash') {
      await this.git('merge', '--quiet', '--squash', branch);
      await this.git('commit', '--quiet', '-m', title);
    } else {
      // GitHub makes new commits even where a fast-forward would do.
      const commits = (await this.git('rev-list', '--reverse', `main..${branch}`)).split('\n').filter(Boolean);
      for (const commit of commits) await this.git('cherry-pick', '--allow-empty', commit);
    }
    return await this.head();
  }
}
