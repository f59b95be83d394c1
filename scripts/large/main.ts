import { strict as assert } from 'node:assert';
import { measure } from './measure.js';
import { repaired } from './repaired.js';

// Deploys that stop half-way and are finished by a second run, at sizes that no test waits for: 3,000 resources with the bundle
// and a real Terraform, 20,000 by generated plans. `-- generated` needs no Terraform; `-- 300` is another size than 3,000.

const [asked = '3000'] = process.argv.slice(2);

for (const { pulls, changesEach, filesEach } of [
  { pulls: 1, changesEach: 20_000, filesEach: 200 },
  { pulls: 2, changesEach: 10_000, filesEach: 100 },
]) {
  const { seconds, processor, megabytes, checkRuns, refused, refusedAfterChange, expectedAfterChange } = await measure({
    pulls,
    changesEach,
    filesEach,
  });
  assert.deepEqual([refused, refusedAfterChange], [0, expectedAfterChange]);
  console.log(
    `passed  ${pulls} × ${changesEach} generated changes, half done: nothing refused; after a changed local ${refusedAfterChange} are\n` +
      `          records ${seconds.record.toFixed(1)} s (${checkRuns} check runs each), comparison ${seconds.compare.toFixed(1)} s, ` +
      `processor ${processor.toFixed(1)} s, ${megabytes.toFixed(0)} MB`,
  );
}
if (asked !== 'generated') {
  for (const pulls of [1, 2]) {
    const { runs, megabytes } = await repaired(Number(asked), pulls);
    const times = runs.map(({ name, seconds }) => `${name} ${seconds.toFixed(0)} s`).join(', ');
    console.log(
      `passed  ${asked} resources of ${pulls} pull request${pulls === 1 ? '' : 's'}, by the bundle and Terraform\n          ${times}; at most ${megabytes.toFixed(0)} MB`,
    );
  }
}
