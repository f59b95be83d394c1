import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { ConformanceCheck, Observation } from '../check.js';
import { authorization } from '../raw-request.js';
import type { Target } from '../target.js';

const PROCESSES = 20;
const RACER = fileURLToPath(new URL('../racer.mjs', import.meta.url));

export const RACE_CHECKS: readonly ConformanceCheck[] = [
  {
    name: `of ${PROCESSES} processes that write one key with If-None-Match: * one wins, and its content stays`,
    service: 's3',
    source: 'S3 User Guide: Conditional writes, concurrent writers',
    expected: { winners: 1, refused: PROCESSES - 1, contentOfWinner: true },
    async run(target) {
      const at = { Bucket: await target.newBucket(), Key: 'lock' };
      return race(target, at, 'if-none-match', '*');
    },
  },
  {
    name: `of ${PROCESSES} processes that replace one object with If-Match one wins, and its content stays`,
    service: 's3',
    source: 'S3 User Guide: Conditional writes, concurrent writers',
    expected: { winners: 1, refused: PROCESSES - 1, contentOfWinner: true },
    async run(target) {
      const at = { Bucket: await target.newBucket(), Key: 'manifest' };
      const { ETag = '' } = await target.s3.send(new PutObjectCommand({ ...at, Body: 'before' }));
      return race(target, at, 'if-match', ETag);
    },
  },
];

/** Starts the processes, lets them go at once when all are ready, and counts. 409 is a refusal too, as on AWS. */
async function race(
  { endpoint, s3 }: Target,
  at: { readonly Bucket: string; readonly Key: string },
  header: string,
  value: string,
): Promise<Observation> {
  const address = `${endpoint('s3')}/${at.Bucket}/${at.Key}`;
  const racers = Array.from({ length: PROCESSES }, () =>
    spawn(process.execPath, [RACER, address, header, value, authorization()], { stdio: ['pipe', 'pipe', 'inherit'] }),
  );
  try {
    await Promise.all(racers.map((racer) => line(racer)));
    const results = racers.map((racer) => line(racer));
    for (const racer of racers) racer.stdin?.write('go\n');
    const answers = await Promise.all(results);
    const winners = answers.filter((answer) => answer.startsWith('200 '));
    const content = await (await s3.send(new GetObjectCommand(at))).Body?.transformToString();
    return {
      winners: winners.length,
      refused: answers.filter((answer) => /^(412|409) /.test(answer)).length,
      contentOfWinner: winners.includes(`200 ${content}`),
    };
  } finally {
    for (const racer of racers) racer.kill();
  }
}

function line(racer: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    racer.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    racer.once('error', reject);
    racer.once('close', (code) => reject(new Error(`A racer ended with ${code} before it answered`)));
  });
}
