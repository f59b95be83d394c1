import { posix } from 'node:path';
import { Script } from 'node:vm';
import { missingModule } from './module-place.js';
import { missingPackages } from './node-packages.js';
import type { PackagedFiles } from './packaged-files.js';
import type { FunctionSettings, StartFinding } from './start-finding.js';

/** Up to here Lambda turns off that Node finds out by itself whether a .js file is a module. */
const LAST_WITHOUT_DETECTION = 22;
const OF_MODULES =
  /Cannot use import statement outside a module|Unexpected token 'export'|Cannot use 'import\.meta' outside a module/;

/**
 * Finds the handler's file as Lambda's own runtime does (aws-lambda-nodejs-runtime-interface-client, UserFunction.js):
 * the last part of the path, up to its first dot, is the file; what follows is the export.
 */
export function nodeFindings(files: PackagedFiles, settings: FunctionSettings): StartFinding[] {
  const { handler = '' } = settings;
  const base = posix.basename(handler);
  const dot = base.indexOf('.');
  if (dot <= 0 || dot === base.length - 1) return [badHandler(handler)];
  const module = posix.join(posix.dirname(handler), base.slice(0, dot));
  if (posix.isAbsolute(module) || module.startsWith('../')) return [];
  const file = handlerFile(files, module);
  if (file === undefined)
    return [
      missingModule(
        files,
        settings,
        ['.js', '.mjs', '.cjs'].map((end) => module + end),
      ),
    ];
  const form = formFindings(files, file, base.slice(dot + 1).split('.')[0] ?? '', settings);
  return form.length > 0 ? form : missingPackages(files, file, settings);
}

function handlerFile(files: PackagedFiles, module: string): string | undefined {
  const inFolder = [`${module}/index.js`, `node_modules/${module}.js`, `node_modules/${module}/index.js`];
  const direct = [module, `${module}.js`, `${module}.mjs`, `${module}.cjs`, ...inFolder].find((path) =>
    files.isFile(path),
  );
  if (direct !== undefined) return direct;
  // Node reads `main` there: where the folder has a package.json, what it names is its own affair.
  return [module, `node_modules/${module}`]
    .map((folder) => `${folder}/package.json`)
    .find((path) => files.isFile(path));
}

/** Whether Node takes the file as what it is written as, and the export is in it. */
function formFindings(
  files: PackagedFiles,
  file: string,
  exported: string,
  { runtime = '', environment }: FunctionSettings,
): StartFinding[] {
  const text = /\.[mc]?js$/.test(file) ? files.text(file) : undefined;
  if (text === undefined) return [];
  const written = writtenAs(text);
  const isModule = file.endsWith('.mjs') || (file.endsWith('.js') && typeOf(files, file) === 'module');
  if (!isModule && written === 'module') {
    const detects = Number(/^nodejs(\d+)/.exec(runtime)?.[1] ?? 0) > LAST_WITHOUT_DETECTION;
    const asked = environment.NODE_OPTIONS?.includes('--experimental-detect-module') === true;
    if (file.endsWith('.js') && (detects || asked)) return [];
    return [
      {
        severity: 'refused',
        what: `${file} is written as an ES module (import, export), and ${runtime} loads it as CommonJS`,
        wayOut: 'Add a package.json with "type": "module" to the package, name the file .mjs, or build CommonJS',
      },
    ];
  }
  if (isModule && written === 'script') {
    return [
      {
        severity: 'refused',
        what: `${file} is loaded as an ES module and exports nothing: it has no export statement`,
        wayOut:
          'Name the file .cjs, take "type": "module" out of package.json, or write export instead of module.exports',
      },
    ];
  }
  const named = new RegExp(`(?<![\\w$])${exported.replace(/[^\w]/g, '\\$&')}(?![\\w$])`).test(text);
  if (named || /export\s*\*|\\u/.test(text) || (!isModule && /\brequire\b|\bimport\b/.test(text))) return [];
  return [
    {
      severity: isModule ? 'refused' : 'warning',
      what: `${file} does not name the export ${JSON.stringify(exported)} that the handler asks for`,
      wayOut: 'Export the handler under this name, or correct handler in the Terraform configuration',
    },
  ];
}

/** Compiled and never run: exactly what Node itself does to find out. `unclear` for what is no JavaScript to this version. */
function writtenAs(text: string): 'module' | 'script' | 'unclear' {
  try {
    new Script(text);
    return 'script';
  } catch (thrown) {
    return OF_MODULES.test(String(thrown)) ? 'module' : 'unclear';
  }
}

/** `type` of the nearest package.json. */
function typeOf(files: PackagedFiles, file: string): unknown {
  for (let folder = posix.dirname(file); ; folder = posix.dirname(folder)) {
    const text = files.text(posix.join(folder, 'package.json'));
    if (text !== undefined) {
      try {
        return (JSON.parse(text) as { readonly type?: unknown }).type;
      } catch {
        return undefined;
      }
    }
    if (folder === '.') return undefined;
  }
}

function badHandler(handler: string): StartFinding {
  return {
    severity: 'refused',
    what: `The handler ${JSON.stringify(handler)} names no export`,
    expected: 'FILE.EXPORT, such as index.handler',
    wayOut: 'Correct handler in the Terraform configuration',
  };
}
