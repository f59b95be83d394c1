import { createHash, hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { setImmediate as breathe } from 'node:timers/promises';
import { ActionError, asError } from '../../errors.js';
import type { FileContent, SiteFolder } from '../../ports/site.js';
import type { LocalFile } from '../../site/compare-files.js';
import { checkoutTwins } from './checkout-twins.js';
import { type FoundFiles, walkFolder } from './folder-walk.js';
import { SmallFiles } from './small-files.js';

const CHUNK = 1024 * 1024;

/** So much of what was hashed is kept for the upload, so that most sites are read once. */
const KEPT_BYTES = 64 * 1024 * 1024;
/** Small reads are synchronous; other work gets its turn this often. */
const TURN_MS = 4;

/** The built front end in a folder. */
export function localFiles(directory: string, workspace = process.env.GITHUB_WORKSPACE): SiteFolder {
  let found: FoundFiles = new Map();
  const kept = new Map<string, Buffer>();
  let keptBytes = 0;

  const place = (path: string): string => {
    const name = found.get(path);
    if (name === undefined) throw new Error(`${path} was not walked`);
    return name;
  };

  return {
    async walk(isExcluded) {
      const walked = walkFolder(directory, isExcluded);
      found = walked.places;
      return walked;
    },

    async hash(entries) {
      const files: LocalFile[] = [];
      const small = new SmallFiles();
      let turn = performance.now();
      for (const { path } of entries) {
        const bytes = reading(path, () => small.read(place(path)));
        if (bytes === undefined) {
          files.push(await hashedInChunks(path));
          continue;
        }
        files.push({ path, size: bytes.length, sha256: hash('sha256', bytes, 'hex'), ...kindOf(bytes) });
        if (keptBytes + bytes.length <= KEPT_BYTES) {
          small.keep(bytes);
          kept.set(path, bytes);
          keptBytes += bytes.length;
        }
        if (performance.now() - turn > TURN_MS) {
          await breathe();
          turn = performance.now();
        }
      }
      return files;
    },

    async md5(path) {
      const bytes = kept.get(path);
      if (bytes !== undefined) return hash('md5', bytes, 'hex');
      const digest = createHash('md5');
      for await (const chunk of chunksOf(path, CHUNK)) digest.update(chunk);
      return digest.digest('hex');
    },

    alsoInCheckout: (files) => checkoutTwins(directory, files, workspace),

    content(file): FileContent {
      return {
        size: file.size,
        sha256: file.sha256,
        async bytes() {
          const bytes = kept.get(file.path);
          if (bytes !== undefined) return bytes;
          const read = reading(file.path, () => readFileSync(place(file.path)));
          if (hash('sha256', read, 'hex') !== file.sha256) throw changed(file.path);
          return read;
        },
        async *chunks(size) {
          const digest = createHash('sha256');
          for await (const chunk of chunksOf(file.path, size)) {
            digest.update(chunk);
            yield chunk;
          }
          if (digest.digest('hex') !== file.sha256) throw changed(file.path);
        },
      };
    },
  };

  async function hashedInChunks(path: string): Promise<LocalFile> {
    const digest = createHash('sha256');
    let size = 0;
    let kind: Kind = {};
    for await (const chunk of chunksOf(path, CHUNK)) {
      if (size === 0) kind = kindOf(chunk);
      digest.update(chunk);
      size += chunk.length;
    }
    return { path, size, sha256: digest.digest('hex'), ...kind };
  }

  /** Full chunks, but for the last. The file is open only while it is read. */
  async function* chunksOf(path: string, size: number): AsyncGenerator<Buffer> {
    const file = await open(place(path)).catch((thrown: unknown) => {
      throw unreadable(path, thrown);
    });
    try {
      for (;;) {
        const chunk = Buffer.allocUnsafe(size);
        let filled = 0;
        while (filled < size) {
          const { bytesRead } = await file.read(chunk, filled, size - filled, null);
          if (bytesRead === 0) break;
          filled += bytesRead;
        }
        if (filled > 0) yield chunk.subarray(0, filled);
        if (filled < size) return;
      }
    } finally {
      await file.close();
    }
  }
}

function reading<Read>(path: string, read: () => Read): Read {
  try {
    return read();
  } catch (thrown) {
    throw unreadable(path, thrown);
  }
}

function unreadable(path: string, thrown: unknown): ActionError {
  return new ActionError({
    what: `The site's file ${path} cannot be read`,
    found: asError(thrown).message,
    expected: 'a file that stays where it was when the folder was listed',
    wayOut: 'Let nothing write into the built folder during the deploy, then run it again',
    cause: thrown,
  });
}

function changed(path: string): ActionError {
  return new ActionError({
    what: `The site's file ${path} changed during the deploy`,
    found: 'other content than when the folder was compared',
    expected: 'a built folder that nobody writes into',
    wayOut: 'Run the deploy again when the build has ended',
  });
}

type Kind = Pick<LocalFile, 'gzip' | 'privateKey'>;

/** What PEM (RFC 7468), OpenSSH and PuTTY begin a private key with: in a file of PEM, any block may be the key. */
const PEM = '-----BEGIN ';
const PRIVATE_BLOCK = /^-----BEGIN [A-Z0-9 ]*PRIVATE KEY/m;
const PUTTY = 'PuTTY-User-Key-File-';

/** By its first bytes. */
function kindOf(start: Buffer): Kind {
  // RFC 1952, 2.3.1.
  if (start[0] === 0x1f && start[1] === 0x8b) return { gzip: true };
  // Of all files hardly one begins with either letter.
  if (start[0] !== 0x2d && start[0] !== 0x50) return {};
  const begins = (text: string) => start.toString('latin1', 0, text.length) === text;
  const isKey = begins(PUTTY) || (begins(PEM) && PRIVATE_BLOCK.test(start.toString('latin1')));
  return isKey ? { privateKey: true } : {};
}
