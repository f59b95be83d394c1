import type { StoredVersion, Upload } from '../../../ports/site.js';
import type { S3Bucket } from '../connection.js';
import { sdkAccess } from './sdk-access.js';
import { type DirectSender, directSender, storedAs } from './sender.js';

/** Tries an upload once. @returns `undefined` for everything but a plain success */
export type DirectPut = (upload: Upload) => Promise<StoredVersion | undefined>;

/**
 * Small uploads without the SDK. An upload that is made twice is the same upload.
 * @param known how to send; where the environment alone does not say it, the SDK does
 */
export async function directPut(bucket: S3Bucket, known: DirectSender | undefined): Promise<DirectPut | undefined> {
  const send = known ?? (await throughSdk(bucket));
  if (send === undefined) return undefined;
  return async ({ key, content, contentType, cacheControl }) => {
    if (!isPlain(contentType) || !isPlain(cacheControl)) return undefined;
    const headers = [
      ['cache-control', cacheControl],
      ['content-type', contentType],
      ['x-amz-checksum-sha256', Buffer.from(content.sha256, 'hex').toString('base64')],
    ] as const;
    const body = await content.bytes();
    return storedAs(await send({ method: 'PUT', key, headers, body, bodySha256: content.sha256 }));
  };
}

async function throughSdk(bucket: S3Bucket) {
  const access = await sdkAccess(bucket);
  return access && directSender(access, bucket.common.ExpectedBucketOwner, bucket.signal);
}

/** What needs no encoding and is signed as it is written. */
function isPlain(value: string): boolean {
  return /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/.test(value);
}
