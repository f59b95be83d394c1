import { createHash } from 'node:crypto';

/** Which plan a check run records: the plan of one pull request against one base branch. */
export interface RecordId {
  /** 64 hex digits. */
  readonly fingerprint: string;
  readonly pull: number;
  readonly baseRef: string;
  /** Planned as the first deployment of its stage: the state was empty, and the plan only created. */
  readonly first: boolean;
  /** Digest of where the inputs say that the state lies; absent where they do not. */
  readonly state?: string | undefined;
}

/**
 * The check run's `external_id`. A commit may be the head of several pull requests, and a pull request's base may be
 * changed: each of them has a plan of its own. The base is digested, since a branch's name may be too long for the field.
 */
export function formatRecordId({ fingerprint, pull, baseRef, first, state }: RecordId): string {
  return [
    fingerprint,
    pull,
    digest(baseRef),
    ...(state === undefined ? [] : [state]),
    ...(first ? ['first'] : []),
  ].join('/');
}

/** What this id says, when it is of a record of this pull request against its base as it is now. */
export function parseRecordId(
  externalId: string,
  of: Pick<RecordId, 'pull' | 'baseRef' | 'state'>,
): Pick<RecordId, 'fingerprint' | 'first'> | undefined {
  const [fingerprint = '', , , ...rest] = externalId.split('/');
  const found = { fingerprint, first: rest.at(-1) === 'first' };
  if (!/^[0-9a-f]{64}$/.test(fingerprint)) return undefined;
  return formatRecordId({ ...of, ...found }) === externalId ? found : undefined;
}

function digest(baseRef: string): string {
  return createHash('sha256').update(baseRef).digest('hex').slice(0, 16);
}
