import { missingModule } from './module-place.js';
import type { PackagedFiles } from './packaged-files.js';
import type { FunctionSettings, StartFinding } from './start-finding.js';

const EXTENSION = /\.cpython-3(\d+)-/;

/** Finds the handler as Lambda's runtime for Python does: all before the last dot is the module, `/` counts as a dot. */
export function pythonFindings(files: PackagedFiles, settings: FunctionSettings): StartFinding[] {
  const { handler = '', runtime = '' } = settings;
  const dot = handler.lastIndexOf('.');
  if (dot <= 0 || dot === handler.length - 1 || handler.startsWith('/')) {
    return handler.startsWith('/') ? [] : [badHandler(handler)];
  }
  const module = handler.slice(0, dot).replaceAll('.', '/');
  const candidates = [`${module}.py`, `${module}/__init__.py`, `${module}.pyc`, `${module}/__init__.pyc`];
  const file =
    candidates.find((path) => files.isFile(path)) ??
    files.paths().find((path) => path.startsWith(`${module}.`) && path.endsWith('.so'));
  if (file === undefined) return [missingModule(files, settings, candidates.slice(0, 2))];
  return [...exportFindings(files, file, handler.slice(dot + 1)), ...versionFindings(files, runtime)];
}

function exportFindings(files: PackagedFiles, file: string, name: string): StartFinding[] {
  const text = file.endsWith('.py') ? files.text(file) : undefined;
  const isNamed = text === undefined || new RegExp(`\\b${name}\\b`).test(text) || /^from\s.*import\s+\*/m.test(text);
  if (isNamed) return [];
  return [
    {
      severity: 'warning',
      what: `${file} does not name the function ${JSON.stringify(name)} that the handler asks for`,
      wayOut: 'Define the handler under this name, or correct handler in the Terraform configuration',
    },
  ];
}

/** Compiled modules carry the version they are built for in their name. */
function versionFindings(files: PackagedFiles, runtime: string): StartFinding[] {
  const minor = /^python3\.(\d+)$/.exec(runtime)?.[1];
  const compiled = files.paths().filter((path) => EXTENSION.test(path));
  const others = compiled.filter((path) => EXTENSION.exec(path)?.[1] !== minor);
  const isThere = compiled.length > others.length;
  const [first] = others;
  if (minor === undefined || first === undefined || isThere) return [];
  return [
    {
      severity: 'warning',
      what: `Compiled modules of the package are not for ${runtime}, the function's runtime`,
      found: others.length === 1 ? first : `${first}, and ${others.length - 1} more`,
      wayOut: `Install the package's requirements with Python 3.${minor}, or set the runtime that they are for`,
    },
  ];
}

function badHandler(handler: string): StartFinding {
  return {
    severity: 'refused',
    what: `The handler ${JSON.stringify(handler)} names no function`,
    expected: 'MODULE.FUNCTION, such as app.handler',
    wayOut: 'Correct handler in the Terraform configuration',
  };
}
