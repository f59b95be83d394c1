import { execFile } from 'node:child_process';
import { ActionError } from '../../errors.js';
import type { MergeCheckout } from '../../ports/branch-pulls.js';

export interface CheckoutOptions {
  /** Absolute path of the checkout. */
  readonly workspace: string;
  /** Address of the repository on GitHub. */
  readonly url: string;
  readonly token: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const MOST_OUTPUT = 64 * 1024 * 1024;
const CONFLICT = 1;
/** As GitHub's own merges for tests say; the commit never leaves the runner. */
const AUTHOR = { name: 'well-managed-deployments', email: 'well-managed-deployments@users.noreply.github.com' };

/** Git in the checkout. The token is handed over for this address alone, in no argument and in no file. */
export function mergeCheckout({ workspace, url, token, environment }: CheckoutOptions): MergeCheckout {
  const env = { ...environment, ...signedIn(environment, url, token), GIT_TERMINAL_PROMPT: '0' };

  return {
    async checkOutMerge(base, head) {
      const shallow = await git('rev-parse', '--is-shallow-repository');
      const ref = 'refs/well-managed-deployments/base';
      const depth = shallow === 'true' ? ['--unshallow'] : [];
      await git('fetch', '--quiet', '--no-tags', ...depth, url, `+refs/heads/${base}:${ref}`, head);
      const sha = await git('rev-parse', `${ref}^{commit}`);
      const merged = await run(['merge-tree', '--write-tree', '--name-only', '--no-messages', sha, head]);
      const [tree = '', ...conflicts] = merged.stdout.split('\n').filter((line) => line !== '');
      if (merged.code === CONFLICT) return { conflicts };
      if (merged.code !== 0) throw failed('merge-tree', merged.stderr);
      const commit = await git('commit-tree', tree, '-p', sha, '-p', head, '-m', `Merge ${head} into ${sha}`);
      await git('-c', 'core.hooksPath=/dev/null', 'checkout', '--quiet', '--detach', commit);
      return { sha: commit, base: sha };
    },

    async checkOut(sha) {
      const known = await run(['cat-file', '-e', `${sha}^{commit}`]);
      const steps = [
        ...(known.code === 0 ? [] : [['fetch', '--quiet', '--no-tags', '--depth=1', url, sha]]),
        ['-c', 'core.hooksPath=/dev/null', 'checkout', '--quiet', '--detach', sha],
      ];
      for (const args of steps) {
        const { code, stderr } = await run(args);
        if (code !== 0) throw notCheckedOut(sha, stderr);
      }
    },
  };

  async function git(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await run(args);
    if (code !== 0) throw failed(args.find((arg) => /^[a-z]/.test(arg)) ?? '', stderr);
    return stdout.trim();
  }

  async function run(args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    return await new Promise((done) => {
      const options = { env, maxBuffer: MOST_OUTPUT };
      execFile('git', ['-C', workspace, ...args], options, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        done({ code, stdout, stderr: stderr === '' && error !== null ? error.message : stderr });
      });
    });
  }
}

/** Git's own settings for one run: the token for this address alone, and whose commits it makes. */
export function signedIn(
  environment: CheckoutOptions['environment'],
  url: string,
  token: string,
): Record<string, string> {
  const count = Number(environment.GIT_CONFIG_COUNT ?? '0') || 0;
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  return {
    GIT_AUTHOR_NAME: AUTHOR.name,
    GIT_AUTHOR_EMAIL: AUTHOR.email,
    GIT_COMMITTER_NAME: AUTHOR.name,
    GIT_COMMITTER_EMAIL: AUTHOR.email,
    GIT_CONFIG_COUNT: String(count + 1),
    [`GIT_CONFIG_KEY_${count}`]: `http.${new URL(url).origin}/.extraheader`,
    [`GIT_CONFIG_VALUE_${count}`]: `AUTHORIZATION: basic ${basic}`,
  };
}

function failed(command: string, stderr: string): ActionError {
  return new ActionError({
    what: 'The pull request could not be merged with its base branch on this runner',
    found: `git ${command}: ${stderr.trim().split('\n').slice(-3).join(' ')}`,
    expected: 'Git 2.38 or newer, a checkout of the branch, and `contents: read` for the token',
    wayOut: 'Run actions/checkout before this step, then start the workflow again',
  });
}

function notCheckedOut(sha: string, stderr: string): ActionError {
  return new ActionError({
    what: `The commit ${sha} could not be checked out on this runner`,
    found: stderr.trim().split('\n').slice(-3).join(' '),
    wayOut: 'Run actions/checkout before this step, give the job `contents: read`, then start the workflow again',
  });
}
