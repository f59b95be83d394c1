import { S3Error } from './s3-error.js';

export interface Grant {
  readonly permission: string;
  /** `id` of an account, or `uri` of a group. */
  readonly kind: 'id' | 'uri';
  readonly value: string;
}

export const ALL_USERS = 'http://acs.amazonaws.com/groups/global/AllUsers';
const PERMISSIONS = ['full-control', 'read', 'read-acp', 'write-acp'];

/** The grants that a write asks for; `undefined`: none, so that the object is private. */
export function grantsFromHeaders(headers: Readonly<Record<string, string>>): readonly Grant[] | undefined {
  const canned = headers['x-amz-acl'];
  const explicit = PERMISSIONS.flatMap((name): readonly Grant[] =>
    [...(headers[`x-amz-grant-${name}`] ?? '').matchAll(/(id|uri)="([^"]+)"/g)].map(([, kind, value = '']) => ({
      permission: name.toUpperCase().replace('-', '_'),
      kind: kind === 'uri' ? 'uri' : 'id',
      value,
    })),
  );
  if (canned !== undefined && explicit.length > 0) {
    throw new S3Error('InvalidRequest', { message: 'Specifying both Canned ACLs and Header Grants is not allowed' });
  }
  if (explicit.length > 0) return explicit;
  if (canned === undefined || canned === 'private' || canned === 'bucket-owner-full-control') return undefined;
  if (canned !== 'public-read') throw new S3Error('NotImplemented', { elements: { Header: 'x-amz-acl' } });
  return [
    { permission: 'FULL_CONTROL', kind: 'id', value: OWNER },
    { permission: 'READ', kind: 'uri', value: ALL_USERS },
  ];
}

/** The canonical id of every account here. */
export const OWNER = 'a'.repeat(64);
