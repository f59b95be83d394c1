import type { PackagedFiles } from './packaged-files.js';
import type { FunctionSettings, StartFinding } from './start-finding.js';

/** A handler whose file is none of these. In layers the runtimes look too, so that it is certain only without. */
export function missingModule(
  files: PackagedFiles,
  settings: FunctionSettings,
  candidates: readonly string[],
): StartFinding {
  const [first = ''] = candidates;
  const similar = similarFile(files, candidates);
  return {
    severity: settings.hasLayers ? 'warning' : 'refused',
    what: `The package has no file for the handler ${JSON.stringify(settings.handler)} of the runtime ${settings.runtime}`,
    found: similar ?? someFiles(files),
    expected: candidates.length === 1 ? first : `one of ${candidates.slice(0, 4).join(', ')}`,
    wayOut: wayOut(similar, candidates),
  };
}

function wayOut(similar: string | undefined, candidates: readonly string[]): string {
  if (similar === undefined)
    return 'Build the handler before this step, or correct handler in the Terraform configuration';
  if (candidates.some((candidate) => candidate.toLowerCase() === similar.toLowerCase())) {
    return 'Write file and handler in the same case: Linux tells them apart';
  }
  const end = candidates.find((candidate) => similar.endsWith(`/${candidate}`));
  if (end === undefined) return 'Correct handler in the Terraform configuration, or the name of the file';
  const folder = similar.slice(0, -end.length - 1);
  return `Name the folder ${folder} in "lambda-packages" (or pack from inside it), or begin the handler with ${folder}/`;
}

/** The same name in another case, or in a folder. */
function similarFile(files: PackagedFiles, candidates: readonly string[]): string | undefined {
  const wanted = new Set(candidates.map((candidate) => candidate.toLowerCase()));
  const names = new Set(candidates.map((candidate) => candidate.slice(candidate.lastIndexOf('/') + 1)));
  const paths = files.paths().filter((path) => !path.includes('node_modules/'));
  return (
    paths.find((path) => wanted.has(path.toLowerCase())) ??
    paths
      .filter((path) => names.has(path.slice(path.lastIndexOf('/') + 1)))
      .sort((one, other) => one.length - other.length)[0]
  );
}

function someFiles(files: PackagedFiles): string {
  const paths = [...files.paths()].sort((one, other) => one.split('/').length - other.split('/').length);
  const shown = paths.slice(0, 5).join(', ');
  return paths.length > 5 ? `${shown}, and ${paths.length - 5} more files` : shown;
}
