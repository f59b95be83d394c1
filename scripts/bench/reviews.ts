import { measure } from '../large/measure.js';

// What a review's record and a deploy's comparison cost: a pull request of so many changes, each with a policy that is not known
// yet, from so many files; half of it was applied by a deploy that stopped.

const SIZES = [
  { pulls: 1, changesEach: 1_000, filesEach: 40 },
  { pulls: 1, changesEach: 5_000, filesEach: 200 },
];
/** Of the largest: a merge should not wait for its comparison. */
const LIMITS = { seconds: 6, megabytes: 500 };
/** How much dearer a change may be among five times as many: a comparison of each with each would be five times as dear. */
const MOST_RATIO = 2;

const rows = [];
for (const size of SIZES) rows.push(await measure(size));
console.log('changes  files  record s  compare s    cpu s  cpu s per 1,000  peak MB  check runs');
for (const { changesEach, filesEach, seconds, processor, megabytes, checkRuns } of rows) {
  const times = [seconds.record, seconds.compare, processor].map((value) => value.toFixed(2).padStart(9)).join('  ');
  const each = ((processor / changesEach) * 1000).toFixed(2).padStart(13);
  console.log(
    `${String(changesEach).padStart(7)}  ${String(filesEach).padStart(5)} ${times}  ${each} ${megabytes.toFixed(0).padStart(10)} ${String(checkRuns).padStart(11)}`,
  );
}
const [small, large] = rows;
if (small !== undefined && large !== undefined) {
  const ratio = large.processor / large.changesEach / (small.processor / small.changesEach);
  const within =
    large.processor < LIMITS.seconds && large.megabytes < LIMITS.megabytes && ratio < MOST_RATIO && large.refused === 0;
  console.log(
    `${large.changesEach} changes: ${within ? 'within' : 'BEYOND'} ${LIMITS.seconds} s of the processor, ${LIMITS.megabytes} MB and ${MOST_RATIO} times the price of one among ${small.changesEach} (${ratio.toFixed(2)}).`,
  );
  if (!within) process.exitCode = 1;
}
