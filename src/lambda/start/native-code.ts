import type { PackagedFiles } from './packaged-files.js';
import type { FunctionSettings, StartFinding } from './start-finding.js';

type Architecture = NonNullable<FunctionSettings['architecture']>;

/** `e_machine` of an ELF header (System V ABI, gABI 4.1). */
const MACHINES: Readonly<Record<number, Architecture>> = { 62: 'x86_64', 183: 'arm64' };
const ELF = Buffer.from('\x7fELF', 'latin1');
const MACHINE_AT = 18;

const LIBRARY = /\.(?:node|so(?:\.[0-9.]+)?)$/;
/** What names tell one platform's files from another's. */
const PLATFORM = /x86[_-]64|amd64|x64|arm64|aarch64|armv[678]\w*|ia32|i686|riscv64|ppc64(?:le)?|s390x|loong64/g;
const SHOWN = 3;

/** The processor that a program or library is for; `other` for one that Lambda has not, `undefined` for no ELF file. */
export function machineOf(head: Uint8Array | undefined): Architecture | 'other' | undefined {
  if (head === undefined || head.length < MACHINE_AT + 2 || !ELF.equals(head.subarray(0, 4))) return undefined;
  const bigEndian = head[5] === 2;
  const [low = 0, high = 0] = [head[MACHINE_AT], head[MACHINE_AT + 1]];
  return MACHINES[bigEndian ? (low << 8) | high : low | (high << 8)] ?? 'other';
}

/**
 * Libraries for another processor that have no twin for this one. A warning and not more: code that loads them may have
 * another way (Python packages often do), or never be loaded.
 */
export function foreignLibraries(files: PackagedFiles, settings: FunctionSettings): StartFinding[] {
  const wanted = settings.architecture;
  if (wanted === undefined) return [];
  const libraries = files
    .paths()
    .filter((path) => LIBRARY.test(path))
    .map((path) => ({ path, machine: machineOf(files.head(path)) }));
  const fitting = new Set(libraries.filter(({ machine }) => machine === wanted).map(({ path }) => anyPlatform(path)));
  const foreign = libraries.filter(
    ({ path, machine }) => machine !== undefined && machine !== wanted && !fitting.has(anyPlatform(path)),
  );
  if (foreign.length === 0) return [];
  const shown = foreign.slice(0, SHOWN).map(({ path, machine }) => `${path} (${machine})`);
  const more = foreign.length > SHOWN ? `, and ${foreign.length - SHOWN} more` : '';
  return [
    {
      severity: 'warning',
      what: `Native code in the package is not for ${wanted}, the architecture of the function`,
      found: `${shown.join(', ')}${more}`,
      wayOut: `Build the package for ${wanted} (pip install --platform, npm install --cpu), or set architectures to what it is built for`,
    },
  ];
}

function anyPlatform(path: string): string {
  return path.replace(PLATFORM, '*');
}
