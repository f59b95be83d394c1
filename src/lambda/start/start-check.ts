import { bootstrapFindings } from './bootstrap-check.js';
import { javaFindings } from './java-handler.js';
import { missingModule } from './module-place.js';
import { foreignLibraries } from './native-code.js';
import { nodeFindings } from './node-handler.js';
import type { PackagedFiles } from './packaged-files.js';
import { pythonFindings } from './python-handler.js';
import type { FunctionSettings, StartFinding } from './start-finding.js';

type Check = (files: PackagedFiles, settings: FunctionSettings) => StartFinding[];

/** By the beginning of the runtime's name. A runtime that is not here is not judged. */
const CHECKS: readonly (readonly [string, Check])[] = [
  ['nodejs', nodeFindings],
  ['python', pythonFindings],
  ['java', javaFindings],
  ['provided', bootstrapFindings],
  ['ruby', rubyFindings],
  ['dotnet', dotnetFindings],
];

/** Whether a function can start from its package, as far as that is seen without running it. */
export function startFindings(files: PackagedFiles, settings: FunctionSettings): readonly StartFinding[] {
  const { runtime, handler, environment } = settings;
  const isWrapped = environment.AWS_LAMBDA_EXEC_WRAPPER !== undefined;
  if (runtime === undefined) return [];
  const check = CHECKS.find(([name]) => runtime.startsWith(name))?.[1];
  if (check === undefined || (handler === undefined && check !== bootstrapFindings)) return [];
  // A wrapper, or a handler in a layer, starts what it wants.
  const found = isWrapped || handler?.startsWith('/opt/') ? [] : check(files, settings);
  return [...found, ...foreignLibraries(files, settings)];
}

function rubyFindings(files: PackagedFiles, settings: FunctionSettings): StartFinding[] {
  const file = `${settings.handler?.split('.')[0]}.rb`;
  return files.isFile(file) ? [] : [missingModule(files, settings, [file])];
}

function dotnetFindings(files: PackagedFiles, settings: FunctionSettings): StartFinding[] {
  const assembly = `${settings.handler?.split('::')[0]}.dll`;
  return files.isFile(assembly) ? [] : [missingModule(files, settings, [assembly])];
}
