import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ActionError } from '../../../errors.js';
import type { SignedBy } from './signature.js';
import { verifySignature } from './signature.js';

/** The three files of a release, side by side in one folder. */
export interface ReleaseFiles {
  /** `terraform_1.11.4_linux_amd64.zip`. */
  readonly archive: string;
  /** `terraform_1.11.4_SHA256SUMS`. */
  readonly checksums: string;
  readonly signature: string;
}

export interface Verification {
  readonly keys: readonly string[];
  readonly signer: string;
  readonly wayOut: string;
}

/** Throws unless the archive is what the signer has released: signature, then checksum. */
export async function verifyRelease(folder: string, files: ReleaseFiles, against: Verification): Promise<SignedBy> {
  const content = await readFile(join(folder, files.checksums));
  const signature = await readFile(join(folder, files.signature));
  const signedBy = await verifySignature({ name: files.checksums, content, signature, ...against });
  const expected = checksumOf(content.toString('utf8'), files.archive);
  if (expected === undefined) {
    throw new ActionError({
      what: `${files.checksums} is signed, and does not name ${files.archive}. Nothing was installed`,
      wayOut: against.wayOut,
    });
  }
  const hash = createHash('sha256');
  await pipeline(createReadStream(join(folder, files.archive)), hash);
  const found = hash.digest('hex');
  if (found !== expected) {
    throw new ActionError({
      what: `${files.archive} is not the file that ${against.signer} released. Nothing was installed`,
      found: `SHA-256 ${found}`,
      expected: `SHA-256 ${expected}, as the signed ${files.checksums} says`,
      wayOut: against.wayOut,
    });
  }
  return signedBy;
}

/** A line is `64 hex digits, two spaces, name`. */
function checksumOf(text: string, name: string): string | undefined {
  for (const line of text.split('\n')) {
    const [, checksum, named] = /^([0-9a-f]{64}) [ *](\S+)$/.exec(line.trimEnd()) ?? [];
    if (named === name) return checksum;
  }
  return undefined;
}
