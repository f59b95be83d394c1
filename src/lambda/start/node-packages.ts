import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import type { PackagedFiles } from './packaged-files.js';
import type { FunctionSettings, StartFinding } from './start-finding.js';

/** What Lambda's own runtimes for Node bring along. */
const PROVIDED = /^(?:aws-sdk|@aws-sdk\/.*|@smithy\/.*)$/;
const IMPORTS =
  /\brequire\(\s*(['"])([^'"\n]+)\1\s*\)|\b(?:import|export)\s[^'";]{0,500}?\bfrom\s*(['"])([^'"\n]+)\3|^\s*import\s*(['"])([^'"\n]+)\5/gm;
const MOST_FILES = 500;
const MOST_BYTES = 5_000_000;
/** Before an import that is allowed to fail, as optional dependencies are loaded. */
const OPTIONAL = /\btry\s*\{[^}]{0,200}$/;

/**
 * Packages that the handler, or a file of the package that it imports, asks for and that are not there. A warning: text in
 * a comment looks the same, and layers and loaders may bring them.
 */
export function missingPackages(files: PackagedFiles, handler: string, settings: FunctionSettings): StartFinding[] {
  if (settings.hasLayers) return [];
  const missing = new Map<string, string>();
  const waiting = [handler];
  const seen = new Set(waiting);
  for (let file = waiting.pop(); file !== undefined && seen.size <= MOST_FILES; file = waiting.pop()) {
    const text = files.text(file);
    if (text === undefined || text.length > MOST_BYTES) continue;
    for (const specifier of importedBy(text)) {
      if (specifier.startsWith('.')) {
        const next = relativeFile(files, posix.join(posix.dirname(file), specifier));
        if (next !== undefined && !seen.has(next)) waiting.push(next);
        if (next !== undefined) seen.add(next);
      } else {
        const name = packageName(specifier);
        if (name !== undefined && !isThere(files, file, name) && !missing.has(name)) missing.set(name, file);
      }
    }
  }
  if (missing.size === 0) return [];
  return [
    {
      severity: 'warning',
      what: 'The package may lack what its handler imports',
      found: [...missing].map(([name, file]) => `${name}, imported by ${file}`).join('; '),
      wayOut:
        'Bundle the handler (esbuild --bundle --platform=node), or package the folder that has them in node_modules: ' +
        'npm workspaces keep them at the root of the repository',
    },
  ];
}

function importedBy(text: string): string[] {
  return [...text.matchAll(IMPORTS)]
    .filter(({ index }) => !OPTIONAL.test(text.slice(Math.max(0, index - 250), index)))
    .map((match) => match[2] ?? match[4] ?? match[6] ?? '');
}

function relativeFile(files: PackagedFiles, path: string): string | undefined {
  const ends = ['', '.js', '.mjs', '.cjs', '/index.js'];
  return ends
    .map((end) => `${path}${end}`)
    .find((candidate) => /\.[mc]?js$/.test(candidate) && files.isFile(candidate));
}

/** The package of an import; `undefined` for what is no package (`#internal`, an address, a part of Node). */
function packageName(specifier: string): string | undefined {
  const [, name] = /^((?:@[a-z0-9-~][\w.-]*\/)?[a-z0-9-~][\w.-]*)(?:\/.*)?$/i.exec(specifier) ?? [];
  const isBuiltIn = specifier.includes(':') || builtinModules.includes(specifier);
  return name === undefined || isBuiltIn || PROVIDED.test(name) ? undefined : name;
}

/** In a node_modules beside the file or above it, as Node looks. */
function isThere(files: PackagedFiles, file: string, name: string): boolean {
  for (let folder = posix.dirname(file); ; folder = posix.dirname(folder)) {
    const place = posix.join(folder, 'node_modules', name);
    if (files.isFolder(place) || files.isFile(`${place}.js`)) return true;
    if (folder === '.') return false;
  }
}
