import type { StoredVersion, Upload } from '../../ports/site.js';
import type { S3Connection } from './connection.js';
import { sdkAccess } from './sdk-access.js';
import { directSender, storedAs } from './sender.js';

/** Tries an upload once. @returns `undefined` for everything but a plain success */
export type DirectPut = (upload: Upload, bytes: Uint8Array) => Promise<StoredVersion | undefined>;

/** Small uploads without the SDK. An upload that is made twice is the same upload. */
export async function directPut(connection: S3Connection): Promise<DirectPut> {
  const send = connection.direct ?? (await throughSdk(connection));
  return async ({ key, content, contentType, cacheControl }, body) => {
    if (send === undefined || !isPlain(contentType) || !isPlain(cacheControl)) return undefined;
    const headers = [
      ['cache-control', cacheControl],
      ['content-type', contentType],
      ['x-amz-checksum-sha256', Buffer.from(content.sha256, 'hex').toString('base64')],
    ] as const;
    return storedAs(await send({ method: 'PUT', key, headers, body, bodySha256: content.sha256 }));
  };
}

async function throughSdk(connection: S3Connection) {
  const access = await sdkAccess(connection);
  const { common, signal } = connection;
  return access === undefined ? undefined : directSender(access, common.ExpectedBucketOwner, signal);
}

/** What needs no encoding and is signed as it is written. */
function isPlain(value: string): boolean {
  return /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/.test(value);
}
