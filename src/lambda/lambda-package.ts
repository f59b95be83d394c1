import { createHash } from 'node:crypto';
import { checkedArchive } from './archive/checks.js';
import { archiveDigest } from './archive/contents.js';
import { packageArchive } from './package-archive.js';
import { digestedEntry, type PackageEntry, packageContents, packageDigest } from './package-entry.js';
import { checkedSize } from './package-size.js';

/** A package ready to be uploaded: its key says what is in it. */
export interface LambdaPackage {
  readonly name: string;
  /** `NAME/DIGEST.zip`, or `.jar`: the same content has the same key, other content never. */
  readonly key: string;
  readonly archive: Uint8Array;
  /** SHA-256 of the archive's bytes, base64: Lambda's `CodeSha256` and Terraform's `source_code_hash`. */
  readonly sha256: string;
  readonly files: number;
  /** Bytes unzipped. */
  readonly size: number;
}

/** Packs a folder's files. Throws when there are none, or more than Lambda takes, or one that cannot be packed. */
export function packedFolder(name: string, entries: readonly PackageEntry[]): LambdaPackage {
  const contents = packageContents(entries, name);
  const size = checkedSize(
    contents.map(({ path, content }) => ({ path, size: content.length })),
    name,
  );
  const archive = packageArchive(contents);
  return {
    name,
    key: `${name}/${packageDigest(contents.map(({ path, mode, content }) => digestedEntry(path, mode, content)))}.zip`,
    archive,
    sha256: base64Sha256(archive),
    files: contents.length,
    size,
  };
}

/** Takes a `.zip` or `.jar` as it is, under the digest of what is in it: built again, it has other times and one key. */
export function passedThrough(name: string, extension: 'zip' | 'jar', archive: Uint8Array): LambdaPackage {
  const { files, size } = checkedArchive(archive, name);
  return {
    name,
    key: `${name}/${archiveDigest(archive, name)}.${extension}`,
    archive,
    sha256: base64Sha256(archive),
    files,
    size,
  };
}

/** SHA-256 as AWS writes it. */
export function base64Sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}
