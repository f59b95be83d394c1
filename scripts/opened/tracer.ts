import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

/** Made by Terraform itself, or no text of a configuration: its own state, plan, list of modules, and providers. */
const OWN =
  /(?:^|\/)(?:terraform\.tfstate.*|\.terraform\.tfstate.*|[^/]*\.tfplan|\.terraform\/(?:modules\/modules\.json|terraform\.tfstate|environment|providers\/.*))$/;

/** Whether strace is here and may trace. */
export function canTrace(): boolean {
  return spawnSync('strace', ['-f', '--seccomp-bpf', '-e', 'trace=openat', 'true']).status === 0;
}

export interface Traced {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Where the calls are written; absent: not traced. */
  readonly log?: string | undefined;
}

/** Runs Terraform and returns what it printed. Throws when it fails. */
export function tracedTerraform(args: readonly string[], { directory, environment, log }: Traced): string {
  const before = log === undefined ? [] : ['strace', '-f', '-qq', '--seccomp-bpf', '-e', 'trace=openat', '-o', log];
  const [program = '', ...rest] = [...before, 'terraform', ...args];
  const { status, stdout, stderr } = spawnSync(program, rest, {
    cwd: directory,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { PATH: process.env.PATH ?? '', CHECKPOINT_DISABLE: '1', ...environment },
  });
  if (status !== 0) throw new Error(`terraform ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

/** Files of the repository that were opened to be read, without folders and what Terraform makes itself. */
export function openedFiles(log: string, directory: string, repository: string): readonly string[] {
  const found = new Set<string>();
  // A call that another thread interrupts has its result on a later line: whether there is such a file is asked below.
  const calls = /openat\(AT_FDCWD, "([^"]+)", O_RDONLY(?!\S*O_DIRECTORY)/g;
  for (const [, path = ''] of readFileSync(log, 'utf8').matchAll(calls)) {
    const name = relative(repository, resolve(directory, path));
    if (name.startsWith('..') || OWN.test(name)) continue;
    found.add(name);
  }
  return [...found]
    .filter((name) => statSync(join(repository, name), { throwIfNoEntry: false })?.isFile() === true)
    .sort();
}

/** What was opened and is neither listed nor in a folder that is listed as a whole. */
export function notListed(opened: readonly string[], listed: readonly string[]): readonly string[] {
  const folders = listed.filter((path) => path.endsWith('/'));
  const isWhole = listed.includes('./');
  return opened.filter((path) => !isWhole && !listed.includes(path) && !folders.some((one) => path.startsWith(one)));
}
