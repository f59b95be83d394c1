import { readFileSync, writeFileSync } from 'node:fs';
import { type RecordedRequest, recordingLines } from '../../local/moto/recorded-request.js';
import { RECORDING } from './recorded-calls.js';

/**
 * Throws when a request was made that the committed recording lacks: nothing has asked whether the roles allow it. What
 * the recording has and this run did not make is said and does not count: waiting asks more or less often.
 */
export function requireRecorded(requests: readonly RecordedRequest[]): void {
  const seen = recordingLines(requests);
  const known = readFileSync(RECORDING, 'utf8').trim().split('\n');
  const unseen = known.filter((line) => !seen.includes(line));
  if (unseen.length > 0)
    console.log(`        recorded, and not asked this time:\n          ${unseen.join('\n          ')}`);
  const unknown = seen.filter((line) => !known.includes(line));
  if (unknown.length === 0 && seen.length > 0) return;
  throw new Error(
    `${unknown.length} requests of ${seen.length} are not in ${RECORDING}:\n${unknown.join('\n')}\n` +
      'Record them with "npm run test:cloud -- --record", then see whether the roles allow them: npm run test:iam',
  );
}

/** Replaces the recording by what this run asked. */
export function writeRecording(requests: readonly RecordedRequest[]): void {
  writeFileSync(RECORDING, `${recordingLines(requests).join('\n')}\n`);
}
