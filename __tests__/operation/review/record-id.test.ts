import { expect, test } from '@jest/globals';
import { formatRecordId, parseRecordId } from '../../../src/operation/review/record-id.js';

const id = { fingerprint: 'f'.repeat(64), pull: 1, baseRef: 'main', first: false };
const of = { pull: 1, baseRef: 'main' };

test.each([false, true])("a record's id is of one state (first deployment: %s)", (first) => {
  const eu = formatRecordId({ ...id, first, state: '0123456789ab' });
  expect(parseRecordId(eu, { ...of, state: '0123456789ab' })).toEqual({ fingerprint: id.fingerprint, first });
  expect(parseRecordId(eu, { ...of, state: 'ba9876543210' })).toBeUndefined();
  expect(parseRecordId(eu, of)).toBeUndefined();
  expect(parseRecordId(formatRecordId({ ...id, first }), { ...of, state: '0123456789ab' })).toBeUndefined();
});
