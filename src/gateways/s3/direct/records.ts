import { hash } from 'node:crypto';
import type { SiteRecord, StoredVersion } from '../../../ports/site.js';
import { RECORD_HEADERS } from '../records.js';
import { type DirectSender, storedAs } from './sender.js';

/** `undefined`: only the SDK can say what this is. */
export async function readDirectly(send: DirectSender, key: string): Promise<SiteRecord | 'absent' | undefined> {
  const answer = await send({ method: 'GET', key });
  if (answer === undefined) return undefined;
  const { status, body } = answer;
  if (status === 404 && body.includes('<Code>NoSuchKey</Code>')) return 'absent';
  const read = storedAs(answer);
  return read === undefined ? undefined : { text: body.toString(), ...read };
}

/**
 * @returns `undefined`: refused, failed or nobody knows. Then the SDK writes the same again, and the same
 * that is there already is no refusal.
 */
export async function writeDirectly(
  send: DirectSender,
  key: string,
  text: string,
  over: string | 'nothing',
): Promise<StoredVersion | undefined> {
  const answer = await send({
    method: 'PUT',
    key,
    headers: [
      ['cache-control', RECORD_HEADERS.CacheControl],
      ['content-type', RECORD_HEADERS.ContentType],
      over === 'nothing' ? ['if-none-match', '*'] : ['if-match', over],
    ],
    body: Buffer.from(text),
    bodySha256: hash('sha256', text, 'hex'),
  });
  return storedAs(answer);
}

/** @returns whether it is gone for certain */
export async function removeDirectly(send: DirectSender, key: string, etag: string): Promise<boolean> {
  const answer = await send({ method: 'DELETE', key, headers: [['if-match', etag]] });
  return answer?.status === 204;
}
