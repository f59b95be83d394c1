import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { unpacked } from '../../src/terraform/reviewed/packed-record.js';
import { decodeReviewed, encodeReviewed, isFirstVersion, partOf } from '../../src/terraform/reviewed/record-codec.js';
import { fingerprintOfPlan } from '../../src/terraform/reviewed/reviewed-change.js';
import { faultyDocument, faultyText } from './mutations.js';
import type { Random } from './random.js';
import type { Target } from './target.js';

const DIGEST = 'a'.repeat(32);
const PACKED = {
  version: 2,
  keyed: true,
  place: { workspace: 'default', state: DIGEST, account: '123456789012', region: 'eu-central-1' },
  base: 'b'.repeat(40),
  parts: [
    { k: 'expression', n: 'local.who', f: 'infra/locals.tf', l: 3, d: DIGEST },
    { k: 'provider', n: 'provider aws', d: DIGEST },
  ],
  slices: [[0, 1], [1]],
  changes: [
    { k: 'resource', a: 'a.b', t: 'a', p: 'x/y/z', x: 'update', w: DIGEST, e: DIGEST, b: 0, u: ['id', ['policy', 1]] },
    { k: 'output', a: 'url', x: 'create', o: DIGEST, z: true, w: DIGEST, b: 1, l: [['size', DIGEST]] },
  ],
  also: [['a.c', ['arn']]],
  files: [['infra/locals.tf', DIGEST]],
};

/** The text of a check run around what may be any JSON: its digest is right, so that all of it is read. */
function recordOf(json: string): string {
  const content = deflateRawSync(json).toString('base64');
  const digest = createHash('sha256').update(content).digest('hex').slice(0, 32);
  return `Words\n\nRecord 2, part 1 of 1, ${digest}\n\n\`\`\`\n${content}\n\`\`\`\n`;
}

/** Anybody with `checks: write` can write a check run. */
export function recordTarget(): Target {
  const honest = unpacked(JSON.stringify(PACKED));
  if (honest === undefined) throw new Error('The seed of the records is none');
  const texts = encodeReviewed(honest) ?? [];
  const fingerprint = fingerprintOfPlan(honest);
  return {
    name: 'records',
    once: (random: Random) => {
      if (random.isOnce(4)) {
        const faulty = texts.map((text) => faultyText(text, random));
        for (const text of faulty) [partOf(text), isFirstVersion(text)];
        return decodeReviewed(faulty, fingerprint);
      }
      const json = JSON.stringify(faultyDocument(PACKED, random));
      const read = unpacked(json);
      return decodeReviewed([recordOf(json)], read === undefined ? fingerprint : fingerprintOfPlan(read));
    },
  };
}
