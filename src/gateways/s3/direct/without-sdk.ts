import type { SiteStore } from '../../../ports/site.js';
import type { S3Bucket } from '../connection.js';
import { listObjects, sdkPages } from '../listing.js';
import { MULTIPART_ABOVE } from '../multipart.js';
import { plainAccess } from './access.js';
import { directPages } from './pages.js';
import { type DirectPut, directPut } from './put.js';
import { readDirectly, removeDirectly, writeDirectly } from './records.js';
import { directSender } from './sender.js';

/**
 * The same store, whose commonest requests are first tried once without the SDK: `store` is asked for all that had no
 * plain success (decision 15). Nothing else knows of this folder: without it and its line in `connect-site.ts` everything
 * works, and takes longer.
 */
export function withoutSdk(bucket: S3Bucket, store: SiteStore): SiteStore {
  const { common, signal } = bucket;
  const access = plainAccess(bucket);
  const send = access && directSender(access, common.ExpectedBucketOwner, signal);
  const { objects, records } = store;
  let put: Promise<DirectPut | undefined> | undefined;
  return {
    objects: {
      ...objects,
      async put(upload) {
        const { kept, content } = upload;
        if (kept === undefined && content.size <= MULTIPART_ABOVE) {
          put ??= directPut(bucket, send);
          const stored = await (await put)?.(upload);
          if (stored !== undefined) return stored;
        }
        return await objects.put(upload);
      },
      ...(send && { list: (prefix, likely) => listObjects(directPages(send, sdkPages(bucket)), prefix, likely) }),
    },
    records: send
      ? {
          async read(key) {
            const read = await readDirectly(send, key);
            return read === undefined ? await records.read(key) : read === 'absent' ? undefined : read;
          },
          write: async (key, text, over) =>
            (await writeDirectly(send, key, text, over)) ?? (await records.write(key, text, over)),
          async remove(key, etag) {
            if (!(await removeDirectly(send, key, etag))) await records.remove(key, etag);
          },
        }
      : records,
  };
}
