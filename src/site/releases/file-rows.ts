import * as v from 'valibot';
import type { FileHeaders } from '../file-headers.js';

/** A file as a manifest and a release describe it. */
export interface DescribedFile extends FileHeaders {
  /** Hex, of the content. */
  readonly sha256: string;
  /** As S3 returned it, without quotes; `''`: the upload was intended, and nobody knows whether it happened. */
  readonly etag: string;
  /** Bytes. */
  readonly size: number;
  /** Of the object, as S3 named it; absent where it is not known, or where the bucket keeps no versions. */
  readonly version?: string | undefined;
  /** ISO 8601: since when no release names it. */
  readonly unreferencedSince?: string | undefined;
}

const text = v.string();

/** Content types and cache rules, each pair once, and a row a file. A list, since an object would lose `__proto__`. */
export const FILE_ROWS = {
  headers: v.array(v.strictTuple([text, text])),
  files: v.array(
    v.union([
      v.strictTuple([text, text, text, v.number(), v.number()]),
      v.strictTuple([text, text, text, v.number(), v.number(), text]),
      v.strictTuple([text, text, text, v.number(), v.number(), text, text]),
    ]),
  ),
};
type FileRows = { readonly [Name in keyof typeof FILE_ROWS]: v.InferOutput<(typeof FILE_ROWS)[Name]> };

/**
 * The members `headers` and `files` of a document, one file a line, sorted:
 * `[path, sha256, etag, size, number of its headers, unreferenced since, version]`; what is not known is left out or `""`.
 */
export function fileRowsText(files: ReadonlyMap<string, DescribedFile>): string {
  const numbers = new Map<string, number>();
  const headers: string[] = [];
  const lines = [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, file]) => {
      const said = `${file.contentType}\n${file.cacheControl}`;
      let number = numbers.get(said);
      if (number === undefined) {
        number = headers.push(JSON.stringify([file.contentType, file.cacheControl])) - 1;
        numbers.set(said, number);
      }
      const { sha256, etag, size, unreferencedSince: since, version } = file;
      const rest = version !== undefined ? [since ?? '', version] : since === undefined ? [] : [since];
      return JSON.stringify([path, sha256, etag, size, number, ...rest]);
    });
  return `"headers":[${headers.join(',')}],"files":[\n${lines.join(',\n')}\n]`;
}

/** Throws an error that says what is wrong with the rows. */
export function readFileRows({ headers, files }: FileRows): ReadonlyMap<string, DescribedFile> {
  return new Map(
    files.map(([path, sha256, etag, size, number, since = '', version]) => {
      const said = headers[number];
      if (said === undefined) throw new Error(`${path} has headers number ${number}, of ${headers.length}`);
      const [contentType, cacheControl] = said;
      const file: DescribedFile = {
        sha256,
        etag,
        size,
        contentType,
        cacheControl,
        unreferencedSince: since || undefined,
        version,
      };
      return [path, file];
    }),
  );
}
