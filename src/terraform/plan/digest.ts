import { createHash, createHmac } from 'node:crypto';

/** 128 bits, as 32 hex digits. Each part is prefixed with its length, so that no two lists of parts read the same. */
export function digest(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:${part},`);
  return hash.digest('hex').slice(0, 32);
}

/**
 * Digests sensitive values under a key that only those who may read the state can derive: a plain digest of a short
 * secret could be guessed by everyone who may read the record.
 */
export function keyedDigest(lineage: string): (value: string) => string {
  const key = createHmac('sha256', lineage).update('well-managed-deployments: sensitive values').digest();
  return (value) => createHmac('sha256', key).update(value).digest('hex').slice(0, 32);
}

/** SHA-256 of the sorted digests, 64 hex digits. */
export function fingerprintOf(digests: readonly string[]): string {
  return createHash('sha256')
    .update([...digests].sort().join('\n'))
    .digest('hex');
}
