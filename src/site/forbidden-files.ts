import type { LocalFile } from './compare-files.js';
import { globMatcher } from './file-headers.js';
import { UnfitSite } from './unfit-site.js';

/** What lies in a repository and is no part of a site, in small letters: secrets, infrastructure, settings of tools. */
const FORBIDDEN = [
  '.env*',
  '.git-credentials',
  '.gitconfig',
  '.github/',
  '.npmrc',
  '.yarnrc*',
  '.netrc',
  '.pgpass',
  '.pypirc',
  '.htpasswd',
  '.aws/',
  '.ssh/',
  '.docker/',
  '.terraform/',
  'id_rsa',
  'id_dsa',
  'id_ed25519',
  'id_ecdsa',
  '*.pem',
  '*.p12',
  '*.pfx',
  '*.ppk',
  '*.jks',
  '*.keystore',
  '*.tf',
  '*.tf.json',
  '*.tofu',
  '*.tofu.json',
  '*.tfvars',
  '*.tfvars.json',
  '*.tfstate',
  '*.tfstate.backup',
].map((glob) => (glob.endsWith('/') ? `**/${glob}**` : glob));
/** Installed packages: at the root, or with the file that every package has. Bundlers name folders of pictures so, too. */
const PACKAGES = /^node_modules\/|(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/;
const NAMED = 10;

/** The part of the input `exclude` that leaves files out, and the part that permits what is otherwise refused. */
export function readExclude(lines: readonly string[]): {
  readonly left: readonly string[];
  readonly meant: readonly string[];
} {
  return {
    left: lines.filter((line) => !line.startsWith('!')),
    meant: lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1)),
  };
}

type Published = Pick<LocalFile, 'path' | 'privateKey'>;

/** Throws when the folder is one too high: then it would publish what nobody means to. */
export function checkPublished(files: readonly Published[], exclude: readonly string[]): void {
  const isForbidden = globMatcher(FORBIDDEN);
  const found = unmeant(
    files.filter(({ path }) => isForbidden(path.toLowerCase()) || PACKAGES.test(path)),
    exclude,
  );
  if (found === '') return;
  throw new UnfitSite({
    what: 'The folder of the site holds files that no site publishes: secrets, infrastructure or installed packages',
    found,
    wayOut:
      'Point "site-directory" to the built front end. Name single files in "exclude" to leave them out, or with a "!" ' +
      'before the pattern to publish them. Nothing was changed',
  });
}

/** Throws where a file is a private key, whatever its name. */
export function checkKeys(files: readonly Published[], exclude: readonly string[]): void {
  const found = unmeant(
    files.filter(({ privateKey }) => privateKey),
    exclude,
  );
  if (found === '') return;
  throw new UnfitSite({
    what: 'The folder of the site holds a private key',
    found,
    wayOut:
      'Keep it out of the built front end, or name it in "exclude". A sample that is meant to be published is named there with ' +
      'a "!" before the pattern. Nothing was changed',
  });
}

/** As a list in words; `''`: none. */
function unmeant(files: readonly Published[], exclude: readonly string[]): string {
  const isMeant = globMatcher(readExclude(exclude).meant);
  const found = files.map(({ path }) => path).filter((path) => !isMeant(path));
  const more = found.length > NAMED ? ` and ${found.length - NAMED} more` : '';
  return found.slice(0, NAMED).join(', ') + more;
}
