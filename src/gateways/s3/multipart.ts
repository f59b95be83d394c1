import { hash } from 'node:crypto';
import type { CompletedPart } from '@aws-sdk/client-s3';
import type { StoredVersion, Upload } from '../../ports/site.js';
import type { S3Bucket } from './connection.js';
import { keptInput } from './kept-headers.js';
import { stored } from './stored.js';

/** Above this a file goes up in parts. */
export const MULTIPART_ABOVE = 16 * 1024 * 1024;
const PART = 8 * 1024 * 1024;
/** S3's limits: at most 10,000 parts. */
const MOST_PARTS = 10_000;
const PARTS_AT_ONCE = 4;

/**
 * A large file in parts, read part by part. What fails is aborted, so that no part is left to be paid for. The parts'
 * hashes are checked by S3, the whole by the reader before the upload is completed.
 */
export async function putInParts({ open, common, signal }: S3Bucket, upload: Upload): Promise<StoredVersion> {
  const { key, content, contentType, cacheControl, kept } = upload;
  const { sdk, client } = await open();
  const place = { ...common, Key: key };
  const { UploadId } = await client.send(
    new sdk.CreateMultipartUploadCommand({
      ...place,
      ...keptInput(kept),
      ContentType: contentType,
      CacheControl: cacheControl,
      ChecksumAlgorithm: 'SHA256',
    }),
    { abortSignal: signal },
  );
  try {
    const parts: CompletedPart[] = [];
    const running = new Set<Promise<void>>();
    let failure: { readonly thrown: unknown } | undefined;
    let number = 0;
    for await (const bytes of content.chunks(Math.max(PART, Math.ceil(content.size / MOST_PARTS)))) {
      const PartNumber = ++number;
      const part = { ...place, UploadId, PartNumber, Body: bytes, ChecksumSHA256: hash('sha256', bytes, 'base64') };
      const sent = client
        .send(new sdk.UploadPartCommand(part), { abortSignal: signal })
        .then(({ ETag }) => {
          parts.push({ PartNumber, ETag, ChecksumSHA256: part.ChecksumSHA256 });
        })
        .catch((thrown: unknown) => {
          failure ??= { thrown };
        })
        .finally(() => running.delete(sent));
      running.add(sent);
      if (running.size >= PARTS_AT_ONCE) await Promise.race(running);
      if (failure !== undefined) break;
    }
    await Promise.all(running);
    if (failure !== undefined) throw failure.thrown;
    const Parts = parts.sort((a, b) => (a.PartNumber ?? 0) - (b.PartNumber ?? 0));
    const completed = await client.send(
      new sdk.CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts } }),
      { abortSignal: signal },
    );
    return stored(completed.ETag, completed.VersionId);
  } catch (thrown) {
    // Not with the run's signal: it may be the reason. A failure here is less than the first one.
    await client.send(new sdk.AbortMultipartUploadCommand({ ...place, UploadId })).catch(() => {});
    throw thrown;
  }
}
