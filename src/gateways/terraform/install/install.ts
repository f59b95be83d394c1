import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { ActionError, asError } from '../../../errors.js';
import type { Log } from '../../../ports/run.js';
import {
  PROGRAM_NAMES,
  type Program,
  requireVersion,
  versionFromList,
  versionWithoutList,
  type WantedVersion,
} from '../../../terraform/version/choose-version.js';
import { download, NotReleased } from './download.js';
import { keptReleases } from './kept-release.js';
import { type ReleaseSource, releaseSource } from './release-source.js';
import { type ReleaseFiles, type Verification, verifyRelease } from './verified-release.js';

const MOST_ARCHIVE = 300 * 1024 * 1024;
const MOST_TEXT = 32 * 1024 * 1024;
/** Go's names, which both vendors use. */
const SYSTEMS: Readonly<Record<string, string>> = { win32: 'windows', sunos: 'solaris' };
const PROCESSORS: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };

export interface InstallRequest {
  readonly program: Program;
  readonly wanted: WantedVersion;
  readonly environment: Readonly<Record<string, string>>;
  /** A folder of this job. */
  readonly temporaryDirectory: string;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/**
 * Installs a release for this job. The vendor's archive, checksum file and signature are downloaded, or taken from the
 * runner's tool cache, and verified either way: what an earlier job has left there is not trusted.
 *
 * @returns the program's absolute path
 */
export async function install(request: InstallRequest): Promise<string> {
  const { program, wanted, environment, log } = request;
  const source = releaseSource(program, environment);
  const version = await chosenVersion(request, source);
  requireVersion(program, version, wanted);
  log.info(`${PROGRAM_NAMES[program]} ${version}: ${wanted.because ?? `${wanted.namedBy} says "${wanted.text}"`}`);
  const files = filesOf(program, version, source);
  const against = await verificationOf(source, environment, log);
  const kept = keptReleases(program, environment, log);
  return await inNewFolder(request, async (folder) => {
    if (!(await useKept(await kept.find(version), folder, files, against, log))) {
      await fetchRelease(folder, files, source.folder(version), version, request, source);
      const { fingerprint, at } = await verifyRelease(folder, files, against);
      const signed = `key ${fingerprint}, ${at.toISOString().slice(0, 10)}`;
      log.info(
        `Downloaded ${files.archive} from ${source.folder(version)}: its checksum is the signed one (${signed})`,
      );
      const place = await kept.keep(folder, version);
      if (place !== undefined) log.info(`Kept in ${place} for later jobs on this runner`);
    }
    return await unpack(folder, files, version, request);
  });
}

/** Copied before it is verified: what another job does to the kept files meanwhile cannot matter. */
async function useKept(
  earlier: string | undefined,
  folder: string,
  files: ReleaseFiles,
  against: Verification,
  log: Log,
): Promise<boolean> {
  if (earlier === undefined) return false;
  try {
    for (const name of Object.values(files)) await copyFile(join(earlier, name), join(folder, name));
    const { fingerprint } = await verifyRelease(folder, files, against);
    log.info(`Found ${files.archive} in ${earlier}, verified again with key ${fingerprint}: nothing was downloaded`);
    return true;
  } catch (thrown) {
    log.warning(`What is kept in ${earlier} is not used: ${asError(thrown).message} It is downloaded again`);
    return false;
  }
}

async function chosenVersion({ program, wanted, ...request }: InstallRequest, source: ReleaseSource): Promise<string> {
  const known = versionWithoutList(program, wanted);
  if (known !== undefined) return known;
  return await inNewFolder(request, async (folder) => {
    const file = join(folder, 'releases.json');
    await download({ url: source.list, file, most: MOST_TEXT, signal: request.signal, wayOut: unreachable(source) });
    return versionFromList(program, wanted, listed(await readFile(file, 'utf8'), source.list));
  });
}

/** `{ versions: { "1.11.4": … } }` of HashiCorp, `{ versions: [{ id: "1.10.6" }] }` of OpenTofu. */
function listed(text: string, url: string): readonly string[] {
  try {
    const { versions } = JSON.parse(text);
    return Array.isArray(versions) ? versions.map(({ id }) => String(id)) : Object.keys(versions);
  } catch (cause) {
    throw new ActionError({
      what: `The list of releases cannot be read: ${url}`,
      found: `${text.length} characters that are no such list`,
      wayOut: 'Name an exact version in "terraform-version": then no list is asked for',
      cause,
    });
  }
}

function filesOf(program: Program, version: string, { signatureSuffix }: ReleaseSource): ReleaseFiles {
  const system = SYSTEMS[platform()] ?? platform();
  const processor = PROCESSORS[arch()] ?? arch();
  const checksums = `${program}_${version}_SHA256SUMS`;
  return {
    archive: `${program}_${version}_${system}_${processor}.zip`,
    checksums,
    signature: checksums + signatureSuffix,
  };
}

async function verificationOf(
  { vendor, keys, keyVariable, mirrorVariable }: ReleaseSource,
  environment: Readonly<Record<string, string>>,
  log: Log,
): Promise<Verification> {
  const wayOut = `Run the job again. If it stays, compare with the vendor's file, and check the mirror in ${mirrorVariable} if one is named there`;
  const file = environment[keyVariable] ?? '';
  if (file === '') return { keys, signer: vendor, wayOut };
  log.info(`${keyVariable} names the key that releases are verified with: ${file}`);
  const key = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new ActionError({
      what: `The public key that ${keyVariable} names cannot be read`,
      found: asError(cause).message,
      wayOut: `Name an armored public key in ${keyVariable}, or remove it: the vendor's key is built in`,
    });
  });
  return { keys: [key], signer: file, wayOut };
}

async function fetchRelease(
  folder: string,
  files: ReleaseFiles,
  from: string,
  version: string,
  { program, wanted, signal }: InstallRequest,
  source: ReleaseSource,
): Promise<void> {
  const wayOut = unreachable(source);
  try {
    // The small ones first: what does not exist costs no large download.
    for (const name of [files.checksums, files.signature, files.archive]) {
      const most = name === files.archive ? MOST_ARCHIVE : MOST_TEXT;
      await download({ url: `${from}/${name}`, file: join(folder, name), most, signal, wayOut });
    }
  } catch (thrown) {
    if (!(thrown instanceof NotReleased)) throw thrown;
    throw new ActionError({
      what: `There is no ${PROGRAM_NAMES[program]} ${version} for ${platform()} on ${arch()}`,
      found: `${thrown.parts.found} for ${from}`,
      wayOut: `Change ${wanted.namedBy} to a version that ${source.vendor} has released`,
      cause: thrown,
    });
  }
}

function unreachable({ mirrorVariable }: ReleaseSource): string {
  return `Let the runner reach that address (HTTPS_PROXY is honoured), name a mirror in ${mirrorVariable}, or put the program on PATH`;
}

/** Only the program is taken out of the archive, under a name of ours: no path of the archive is followed. */
async function unpack(
  folder: string,
  { archive }: ReleaseFiles,
  version: string,
  request: InstallRequest,
): Promise<string> {
  const name = platform() === 'win32' ? `${request.program}.exe` : request.program;
  const content = unzipSync(await readFile(join(folder, archive)), { filter: (file) => file.name === name })[name];
  if (content === undefined) throw new ActionError({ what: `${archive} has no file "${name}"` });
  const into = await newFolder(request.temporaryDirectory, `${request.program}-${version}-`);
  const path = join(into, name);
  await writeFile(path, content, { mode: 0o755 });
  return path;
}

async function inNewFolder<T>(
  { temporaryDirectory }: Pick<InstallRequest, 'temporaryDirectory'>,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await newFolder(temporaryDirectory, 'release-');
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function newFolder(inside: string, prefix: string): Promise<string> {
  await mkdir(inside, { recursive: true });
  return await mkdtemp(join(inside, prefix));
}
