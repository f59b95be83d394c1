import { posix } from 'node:path';
import { type Finding, wrong } from '../config/finding.js';
import { asError } from '../errors.js';
import type { Repository } from './repository.js';
import { givenText, isExpression, type Job, neededJobs, type Use, type Workflow } from './workflow.js';

interface Command {
  readonly text: string;
  /** Relative to the repository. */
  readonly folder: string;
}

/** What an installation reads beside `package.json`, by how its command begins. */
const LOCKED: readonly { readonly command: RegExp; readonly files: readonly string[]; readonly todo: string }[] = [
  { command: /^npm ci$/, files: ['package-lock.json', 'npm-shrinkwrap.json'], todo: 'npm install --package-lock-only' },
  {
    command: /^pnpm (?:i|install)\b.*--frozen-lockfile/,
    files: ['pnpm-lock.yaml'],
    todo: 'pnpm install --lockfile-only',
  },
  { command: /^yarn (?:install )?--(?:immutable|frozen-lockfile)$/, files: ['yarn.lock'], todo: 'yarn install' },
];

/** The commands that build, as far as the files that they begin with show whether they can work. */
export function commandFindings(use: Use, { jobs }: Workflow, repository: Repository): readonly Finding[] {
  const commands = use.kind === 'call' ? ofCall(use) : [use.job, ...neededJobs(use.job, jobs)].flatMap(ofJob);
  const folders = [...new Set(commands.map(({ folder }) => folder))];
  const missing = folders.filter((folder) => folder !== '.' && repository.kind(folder) === 'missing');
  return [
    ...missing.map((folder) =>
      wrong(`${use.where}: there is no folder "${folder}" to build in`, 'correct "working-directory"'),
    ),
    ...commands
      .filter(({ folder }) => !missing.includes(folder))
      .flatMap((command) => ofCommand(use.where, command, repository)),
  ];
}

function ofCall({ given }: Use): readonly Command[] {
  const folder = folderOf(givenText(given, 'working-directory', '.'));
  if (folder === undefined) return [];
  return ['install-command', 'site-command', 'api-command'].flatMap((name) =>
    commandsIn(givenText(given, name, ''), folder),
  );
}

function ofJob({ steps, defaults }: Job): readonly Command[] {
  // Of a checkout that goes elsewhere, or of something else, the files here say nothing.
  const moved = steps.some(({ uses = '', with: given = {} }) =>
    /^actions\/checkout@/.test(uses) ? 'path' in given || 'repository' in given || 'ref' in given : false,
  );
  if (moved) return [];
  return steps.flatMap((step) => {
    const folder = folderOf(step['working-directory'] ?? defaults?.run?.['working-directory'] ?? '.');
    return step.run === undefined || folder === undefined ? [] : commandsIn(step.run, folder);
  });
}

function folderOf(text: string): string | undefined {
  return isExpression(text) ? undefined : posix.normalize(text.trim() || '.').replace(/\/$/, '');
}

/** The commands of a script up to the first that changes the folder. */
function commandsIn(script: string, folder: string): readonly Command[] {
  const commands = script.split(/\n|&&|;/).map((text) => text.replace(/(^|\s)#.*/, '').trim());
  const end = commands.findIndex((text) => /^(cd|pushd|git|if|for|case|while|mv|cp|tar|curl)\b|[<>|$]/.test(text));
  return (end < 0 ? commands : commands.slice(0, end)).map((text) => ({ text, folder }));
}

function ofCommand(where: string, { text, folder }: Command, { kind, read }: Repository): readonly Finding[] {
  const at = (name: string) => posix.join(folder, name);
  // A package of a workspace is installed, and found, from the folders above it.
  const above = foldersAbove(folder);
  const known = LOCKED.find(({ command }) => command.test(text));
  const script = /^(?:npm|pnpm|yarn) run ([\w:-]+)$/.exec(text)?.[1];
  if (known === undefined && script === undefined) return [];
  const manifest = above.map((one) => posix.join(one, 'package.json')).find((path) => kind(path) === 'file');
  if (manifest === undefined) {
    const todo = folder === '.' ? 'set "working-directory" to the folder that has it' : 'correct "working-directory"';
    return [wrong(`${where}: "${text}" needs ${at('package.json')}, which is not in the repository`, todo)];
  }
  if (known?.files.every((name) => above.every((one) => kind(posix.join(one, name)) !== 'file'))) {
    const todo = `commit the file that "${known.todo}" makes`;
    return [wrong(`${where}: "${text}" needs ${at(known.files[0] ?? '')}, which is not in the repository`, todo)];
  }
  if (script === undefined) return [];
  try {
    const { scripts = {} } = JSON.parse(read(manifest));
    if (script in scripts) return [];
  } catch (thrown) {
    return [wrong(`${where}: ${manifest} is no JSON: ${asError(thrown).message}`, 'correct it')];
  }
  return [wrong(`${where}: ${manifest} has no script "${script}"`, 'add it under "scripts", or correct the command')];
}

/** The folder and those above it, the repository's root last. */
function foldersAbove(folder: string): readonly string[] {
  return folder === '.' || folder.startsWith('..') ? ['.'] : [folder, ...foldersAbove(posix.dirname(folder))];
}
