import { archiveDirectory } from '../archive/directory.js';
import { missingModule } from './module-place.js';
import { PackagedFiles } from './packaged-files.js';
import type { FunctionSettings, StartFinding } from './start-finding.js';

/** A class file's first version, of Java 1.0; each release since has one more (JVMS, 4.1). */
const VERSION_OF_JAVA_0 = 44;
const MAGIC = 0xcafebabe;

/** Lambda's class path for Java: the root of the package, and every jar in lib/. */
export function javaFindings(files: PackagedFiles, settings: FunctionSettings): StartFinding[] {
  const { handler = '', runtime = '' } = settings;
  const path = `${(handler.split('::')[0] ?? '').replaceAll('.', '/')}.class`;
  const found = classFile(files, path);
  if (found === undefined) return [missingModule(files, settings, [path])];
  if (found === 'unclear') return [];
  const version = Number(/^java(\d+)/.exec(runtime)?.[1]);
  const bytes = Buffer.from(found);
  if (bytes.length < 8 || bytes.readUInt32BE(0) !== MAGIC || Number.isNaN(version)) return [];
  const needed = bytes.readUInt16BE(6) - VERSION_OF_JAVA_0;
  if (needed <= version) return [];
  return [
    {
      severity: 'refused',
      what: `The class of the handler is compiled for Java ${needed}, and the function's runtime is ${runtime}`,
      wayOut: `Compile with --release ${version}, or set the runtime to java${needed}`,
    },
  ];
}

/** `unclear` where a jar cannot be read here: the class may be in it. */
function classFile(files: PackagedFiles, path: string): Uint8Array | 'unclear' | undefined {
  const direct = files.read(path);
  if (direct !== undefined) return direct;
  let unread = false;
  for (const jar of files.paths().filter((name) => /^lib\/[^/]+\.jar$/.test(name))) {
    const content = files.read(jar);
    try {
      if (content === undefined || !archiveDirectory(content, jar).some((entry) => entry.path === path)) continue;
      return new PackagedFiles(content, jar).read(path) ?? 'unclear';
    } catch {
      unread = true;
    }
  }
  return unread ? 'unclear' : undefined;
}
