import { lstat, readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { ActionError } from '../../../errors.js';
import { type Program, TESTED_VERSIONS, type WantedVersion } from '../../../terraform/version/choose-version.js';
import { parseConstraint, parseWanted } from '../../../terraform/version/constraint.js';
import { requiredVersions } from '../../../terraform/version/required-version.js';
import { VERSION_FILES, versionIn } from '../../../terraform/version/version-files.js';

/** Bytes; a version file has ten. */
const MOST = 4096;

/** The version that the input names. */
export function versionOfInput(text: string): WantedVersion {
  return readable(text, 'the input "terraform-version"');
}

/**
 * The version that the checkout names: the nearest version file from the root module up to the repository, then
 * `required_version` of the root module, then the newest that was tested.
 *
 * @param directory absolute path of the root module
 * @param repository absolute path of the checkout; nothing above it is read
 */
export async function versionOfCheckout(
  program: Program,
  directory: string,
  repository: string,
): Promise<WantedVersion> {
  for (const folder of foldersUpTo(directory, repository)) {
    for (const file of VERSION_FILES[program]) {
      const path = join(folder, file);
      const text = await readSmall(path, repository);
      const version = text === undefined ? undefined : versionIn(file, text, program);
      if (version !== undefined) return readable(version, relative(repository, path));
    }
  }
  const required = (await Promise.all((await configurationFiles(program, directory)).map(readRequired))).flat();
  const text = required.join(', ');
  const constraint = required.length === 0 ? undefined : parseConstraint(text);
  if (constraint !== undefined) {
    return { constraint, text, namedBy: `required_version in ${relative(repository, directory) || '.'}` };
  }
  const tested = TESTED_VERSIONS[program];
  return {
    constraint: parseConstraint(tested) ?? [],
    text: tested,
    namedBy: '"terraform-version"',
    because: 'nothing names a version, and this is the newest that was tested',
  };
}

function readable(text: string, namedBy: string): WantedVersion {
  const constraint = parseWanted(text);
  if (constraint !== undefined) return { constraint, text, namedBy };
  throw new ActionError({
    what: `A version that cannot be read is named by ${namedBy}`,
    found: `"${text.slice(0, 40)}"`,
    expected: 'a version such as 1.11.4, a line such as 1.11, or a constraint such as ~> 1.11.0',
    wayOut: `Change ${namedBy}`,
  });
}

function foldersUpTo(directory: string, repository: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = resolve(directory); ; folder = dirname(folder)) {
    folders.push(folder);
    if (folder === resolve(repository) || folder === dirname(folder)) return folders;
  }
}

/** A link is not followed: on a pull request it could name any file of the runner, and an error quotes what it reads. */
async function readSmall(path: string, repository: string): Promise<string | undefined> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  if (found.isFile() && found.size <= MOST) return await readFile(path, 'utf8');
  throw new ActionError({
    what: `${relative(repository, path)} is not a version file`,
    found: found.isFile() ? `${found.size} bytes` : 'a link or a folder',
    expected: `a regular file of at most ${MOST} bytes`,
    wayOut: 'Replace it by a file with the version',
  });
}

/** OpenTofu reads `x.tofu` in place of `x.tf`. */
async function configurationFiles(program: Program, directory: string): Promise<readonly string[]> {
  const names = await readdir(directory).catch(() => []);
  const ending = program === 'tofu' ? /\.(tf|tofu)(\.json)?$/ : /\.tf(\.json)?$/;
  const hidden = new Set(
    program === 'tofu'
      ? names.filter((name) => /\.tofu(\.json)?$/.test(name)).map((name) => name.replace('.tofu', '.tf'))
      : [],
  );
  return names.filter((name) => ending.test(name) && !hidden.has(name)).map((name) => join(directory, name));
}

async function readRequired(path: string): Promise<readonly string[]> {
  return requiredVersions(basename(path), await readFile(path, 'utf8').catch(() => ''));
}
