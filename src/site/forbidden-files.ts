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

/** Throws when the folder is one too high: then it would publish what nobody means to. */
export function checkPublished(files: readonly { readonly path: string }[], exclude: readonly string[]): void {
  const isForbidden = globMatcher(FORBIDDEN);
  refuseUnmeant(
    files.filter(({ path }) => isForbidden(path.toLowerCase()) || PACKAGES.test(path)),
    exclude,
    {
      what: 'The folder of the site holds files that no site publishes: secrets, infrastructure or installed packages',
      wayOut:
        'Point "site-directory" to the built front end. Name single files in "exclude" to leave them out, or with a "!" ' +
        'before the pattern to publish them. Nothing was changed',
    },
  );
}

/** Throws where a file is a private key, whatever its name. */
export function checkKeys(files: readonly Pick<LocalFile, 'path' | 'privateKey'>[], exclude: readonly string[]): void {
  refuseUnmeant(
    files.filter(({ privateKey }) => privateKey),
    exclude,
    {
      what: 'The folder of the site holds a private key',
      wayOut:
        'Keep it out of the built front end, or name it in "exclude". A sample that is meant to be published is named there with ' +
        'a "!" before the pattern. Nothing was changed',
    },
  );
}

function refuseUnmeant(
  files: readonly { readonly path: string }[],
  exclude: readonly string[],
  parts: { readonly what: string; readonly wayOut: string },
): void {
  const isMeant = globMatcher(readExclude(exclude).meant);
  const found = files.map(({ path }) => path).filter((path) => !isMeant(path));
  if (found.length === 0) return;
  const more = found.length > NAMED ? ` and ${found.length - NAMED} more` : '';
  throw new UnfitSite({ ...parts, found: found.slice(0, NAMED).join(', ') + more });
}
