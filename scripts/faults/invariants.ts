import { type Rehearsal, SITE_BUCKET, STATE_BUCKET } from '../../local/rehearsal.js';
import type { ActionResult } from '../../local/runner.js';
import { SOMEBODY_ELSE } from './kinds.js';
import { unknownToState } from './made.js';
import { type Scenario, SECRET } from './scenarios.js';

/** What a person is told to do, where a second run may not go on by itself. */
const TOLD = /force-unlock (?:[0-9a-f-]{36}|LOCK_ID)|import \{|gh api repos\/|state push/;
const SITE_LOCK = '.well-managed/lock.json';

/** What is wrong after a run into which a fault fell, as sentences. */
export function afterwards(
  rehearsal: Rehearsal,
  result: ActionResult,
  { runUrl, lied }: { readonly runUrl: string; readonly lied: boolean },
): readonly string[] {
  const { exitCode, log, summary, post } = result;
  const said = `${log}\n${post.log}\n${summary}`;
  const wrong = [...always(rehearsal, result)];
  const last = rehearsal.github.deployments.findLast(({ task }) => !task.endsWith(':unsaved state'));
  const states = last?.statuses.map(({ state }) => state) ?? [];
  const isOfThisRun = last?.statuses.some(({ logUrl }) => logUrl === runUrl) === true;
  if (exitCode !== 0 && isOfThisRun && states.includes('success')) wrong.push('a red run is recorded as a success');
  if (
    exitCode === 0 &&
    isOfThisRun &&
    !states.includes('success') &&
    !states.includes('inactive') &&
    !/::warning/.test(said)
  )
    wrong.push(`a green run is recorded as ${states.join(', ')}, and no warning says so`);
  if (exitCode !== 0 && !/^::error/m.test(log)) wrong.push('a red run names no error');
  const isOurs = exitCode !== 0 || !text(rehearsal, 'dev.tfstate.tflock', STATE_BUCKET).includes(SOMEBODY_ELSE);
  const told = TOLD.test(said.replaceAll('%0A', '\n'));
  // Who was told that the lock is gone cannot know better. The next run, which is refused, names it.
  const believed = lied && exitCode === 0;
  if (isOurs && isLocked(rehearsal, STATE_BUCKET, 'dev.tfstate.tflock') && !told && !believed)
    wrong.push('the state stays locked, and nobody says how it is released');
  return wrong;
}

/** What is wrong after the same again without a fault. */
export function converged(rehearsal: Rehearsal, result: ActionResult, scenario: Scenario): readonly string[] {
  const { exitCode, log } = result;
  const wrong = [...always(rehearsal, result)];
  if (exitCode !== 0) {
    const told = TOLD.test(log.replaceAll('%0A', '\n'));
    return told ? wrong : [...wrong, `the next run fails: ${/^::error.*/m.exec(log)?.[0] ?? 'without an error'}`];
  }
  // It would be made a second time, and the first paid for and forgotten.
  if (unknownToState(rehearsal).length > 0) wrong.push('the next run is green, and no state knows what was made');
  return [...wrong, ...notLive(rehearsal, scenario).map((each) => `the next run left ${each}`)];
}

/** Whether a run has done all that it is for, so that another one would find nothing to do. */
export function isThrough(rehearsal: Rehearsal, { exitCode, log, post }: ActionResult, scenario: Scenario): boolean {
  if (exitCode !== 0 || /^::(warning|error)/m.test(`${log}\n${post.log}`)) return false;
  if (notLive(rehearsal, scenario).length > 0 || isLocked(rehearsal, STATE_BUCKET, 'dev.tfstate.tflock')) return false;
  return rehearsal.github.deployments.every(({ statuses }) =>
    statuses.some(({ state }) => ['success', 'inactive', 'failure', 'error'].includes(state)),
  );
}

function notLive(rehearsal: Rehearsal, { live }: Scenario): readonly string[] {
  if (live === undefined) return [];
  const wrong: string[] = [];
  if (!text(rehearsal, 'index.html').includes(live)) wrong.push(`another page than "${live}"`);
  if (isLocked(rehearsal, SITE_BUCKET, SITE_LOCK)) wrong.push('the lock of the site');
  return wrong;
}

/** What holds whatever happened. */
export function always(rehearsal: Rehearsal, { log, post, summary, outputs }: ActionResult): readonly string[] {
  const wrong: string[] = [];
  for (const page of ['index.html', 'about/index.html']) {
    for (const [, file = ''] of text(rehearsal, page).matchAll(/(?:href|src)="\/(assets\/[^"]+)"/g)) {
      if (text(rehearsal, file) === '') wrong.push(`${page} names ${file}, which is not there`);
    }
  }
  if (text(rehearsal, 'reports/2026.pdf') === '') wrong.push('a file of another tool was deleted');
  const posted = [...rehearsal.github.issues.values()].flatMap(({ body, comments }) => [
    body,
    ...comments.map((each) => each.body),
  ]);
  // The runner takes the mask's own lines, and shows none of them.
  const shown = (text: string) => text.replace(/^::add-mask::.*$/gm, '');
  if ([shown(log), shown(post.log), summary, JSON.stringify(outputs), ...posted].join('\n').includes(SECRET))
    wrong.push('a secret came out');
  if (`${log}${post.log}${summary}${posted.join('')}`.includes('\u001b')) wrong.push('colour codes came out');
  if (/^\s+at .+\.js:\d+/m.test(`${log}\n${post.log}`)) wrong.push('the log has a stack');
  return wrong;
}

function text(rehearsal: Rehearsal, key: string, bucket = SITE_BUCKET): string {
  return rehearsal.cloud.s3.store.bucket(bucket).current(key)?.body.toString() ?? '';
}

function isLocked(rehearsal: Rehearsal, bucket: string, key: string): boolean {
  return rehearsal.cloud.s3.store.bucket(bucket).current(key) !== undefined;
}
